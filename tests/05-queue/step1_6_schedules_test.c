/* Rung 5.1.6: random schedules of everything that can be done with a queue, compared with
 * a model that is as simple as can be: arrays, and no futures. */
#include "queueing.h"

enum { TASKS = 16, ITEMS = 200, ACTS = 80, SCHEDULES = TEN_THOUSAND / 5 };

/* GETTING, PUTTING, JOINING: what a task does. */
typedef enum What { GETTING, PUTTING, JOINING, WHATS } What;

/* NEW and WOKEN will have a turn, and so will a task that HEARS of its end. */
typedef enum State { NEW, WAITING, WOKEN, HEARS, ENDED } State;

typedef struct Actor {
	What what;
	State state;
	bool cancelled;
	int status, item; /* as the model has it; -1: none */
	Queue *queue;
	Task *task;
	int got; /* what the task really got */
} Actor;

typedef struct Line {
	int actors[TASKS], n;
} Line;

typedef struct Model {
	Actor actors[TASKS];
	int tasks;
	int items[ITEMS], n, unfinished, next;
	bool shut;
	Line lines[WHATS], ready;
	Queue queue;
} Model;

/* Items are addresses in here. */
static char items[ITEMS];
static uint64_t seed;

static int dice(int sides)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)(seed >> 33 & 0x7fffffff) % sides;
}

static int by_last_digit(const void *a, const void *b)
{
	return (int)((const char *)a - items) % 4 - (int)((const char *)b - items) % 4;
}

static void line_add(Line *line, int actor)
{
	line->actors[line->n++] = actor;
}

static int line_take(Line *line, int place)
{
	int actor = line->actors[place];

	line->n--;
	memmove(&line->actors[place], &line->actors[place + 1],
	        (size_t)(line->n - place) * sizeof *line->actors);
	return actor;
}

static void model_wake(Model *m, What what)
{
	if (m->lines[what].n == 0)
		return;
	int actor = line_take(&m->lines[what], 0);
	m->actors[actor].state = WOKEN;
	line_add(&m->ready, actor);
}

static bool model_full(const Model *m)
{
	return m->queue.maxsize > 0 && m->n >= m->queue.maxsize;
}

static int model_put(Model *m, int item)
{
	if (m->shut)
		return -EPIPE;
	if (model_full(m))
		return -EAGAIN;
	m->items[m->n++] = item;
	m->unfinished++;
	model_wake(m, GETTING);
	return 0;
}

/* The one whose turn it is. */
static int model_choice(const Model *m)
{
	int best = 0;

	if (m->queue.compare == NULL)
		return m->queue.lifo ? m->n - 1 : 0;
	for (int i = 1; i < m->n; i++) {
		if (m->items[i] % 4 < m->items[best] % 4)
			best = i;
	}
	return best;
}

static int model_get(Model *m, int *item)
{
	if (m->n == 0)
		return m->shut ? -EPIPE : -EAGAIN;
	int choice = model_choice(m);
	*item = m->items[choice];
	m->n--;
	memmove(&m->items[choice], &m->items[choice + 1],
	        (size_t)(m->n - choice) * sizeof *m->items);
	model_wake(m, PUTTING);
	return 0;
}

static int model_task_done(Model *m)
{
	if (m->unfinished == 0)
		return -ERANGE;
	if (--m->unfinished == 0) {
		while (m->lines[JOINING].n > 0)
			model_wake(m, JOINING);
	}
	return 0;
}

static void model_shutdown(Model *m, bool immediate)
{
	m->shut = true;
	for (; immediate && m->n > 0; m->n--)
		model_task_done(m);
	while (m->lines[GETTING].n > 0)
		model_wake(m, GETTING);
	while (m->lines[PUTTING].n > 0)
		model_wake(m, PUTTING);
}

/* What a task tries in its turn; -EAGAIN: it has to wait. */
static int model_try(Model *m, Actor *a)
{
	if (a->what == PUTTING)
		return model_put(m, a->item);
	if (a->what == GETTING)
		return model_get(m, &a->item);
	return m->unfinished == 0 || a->state == WOKEN ? 0 : -EAGAIN;
}

static void model_turn(Model *m, int actor)
{
	Actor *a = &m->actors[actor];

	if (a->cancelled) {
		a->status = -ECANCELED;
		if (a->state == WOKEN && a->what == GETTING && m->n > 0)
			model_wake(m, GETTING);
		if (a->state == WOKEN && a->what == PUTTING && !model_full(m))
			model_wake(m, PUTTING);
	} else {
		a->status = model_try(m, a);
	}
	a->state = a->status == -EAGAIN ? WAITING : ENDED;
	if (a->state == WAITING)
		line_add(&m->lines[a->what], actor);
}

static void model_pass(Model *m)
{
	for (int n = m->ready.n; n > 0; n--)
		model_turn(m, line_take(&m->ready, 0));
}

static bool model_cancel(Model *m, int actor)
{
	Actor *a = &m->actors[actor];
	Line *line = &m->lines[a->what];

	if (a->state == ENDED)
		return false;
	a->cancelled = true;
	if (a->state != WAITING)
		return true;
	a->state = HEARS;
	for (int i = 0; i < line->n; i++) {
		if (line->actors[i] == actor)
			line_add(&m->ready, line_take(line, i));
	}
	return true;
}

static int acts(void *arg, void **result)
{
	Actor *a = arg;
	void *item = NULL;
	int status;

	if (a->what == JOINING)
		return queue_join(a->queue);
	if (a->what == PUTTING)
		return queue_put(a->queue, &items[a->item]);
	status = queue_get(a->queue, &item);
	a->got = item == NULL ? -1 : (int)((char *)item - items);
	return status;
}

static void start(Model *m)
{
	Actor *a = &m->actors[m->tasks];

	if (m->tasks == TASKS)
		return;
	*a = (Actor){ .what = (What)dice(WHATS), .queue = &m->queue, .got = -1 };
	a->item = a->what == PUTTING ? m->next++ : -1;
	a->task = loop_create_task(loop, acts, a);
	line_add(&m->ready, m->tasks++);
}

/* What was done last, and what then differs. */
static char act[80], differs[160];

static bool same_text(const char *what, const char *is, const char *should_be)
{
	bool same = strcmp(is, should_be) == 0;

	if (!same)
		snprintf(differs, sizeof differs, "%s: %s, and in the model: %s", what,
		         is, should_be);
	return same;
}

static bool same_number(const char *what, int is, int should_be)
{
	char numbers[2][16];

	snprintf(numbers[0], sizeof numbers[0], "%d", is);
	snprintf(numbers[1], sizeof numbers[1], "%d", should_be);
	return same_text(what, numbers[0], numbers[1]);
}

static bool same_status(int is, int should_be)
{
	return same_text("it returns", how(is), how(should_be));
}

static bool same_item(Model *m)
{
	void *item = NULL;
	int expected = -1, status = queue_get_nowait(&m->queue, &item);
	int got = item == NULL ? -1 : (int)((char *)item - items);

	snprintf(act, sizeof act, "queue_get_nowait");
	return same_status(status, model_get(m, &expected)) &&
	       same_number("the number of its item (-1: none)", got, expected);
}

static bool same_put(Model *m)
{
	int put = m->next++;

	snprintf(act, sizeof act, "queue_put_nowait of item %d", put);
	return same_status(queue_put_nowait(&m->queue, &items[put]), model_put(m, put));
}

static bool same_shutdown(Model *m)
{
	bool immediate = dice(2) == 0;

	if (dice(10) > 0)
		return true;
	snprintf(act, sizeof act, "queue_shutdown%s", immediate ? ", immediate" : "");
	model_shutdown(m, immediate);
	return same_status(queue_shutdown(&m->queue, immediate), 0);
}

static bool same_cancel(Model *m)
{
	int actor = m->tasks == 0 ? 0 : dice(m->tasks);

	if (m->tasks == 0)
		return true;
	snprintf(act, sizeof act, "task_cancel of %s",
	         task_get_name(m->actors[actor].task));
	return same_number("it returns", task_cancel(m->actors[actor].task),
	                   model_cancel(m, actor));
}

static bool same_task_done(Model *m)
{
	snprintf(act, sizeof act, "queue_task_done");
	return same_status(queue_task_done(&m->queue), model_task_done(m));
}

/* Does one thing to both: was the answer the same? */
static bool same_act(Model *m)
{
	switch (dice(10)) {
	case 0:
	case 1:
	case 2:
		snprintf(act, sizeof act, "a task begins");
		start(m);
		return true;
	case 3:
		return same_put(m);
	case 4:
		return same_item(m);
	case 5:
	case 6:
		return same_cancel(m);
	case 7:
		return same_task_done(m);
	case 8:
		return same_shutdown(m);
	default:
		snprintf(act, sizeof act, "a pass");
		make_passes(1);
		model_pass(m);
		return true;
	}
}

static bool same_actor(const Actor *a)
{
	static const char *const calls[] = { "queue_get", "queue_put", "queue_join" };
	const char *name = task_get_name(a->task);
	bool ended = a->state == ENDED, is_done = future_done(a->task);
	bool got = ended && a->what == GETTING && a->status == 0;
	char what[80];

	snprintf(what, sizeof what, "%s of %s", calls[a->what], name);
	if (!same_text(what, is_done ? how(future_result(a->task, NULL)) : "waits",
	               ended ? how(a->status) : "waits"))
		return false;
	snprintf(what, sizeof what, "the number of the item that %s has got", name);
	return same_number(what, a->got, got ? a->item : -1);
}

static bool same_waiters(const char *what, const Links *waiters, const Line *line)
{
	return same_text(what, waiters_empty(waiters) ? "none" : "some",
	                 line->n == 0 ? "none" : "some");
}

static bool same(const Model *m)
{
	const Queue *queue = &m->queue;
	bool right = same_number("items in the queue", (int)queue_qsize(queue), m->n) &&
	             same_number("queue_full", queue_full(queue), model_full(m));

	for (int i = 0; i < m->tasks && right; i++)
		right = same_actor(&m->actors[i]);
	return right &&
	       same_waiters("getters that wait", &queue->getters, &m->lines[GETTING]) &&
	       same_waiters("putters that wait", &queue->putters, &m->lines[PUTTING]) &&
	       same_waiters("joiners that wait", &queue->joiners, &m->lines[JOINING]);
}

/* Cancels the tasks that are left. Is the end the same? */
static bool same_end(Model *m)
{
	snprintf(act, sizeof act, "the tasks that are left are cancelled");
	for (int i = 0; i < m->tasks; i++) {
		task_cancel(m->actors[i].task);
		model_cancel(m, i);
	}
	for (int i = 0; i < 3; i++) {
		make_passes(1);
		model_pass(m);
	}
	bool right = same(m) && nobody_waits(&m->queue);
	queue_clear(&m->queue);
	for (int i = 0; i < m->tasks; i++)
		task_detach(m->actors[i].task);
	return right;
}

static void trace_difference(const Model *m, unsigned long number)
{
	trace("schedule %lu, a queue of maxsize %ld%s%s, after %s: %s", number,
	      m->queue.maxsize, m->queue.lifo ? ", with lifo" : "",
	      m->queue.compare != NULL ? ", with compare" : "", act, differs);
}

static bool same_schedule(Model *m, unsigned long number)
{
	seed = number;
	*m = (Model){ .queue.maxsize = dice(4) };
	m->queue.lifo = dice(3) == 0;
	m->queue.compare = dice(3) == 0 ? by_last_digit : NULL;
	for (int i = 0; i < ACTS; i++) {
		if (!same_act(m) || !same(m)) {
			trace_difference(m, number);
			same_end(m);
			return false;
		}
	}
	if (same_end(m))
		return true;
	trace_difference(m, number);
	return false;
}

static void whatever_is_done_to_a_queue_it_does_what_the_model_does(void **state)
{
	static Model model;
	int n = 0;

	begin();
	while (n < SCHEDULES && same_schedule(&model, (unsigned long)n))
		n++;
	assert_trace("");
	assert_int_equal(n, SCHEDULES);
	loop_free(loop);
}

TESTS(T(whatever_is_done_to_a_queue_it_does_what_the_model_does))
