/* testing.c - runs each test in a child of its own, several at once, and tells the
 * story. */
#include "testing.h"

#include <ctype.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AT_ONCE = 4, RECORD = 8192, SHOWN = 300, PATIENCE = 4, MOST_TESTS = 200 };

/* A test that runs, as its parent sees it. */
typedef struct Run {
	pid_t child;
	FILE *output;
	char *record; /* shared with the child: it survives a crash */
	int status;
} Run;

enum { PASSED, FAILED, SKIPPED, OUTCOMES };

char program_output[16384];

static char *record;
static CMUnitTestFunction function;
static const int crashes[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGSYS };
enum { CRASHES = sizeof crashes / sizeof *crashes };
static struct sigaction handlers[CRASHES];

void trace(const char *format, ...)
{
	size_t n = strlen(record);
	va_list arguments;

	if (n > 0 && n + 1 < RECORD)
		record[n++] = ' ';
	va_start(arguments, format);
	vsnprintf(record + n, RECORD - n, format, arguments);
	va_end(arguments);
}

const char *traced(void)
{
	return record;
}

static int status_of(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void slurp(FILE *from)
{
	size_t n = fread(program_output, 1, sizeof program_output - 1, from);

	program_output[n] = '\0';
}

int run_program(const char *command)
{
	char line[1024];
	const char *under = getenv("RUN_UNDER");

	snprintf(line, sizeof line, "exec %s %s/%s 2>&1", under ? under : "", PROGRAMS,
	         command);
	fflush(NULL);
	FILE *program = popen(line, "r");
	if (program == NULL)
		return -1;
	slurp(program);
	return status_of(pclose(program));
}

int run_child(void (*act)(void))
{
	FILE *output = tmpfile();
	int status = 0;

	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		struct rlimit none = { 0, 0 };
		setrlimit(RLIMIT_CORE, &none);
		dup2(fileno(output), STDOUT_FILENO);
		dup2(fileno(output), STDERR_FILENO);
		act();
		fflush(NULL);
		_exit(0);
	}
	waitpid(child, &status, 0);
	rewind(output);
	slurp(output);
	fclose(output);
	return status_of(status);
}

/* cmocka catches crashes and jumps; we want the process to die of them, or a sanitizer to
 * have its say. */
static void run_function(void **state)
{
	for (int i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &handlers[i], NULL);
	function(state);
}

static int run_here(const Test *test)
{
	const struct CMUnitTest one[] = { { test->name, run_function, NULL, NULL,
		                            NULL } };
	const char *seconds = getenv("TEST_SECONDS");

	function = test->function;
	signal(SIGINT, SIG_DFL); /* who runs us in the background has it ignored */
	for (int i = 0; i < CRASHES; i++)
		sigaction(crashes[i], NULL, &handlers[i]);
	alarm(seconds == NULL ? 8 : (unsigned)atoi(seconds));
	return cmocka_run_group_tests_name(test->name, one, NULL, NULL);
}

static void run_start(Run *run, const Test *test)
{
	run->output = tmpfile();
	run->record = mmap(NULL, RECORD, PROT_READ | PROT_WRITE,
	                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	fflush(NULL);
	run->child = fork();
	if (run->child != 0)
		return;
	struct rlimit none = { 0, 0 };
	setrlimit(RLIMIT_CORE, &none);
	setpgid(0, 0);
	dup2(fileno(run->output), STDOUT_FILENO);
	dup2(fileno(run->output), STDERR_FILENO);
	record = run->record;
	exit(run_here(test) != 0);
}

static const char *paint(const char *colour)
{
	bool coloured = getenv("TESTS_COLOUR") != NULL || isatty(STDOUT_FILENO);
	bool plain = getenv("NO_COLOR") != NULL || !coloured;

	return plain ? "" : colour;
}

static void print_sentence(const char *mark, const char *colour, const char *name)
{
	printf("  %s%s%s ", paint(colour), mark, paint("\033[0m"));
	for (; *name != '\0'; name++)
		putchar(*name == '_' ? ' ' : *name);
}

/* The line of source that "file:12: error: Failure!" speaks of. */
static void print_source(const char *where)
{
	char path[512], line[512] = "";
	int number = 0;

	if (sscanf(where, "%511[^:]:%d: error: Failure!", path, &number) != 2)
		return;
	FILE *source = fopen(path, "r");
	while (source != NULL && number-- > 0 && fgets(line, sizeof line, source) != NULL)
		;
	if (source == NULL)
		return;
	printf("      > %s", line + strspn(line, "\t "));
	fclose(source);
}

/* What cmocka and the test wrote, without cmocka's frame. */
static void print_output(FILE *output)
{
	char line[2048];

	while (fgets(line, sizeof line, output) != NULL) {
		const char *text = line, *mark;
		while ((mark = strstr(text, " ] --- ")) != NULL)
			text = mark + strlen(" ] --- ");
		if (*text == '[' || *text == '\n' ||
		    strstr(text, "FAILED TEST(S)") != NULL)
			continue;
		for (char *c = line; *c != '\0'; c++)
			*c = isprint((unsigned char)*c) || *c == '\n' ? *c : '?';
		printf("      %s", text);
		print_source(text);
	}
}

static void print_failure(const Run *run, const char *name)
{
	print_sentence("✗", "\033[31;1m", name);
	printf("\n");
	if (WIFSIGNALED(run->status) && WTERMSIG(run->status) == SIGALRM)
		printf("      it hangs: it was stopped\n");
	else if (WIFSIGNALED(run->status))
		printf("      it crashes: %s\n", strsignal(WTERMSIG(run->status)));
	else if (WEXITSTATUS(run->status) != 1)
		printf("      it ends the process, with status %d\n",
		       WEXITSTATUS(run->status));
	rewind(run->output);
	print_output(run->output);
	if (run->record[0] != '\0')
		printf("      what ran: %.*s%s\n", SHOWN, run->record,
		       strlen(run->record) > SHOWN ? " ..." : "");
}

static bool said(const Run *run, const char *what)
{
	char line[2048];

	rewind(run->output);
	while (fgets(line, sizeof line, run->output) != NULL) {
		if (strstr(line, what) != NULL)
			return true;
	}
	return false;
}

/* Half way up the ladder the tests of the next step must fail, each by an assertion. */
static int judge_unwritten(const Run *run, const char *name)
{
	if (WIFEXITED(run->status) && WEXITSTATUS(run->status) == 1 &&
	    said(run, "rror: Failure!"))
		return PASSED;
	printf("    the unwritten step must fail by an assertion:\n");
	print_failure(run, name);
	return FAILED;
}

static int judge(const Run *run, const char *name)
{
	if (getenv("TESTS_UNWRITTEN") != NULL)
		return judge_unwritten(run, name);
	if (!WIFEXITED(run->status) || WEXITSTATUS(run->status) != 0) {
		print_failure(run, name);
		return FAILED;
	}
	int outcome = said(run, "SKIPPED") ? SKIPPED : PASSED;
	if (getenv("TESTS_QUIET") == NULL) {
		print_sentence(outcome == SKIPPED ? "-" : "✓", "\033[32m", name);
		printf(outcome == SKIPPED ? " (skipped)\n" : "\n");
	}
	return outcome;
}

static int run_finish(Run *run, const char *name)
{
	while (waitpid(run->child, &run->status, 0) < 0)
		;
	kill(-run->child, SIGKILL); /* whatever the test has left behind */
	int outcome = judge(run, name);
	fclose(run->output);
	munmap(run->record, RECORD);
	return outcome;
}

/* The next tally to be added up by make. */
static void write_tally(const int counts[OUTCOMES])
{
	const char *path = getenv("TESTS_TALLY");
	FILE *tally = path == NULL ? NULL : fopen(path, "a");

	if (tally == NULL)
		return;
	fprintf(tally, "%d %d %d\n", counts[PASSED], counts[FAILED], counts[SKIPPED]);
	fclose(tally);
}

/* TEST=word runs the tests with that word in their names. */
static size_t choose(const Test *tests, Test *chosen)
{
	const char *word = getenv("TEST");
	size_t n = 0;

	for (; tests->name != NULL && n < MOST_TESTS; tests++) {
		if (word == NULL || strstr(tests->name, word) != NULL)
			chosen[n++] = *tests;
	}
	return n;
}

int run_test_file(const char *file, const Test *tests)
{
	Test chosen[MOST_TESTS];
	Run runs[AT_ONCE] = { 0 };
	int counts[OUTCOMES] = { 0 }, hung = 0;
	size_t n = choose(tests, chosen), started = 0;

	if (getenv("TESTS_QUIET") == NULL && n > 0)
		printf("%s%s%s\n", paint("\033[1m"), file, paint("\033[0m"));
	for (size_t finished = 0; finished < n; finished++) {
		for (; started < n && started < finished + AT_ONCE; started++)
			run_start(&runs[started % AT_ONCE], &chosen[started]);
		Run *run = &runs[finished % AT_ONCE];
		counts[run_finish(run, chosen[finished].name)]++;
		hung += WIFSIGNALED(run->status) && WTERMSIG(run->status) == SIGALRM;
		if (hung == PATIENCE && started < n) {
			printf("  %d hang: the rest of this file is not run\n", hung);
			counts[FAILED] += (int)(n - started);
			n = started;
		}
	}
	write_tally(counts);
	return counts[FAILED] > 0;
}
