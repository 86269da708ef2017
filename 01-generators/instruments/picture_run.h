/* picture_run.h - a recorded run, as the pictures of it need it: lanes from top to
 * bottom, and slots from left to right. Only the pictures use this file.
 *
 * A slot is one turn: something runs, and in its column stands what it did to the
 * others. Callbacks that run one after the other share a slot. ASYNCIO_TRACE_FROM
 * and ASYNCIO_TRACE_TO choose the passes that are shown. If those are too many, they
 * are cut in the middle: one slot stands for all that is left out. */
#ifndef ASYNCIO_PICTURE_RUN_H
#define ASYNCIO_PICTURE_RUN_H

#include <stdbool.h>
#include <stddef.h>

/* Lines of the log. A field that is not there is "". */
enum { LINE_FIELDS = 6, LINE_LENGTH = 512 };

typedef struct Line {
	unsigned loop;
	const char *verb;
	const char *field[LINE_FIELDS];
	char text[LINE_LENGTH];
} Line;

/* Takes the next line off the log, of which *length bytes are left. Returns false at
 * its end. */
bool picture_line(Line *line, const char **log, size_t *length);

typedef enum State { ABSENT, WAITS, READY, RUNS } State;
typedef enum Mark { NO_MARK, MADE, WOKEN, CANCELLED, UNCANCELLED } Mark;
typedef enum Ending { GOES_ON, ENDED, ENDED_CANCELLED, ENDED_FAILED } Ending;

/* What comes from outside of what runs in the loop: a letter stands for it. */
typedef enum Source {
	NO_SOURCE,
	FROM_TIMER,
	FROM_DESCRIPTOR,
	FROM_SIGNAL,
	FROM_THREAD,
	FROM_OUTSIDE,
	FROM_DEADLOCK,
	N_SOURCES
} Source;

typedef struct SourceWords {
	const char *why; /* in the log */
	char letter[2];
	const char *words;
} SourceWords;

extern const SourceWords picture_sources[N_SOURCES];

/* What has a name: a task, a generator, a callback, a lock. Actor 0 is nobody, and
 * stands for "-". */
typedef struct Actor {
	char id[16], kind[12], name[48];
	int next;           /* of the same hash */
	int lane;           /* -1: none yet; -2: there is no room for it */
	bool runs;          /* it has run: it is one of those that may have a lane */
	State state, after; /* now; and when its turn is over */
	int label;          /* what it waits for */
	bool sleeps;        /* it waits for time to pass, and for nothing else */
	Ending ending;
	int status; /* that it ended with, as words */
} Actor;

/* What happened to a lane in a slot, and how it was afterwards. */
typedef struct Cell {
	unsigned char state, after, mark, ending;
	bool sleeps;
	int count; /* its cancellation requests, for CANCELLED and UNCANCELLED */
	int label; /* what it waits for afterwards */
	int by;    /* the actor that made the mark */
} Cell;

typedef struct Slot {
	unsigned loop;
	unsigned long pass, same; /* same: so many passes that were like the last one */
	char time[24];
	bool begins_pass, begins_time;
	bool slept;         /* the time is another one because the loop has slept */
	int held;           /* how long it held the loop, as words; 0: not for long */
	int actor;          /* that runs; 0: callbacks do, or what is outside */
	int callbacks;      /* so many ran */
	bool only_timers;   /* all of them */
	int what;           /* the name of the first one of them */
	Source source;      /* of what woke somebody from outside */
	/* Where it is drawn, see picture_bands.h: */
	int x, width, gap, time_width, pass_width;
} Slot;

typedef struct Lane {
	int actor;
	int row; /* in the band that is drawn; -1: it is not in it */
	Cell *cells;
} Lane;

enum { MOST_LOOPS = 64 };

/* Where the reading of the log is, in each loop. */
typedef struct Reading {
	int actor; /* that runs */
	unsigned long pass;
	char time[24];
	double stamp; /* the time that was written last */
	bool pass_is_new, time_is_new, slept;
	long slot;
} Reading;

typedef struct Run {
	char program[48], clock[12], end[24];
	Actor *actors;
	int n_actors, room_actors, buckets[65536];
	char (*words)[64];
	int n_words, room_words;
	bool only_callbacks; /* no task runs and no generator: callbacks have lanes */
	bool has_passes;
	bool forks; /* there are other processes, which are not in the log */
	unsigned n_loops;
	unsigned long from, to; /* the passes that are wanted, */
	bool is_part;           /* and whether those are not all of them */
	long first;             /* the slot of the run that the first one of them has */
	long n_slots;           /* of these passes */
	int n_running;          /* that would have a lane */
	unsigned long n_passes;
	/* What is shown: */
	bool draws;
	int most_slots, most_lanes;
	int n_shown;  /* slots */
	int head;     /* so many of them are before the cut; n_shown: there is none */
	int n_lanes;  /* without lane 0, which is the loop's */
	int n_hidden; /* actors without a lane, for which there is no room */
	Slot *slots;
	Lane *lanes; /* lanes[0]: callbacks, and what is outside */
	bool has_loop; /* lane 0 is needed */
	bool no_memory;
	Reading loops[MOST_LOOPS];
	unsigned long pass; /* the newest one of all loops */
	long newest;        /* the slot that is open, */
	Slot *open;         /* and where it is written down */
	int window; /* the first shown slot that is before this one without a cut */
	Slot unseen_slot; /* what happens where nothing is shown is written here */
	Cell unseen_cell;
} Run;

/* Counts what is in a log, and finds out what is wanted of it: n_slots, n_running,
 * only_callbacks, has_passes. */
void picture_survey(Run *run, const char *log, size_t length);

/* Fills in slots and lanes, of which there are at most most_slots and most_lanes. */
void picture_draw(Run *run, const char *log, size_t length);

void picture_free(Run *run);

/* Reads a log once, from its beginning. */
void picture_replay(Run *run, const char *log, size_t length);

/* What a line of the log says that one does to another. */
void picture_wakes(Run *run, const Line *line);
void picture_cancels(Run *run, const Line *line);
void picture_uncancels(Run *run, const Line *line);

/* A line says what one waits for. */
void picture_waits(Run *run, const Line *line);

/* What happens outside of a pass needs a slot: opens one, if none is open for it. */
void picture_outside(Run *run, unsigned loop, Source source);

/* The actor with this ID, which is made if it is new. */
int picture_actor(Run *run, const char *id);

/* Keeps a text, and returns its number; run->words[0] is "". */
int picture_words(Run *run, const char *text);

/* May this actor have a lane of its own? */
bool picture_has_lane(const Run *run, int actor);

/* What is said at the end of a lane: "", "cancelled", "still waits: ada". */
void picture_note(const Run *run, int lane, char *note, size_t room);

/* What a picture is of: "3 tasks, 8 passes, on the virtual clock". */
void picture_title(const Run *run, char *title, size_t room);

/* What of the run is not in the picture, and whether it broke off: sentences, of which
 * each begins after a newline; "": all is there. */
void picture_left_out(const Run *run, char *words, size_t room);

/* Why there is nothing to draw. */
void picture_nothing(const Run *run, char *words, size_t room);

/* Is this the slot that stands for all that is left out? */
bool picture_is_cut(const Run *run, int slot);

/* A time for people: "1 s", or "0.125 s" on a real clock. */
void picture_time(const Run *run, const char *time, char *words, size_t room);

/* The cell of an actor in the slot that is open; and a slot is opened, or closed. */
Cell *picture_cell(Run *run, int actor);
Slot *picture_open(Run *run, unsigned loop);
void picture_close(Run *run);

#endif
