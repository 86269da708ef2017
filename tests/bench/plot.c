/* plot.c - draws what rows cost against the number of tasks, on logarithmic axes, as an
 * SVG file that needs nothing else and is readable on light and dark paper. */
#include "bench.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { POINTS = 13, ROUNDS = 7, CURVES = 4 };
enum { LEFT = 70, TOP = 150, WIDTH = 700, HEIGHT = 380, LINES = 8, LINE = 64 };

/* Where the axes end. */
static const double MOST_TASKS = 1e6, LEAST_NS = 1, MOST_NS = 1e4;

/* One row: what it costs at each point, and what its yardstick does; NAN: not known. */
typedef struct Curve {
	const Row *row;
	double ours[POINTS], beside[POINTS];
} Curve;

static FILE *svg;
static Curve curves[CURVES];
static size_t count;
static char left_out[200];

int plot_open(const char *file)
{
	svg = fopen(file, "w");
	return svg == NULL ? -errno : 0;
}

/* 1, 3, 10, 30, ... 1,000,000 */
static long tasks_at(int point)
{
	long tasks = point % 2 ? 3 : 1;

	for (int i = 0; i < point / 2; i++)
		tasks *= 10;
	return tasks;
}

static void measure(Curve *curve, int point, Result *result)
{
	long tasks = tasks_at(point);
	Row row = *curve->row;

	row.tasks = tasks;
	row.n = tasks > 100000 ? tasks : 100000 / tasks * tasks;
	row.mib = tasks / 100;
	row.cold = false;
	memset(result, 0, sizeof *result);
	bench_row(&row, tasks < 100000 ? ROUNDS : tasks < 300000 ? 3 : 1, result);
	curve->ours[point] = curve->beside[point] = NAN;
	if (result->rounds > 0) {
		curve->ours[point] = bench_median(result->ours, result->rounds);
		curve->beside[point] = bench_median(result->beside, result->rounds);
	} else if (left_out[0] == '\0') {
		snprintf(left_out, sizeof left_out,
		         "From %ld tasks on it is left out: %s", tasks, result->skipped);
	}
}

/* ==== The drawing ==== */

static double x_of(double tasks)
{
	return LEFT + WIDTH * log10(tasks) / log10(MOST_TASKS);
}

static double y_of(double ns)
{
	double part = log10(ns / LEAST_NS) / log10(MOST_NS / LEAST_NS);

	return TOP + HEIGHT * (1 - fmin(fmax(part, 0), 1));
}

static void draw_text(double x, double y, const char *anchor, const char *text)
{
	fprintf(svg, "<text x='%.1f' y='%.1f' text-anchor='%s'>%s</text>\n", x, y, anchor,
	        text);
}

/* Two sets of colours; a browser takes that of its own theme. */
static void draw_head(void)
{
	fprintf(svg,
	        "<?xml version='1.0' encoding='UTF-8'?>\n"
	        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' "
	        "font-family='sans-serif' font-size='13'>\n"
	        "<title>Cost against the number of tasks</title>\n<style>\n"
	        "text { fill: #222 } .paper { fill: #fff } .grid { stroke: #ddd }\n"
	        ".line { fill: none; stroke-width: 2.5 } "
	        ".bare { stroke-dasharray: 7 5 }\n"
	        ".cache { stroke: #777; stroke-dasharray: 2 4 }\n"
	        ".c0 { stroke: #0072b2 } .c1 { stroke: #c05000 } "
	        ".c2 { stroke: #00805a } .c3 { stroke: #a0408a }\n"
	        "@media (prefers-color-scheme: dark) {\n"
	        "text { fill: #ddd } .paper { fill: #181818 } .grid { stroke: #3c3c3c }\n"
	        ".cache { stroke: #aaa } .c0 { stroke: #56b4e9 } "
	        ".c1 { stroke: #ff9a4d } .c2 { stroke: #3fd0a0 } "
	        ".c3 { stroke: #e08ac8 }\n}\n</style>\n"
	        "<rect class='paper' width='100%%' height='100%%'/>\n",
	        LEFT + WIDTH + 50, TOP + HEIGHT + 110);
}

static void draw_axes(void)
{
	static const char *tasks[] = { "1",      "10",      "100",      "1,000",
		                       "10,000", "100,000", "1,000,000" };
	static const char *ns[] = { "1 ns", "10 ns", "100 ns", "1 µs", "10 µs" };

	for (int i = 0; i < 7; i++) {
		double x = x_of(pow(10, i));
		fprintf(svg, "<path class='grid' d='M%.1f %d V%d'/>\n", x, TOP,
		        TOP + HEIGHT);
		draw_text(x, TOP + HEIGHT + 20, "middle", tasks[i]);
	}
	for (int i = 0; i < 5; i++) {
		double y = y_of(pow(10, i));
		fprintf(svg, "<path class='grid' d='M%d %.1f H%d'/>\n", LEFT, y,
		        LEFT + WIDTH);
		draw_text(LEFT - 8, y + 4, "end", ns[i]);
	}
	draw_text(LEFT + WIDTH / 2.0, TOP + HEIGHT + 42, "middle", "tasks");
}

static bool read_word(const char *directory, const char *name_of, const char *format,
                      void *word)
{
	char path[120];

	snprintf(path, sizeof path, "%s/%s", directory, name_of);
	FILE *file = fopen(path, "r");
	if (file == NULL)
		return false;
	bool read = fscanf(file, format, word) == 1;
	fclose(file);
	return read;
}

/* A mark: as many tasks as fill a cache, if each needs so many of its lines. Labels of
 * two caches that are nearly equal stand one above the other. */
static void draw_cache(int level, long kib)
{
	double x = x_of((double)kib * 1024 / (LINES * LINE)), y = TOP - level % 2 * 16;
	char text[80];

	if (kib <= 0 || x > LEFT + WIDTH)
		return;
	snprintf(text, sizeof text, "L%d %ld %s", level, kib < 1024 ? kib : kib / 1024,
	         kib < 1024 ? "KiB" : "MiB");
	fprintf(svg, "<path class='cache' d='M%.1f %.1f V%d'/>\n", x, y, TOP + HEIGHT);
	draw_text(x, y - 6, "middle", text);
}

/* What Linux says of the first processor; elsewhere there are no marks. */
static void draw_caches(void)
{
	char file[80], type[20] = "";
	int level = 0;
	long kib = 0;

	for (int i = 0; i < 8; i++) {
		snprintf(file, sizeof file, "/sys/devices/system/cpu/cpu0/cache/index%d",
		         i);
		if (read_word(file, "level", "%d", &level) &&
		    read_word(file, "size", "%ldK", &kib) &&
		    read_word(file, "type", "%19s", type) &&
		    strcmp(type, "Instruction") != 0)
			draw_cache(level, kib);
	}
}

static void draw_curve(const double values[POINTS], size_t colour, const char *kind)
{
	bool drawn = false;

	fprintf(svg, "<path class='line %s c%zu' d='", kind, colour);
	for (int i = 0; i < POINTS; i++) {
		if (isnan(values[i]))
			continue;
		fprintf(svg, "%c%.1f %.1f ", drawn ? 'L' : 'M', x_of((double)tasks_at(i)),
		        y_of(values[i]));
		drawn = true;
	}
	fprintf(svg, "'/>\n");
}

/* A line of the legend: a row to the left, its yardstick to the right. */
static void draw_legend(size_t i)
{
	double y = 54 + 20 * (double)i;

	fprintf(svg,
	        "<path class='line c%zu' d='M%d %.1f h40'/>\n"
	        "<path class='line bare c%zu' d='M%d %.1f h40'/>\n",
	        i, LEFT, y, i, LEFT + 360, y);
	draw_text(LEFT + 50, y + 4, "start", curves[i].row->plotted);
	draw_text(LEFT + 410, y + 4, "start", curves[i].row->beside->name);
}

static void draw(void)
{
	char text[100];

	draw_head();
	draw_text(LEFT, 28, "start",
	          "Processor time of one, against the number of tasks");
	for (size_t i = 0; i < count; i++)
		draw_legend(i);
	draw_axes();
	draw_caches();
	for (size_t i = 0; i < count; i++) {
		draw_curve(curves[i].ours, i, "");
		draw_curve(curves[i].beside, i, "bare");
	}
	snprintf(text, sizeof text,
	         "Dotted: as many tasks as fill a cache, if each needs %d of its lines.",
	         LINES);
	draw_text(LEFT, TOP + HEIGHT + 70, "start", text);
	draw_text(LEFT, TOP + HEIGHT + 90, "start", left_out);
	fprintf(svg, "</svg>\n");
}

int plot_draw(const Chapter *const chapters[], size_t chapter_count, Result *result)
{
	for (size_t i = 0; i < chapter_count; i++) {
		for (size_t k = 0; k < chapters[i]->count; k++) {
			if (chapters[i]->rows[k].plotted != NULL && count < CURVES)
				curves[count++].row = &chapters[i]->rows[k];
		}
	}
	for (size_t i = 0; i < count; i++) {
		for (int point = 0; point < POINTS; point++)
			measure(&curves[i], point, result);
	}
	draw();
	return (ferror(svg) | fclose(svg)) != 0 ? -errno : 0;
}
