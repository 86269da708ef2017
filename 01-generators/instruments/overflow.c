/* overflow.c - a last word, when a stack overflows. */
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

/* ==== Step 1.4: stacks that fail loudly, and are used again ==== */

static void say(const char *text)
{
	if (write(STDERR_FILENO, text, strlen(text)) < 0)
		return; /* there is nobody left to tell */
}

/* printf is not for signal handlers. */
static void say_number(size_t n)
{
	char digit[2] = { (char)('0' + n % 10) };

	if (n >= 10)
		say_number(n / 10);
	say(digit);
}

/* "stack overflow: generator 'NAME' has used up its 64 KiB" */
static void overflow_tell(const char *name, size_t size)
{
	say("stack overflow: generator '");
	say(name);
	say("' has used up its ");
	say_number(size / 1024);
	say(" KiB\n");
}

/* The default action is put back: when this returns, the instruction that crashed crashes
 * again, and the core dump shows it. A signal that was sent is sent again. */
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

/* Only where nobody else handles it. */
static void overflow_handle(int signo)
{
	struct sigaction old, ours = { .sa_sigaction = overflow_handler };

	ours.sa_flags = SA_SIGINFO | SA_ONSTACK;
	if (sigaction(signo, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
		sigaction(signo, &ours, NULL);
}

static void overflow_handle_all(void)
{
	overflow_handle(SIGSEGV);
	overflow_handle(SIGBUS);
}

/* The handler cannot run on the stack that is used up: it gets one of its own, guarded as
 * well, since other handlers may come to use it. Without it an overflow is silent, and as
 * deadly. */
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
