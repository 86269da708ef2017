/* overflow.c - when a stack overflows, a message says which one. */
#include "overflow.h"
#include "machines/guard.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { ALTERNATE_SIZE = 64 * 1024 }; /* room for a signal frame with all of AVX and AMX */

static _Thread_local char *alternate;
static _Thread_local StackOwnerAt *owner;

/* ==== Given: printf must not be called in a signal handler ==== */

static void say(const char *text)
{
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		return; /* there is nothing left to do */
}

static void say_number(size_t n)
{
	char digit[2] = { (char)('0' + n % 10) };

	if (n >= 10)
		say_number(n / 10);
	say(digit);
}

/* ==== 1.4.5, may be skipped at first: an overflow is reported ==== */

/* Prints "stack overflow: generator 'NAME' has used up its 64 KiB" and the end of
 * the line, by say and say_number; size is in bytes. */
static void overflow_tell(const char *name, size_t size)
{
	say("stack overflow: generator '");
	say(name);
	say("' has used up its ");
	say_number(size / 1024);
	say(" KiB\n");
}

/* The handler of SIGSEGV and SIGBUS. If this thread has an owner function, and
 * si_code is positive (the signal comes from a crash), the function is asked for
 * si_addr; if that lies in a guard, overflow_tell is called. Then the default action
 * of the signal is put back. So when the handler returns, the same instruction
 * crashes again, and a core dump shows where. A signal that was sent, by kill say,
 * does not come again by itself: it is raised. */
static void overflow_handler(int signo, siginfo_t *info, void *context)
{
	const char *name = NULL;
	size_t size;

	if (owner != NULL && info->si_code > 0)
		name = owner(info->si_addr, &size);
	if (name != NULL)
		overflow_tell(name, size);
	signal(signo, SIG_DFL);
	if (info->si_code <= 0)
		raise(signo);
}

/* Makes overflow_handler the handler of this signal, with the flags SA_SIGINFO and
 * SA_ONSTACK, but only if the action of the signal is the default one. */
static void overflow_handle(int signo)
{
	struct sigaction old, ours = { .sa_sigaction = overflow_handler };

	ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
	if (sigaction(signo, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
		sigaction(signo, &ours, NULL);
}

/* Handles SIGSEGV and SIGBUS: which of the two comes depends on the system. */
static void overflow_handle_all(void)
{
	overflow_handle(SIGSEGV);
	overflow_handle(SIGBUS);
}

/* Once in the process, pthread_once has overflow_handle_all called. owner_at is kept
 * in owner, each time. The handler cannot run on the stack that is full, so this
 * thread gets an alternate signal stack of ALTERNATE_SIZE bytes, unless it has one: ours
 * (alternate is not NULL), or, as sigaltstack says, another (it is not SS_DISABLE).
 * The memory is mmap's, for a guard (guard_install) and the stack above it; alternate is
 * its lowest byte. If there is no memory, an overflow is not reported, and ends the
 * process all the same; if there is no guard, the stack does without. */
void overflow_watch(StackOwnerAt *owner_at)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	stack_t stack;

	pthread_once(&once, overflow_handle_all);
	owner = owner_at;
	if (alternate != NULL || sigaltstack(NULL, &stack) < 0 ||
	    !(stack.ss_flags & SS_DISABLE))
		return;
	char *memory = mmap(NULL, guard_size() + ALTERNATE_SIZE, PROT_READ | PROT_WRITE,
	                    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return;
	guard_install(memory);
	alternate = memory;
	stack = (stack_t){ .ss_sp = memory + guard_size(), .ss_size = ALTERNATE_SIZE };
	sigaltstack(&stack, NULL);
}

/* ==== 1.4.6, may be skipped at first: a thread that ends takes its stacks along ==== */

/* If this thread has an alternate stack of ours, it is unmapped, with its guard, and
 * alternate becomes NULL: a thread that ends may come here more than once. If it is the
 * one that sigaltstack returns (ss_sp), it is disabled first (SS_DISABLE). */
void overflow_unwatch(void)
{
	stack_t stack, none = { .ss_flags = SS_DISABLE };

	if (alternate == NULL)
		return;
	if (sigaltstack(NULL, &stack) == 0 && stack.ss_sp == alternate + guard_size())
		sigaltstack(&none, NULL);
	munmap(alternate, guard_size() + ALTERNATE_SIZE);
	alternate = NULL;
}
