/* Project info_tasks: see 06-sync-primitives/projects/info_tasks.c. */
#define NAME "info_tasks"
#include "project.h"

static Serving program;

/* The lines of an answer, with a blank after each, up to the dot. */
static const char *asked(int fd, const char *command)
{
	static char all[4096];

	say(fd, command);
	all[0] = '\0';
	for (;;) {
		const char *line = hear_line(fd);
		if (*line == '\0' || strcmp(line, ".") == 0)
			return all;
		snprintf(all + strlen(all), sizeof all - strlen(all), "%s ", line);
	}
}

static int connect_to_it(void)
{
	program = project_start(NULL);
	return serving_connect(&program);
}

static void it_lists_the_tasks_by_name(void **state)
{
	int fd = connect_to_it();

	assert_text(asked(fd, "tasks\n"), "getter main parent sleeper ");
}

static void a_cancelled_task_is_gone(void **state)
{
	int fd = connect_to_it();

	assert_text(asked(fd, "cancel getter\n"), "getter is cancelled ");
	assert_text(asked(fd, "tasks\n"), "main parent sleeper ");
	assert_text(asked(fd, "cancel getter\n"), "no task has that name ");
	assert_text(asked(fd, "cancel sleeper\n"), "sleeper is cancelled ");
	assert_text(asked(fd, "tasks\n"), "main "); /* parent waited for it */
}

static void the_tree_says_what_each_task_waits_for(void **state)
{
	int fd = connect_to_it();
	const char *tree = asked(fd, "tree\n");

	assert_non_null(strstr(tree, "'getter' waits for an item"));
	assert_non_null(strstr(tree, "'parent' waits for task 'sleeper'"));
}

static void what_is_no_command_is_answered_by_the_commands(void **state)
{
	static char much[301];
	int fd = connect_to_it();

	assert_text(asked(fd, "what?\n"), "tasks, tree, cancel NAME, quit ");
	assert_text(asked(fd, "\n"), "tasks, tree, cancel NAME, quit ");
	memset(much, 'x', sizeof much - 1);
	much[299] = '\n';
	assert_text(asked(fd, much), "tasks, tree, cancel NAME, quit ");
	assert_text(asked(fd, "tasks\n"), "getter main parent sleeper ");
}

static void two_people_may_ask_and_one_may_leave(void **state)
{
	int first = connect_to_it(), second = serving_connect(&program);

	say(first, "tas");
	assert_text(asked(second, "tasks\n"), "getter main parent sleeper ");
	assert_text(asked(first, "ks\n"), "getter main parent sleeper ");
	close(first);
	assert_text(asked(second, "tasks\n"), "getter main parent sleeper ");
	say(second, "quit\n");
	assert_true(is_at_its_end(second));
	assert_true(serving_runs(&program));
}

static void it_ends_when_main_is_cancelled(void **state)
{
	int fd = connect_to_it();

	say(fd, "cancel main\n");
	assert_int_equal(serving_wait(&program), 0);
}

static void it_ends_when_it_is_interrupted(void **state)
{
	int fd = connect_to_it();

	assert_text(asked(fd, "tasks\n"), "getter main parent sleeper ");
	assert_int_equal(serving_stop(&program, SIGINT), 0);
}

TESTS(T(it_lists_the_tasks_by_name), T(a_cancelled_task_is_gone),
      T(the_tree_says_what_each_task_waits_for),
      T(what_is_no_command_is_answered_by_the_commands),
      T(two_people_may_ask_and_one_may_leave), T(it_ends_when_main_is_cancelled),
      T(it_ends_when_it_is_interrupted))
