/* symbols.c - the symbol table in the program's own file, where there is ELF and
 * /proc. */
#include "symbols.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __linux__
#include <fcntl.h>
#include <link.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is needed of the file. A program may lie elsewhere in memory than its file says:
 * everything is moved by the same distance. */
typedef struct Symbols {
	const ElfW(Sym) *first;
	size_t n;
	const char *names;
	uintptr_t distance;
} Symbols;

/* ==== Given: a run that is watched ==== */

/* Returns the whole file, which stays in memory; NULL: it cannot be read. */
static const char *file_map(const char *path)
{
	struct stat about;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *file = MAP_FAILED;

	if (fd >= 0 && fstat(fd, &about) == 0)
		file = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (fd >= 0)
		close(fd);
	return file == MAP_FAILED ? NULL : file;
}

static const ElfW(Sym) *symbol_at(const Symbols *symbols, uintptr_t address)
{
	for (size_t i = 0; i < symbols->n; i++) {
		const ElfW(Sym) *symbol = &symbols->first[i];
		if ((symbol->st_info & 0xf) == STT_FUNC && symbol->st_value == address)
			return symbol;
	}
	return NULL;
}

/* We know where one function is, this file's: so we know the distance. */
static void symbols_place(Symbols *symbols)
{
	for (size_t i = 0; i < symbols->n; i++) {
		const ElfW(Sym) *symbol = &symbols->first[i];
		if (strcmp(symbols->names + symbol->st_name, "symbol_name") == 0)
			symbols->distance = (uintptr_t)symbol_name - symbol->st_value;
	}
}

static void symbols_read(Symbols *symbols)
{
	const char *file = file_map("/proc/self/exe");

	if (file == NULL)
		return;
	const ElfW(Ehdr) *head = (const void *)file;
	const ElfW(Shdr) *sections = (const void *)(file + head->e_shoff);
	for (size_t i = 0; i < head->e_shnum; i++) {
		if (sections[i].sh_type != SHT_SYMTAB)
			continue;
		symbols->first = (const void *)(file + sections[i].sh_offset);
		symbols->n = sections[i].sh_size / sizeof *symbols->first;
		symbols->names = file + sections[sections[i].sh_link].sh_offset;
	}
	symbols_place(symbols);
}

const char *symbol_name(void (*function)(void))
{
	static Symbols symbols;
	static bool asked;
	uintptr_t address = (uintptr_t)function;

	if (!asked)
		symbols_read(&symbols);
	asked = true;
	const ElfW(Sym) *symbol = symbol_at(&symbols, address - symbols.distance);
	return symbol == NULL ? NULL : symbols.names + symbol->st_name;
}

const char *symbol_program(void)
{
	static char path[512];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	const char *slash = n <= 0 ? NULL : strrchr(path, '/');

	return slash == NULL ? "program" : slash + 1;
}

#else

/* ==== Given: a run that is watched ==== */

const char *symbol_name(void (*function)(void))
{
	return NULL;
}

const char *symbol_program(void)
{
	return "program";
}

#endif
