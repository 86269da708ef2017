/* threads_count.c - how many threads this process has, in the words of each system. */
#include "threads.h"

#include <unistd.h>

/* ==== Given: each system counts in its own way ==== */

#if defined __linux__

#include <sys/stat.h>

/* A directory for each, and each directory is linked to from those in it. */
int threads_count(void)
{
	struct stat task;

	return stat("/proc/self/task", &task) < 0 ? 0 : (int)task.st_nlink - 2;
}

#elif defined __APPLE__

#include <libproc.h>

int threads_count(void)
{
	struct proc_taskinfo task;
	int size = proc_pidinfo(getpid(), PROC_PIDTASKINFO, 0, &task, sizeof task);

	return size < (int)sizeof task ? 0 : task.pti_threadnum;
}

#elif defined __FreeBSD__

#include <sys/types.h>
#include <sys/sysctl.h>
#include <sys/user.h>

int threads_count(void)
{
	int name[] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, getpid() };
	struct kinfo_proc process;
	size_t size = sizeof process;

	return sysctl(name, 4, &process, &size, NULL, 0) < 0 ? 0 : process.ki_numthreads;
}

#elif defined __NetBSD__

#include <sys/param.h>
#include <sys/sysctl.h>

int threads_count(void)
{
	struct kinfo_proc2 process;
	size_t size = sizeof process;
	int name[] = { CTL_KERN, KERN_PROC2, KERN_PROC_PID, getpid(), (int)size, 1 };

	return sysctl(name, 6, &process, &size, NULL, 0) < 0 ? 0 : (int)process.p_nlwps;
}

#else

int threads_count(void)
{
	return 0;
}

#endif
