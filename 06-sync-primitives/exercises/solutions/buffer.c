/* buffer.c - acquire, wait in a loop, change, notify, release: each monitor looks like
 * this. There are two conditions because a notification wakes one task: with a single
 * condition the task might be one that waits for the wrong thing, and the notification
 * would be lost. The lock is released on each path, because condition_wait_for returns
 * with the lock even if it fails. Without the loop inside condition_wait_for an item
 * that another task has taken between the notification and the lock would be taken
 * twice.
 *
 * Another way: one condition, and notify_all. It is right as well, and wakes each
 * waiting task for each item. */
#include "buffer.h"

void buffer_init(Buffer *buffer)
{
	*buffer = (Buffer){ .not_empty = { .lock = &buffer->lock },
		            .not_full = { .lock = &buffer->lock } };
}

static bool has_item(void *buffer)
{
	return ((Buffer *)buffer)->n > 0;
}

static bool has_place(void *buffer)
{
	return ((Buffer *)buffer)->n < BUFFER_SIZE;
}

int buffer_put(Buffer *buffer, void *item)
{
	int error = lock_acquire(&buffer->lock);

	if (error < 0)
		return error;
	error = condition_wait_for(&buffer->not_full, has_place, buffer);
	if (error == 0) {
		buffer->items[(buffer->first + buffer->n++) % BUFFER_SIZE] = item;
		condition_notify(&buffer->not_empty, 1);
	}
	lock_release(&buffer->lock);
	return error;
}

int buffer_get(Buffer *buffer, void **item)
{
	int error = lock_acquire(&buffer->lock);

	*item = NULL;
	if (error < 0)
		return error;
	error = condition_wait_for(&buffer->not_empty, has_item, buffer);
	if (error == 0) {
		*item = buffer->items[buffer->first];
		buffer->first = (buffer->first + 1) % BUFFER_SIZE;
		buffer->n--;
		condition_notify(&buffer->not_full, 1);
	}
	lock_release(&buffer->lock);
	return error;
}
