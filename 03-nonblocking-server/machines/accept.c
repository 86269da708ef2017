/* accept.c - accept(2), whose errors are mostly not the listener's. */
#include "accept.h"
#include "descriptors.h"

#include <err.h>
#include <errno.h>
#include <string.h>

/* Errors of one connection, for which the next one need not wait: Linux passes on what
 * has happened to a connection in the queue, and EPERM is a firewall's. */
static const int passing[] = {
	EINTR,        ECONNABORTED, EPROTO,     EPERM,       ENETDOWN,
	ENOPROTOOPT,  EHOSTDOWN,    EOPNOTSUPP, ENETUNREACH, EHOSTUNREACH,
#ifdef ENONET /* Linux alone */
	ENONET,
#endif
};

/* ==== Given: every step of this chapter accepts ==== */

static bool accept_error_passes(int error)
{
	for (size_t i = 0; i < sizeof passing / sizeof passing[0]; i++) {
		if (passing[i] == -error)
			return true;
	}
	return false;
}

int accept_connection(int listener)
{
	int status = -EINTR;

	for (int i = 0; i < ACCEPT_CROWD && accept_error_passes(status); i++)
		status = io_accept(listener);
	return status == -EWOULDBLOCK ? -EAGAIN : status;
}

void accept_report(bool *rests, int status)
{
	if (status >= 0)
		return;
	if (status != -EAGAIN && !*rests)
		warnx("no connection is accepted for now: %s", strerror(-status));
	*rests = status != -EAGAIN;
}

void accept_dropped(int error)
{
	warnx("a connection is closed at once: %s", strerror(-error));
}

void accept_lost(int error)
{
	if (error == -ENOMEM || error == -ENOSPC)
		warnx("a connection is lost: %s", strerror(-error));
}
