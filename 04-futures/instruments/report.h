/* report.h - a report of many lines: its words, and the numbers of what has no name. */
#ifndef ASYNCIO_REPORT_H
#define ASYNCIO_REPORT_H

#include "tasks.h"

#include <stdio.h>

/* A report that is being written, line by line. */
typedef struct Report {
	FILE *out;
	char line[400]; /* the line so far; what is too long is cut off */
	size_t length;
	size_t details; /* where in the line a state's details begin; 0: there are none */
	struct Numbered *numbered; /* what has got a number in this report */
	size_t n_numbered, room;
	const char *hint; /* how to be told more; or NULL */
	const char *what, *name; /* the last object that report_object has told of */
	const void *object;
	/* Returns the task, of those that the report is about, in whose stack an address
	 * lies; NULL: there is none. */
	const TaskObject *(*task_at)(struct Report *report, const void *address);
} Report;

/* How far a report has come in the futures that another one depends on. It begins
 * zeroed; the last two are the kind's, to find the next one by. */
typedef struct Behind {
	const Future *future;
	size_t i;
	const Links *links;
} Behind;

/* Where an object that has wait queues keeps them: for debuggers, which call no function.
 * And what the trace asks, when a task of the queue has been woken.
 * The value of a pending future is the address of the queue, or NULL. */
typedef struct ReportedObject {
	const char *what;   /* "lock" */
	size_t queue, name; /* bytes from the beginning of the object; name is a string */
	/* Is it, or a part of it, reserved for a woken task that has not run yet? NULL:
	 * it is never reserved. */
	bool (*reserved)(const void *object);
} ReportedObject;

/* What can be said of a future of some kind while it is pending. Each may be NULL. */
typedef struct FutureReport {
	/* Adds what a task waits for that waits for this future: "lock 1, which task
	 * 'ada' holds". NULL: the kind's name is all that can be said. */
	void (*tell)(const Future *future, Report *report);
	/* Stores the next of the futures that this one depends on in next->future: some
	 * may be done, or NULL. Returns false if there are no more. */
	bool (*behind)(const Future *future, Report *report, Behind *next);
	bool names; /* tell has named the only future behind: it need not be listed */
	const ReportedObject *object; /* that a task waits at; NULL: it is none */
} FutureReport;

/* Adds to the line, as printf does. */
void report_say(Report *report, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Adds "lock 'NAME'"; or, if name is NULL, "lock 1", "lock 2" and so on, in the order in
 * which the report comes to speak of them (with a trace, the number that it has there);
 * or, if object is NULL as well, "a lock". */
void report_object(Report *report, const char *what, const char *name,
                   const void *object);

/* Stores in words, which has room for n bytes, which future this is, or returns what its
 * kind is called. Returns the words. */
const char *future_words(const Future *future, char *words, size_t n);

/* What reports say of a plain future. */
extern const FutureReport plain_words;

/* Adds which future this is: "task 'NAME'", or what its kind tells. */
void report_future(Report *report, const Future *future);

/* Writes the line, and begins the next one. */
void report_end_line(Report *report);

/* Writes a sentence to stderr, as printf does, in lines of at most 80 columns. */
void report_sentence(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The end of the report: gives its memory back. */
void report_end(Report *report);

#endif
