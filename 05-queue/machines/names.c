/* names.c - the errors of getaddrinfo(3). */
#include "names.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

/* ==== Given: a table of numbers, and what they are called on each system ==== */

int names_status(int error)
{
	switch (error) {
	case 0:
		return 0;
	case EAI_SYSTEM:
		return errno > 0 ? -errno : -EINVAL;
	case EAI_MEMORY:
		return -ENOMEM;
	case EAI_AGAIN:
		return -EAGAIN;
#ifdef EAI_NODATA
	case EAI_NODATA:
#endif
	case EAI_NONAME:
		return -ENOENT;
	default:
		return -EINVAL;
	}
}

const char *getaddrinfo_strerror(int error)
{
	switch (error) {
	case -ENOENT:
		return "No host of that name is known";
	case -EAGAIN:
		return "The name cannot be looked up now";
	default:
		return strerror(-error);
	}
}
