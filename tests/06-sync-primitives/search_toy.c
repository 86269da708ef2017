/* search_toy.c - make search-06 OPS="lock: ar ar a": two or three tasks with these
 * operations, in each order, and none, one or two of them cancelled at each point of the
 * run. The first run that is wrong is shown pass by pass, and as a picture. */
#include "barrier_subject.h"
#include "condition_subject.h"
#include "event_subject.h"
#include "lock_subject.h"
#include "semaphore_subject.h"

#include <signal.h>
#include <sys/time.h>

enum { MOST_TASKS = 3, MOST_SECONDS = 5 }; /* of the processor, for one run */

static char scripts[MOST_TASKS][MOST_OPERATIONS + 1];

static const Subject *subject_named(const char *name)
{
	const Subject *const all[] = { event_subject(), lock_subject(),
		                       condition_subject(), semaphore_subject(),
		                       barrier_subject() };

	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		if (strcmp(strrchr(all[i]->name, ' ') + 1, name) == 0)
			return all[i];
	}
	return NULL;
}

static bool is_operation(char letter)
{
	for (int i = 0; subject->words[i] != NULL; i++) {
		if (subject->words[i][0] == letter)
			return true;
	}
	return letter == 'y';
}

/* Adds a task with these operations. Returns whether they are operations. */
static bool add_script(const char *operations)
{
	if (n_members == MOST_TASKS || strlen(operations) > MOST_OPERATIONS)
		return false;
	for (const char *letter = operations; *letter != '\0'; letter++) {
		if (!is_operation(*letter))
			return false;
	}
	strcpy(scripts[n_members++], operations);
	return true;
}

/* Reads "lock: ar ar a". Returns whether it is that. */
static bool read_operations(const char *text)
{
	char copy[80];

	n_members = 0;
	if (text == NULL || strlen(text) >= sizeof copy || strchr(text, ':') == NULL)
		return false;
	strcpy(copy, text);
	const char *name = strtok(copy, ": ");
	subject = name == NULL ? NULL : subject_named(name);
	if (subject == NULL)
		return false;
	for (char *word; (word = strtok(NULL, ": ")) != NULL;) {
		if (!add_script(word))
			return false;
	}
	return n_members >= 2;
}

/* Gives the tasks their operations in the number-th order. Returns whether it is one, in
 * which each script has a place. */
static bool put_in_order(int number)
{
	unsigned taken = 0;

	for (int i = 0; i < n_members; i++, number /= n_members) {
		int which = number % n_members;
		taken |= 1u << which;
		memcpy(members[i].script, scripts[which], sizeof scripts[which]);
	}
	return taken == (1u << n_members) - 1;
}

static void (*begin_subject)(void);

static void begin_run(void)
{
	setitimer(ITIMER_VIRTUAL, &(struct itimerval){ .it_value = { MOST_SECONDS, 0 } },
	          NULL);
	begin_subject();
}

/* Called when a run has lasted too long. */
static void has_hung(int signal)
{
	search_complain("the run does not end");
	printf("%s\n", search_found);
	print_wrong_run();
	fflush(stdout);
	_exit(1);
}

/* Each order, and up to so many cancellations. */
static void search_all_orders(int cancellations)
{
	int orders = n_members == 2 ? 4 : 27;

	search_schedules = 0;
	for (int i = 0; i < orders && search_found[0] == '\0'; i++) {
		if (!put_in_order(i))
			continue;
		requested = 0;
		search_run();
		if (search_found[0] == '\0' && cancellations > 0)
			search_requests(0, cancellations, 0);
	}
}

/* Runs with fewer cancellations come first, because they are easier to read. */
static void search_everything(void)
{
	static Subject watched;

	watched = *subject;
	begin_subject = subject->begin;
	watched.begin = begin_run;
	subject = &watched;
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	signal(SIGVTALRM, has_hung);
	search_loop = asyncio_new_event_loop();
	for (int n = 0; n <= MOST_REQUESTS && search_found[0] == '\0'; n++)
		search_all_orders(n);
	loop_free(search_loop);
}

/* In a child, whose exit ends the picture. */
static void draw_into(const char *path)
{
	search_leave = exit;
	if (freopen("/dev/null", "w", stdout) != NULL)
		search_replay("ASYNCIO_TIMELINE", path);
}

static void draw(void)
{
	draw_into("-");
}

static void make_player(void)
{
	draw_into(PROGRAMS "/search.html");
}

static void show(void)
{
	printf("%s\n", search_found);
	print_wrong_run();
	run_child(search_again);
	printf("\nPass by pass:\n%s", program_output);
	run_child(draw);
	printf("\nAs a picture:\n%s", program_output);
	run_child(make_player);
	printf("To play it: " PROGRAMS "/search.html\n");
}

int main(void)
{
	if (!read_operations(getenv("OPS"))) {
		puts("OPS is a primitive, and the operations of two or three tasks, at "
		     "most four each, as in OPS=\"lock: ar ar a\": event (w s c), lock "
		     "(a r h), condition (w n h b), semaphore (a r h) or barrier "
		     "(w r b a), and y, which gives way for a pass.");
		return 2;
	}
	search_everything();
	if (search_found[0] != '\0') {
		show();
		return 1;
	}
	printf("None of %lu schedules breaks %s: the tasks in each order, and none, one "
	       "or two of them cancelled at each point of the run.\n",
	       search_schedules, subject->name);
	return 0;
}
