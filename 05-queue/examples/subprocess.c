/* subprocess.c - starts a command and reads what it prints, line by line, as if it came
 * from a connection: a stream does not care what its descriptor is. */
#include "executor.h"
#include "machines/descriptors.h"
#include "program.h"
#include "runners.h"
#include "streams.h"

#include <signal.h>
#include <sys/wait.h>

enum { LINE = 256 };

typedef struct Process {
	const char *command;
	pid_t pid;
	StreamReader *output;
	StreamWriter *writer; /* of the same stream; writer_free ends both */
} Process;

/* In the child: what the command prints goes into the pipe. */
static void run_command(const char *command, int out)
{
	dup2(out, STDOUT_FILENO);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

/* Starts the command, and opens a stream on what it prints. */
static int process_start(Process *process)
{
	int ends[2];
	int error = io_pipe(ends);

	if (error < 0)
		return error;
	fcntl(ends[1], F_SETFL, 0); /* the command's output may block, and ours not */
	process->pid = fork();
	if (process->pid == 0)
		run_command(process->command, ends[1]);
	int reason = -errno; /* close may change errno */
	close(ends[1]);
	if (process->pid < 0) {
		close(ends[0]);
		return reason;
	}
	return asyncio_open_connection_sock(ends[0], &process->output, &process->writer);
}

/* Blocks until the process has ended: for a thread of the pool. */
static int wait_for_exit(void *pid, void **result)
{
	static int status;

	while (waitpid(*(pid_t *)pid, &status, 0) < 0) {
		if (errno != EINTR)
			return -errno;
	}
	*result = &status;
	return 0;
}

static int print_lines(StreamReader *output)
{
	char line[LINE];
	ssize_t n;

	for (int i = 1; (n = reader_readline(output, line, sizeof line)) > 0; i++)
		printf("%d: %s%s", i, line, line[n - 1] == '\n' ? "" : "\n");
	return (int)n;
}

static int async_main(void *command, void **result)
{
	Process process = { .command = command };
	int error = process_start(&process);

	if (error == 0)
		error = print_lines(process.output);
	writer_free(process.writer);
	if (process.pid > 0 && error < 0)
		kill(process.pid, SIGTERM); /* nobody reads what it prints any more */
	if (process.pid > 0) {
		int ended = asyncio_to_thread(wait_for_exit, &process.pid, result);
		error = error < 0 ? error : ended;
	}
	return error;
}

int main(int argc, char *argv[])
{
	char *command = "echo one; sleep 0.1; echo two; echo three; exit 3";
	void *status = NULL;
	int first = program_options(argc, argv, NULL,
	                            " [COMMAND]\n\nPrints what a command prints, with "
	                            "line numbers, and its exit status.");

	if (first < argc)
		command = argv[first];
	int error = asyncio_run(async_main, command, &status);
	if (error < 0)
		program_fail(error);
	if (WIFSIGNALED(*(int *)status))
		printf("ended by signal %d\n", WTERMSIG(*(int *)status));
	else
		printf("exit status %d\n", WEXITSTATUS(*(int *)status));
	return 0;
}
