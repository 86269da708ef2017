/* symbols.h - what the functions of this program are called. */
#ifndef ASYNCIO_SYMBOLS_H
#define ASYNCIO_SYMBOLS_H

/* Returns the name of the function at this address, in the symbol table of the program's
 * file. NULL: there is none, or the program has been stripped, or it is no file of the
 * ELF format that the system shows us, as on macOS. */
const char *symbol_name(void (*function)(void));

/* The last part of the name of the program's file; "program" if that is not known. */
const char *symbol_program(void);

#endif
