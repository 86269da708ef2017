/* Rung 5.1.4: three tasks wait, two items come (or two places become free), and some of
 * the three are cancelled: in every order, and with or without a pass in between. */
#include "queueing.h"

enum { TASKS = 3, GIFTS = 2, MOST_ACTS = TASKS + GIFTS };

/* What is done to them, one after the other: below TASKS a cancel, else a gift. */
typedef struct Race {
	CoroutineFn *fn;
	int acts[MOST_ACTS], n;
	unsigned passes; /* bit i: after the i-th act there is one */
	Queue queue;
	Party parties[TASKS];
	bool cancelled[TASKS]; /* and it had not ended before */
	char came_out[20];
} Race;

static int gets_quietly(void *arg, void **result)
{
	Party *party = arg;
	void *item = NULL;
	int status = queue_get(party->queue, &item);

	party->item = item;
	return status;
}

static int puts_quietly(void *arg, void **result)
{
	const Party *party = arg;

	return queue_put(party->queue, (char *)(uintptr_t)party->item);
}

static void take_out(Race *race)
{
	void *item = NULL;

	if (queue_get_nowait(&race->queue, &item) == 0 && item != NULL)
		strncat(race->came_out, item, 1);
}

static void act(Race *race, int act)
{
	if (act < TASKS)
		race->cancelled[act] = task_cancel(race->parties[act].task);
	else if (race->fn == puts_quietly)
		take_out(race);
	else
		succeeds(queue_put_nowait(&race->queue, act == TASKS ? "x" : "y"));
}

/* Putters wait for places that two items take: "0" and "1". */
static void race_begin(Race *race)
{
	static const char *const names[] = { "a", "b", "c" };

	race->queue = (Queue){ .maxsize = GIFTS };
	race->came_out[0] = '\0';
	memset(race->cancelled, 0, sizeof race->cancelled);
	if (race->fn == puts_quietly) {
		succeeds(queue_put_nowait(&race->queue, "0"));
		succeeds(queue_put_nowait(&race->queue, "1"));
	}
	for (int i = 0; i < TASKS; i++) {
		race->parties[i] = (Party){ &race->queue, names[i], names[i], NULL };
		race->parties[i].task = loop_create_task(loop, race->fn,
		                                         &race->parties[i]);
	}
	make_passes(1);
}

static void race_run(Race *race)
{
	race_begin(race);
	for (int i = 0; i < race->n; i++) {
		act(race, race->acts[i]);
		if (race->passes >> i & 1)
			make_passes(1);
	}
	make_passes(TASKS + 1);
}

/* A getter that was cancelled has nothing. Of the others the first ones have what there
 * was, in its order, and none waits while there is something. */
static bool getters_are_right(Race *race)
{
	const char *gifts[GIFTS];
	int n = 0, given = 0;
	bool right = true;

	/* The items came in the order of the acts. */
	for (int i = 0; i < race->n; i++) {
		if (race->acts[i] >= TASKS)
			gifts[n++] = race->acts[i] == TASKS ? "x" : "y";
	}
	for (int i = 0; i < TASKS; i++) {
		const Party *party = &race->parties[i];
		if (race->cancelled[i])
			right &= future_cancelled(party->task) && party->item == NULL;
		else if (given < n)
			right &= future_done(party->task) && party->item != NULL &&
			         strcmp(party->item, gifts[given++]) == 0;
		else
			right &= !future_done(party->task);
	}
	return right && queue_qsize(&race->queue) == (size_t)(n - given);
}

/* All items come out in the end, in the order in which their putters came, except the
 * items of putters that were cancelled. */
static bool putters_are_right(Race *race)
{
	char expected[20] = "01";

	for (int i = 0; i < TASKS + GIFTS; i++) {
		take_out(race);
		make_passes(1);
	}
	bool right = true;
	for (int i = 0; i < TASKS; i++) {
		right &= future_done(race->parties[i].task);
		right &= future_cancelled(race->parties[i].task) == race->cancelled[i];
		if (!race->cancelled[i])
			strcat(expected, race->parties[i].name);
	}
	return right && strcmp(race->came_out, expected) == 0;
}

static void race_end(Race *race)
{
	for (int i = 0; i < TASKS; i++) {
		task_cancel(race->parties[i].task);
		task_detach(race->parties[i].task);
	}
	make_passes(1);
	queue_clear(&race->queue);
}

static int races, lost;

static void race_once(Race *race)
{
	race_run(race);
	bool right = race->fn == puts_quietly ? putters_are_right(race)
	                                      : getters_are_right(race);
	races++;
	if (!right && lost++ < 3) {
		trace("acts");
		for (int i = 0; i < race->n; i++)
			trace("%d%s", race->acts[i], race->passes >> i & 1 ? "|" : "");
	}
	race_end(race);
}

/* With the acts so far, and with each one more that was not among them. */
static void race_all(Race *race, unsigned left)
{
	unsigned combinations = TEST_SCALE > 1 ? 1 : 1u << race->n;

	for (race->passes = 0; race->passes < combinations; race->passes++)
		race_once(race);
	for (int i = 0; i < MOST_ACTS; i++) {
		if ((left >> i & 1) == 0)
			continue;
		race->acts[race->n++] = i;
		race_all(race, left & ~(1u << i));
		race->n--;
	}
}

static void race_in_every_order(CoroutineFn *fn)
{
	Race race = { .fn = fn };

	begin();
	races = lost = 0;
	race_all(&race, (1u << MOST_ACTS) - 1);
	assert_int_equal(races, TEST_SCALE > 1 ? 326 : 6331);
	assert_trace("");
	assert_int_equal(lost, 0);
	loop_free(loop);
}

static void getters_lose_no_item_whenever_they_are_cancelled(void **state)
{
	race_in_every_order(gets_quietly);
}

static void putters_lose_no_place_whenever_they_are_cancelled(void **state)
{
	race_in_every_order(puts_quietly);
}

TESTS(T(getters_lose_no_item_whenever_they_are_cancelled),
      T(putters_lose_no_place_whenever_they_are_cancelled))
