/* search.h - tries everything: three tasks of a few operations each, in all combinations,
 * with one of them, or two, or one twice, cancelled at each point of the run. A point is
 * before each step of a task, before each of its operations, and when nothing can happen
 * any more; nothing can change between two of them. And since some faults take more than
 * three tasks, it tries up to eight with operations and cancellations chosen at random.
 * The first run that is wrong is told in words, and run again with a trace.
 *
 * What is searched has a model beside it, which keeps the rules of the cases: a call that
 * fails has taken nothing (R1), a cancellation is delivered once, and wins (R2, R3), no
 * task overtakes another (R5), and there are as many wake-ups as the state allows (R6).
 */
#ifndef SEARCH_H
#define SEARCH_H

#include "runners.h"
#include "testing.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_MEMBERS = 8, MOST_OPERATIONS = 4, MOST_REQUESTS = 2 };

/* One of the tasks. */
typedef struct Member {
	Task *task;
	char script[MOST_OPERATIONS + 1]; /* a letter for each operation */
	char in;                          /* what it calls, or waits for; 0: nothing */
	unsigned arrival;                 /* when it called that */
	unsigned steps, steps_before;
	bool is_cancelled; /* it was cancelled, and no call has failed with that so far */
	unsigned mark;   /* the model's: what was so when it called */
	bool noticed;    /* the model's: it has been woken, or should have been */
} Member;

/* What is searched. */
typedef struct Subject {
	const char *name;
	void (*begin)(void); /* as new */
	void (*operate)(Member *m, char operation);
	/* What is wrong, at any point, or when nothing can happen any more; or NULL. */
	const char *(*complaint)(bool at_rest);
	void (*end)(void); /* NULL: nothing to do */
	/* What the operations are: "a acquires the lock". The last is NULL. */
	const char *words[8];
} Subject;

static const Subject *subject;
static Loop *search_loop;
static Member members[MOST_MEMBERS];
static int n_members = 3;
static unsigned arrivals, points;
static void (*real_step)(void *task);

/* Which task is cancelled, and at which point. */
typedef struct Request {
	unsigned at;
	int whom;
} Request;

static Request requests[MOST_REQUESTS];
static int requested;

static char search_found[300]; /* the first complaint */
/* The run that it is about. */
static struct {
	char scripts[MOST_MEMBERS][MOST_OPERATIONS + 1];
	Request requests[MOST_REQUESTS];
	int n_members, requested;
} wrong;
static bool search_replays;
static void (*search_leave)(int) = _exit; /* when a replay has come to what is wrong */
static unsigned long search_schedules;
static _Atomic unsigned long *search_sum; /* by all tests of the file */

/* Of the library's instruments: they read the environment, and write what they have. */
void trace_begin(void);
void trace_flush(void);

static inline void search_complain(const char *what)
{
	if (what != NULL && search_replays) {
		trace_flush();
		printf("here it is wrong: %s\n", what);
		fflush(stdout);
		search_leave(0);
	}
	if (what == NULL || search_found[0] != '\0')
		return;
	snprintf(search_found, sizeof search_found, "%s: %s", subject->name, what);
	wrong.n_members = n_members;
	wrong.requested = requested;
	memcpy(wrong.requests, requests, sizeof requests);
	for (int i = 0; i < n_members; i++)
		memcpy(wrong.scripts[i], members[i].script, sizeof members[i].script);
}

/* For models: around each call that may wait. */
static inline void call_begins(Member *m, char what)
{
	m->in = what;
	m->arrival = ++arrivals;
	m->steps_before = m->steps;
}

static inline bool has_waited(const Member *m)
{
	return m->steps != m->steps_before;
}

static inline int call_ends(Member *m, int status)
{
	if (status == -ECANCELED && !m->is_cancelled)
		search_complain(
			"a call returned -ECANCELED, but its task was not cancelled");
	if (status != -ECANCELED && m->is_cancelled && has_waited(m))
		search_complain("a task was cancelled, but its call did not return "
		                "-ECANCELED");
	if (status == -ECANCELED)
		m->is_cancelled = false;
	m->in = 0;
	return status;
}

static inline void search_gives_way(Member *m)
{
	call_begins(m, 'y');
	call_ends(m, asyncio_sleep(0));
}

/* For models: how many are in such a call. */
static inline size_t search_waiting(char what)
{
	size_t n = 0;

	for (int i = 0; i < n_members; i++)
		n += members[i].in == what;
	return n;
}

/* For models: one that has waited longer, and was not cancelled, still waits. */
static inline bool search_overtakes(const Member *m)
{
	for (int i = 0; i < n_members; i++) {
		const Member *other = &members[i];
		if (other->in == m->in && other->arrival < m->arrival &&
		    !other->is_cancelled)
			return true;
	}
	return false;
}

static inline void search_point(void)
{
	for (int i = 0; i < requested; i++) {
		Member *m = &members[requests[i].whom];
		if (requests[i].at == points && task_cancel(m->task))
			m->is_cancelled = true;
	}
	points++;
	search_complain(subject->complaint(false));
}

static inline void search_step(void *arg)
{
	Member *m = arg;

	search_point();
	m->steps++;
	real_step(task_of(m->task));
}

static inline int search_body(void *arg, void **result)
{
	Member *m = arg;

	for (const char *operation = m->script; *operation != '\0'; operation++) {
		search_point();
		if (*operation == 'y')
			search_gives_way(m);
		else
			subject->operate(m, *operation);
	}
	return 0;
}

static inline void search_make_passes(void)
{
	while (!list_empty(&search_loop->ready)) {
		loop_stop(search_loop);
		succeeds(loop_run_forever(search_loop));
	}
	search_complain(subject->complaint(true));
}

static inline void search_create(Member *m)
{
	m->task = loop_create_task(search_loop, search_body, m);
	TaskObject *task = task_of(m->task);
	real_step = task->step.fn;
	task->step.fn = search_step;
	task->step.arg = m;
	m->in = 0;
	m->is_cancelled = m->noticed = false;
	m->steps = m->mark = 0;
	if (search_replays) {
		char name[24];
		snprintf(name, sizeof name, "task %d", (int)(m - members) + 1);
		task_set_name(m->task, name);
	}
}

/* Those that still wait are cancelled, and those that wait again. */
static inline void search_sweep(void)
{
	for (int i = 0; i < n_members * 3 * MOST_OPERATIONS; i++) {
		Member *m = &members[i % n_members];
		if (!task_cancel(m->task))
			continue;
		m->is_cancelled = true;
		search_make_passes();
	}
	for (int i = 0; i < n_members; i++) {
		if (!future_done(members[i].task))
			search_complain("a task does not end when it is cancelled");
		future_unref(members[i].task);
	}
}

/* One run. Did it last until the last request came? */
static inline bool search_run(void)
{
	arrivals = points = 0;
	subject->begin();
	for (int i = 0; i < n_members; i++)
		search_create(&members[i]);
	do {
		search_make_passes();
		search_point();
	} while (!list_empty(&search_loop->ready));
	bool reached = requested > 0 && requests[requested - 1].at < points;
	requested = 0;
	search_sweep();
	if (subject->end != NULL)
		subject->end();
	search_schedules++;
	return reached && search_found[0] == '\0';
}

/* The same scripts with the last request at every point from first on, to everybody. */
static inline void search_requests(unsigned first, int depth, int n)
{
	bool reached = true;

	for (unsigned at = first; reached; at++) {
		for (int whom = 0; whom < n_members && reached; whom++) {
			requests[n].at = at;
			requests[n].whom = whom;
			requested = n + 1;
			reached = search_run();
			if (reached && depth > 1)
				search_requests(at, depth - 1, n + 1);
		}
	}
}

/* The number-th of all scripts of so many letters for each; false: there is none. */
static inline bool search_script(unsigned long number, const char *letters, int n)
{
	for (int i = 0; i < n_members; i++) {
		memset(members[i].script, 0, sizeof members[i].script);
		for (int j = 0; j < n; j++, number /= strlen(letters))
			members[i].script[j] = letters[number % strlen(letters)];
	}
	return number == 0;
}

/* Where everything is slow, one in so many scripts must do. */
#if !defined __OPTIMIZE__ || defined CONTEXT_PORTABLE
enum { SEARCH_STRIDE = TEST_SCALE > 1 ? 1009 : 29 };
#else
enum { SEARCH_STRIDE = TEST_SCALE > 1 ? 1009 : SANITIZED ? 29 : 1 };
#endif

/* All scripts of n of these letters for each task, or each stride-th of them, and each
 * with so many cancellations, or fewer, in all ways. What is wrong is in search_found
 * then. */
static inline void search(const Subject *what, const char *letters, int n, int depth,
                          unsigned long stride)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	subject = what;
	search_loop = asyncio_new_event_loop();
	for (unsigned long i = 0; search_script(i, letters, n); i += stride) {
		requested = 0;
		search_run();
		search_requests(0, depth, 0);
		if (search_found[0] != '\0')
			break;
	}
	loop_free(search_loop);
	*search_sum += search_schedules;
}

/* ==== What was wrong, in words, and pass by pass ==== */

static inline void print_operation(char operation)
{
	const char *words = "gives way for a pass";

	for (int i = 0; subject->words[i] != NULL; i++) {
		if (subject->words[i][0] == operation)
			words = subject->words[i] + 2;
	}
	printf("%s", words);
}

static inline void print_wrong_run(void)
{
	for (int i = 0; i < wrong.n_members; i++) {
		printf("task %d: ", i + 1);
		for (const char *operation = wrong.scripts[i]; *operation != '\0';
		     operation++) {
			printf(operation == wrong.scripts[i] ? "" : "; then ");
			print_operation(*operation);
		}
		printf("\n");
	}
	for (int i = 0; i < wrong.requested; i++)
		printf("task %d is cancelled at point %u of the run\n",
		       wrong.requests[i].whom + 1, wrong.requests[i].at);
}

/* Runs it once more with a trace, or a picture: setting is ASYNCIO_TRACE or
 * ASYNCIO_TIMELINE. */
static inline void search_replay(const char *setting, const char *path)
{
	setenv(setting, path, 1);
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	trace_begin();
	search_replays = true;
	n_members = wrong.n_members;
	requested = wrong.requested;
	memcpy(requests, wrong.requests, sizeof requests);
	for (int i = 0; i < n_members; i++)
		memcpy(members[i].script, wrong.scripts[i], sizeof members[i].script);
	search_loop = asyncio_new_event_loop();
	search_run();
	trace_flush();
}

static inline void search_again(void)
{
	search_replay("ASYNCIO_TRACE", "-");
}

static inline void search_judge(void)
{
	if (search_found[0] == '\0')
		return;
	printf("%s\n", search_found);
	print_wrong_run();
	run_child(search_again);
	printf("the same run once more, pass by pass (a point is before each step of a "
	       "task, before each of its operations, and when none can run):\n%s",
	       program_output);
	fflush(stdout);
	_fail(__FILE__, __LINE__);
}

static inline void search_finds_nothing(const Subject *what, const char *letters, int n,
                                        int depth, unsigned long stride)
{
	leave_debug_mode(); /* in which it takes ten times as long */
	search(what, letters, n, depth, stride * SEARCH_STRIDE);
	search_judge();
	assert_below(100000 / SEARCH_STRIDE, search_schedules);
}

/* Random numbers, the same in every run (xorshift). */
static inline unsigned search_random(unsigned n)
{
	static uint64_t x = 88172645463325252u;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (unsigned)(x >> 33) % n;
}

/* Two to eight tasks, of one to four operations each: of these letters, or y: the task
 * gives way; and up to two requests. */
static inline void search_shuffle(const char *letters)
{
	n_members = 2 + (int)search_random(MOST_MEMBERS - 1);
	for (int i = 0; i < n_members; i++) {
		char *script = members[i].script;
		int n = 1 + (int)search_random(MOST_OPERATIONS);
		memset(script, 0, sizeof members[i].script);
		for (int j = 0; j < n; j++) {
			unsigned letter = search_random((unsigned)strlen(letters) + 1);
			script[j] = letters[letter] == '\0' ? 'y' : letters[letter];
		}
	}
	requested = (int)search_random(MOST_REQUESTS + 1);
	for (int i = 0; i < requested; i++) {
		requests[i].at = search_random(40);
		requests[i].whom = (int)search_random((unsigned)n_members);
	}
}

/* So many runs with what chance brings. What is wrong is in search_found then. */
static inline void search_at_random(const Subject *what, const char *letters, int runs)
{
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	subject = what;
	search_loop = asyncio_new_event_loop();
	for (int i = 0; i < runs && search_found[0] == '\0'; i++) {
		search_shuffle(letters);
		search_run();
	}
	loop_free(search_loop);
	*search_sum += search_schedules;
}

static inline void chance_finds_nothing(const Subject *what, const char *letters)
{
	leave_debug_mode();
	search_at_random(what, letters, 200000 / SEARCH_STRIDE);
	search_judge();
}

/* At the end of a file of searches, in place of TESTS. */
static inline int run_searches(const char *file, const Test *tests)
{
	search_sum = mmap(NULL, sizeof *search_sum, PROT_READ | PROT_WRITE,
	                  MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int failed = run_test_file(file, tests);
	if (getenv("TESTS_QUIET") == NULL && *search_sum > 0)
		printf("    in %lu schedules\n", *search_sum);
	return failed;
}

#define SEARCHES(...)                                                               \
	int main(void)                                                              \
	{                                                                           \
		return run_searches(__BASE_FILE__, (Test[]){ __VA_ARGS__, { 0 } }); \
	}

#endif
