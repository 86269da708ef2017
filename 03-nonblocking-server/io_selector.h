/* io_selector.h - what selectors that know descriptors have in common: epoll and poll. */
#ifndef ASYNCIO_IO_SELECTOR_H
#define ASYNCIO_IO_SELECTOR_H

#include "io.h"
#include "machines/descriptors.h"
#include "selectors.h"

#include <stdatomic.h>

/* One direction of a descriptor, and who wants it: a callback or a waiter, not both. */
typedef struct Side {
	Handle *handle; /* of the program, until it is removed */
	IoWaiter *waiter;
	Links woken; /* waiters that were woken and have not run yet */
	struct Watch *watch;
	Handle due; /* calls the handle; is ready when the descriptor is */
} Side;

/* A descriptor that somebody has been interested in. It stays until the loop is closed.
 * What each event looks at comes first, in this and in Side: with a thousand of them a
 * line of the cache less is a line less to wait for. */
typedef struct Watch {
	struct IoSelector *selector;
	int fd;
	unsigned registered; /* directions with the kernel: a set of bits */
	Side sides[IO_DIRECTIONS];
	int index;   /* its place in poll's array */
	bool always; /* a file: epoll will not have it, it is always ready */
	Links links; /* among those that are always ready */
} Watch;

typedef struct IoSelector {
	Selector base;
	/* Has the system look at these directions, no longer at those before. -errno: it
	 * will not, and goes on as before. Looking at none at all cannot fail. */
	int (*update)(struct IoSelector *selector, Watch *watch, unsigned directions);
	/* Asks the system what has happened, as Selector.select does. */
	void (*ask)(struct IoSelector *selector, double deadline, Links *ready);
	Watch **watches; /* by descriptor */
	int n_watches;
	int waiting; /* sides that something waits for */
	int own;     /* of these, the library's own: pipes, for signals */
	unsigned wakeups; /* io_wakeups, when we last asked the kernel */
	int outside; /* other things that can wake the loop: signals */
	Links always;
	struct Signals *signals;
	char *received;      /* memory that transports read into: step 3.5's */
	struct Inbox *inbox; /* what other threads bring: chapter 5's */
} IoSelector;

/* The watch of a descriptor, or NULL; the same, made if need be: -EBADF, -ENOMEM; the
 * directions that something waits for; and has the system look at those, or, when there
 * are none, forget it. */
static inline Watch *watch_of(const IoSelector *selector, int fd);
static inline int watch_find(IoSelector *selector, int fd, Watch **watch);
unsigned watch_interest(const Watch *watch);
int watch_update(Watch *watch);

/* signals.c: has a signal come for this selector's loop whose handle has not been called
 * since? Then something will be ready. */
bool signals_pending(const IoSelector *selector);

/* Whoever writes to a pipe of the library's own counts it here afterwards, in a signal
 * handler or a thread: so a loop that has something to do need not ask the system in each
 * pass. */
extern atomic_uint io_wakeups;

/* For the selectors: ends what they share; their select, which asks if need be; how long
 * may they sleep, in milliseconds, rounded up (-1: for ever); and this descriptor is
 * ready in these directions. */
void io_selector_close(IoSelector *selector);
bool io_can_wake(Selector *selector);
void io_select(Selector *selector, double deadline, Links *ready);
int io_timeout(IoSelector *selector, double deadline);
void io_ready(Watch *watch, unsigned directions, Links *ready);
void io_ready_always(IoSelector *selector, Links *ready);

/* Makes a selector: the one that the environment variable ASYNCIO_SELECTOR names, or else
 * the best that this system has. 0, or a negative errno. */
int selector_chosen(Selector **selector);

/* The three kinds: Linux has the first, macOS and the BSDs have the second, every system
 * has the third. */
int selector_epoll(Selector **selector);
int selector_kqueue(Selector **selector);
int selector_poll(Selector **selector);

/* ==== Step 3.2: sleep until a descriptor is ready ==== */

static inline Watch *watch_of(const IoSelector *selector, int fd)
{
	return fd >= 0 && fd < selector->n_watches ? selector->watches[fd] : NULL;
}

/* watch_find, when there is none yet. */
int watch_make(IoSelector *selector, int fd, Watch **watch);

static inline int watch_find(IoSelector *selector, int fd, Watch **watch)
{
	*watch = watch_of(selector, fd);
	return *watch != NULL ? 0 : watch_make(selector, fd, watch);
}

#endif
