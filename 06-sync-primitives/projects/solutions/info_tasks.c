/* info_tasks.c - a program that can be asked what its tasks do: a way to write it.
 *
 * Between two awaits nothing changes. So a command looks at the tasks, writes what it
 * has seen into a buffer of the writer, and only then waits for the client (drain): what
 * it says is one moment of the program. That is also why the borrowed references of
 * asyncio_all_tasks are good enough. The console must not wait for what it cancels, or
 * somebody who cancels main would wait for a program that waits for the console.
 *
 * A second way has no console: a handle for SIGUSR1 (loop_add_signal_handler) prints the
 * tree on stderr. That is five lines, but nothing can be cancelled with it, and only
 * somebody at the same machine can ask. */
#include "asyncio.h"
#include "program.h"

#include <math.h>

enum { LINE = 100, MOST = 1000 };

static Queue orders;

static int sleeps(void *arg, void **result)
{
	return asyncio_sleep(3600);
}

static int gets(void *arg, void **result)
{
	return queue_get(&orders, NULL);
}

static int waits(void *sleeper, void **result)
{
	return future_wait(sleeper);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(task_get_name(*(Task *const *)a), task_get_name(*(Task *const *)b));
}

/* Those that are not connections of the console, by name; how many. */
static size_t all_tasks(Task *tasks[MOST])
{
	size_t all = asyncio_all_tasks(asyncio_get_running_loop(), tasks, MOST), n = 0;

	for (size_t i = 0; i < all && i < MOST; i++) {
		if (strncmp(task_get_name(tasks[i]), "client ", 7) != 0)
			tasks[n++] = tasks[i];
	}
	qsort(tasks, n, sizeof *tasks, by_name);
	return n;
}

static void lists(FILE *out)
{
	Task *tasks[MOST];
	size_t n = all_tasks(tasks);

	for (size_t i = 0; i < n; i++)
		fprintf(out, "%s\n", task_get_name(tasks[i]));
}

static void cancels(const char *name, FILE *out)
{
	Task *tasks[MOST];
	size_t n = all_tasks(tasks);

	for (size_t i = 0; i < n; i++) {
		if (strcmp(task_get_name(tasks[i]), name) == 0) {
			task_cancel(tasks[i]);
			fprintf(out, "%s is cancelled\n", name);
			return;
		}
	}
	fprintf(out, "no task has that name\n");
}

static void obeys(const char *line, FILE *out)
{
	if (strcmp(line, "tasks") == 0)
		lists(out);
	else if (strcmp(line, "tree") == 0)
		asyncio_print_tasks(asyncio_get_running_loop(), out);
	else if (strncmp(line, "cancel ", 7) == 0)
		cancels(line + 7, out);
	else
		fprintf(out, "tasks, tree, cancel NAME, quit\n");
	fprintf(out, ".\n");
}

static int answers(const char *line, StreamWriter *writer)
{
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	if (out == NULL)
		return -ENOMEM;
	obeys(line, out);
	int error = fclose(out) != 0 ? -ENOMEM : writer_write(writer, text, n);
	free(text);
	return error == 0 ? writer_drain(writer) : error;
}

static int serve(StreamReader *reader, StreamWriter *writer, void *arg)
{
	char line[LINE];
	ssize_t n;
	int error = 0;

	while (error == 0 && (n = reader_readline(reader, line, sizeof line)) != 0) {
		if (n == -EMSGSIZE)
			n = 1, line[0] = '\0'; /* no command is so long */
		if (n < 0)
			return n == -ECANCELED ? -ECANCELED : 0;
		line[strcspn(line, "\r\n")] = '\0';
		if (strcmp(line, "quit") == 0)
			return 0;
		error = answers(line, writer);
	}
	return error == -ECANCELED ? error : 0;
}

static Task *child(TaskGroup *group, const char *name, CoroutineFn *fn, void *arg)
{
	Task *task = taskgroup_create_task(group, fn, arg);

	task_set_name(task, name);
	return task;
}

/* The group forgets a child that has finished, and parent may still look at it. */
static int runs(void)
{
	TaskGroup group = { 0 };
	int error = taskgroup_enter(&group);
	Task *sleeper = future_ref(child(&group, "sleeper", sleeps, NULL));

	child(&group, "getter", gets, NULL);
	child(&group, "parent", waits, sleeper);
	if (error == 0)
		error = asyncio_sleep(INFINITY);
	error = taskgroup_exit(&group, error);
	future_unref(sleeper);
	return error;
}

static int async_main(void *arg, void **result)
{
	const long *port = arg;
	Server *server;
	int error = asyncio_start_server(serve, NULL, "127.0.0.1", (int)*port, &server);

	if (error < 0)
		return error;
	task_set_name(asyncio_current_task(), "main");
	printf("listening on 127.0.0.1:%d\n", server->port);
	program_flush();
	error = runs();
	server_close(server);
	server_abort_clients(server);
	server_free(server);
	return error;
}

int main(int argc, char *argv[])
{
	long port = 8080;
	Option options[] = { { "port", &port, 0, 65535 }, { 0 } };

	program_begin(argc, argv, options, " [--port N]");
	unsetenv("ASYNCIO_CLOCK"); /* others know nothing of our virtual clock */
	int error = asyncio_run(async_main, &port, NULL);
	if (error < 0 && error != -EINTR && error != -ECANCELED)
		program_fail(error);
	return 0;
}
