/* program.h - what every program of the tutorial does with its arguments: --help, and one
 * sentence on stderr and exit status 2 for what it does not understand. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --name N, low <= N <= high. A long holds the default before, and N afterwards. With
 * OPTION_TEXT for low and high it is --name TEXT, and a const char *; with OPTION_FLAG
 * --name, and a bool. A name of one letter is -n N. */
typedef struct Option {
	const char *name;
	void *value;
	long low, high;
} Option;

#define OPTION_TEXT 1, 0
#define OPTION_FLAG 0, -1

enum { MOST_OPTIONS = 8 };

static const char *program_name;

/* Ends the program: what was asked of it makes no sense. */
static inline void program_refuse(const char *what, const char *why)
{
	fprintf(stderr, "%s: %s%s\n", program_name, what, why);
	exit(2);
}

/* Ends the program: it could not do what was asked. */
static inline void program_fail(int error)
{
	fprintf(stderr, "%s: %s\n", program_name, strerror(-error));
	exit(1);
}

/* Writes out what has been printed. A full disk must not look like success: the program
 * ends. If an earlier write has failed, its reason may be forgotten by now. */
static inline void program_flush(void)
{
	errno = 0;
	if (fflush(stdout) == 0 && !ferror(stdout))
		return;
	fprintf(stderr, "%s: cannot write: %s\n", program_name,
	        errno != 0 ? strerror(errno) : "an earlier part has been lost");
	_exit(1);
}

static inline long program_number(const char *what, const char *text, long low, long high)
{
	char *end, why[120];

	errno = 0;
	long number = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || number < low || number > high) {
		snprintf(why, sizeof why, " wants a number from %ld to %ld, not '%.40s'",
		         low, high, text);
		program_refuse(what, why);
	}
	return number;
}

/* -5 is an operand and not an option. */
static inline bool program_is_number(const char *text)
{
	return text != NULL && text[0] == '-' && text[1] >= '0' && text[1] <= '9';
}

static inline void program_take(const Option *option)
{
	if (option->low <= option->high)
		*(long *)option->value = program_number(option->name, optarg, option->low,
		                                        option->high);
	else if (optarg != NULL)
		*(const char **)option->value = optarg;
	else
		*(bool *)option->value = true;
}

/* The number of a standard descriptor that is closed would be the next file's, or the
 * next socket's, and we would print to that. With /dev/null there, reading is at its end,
 * and writing fails as before. */
static inline void program_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			_exit(1);
	}
}

/* What goes to a file is written when program_flush is called, or when the buffer is
 * full. Without this musl writes the first line at once, and nobody sees why it could
 * not. */
static inline void program_buffer(void)
{
	if (!isatty(STDOUT_FILENO))
		setvbuf(stdout, NULL, _IOFBF, BUFSIZ);
}

/* The one that getopt_long has found: by its letter, or else by its index. */
static inline const Option *program_find(const Option *options, int found, int index)
{
	if (found == 1)
		return &options[index - 1];
	while (options->name[0] != found || options->name[1] != '\0')
		options++;
	return options;
}

/* Reads the options, of which the last has no name; the index of the first operand. */
static inline int program_options(int argc, char *argv[], const Option *options,
                                  const char *help)
{
	struct option known[MOST_OPTIONS + 2] = { { "help", no_argument, NULL, 'h' } };
	char *slash = strrchr(argv[0], '/'), letters[2 * MOST_OPTIONS + 3] = "+h";
	int found, index = 0, n = 2;

	program_descriptors();
	program_buffer();
	program_name = argv[0] = slash == NULL ? argv[0] : slash + 1;
	atexit(program_flush);
	for (int i = 0; options != NULL && options[i].name != NULL; i++) {
		bool takes_value = options[i].high >= 0; /* or is OPTION_FLAG */
		known[i + 1] = (struct option){ options[i].name, takes_value, NULL, 1 };
		if (options[i].name[1] != '\0')
			continue;
		letters[n++] = options[i].name[0];
		if (takes_value)
			letters[n++] = ':';
	}
	while (!program_is_number(argv[optind])) {
		switch (found = getopt_long(argc, argv, letters, known, &index)) {
		case -1:
			return optind;
		case 'h':
			printf("usage: %s%s\n", program_name, help);
			exit(0);
		case '?':
			exit(2); /* getopt_long has said why */
		default:
			program_take(program_find(options, found, index));
		}
	}
	return optind;
}

/* The same for a program that takes no operands. */
static inline void program_begin(int argc, char *argv[], const Option *options,
                                 const char *help)
{
	int operand = program_options(argc, argv, options, help);

	if (operand < argc)
		program_refuse("what is it to do with ", argv[operand]);
}

#endif
