/* hash_files.c - hashes files on threads, within a limit of time for each, and shows when
 * what a thread was given may be freed. In real time, whatever the clock says. */
#include "executor.h"
#include "program.h"
#include "runners.h"

#include <stdatomic.h>
#include <stdint.h>

static const double SOON = 0.001; /* seconds */

static long limit = 200; /* milliseconds for each file */
static int failures;

/* What a thread is given: it lies on the stack of the task that waits for the thread. */
typedef struct Job {
	const char *path;
	atomic_bool stop; /* the task does not want the result any more */
	uint64_t hash;
} Job;

/* Runs on a thread: FNV-1a of the whole file, or of what there was before stop. */
static int hash(void *arg, void **result)
{
	Job *job = arg;
	unsigned char block[65536];
	FILE *file = fopen(job->path, "rb");
	size_t n = 1;

	if (file == NULL)
		return -errno;
	job->hash = 14695981039346656037u;
	while (n > 0 && !atomic_load(&job->stop)) {
		n = fread(block, 1, sizeof block, file);
		for (size_t i = 0; i < n; i++)
			job->hash = (job->hash ^ block[i]) * 1099511628211u;
	}
	int error = ferror(file) ? -EIO : 0;
	fclose(file);
	return error;
}

/* Returns when the call has ended, and not before: the job is on this stack. The shield
 * keeps a cancellation away from the call, which cannot be cancelled anyway once a thread
 * runs it. So this task notes the request, asks the thread to stop, and waits on. */
static int hash_on_thread(Job *job)
{
	Future *call = loop_run_in_executor(asyncio_get_running_loop(), hash, job);
	int cancelled = 0;

	while (!future_done(call)) {
		int error = await(asyncio_shield(call), NULL);
		if (error == -ENOMEM) /* there is no memory for a shield */
			error = asyncio_sleep(SOON);
		if (error == -ECANCELED) {
			cancelled = error;
			atomic_store(&job->stop, true);
		}
	}
	int error = await(call, NULL);
	return cancelled < 0 ? cancelled : error;
}

static int hash_file(void *path, void **result)
{
	Job job = { .path = path };
	int error = hash_on_thread(&job);

	if (error == 0)
		printf("%016llx  %s\n", (unsigned long long)job.hash, job.path);
	return error;
}

/* Hashes one file after the other, each with a limit of its own. Returns -ECANCELED if
 * the program was interrupted; a file that cannot be hashed is said, and counted. */
static int async_main(void *paths, void **result)
{
	for (char **path = paths; *path != NULL; path++) {
		Task *task = asyncio_create_task(hash_file, *path);
		int error = asyncio_wait_for(task, (double)limit / 1000, NULL);
		if (error == -ECANCELED)
			return error;
		if (error == -ETIMEDOUT)
			printf("%s: not hashed within %ld ms, and the thread has "
			       "stopped\n",
			       *path, limit);
		else if (error < 0)
			printf("%s: %s\n", *path, strerror(-error));
		failures += error < 0;
	}
	return 0;
}

int main(int argc, char *argv[])
{
	static char *demo[] = { "/dev/null", "/dev/zero", NULL };
	const Option options[] = { { "limit", &limit, 1, 3600000 }, { 0 } };
	int first = program_options(
		argc, argv, options,
		" [--limit MILLISECONDS] [FILE...]\n\n"
		"Hashes files on threads, each within a limit (1 to 3600000; 200); "
		"without a FILE\n"
		"one that is empty, and one without an end.");

	unsetenv("ASYNCIO_CLOCK");
	int error = asyncio_run(async_main, first < argc ? argv + first : demo, NULL);
	if (error < 0)
		program_fail(error);
	return failures > 0;
}
