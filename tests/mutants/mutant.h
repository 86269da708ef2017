/* mutant.h - MUTANT(n) is false if the environment says MUTANT=n: then the statement
 * behind it is not executed. With MUTANT_REACHED=FILE the n-th byte of that file says
 * whether it would have been. */
#ifndef MUTANT_H
#define MUTANT_H

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST_MUTANTS = 1 << 16 };

#define MUTANT(n) (mutant_reached[n] = 1, mutant_deleted != (n))

/* Every file defines these, and the linker keeps one. */
__attribute__((weak)) int mutant_deleted;
__attribute__((weak)) unsigned char mutant_unread[MOST_MUTANTS];
__attribute__((weak)) unsigned char *mutant_reached = mutant_unread;

__attribute__((weak, constructor)) void mutant_read(void)
{
	const char *number = getenv("MUTANT"), *path = getenv("MUTANT_REACHED");

	mutant_deleted = number == NULL ? 0 : atoi(number);
	if (path == NULL || mutant_reached != mutant_unread)
		return;
	int fd = open(path, O_RDWR);
	if (fd < 0)
		return;
	void *file = mmap(NULL, MOST_MUTANTS, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (file != MAP_FAILED)
		mutant_reached = (unsigned char *)file;
	close(fd);
}

#endif
