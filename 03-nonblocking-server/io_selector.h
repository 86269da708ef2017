/* io_selector.h - what all selectors that know descriptors have in common: those on
 * epoll, on kqueue and on poll. */
#ifndef ASYNCIO_IO_SELECTOR_H
#define ASYNCIO_IO_SELECTOR_H

#include "io.h"
#include "machines/descriptors.h"
#include "selectors.h"

#include <stdatomic.h>

/* One direction of a descriptor, and what waits for it: a callback or a waiter, but not
 * both. */
typedef struct Side {
	Handle *handle; /* the program's callback, until it is removed */
	IoWaiter *waiter;
	Links woken; /* waiters that were woken and have not run yet */
	struct Watch *watch;
	Handle due; /* calls the handle; it is scheduled when the descriptor is ready */
} Side;

/* A descriptor for which something has waited. It stays until the loop is closed. What
 * each event reads comes first, in this and in Side: with a thousand descriptors each
 * line of the cache is a wait for the memory. */
typedef struct Watch {
	struct IoSelector *selector;
	int fd;
	unsigned registered; /* with the kernel: a set of bits, 1u << IO_READ */
	Side sides[IO_DIRECTIONS];
	int index;   /* its place in the array of poll */
	bool always; /* a file, which epoll refuses: it is always ready */
	Links links; /* among those that are always ready */
} Watch;

typedef struct IoSelector {
	Selector base;
	/* Registers these directions with the kernel, in the place of those that are
	 * registered now; if there are none, the kernel forgets the descriptor. Called
	 * by watch_update, never with none before and none now. Returns 0; or a negative
	 * errno, and then the kernel goes on as before. With no direction it cannot
	 * fail. */
	int (*update)(struct IoSelector *selector, Watch *watch, unsigned directions);
	/* Asks the kernel what has happened, as Selector.select does. */
	void (*ask)(struct IoSelector *selector, double deadline, Links *ready);
	Watch **watches; /* by descriptor; NULL where there is none */
	int n_watches;
	int waiting; /* sides for which a callback or a waiter waits */
	int own;     /* of these, the library's own: pipes, for signals and threads */
	unsigned wakeups; /* io_wakeups, when we last asked the kernel */
	int outside;      /* other things that can wake the loop: signals, threads */
	Links always;     /* watches of files */
	struct Signals *signals;
	char *received;      /* memory that transports read into: step 3.5's */
	struct Inbox *inbox; /* what other threads bring: chapter 5's */
} IoSelector;

/* Returns the selector of a loop that is not closed. */
static inline IoSelector *io_selector_of(Loop *loop);

/* Returns the watch of a descriptor, or NULL if it has none yet. Any number will do for
 * a descriptor. */
static inline Watch *watch_of(const IoSelector *selector, int fd);

/* Finds the watch of a descriptor, or makes it. Returns 0, -EBADF or -ENOMEM. */
static inline int watch_find(IoSelector *selector, int fd, Watch **watch);

/* Returns whether a callback or a waiter waits for this direction. */
static inline bool side_is_waited_for(const Side *side);

/* Returns the directions for which something waits: a set of bits. */
unsigned watch_interest(const Watch *watch);

/* Registers with the kernel the directions for which something waits now. Returns 0, or
 * a negative errno, and then the kernel knows what it knew before. Cannot fail if
 * nothing waits any more. */
int watch_update(Watch *watch);

/* For epoll and kqueue, which do not know files: puts a watch among those that are
 * always ready, or takes it out. */
void watch_set_always(Watch *watch, bool always);

/* What the kernel reports: a descriptor is ready in these directions (a set of bits);
 * and, for epoll and kqueue, all that are always ready are ready again. What waits for
 * them is added to the end of ready. */
void io_ready(Watch *watch, unsigned directions, Links *ready);
void io_ready_always(IoSelector *selector, Links *ready);

/* The wait is over, with this status: 0, or -EBADF. */
void io_waiter_wake(IoWaiter *waiter, int status, Links *ready);

/* signals.c: returns whether a signal has come for the loop of this selector whose
 * callback has not been called since. Then something will be ready. */
bool signals_pending(const IoSelector *selector);

/* A signal handler or a thread that has written to one of the library's own pipes adds 1
 * here afterwards. So a loop that has something to do need not ask the kernel in each
 * pass. */
extern atomic_uint io_wakeups;

/* The functions select and can_wake of all these selectors (selectors.h). */
void io_select(Selector *selector, double deadline, Links *ready);
bool io_can_wake(Selector *selector);

/* Returns for how many milliseconds the kernel may sleep: rounded up; -1 for ever. */
int io_timeout(IoSelector *selector, double deadline);

/* Frees what all these selectors have. */
void io_selector_close(IoSelector *selector);

/* Makes a selector: the one that the environment variable ASYNCIO_SELECTOR names, or
 * else the best that this system has. If the variable has a value that names none of
 * them, the first such call says so in one line on stderr. 0, or a negative errno. */
int selector_chosen(Selector **selector);

/* The three kinds: Linux has the first, macOS and the BSDs have the second, every system
 * has the third. 0, or a negative errno. */
int selector_epoll(Selector **selector);
int selector_kqueue(Selector **selector);
int selector_poll(Selector **selector);

/* ==== Given: a selector that knows descriptors begins with a Selector ==== */

static inline IoSelector *io_selector_of(Loop *loop)
{
	return (IoSelector *)(void *)loop->selector;
}

static inline bool side_is_waited_for(const Side *side)
{
	return side->handle != NULL || side->waiter != NULL;
}

/* ==== 3.2.2: descriptors, and what poll is asked about them ==== */

static inline Watch *watch_of(const IoSelector *selector, int fd)
{
	return fd >= 0 && fd < selector->n_watches ? selector->watches[fd] : NULL;
}

/* watch_find, when there is no watch yet. */
int watch_make(IoSelector *selector, int fd, Watch **watch);

static inline int watch_find(IoSelector *selector, int fd, Watch **watch)
{
	*watch = watch_of(selector, fd);
	return *watch != NULL ? 0 : watch_make(selector, fd, watch);
}

#endif
