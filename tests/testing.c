/* testing.c - runs each test in a child of its own, several at once, and tells the
 * story. */
#include "testing.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AT_ONCE = 4, RECORD = 8192, MOST_WORDS = 1024, SHOWN = 300, MOST_TESTS = 200 };
enum { SECONDS = 8, MOST_HANGS = 4, SHOWN_FAILURES = 4 };

/* What a test has traced, and which call has written each part of it. A test that calls
 * exit(0) on its way has not passed. */
typedef struct Record {
	char text[RECORD];
	struct {
		size_t begins;
		const char *call, *file;
		int line;
	} words[MOST_WORDS];
	size_t n;
	bool whole; /* the test has come to its end */
} Record;

/* A test that runs, as its parent sees it. */
typedef struct Run {
	pid_t child; /* 0: it has ended */
	FILE *output;
	Record *record; /* shared with the child: it survives a crash */
	int status;
	double began;
	Patience patience;
	bool hangs;
} Run;

enum { PASSED, FAILED, SKIPPED, OUTCOMES };

char program_output[16384];

/* Those that run side by side, and the one that is run again with a trace. */
static Run runs[AT_ONCE + 1];
static Run *const replay = &runs[AT_ONCE];
static Record *record;
static const char *test_name;
static CMUnitTestFunction function;
static const int crashes[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGSYS };
enum { CRASHES = sizeof crashes / sizeof *crashes };
static struct sigaction handlers[CRASHES];

void testing_trace(const char *call, const char *file, int line, const char *format, ...)
{
	size_t n = strlen(record->text);
	va_list arguments;

	if (n > 0 && n + 1 < RECORD)
		record->text[n++] = ' ';
	if (record->n > 0 && record->words[record->n - 1].begins >= n)
		record->n = 0; /* the test has begun another record */
	if (record->n < MOST_WORDS) {
		record->words[record->n].begins = n;
		record->words[record->n].call = call;
		record->words[record->n].file = file;
		record->words[record->n++].line = line;
	}
	va_start(arguments, format);
	vsnprintf(record->text + n, RECORD - n, format, arguments);
	va_end(arguments);
}

const char *traced(void)
{
	return record->text;
}

bool testing_is_traced(const char *text)
{
	return text >= record->text && text < record->text + RECORD;
}

void testing_print_writer(const char *word)
{
	size_t at = (size_t)(word - record->text), i = record->n;

	while (i > 0 && record->words[i - 1].begins > at)
		i--;
	if (i == 0)
		return;
	const char *end = record->text + strlen(record->text);
	const char *begin = record->text + record->words[i - 1].begins;
	if (i < record->n)
		end = record->text + record->words[i].begins - 1;
	printf("\"%.*s\" was recorded by trace(%s), %s:%d\n", (int)(end - begin), begin,
	       record->words[i - 1].call, record->words[i - 1].file,
	       record->words[i - 1].line);
}

static int status_of(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void slurp(FILE *from)
{
	size_t n = fread(program_output, 1, sizeof program_output - 1, from);

	program_output[n] = '\0';
}

static bool debugs_programs;

void debug_programs(void)
{
	debugs_programs = true;
	setenv("ASYNCIO_DEBUG", "1", 1);
}

void leave_debug_mode(void)
{
	if (!debugs_programs)
		unsetenv("ASYNCIO_DEBUG");
}

int run_program(const char *command)
{
	char line[1024];
	const char *under = getenv("RUN_UNDER");

	snprintf(line, sizeof line, "%s exec %s %s/%s 2>&1",
	         debugs_programs ? "" : "unset ASYNCIO_DEBUG;", under ? under : "",
	         PROGRAMS, command);
	fflush(NULL);
	FILE *program = popen(line, "r");
	if (program == NULL)
		return -1;
	slurp(program);
	return status_of(pclose(program));
}

FILE *temporary_file(void)
{
	const char *directory = getenv("TMPDIR");
	char path[1024];

	snprintf(path, sizeof path, "%s/test.XXXXXX",
	         directory == NULL || *directory == '\0' ? "/tmp" : directory);
	int fd = mkstemp(path);
	if (fd < 0)
		return NULL;
	unlink(path);
	return fdopen(fd, "w+");
}

int open_descriptors(void)
{
	int n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

bool allow_descriptors(unsigned n)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) < 0)
		return false;
	if (limit.rlim_cur < n)
		limit.rlim_cur = n;
	return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

int run_child(void (*act)(void))
{
	FILE *output = temporary_file();
	int status = 0;

	fflush(NULL);
	pid_t child = fork();
	if (child == 0) {
		struct rlimit none = { 0, 0 };
		setrlimit(RLIMIT_CORE, &none);
		dup2(fileno(output), STDOUT_FILENO);
		dup2(fileno(output), STDERR_FILENO);
		leave_debug_mode();
		act();
		fflush(NULL);
		_exit(testing_calls_failed());
	}
	waitpid(child, &status, 0);
	rewind(output);
	slurp(output);
	fclose(output);
	return status_of(status);
}

/* cmocka catches crashes and jumps; we want the process to die of them, or a sanitizer to
 * have its say. */
static void run_function(void **state)
{
	for (int i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &handlers[i], NULL);
	function(state);
	testing_judge_calls();
}

/* Asked by the sanitizer of undefined behaviour, where it is alone: clang's has handlers
 * of its own, which turn a crash into an exit with status 1. */
#if !SANITIZED
const char *__ubsan_default_options(void)
{
	return "handle_segv=0:handle_sigbus=0:handle_sigill=0:handle_sigfpe=0";
}
#endif

/* How long a test may take on a machine that has nothing else to do. */
static unsigned seconds_of_a_test(void)
{
	const char *seconds = getenv("TEST_SECONDS");

	return seconds == NULL ? SECONDS : (unsigned)atoi(seconds);
}

static int run_here(const Test *test)
{
	const struct CMUnitTest one[] = { { test->name, run_function, NULL, NULL,
		                            NULL } };

	function = test->function;
	test_name = test->name;
	signal(SIGINT, SIG_DFL); /* a shell that starts us in the background ignores it */
	signal(SIGTERM, SIG_DFL);
	signal(SIGALRM, SIG_DFL);
	for (int i = 0; i < CRASHES; i++)
		sigaction(crashes[i], NULL, &handlers[i]);
	return cmocka_run_group_tests_name(test->name, one, NULL, NULL);
}

static void give_up(const char *what)
{
	printf("The tests cannot run: %s: %s.\n", what, strerror(errno));
	exit(2);
}

/* Of the library's instruments: reads the environment. */
void trace_begin(void);

/* With watched the test runs with a trace (chapter 2), which is part of its output. */
static void run_start(Run *run, const Test *test, bool watched)
{
	*run = (Run){ .began = machine_time(),
		      .patience = { .seconds = seconds_of_a_test() } };
	run->output = temporary_file();
	if (run->output == NULL)
		give_up("a temporary file cannot be made");
	run->record = mmap(NULL, sizeof(Record), PROT_READ | PROT_WRITE,
	                   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (run->record == MAP_FAILED)
		give_up("there is no memory");
	fflush(NULL);
	run->child = fork();
	if (run->child < 0)
		give_up("a process cannot be made");
	if (run->child > 0) {
		patience_lasts(&run->patience);
		return;
	}
	struct rlimit none = { 0, 0 };
	setrlimit(RLIMIT_CORE, &none);
	setpgid(0, 0);
	dup2(fileno(run->output), STDOUT_FILENO);
	dup2(fileno(run->output), STDERR_FILENO);
	record = run->record;
	if (watched) {
		setenv("ASYNCIO_TRACE", "-", 1);
		trace_begin();
	}
	alarm(100 * seconds_of_a_test()); /* in case that our parent is killed */
	int failed = run_here(test);
	record->whole = true;
	exit(failed != 0);
}

/* A child that is in no process group of its own yet has left nothing behind. */
static void kill_all(const Run *run)
{
	kill(run->child, SIGKILL);
	kill(-run->child, SIGKILL);
}

/* Ends each test that has had its time. */
static void stop_what_hangs(void)
{
	for (int i = 0; i <= AT_ONCE; i++) {
		if (runs[i].child <= 0 || patience_lasts(&runs[i].patience))
			continue;
		runs[i].hangs = true;
		kill(runs[i].child, SIGKILL);
	}
}

static void interrupts_the_wait(int signo)
{
}

static void ends_the_tests(int signo)
{
	for (int i = 0; i <= AT_ONCE; i++) {
		if (runs[i].child > 0)
			kill_all(&runs[i]);
	}
	_exit(128 + signo);
}

/* SIGALRM comes once a second while we wait: should it come too early to interrupt the
 * wait, the next one does. */
static void run_wait(Run *run)
{
	struct sigaction interrupt = { .sa_handler = interrupts_the_wait };
	const struct itimerval second = { { 1, 0 }, { 1, 0 } };
	const struct itimerval never = { { 0, 0 }, { 0, 0 } };

	sigaction(SIGALRM, &interrupt, NULL);
	setitimer(ITIMER_REAL, &second, NULL);
	while (waitpid(run->child, &run->status, 0) < 0)
		stop_what_hangs();
	setitimer(ITIMER_REAL, &never, NULL);
	kill(-run->child, SIGKILL); /* whatever the test has left behind */
	run->child = 0;
}

static const char *paint(const char *colour)
{
	bool coloured = getenv("TESTS_COLOUR") != NULL || isatty(STDOUT_FILENO);
	bool plain = getenv("NO_COLOR") != NULL || !coloured;

	return plain ? "" : colour;
}

static void print_sentence(const char *mark, const char *colour, const char *name)
{
	printf("  %s%s%s ", paint(colour), mark, paint("\033[0m"));
	for (; *name != '\0'; name++)
		putchar(*name == '_' ? ' ' : *name);
}

/* The line of source that "file:12: error: Failure!" speaks of. */
static void print_source(const char *where)
{
	char path[512], line[512] = "";
	int number = 0;

	if (sscanf(where, "%511[^:]:%d: error: Failure!", path, &number) != 2)
		return;
	FILE *source = fopen(path, "r");
	while (source != NULL && number-- > 0 && fgets(line, sizeof line, source) != NULL)
		;
	if (source == NULL)
		return;
	if (strstr(line, "_fail(") == NULL)
		printf("      > %s", line + strspn(line, "\t "));
	fclose(source);
}

/* What cmocka and the test wrote, without cmocka's frame. */
static void print_output(FILE *output)
{
	char line[2048];

	while (fgets(line, sizeof line, output) != NULL) {
		const char *text = line, *mark;
		while ((mark = strstr(text, " ] --- ")) != NULL)
			text = mark + strlen(" ] --- ");
		if (*text == '[' || *text == '\n' ||
		    strstr(text, "FAILED TEST(S)") != NULL)
			continue;
		for (char *c = line; *c != '\0'; c++)
			*c = isprint((unsigned char)*c) || *c == '\n' ? *c : '?';
		printf("      %s", text);
		print_source(text);
	}
}

/* The command that does it, with this after the name of the chapter, or of the exercise,
 * and the reader's code where it was hers. */
static void print_command(const char *format, ...)
{
	const char *mine = getenv("IMPL"), *exercise = getenv("TESTS_EXERCISE");
	va_list arguments;

	if (exercise != NULL)
		printf("make exercise-%.2s-%s ", PROGRAMS, exercise);
	else
		printf("make test-%.2s ", PROGRAMS);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	if (mine != NULL && *mine != '\0')
		printf(" IMPL=%s", mine);
}

static void print_hang(const Run *run, const char *name)
{
	unsigned limit = seconds_of_a_test();
	int passed = (int)(machine_time() - run->began);

	printf("      it hangs: the test should have ended within %u seconds; it was "
	       "stopped after %d\n",
	       limit, passed);
	if ((unsigned)passed > limit + 2)
		printf("      (the machine is so busy that these count as %u)\n", limit);
	printf("      to give it more time: ");
	print_command("TEST=%s TEST_SECONDS=%u", name, 8 * limit);
	printf("\n");
}

static void print_sanitizing(const char *before, const char *name)
{
	if (SANITIZED)
		return;
	printf("%sto see where, with AddressSanitizer: ", before);
	print_command("TEST=%s V=asan CFLAGS=\"-g -fsanitize=address,undefined\"", name);
	printf("\n");
}

void testing_print_sanitizing(void)
{
	print_sanitizing("", test_name);
}

static void print_crash(int signo, const char *name)
{
	printf("      it crashes: %s\n", strsignal(signo));
	print_sanitizing("      ", name);
}

static bool said(const Run *run, const char *what)
{
	char line[2048];

	rewind(run->output);
	while (fgets(line, sizeof line, run->output) != NULL) {
		if (strstr(line, what) != NULL)
			return true;
	}
	return false;
}

/* Does the runtime report a mistake in this line? That the loop was held is none. */
static bool is_report(const char *line)
{
	static const char *const reports[] = { "task '", "generator '", "the error of ",
		                               "deadlock: " };
	bool found = false;

	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
		found = found || strncmp(line, reports[i], strlen(reports[i])) == 0;
	return found && strstr(line, " held the loop for ") == NULL;
}

/* Returns whether the runtime has reported a mistake while this test ran. A solution of
 * an exercise that gives a reference back too seldom, or too often, is told of nowhere
 * else. */
static bool was_reported(const Run *run)
{
	char line[2048];

	rewind(run->output);
	while (fgets(line, sizeof line, run->output) != NULL) {
		if (is_report(line))
			return true;
	}
	return false;
}

static void print_failure(const Run *run, const char *name)
{
	print_sentence("✗", "\033[31;1m", name);
	printf("\n");
	if (run->hangs)
		print_hang(run, name);
	else if (WIFSIGNALED(run->status))
		print_crash(WTERMSIG(run->status), name);
	else if (!run->record->whole || WEXITSTATUS(run->status) > 1)
		printf("      it ends the process, with status %d\n",
		       WEXITSTATUS(run->status));
	else if (WEXITSTATUS(run->status) == 0)
		printf("      the runtime should have had nothing to report; it "
		       "reported:\n");
	rewind(run->output);
	print_output(run->output);
	const char *ran = run->record->text;
	if (*ran != '\0' && !said(run, "was recorded by"))
		printf("      what ran: %.*s%s\n", SHOWN, ran,
		       strlen(ran) > SHOWN ? " ..." : "");
}

/* Half way up the ladder the tests of the next step must fail, each by an assertion. */
static int judge_unwritten(const Run *run, const char *name)
{
	if (WIFEXITED(run->status) && WEXITSTATUS(run->status) == 1 &&
	    said(run, "rror: Failure!"))
		return PASSED;
	printf("    the unwritten step must fail by an assertion:\n");
	print_failure(run, name);
	return FAILED;
}

/* Is this a line of a trace? */
static bool is_traced(const char *line)
{
	return strncmp(line, "         ", 9) == 0 || strncmp(line, "pass", 4) == 0 ||
	       strncmp(line, "time ", 5) == 0;
}

enum { LAST_LINES = 16 };

/* Runs the test that has failed once more, with a trace, and prints the last lines. One
 * that hangs has shown so already, and is stopped sooner. */
static void print_last_passes(const Test *test, bool hangs)
{
	char lines[LAST_LINES][160], line[160];
	size_t n = 0;

	run_start(replay, test, true);
	if (hangs)
		replay->patience.seconds = 1;
	run_wait(replay);
	rewind(replay->output);
	while (fgets(line, sizeof line, replay->output) != NULL) {
		if (is_traced(line))
			memcpy(lines[n++ % LAST_LINES], line, sizeof line);
	}
	fclose(replay->output);
	munmap(replay->record, sizeof(Record));
	if (n == 0)
		return;
	printf("      how it ended (all of it: ");
	print_command("TEST=%s WATCH=1", test->name);
	printf("):\n");
	for (size_t i = n < LAST_LINES ? 0 : n - LAST_LINES; i < n; i++)
		printf("      | %s", lines[i % LAST_LINES]);
}

static bool watches(void)
{
	const char *wanted = getenv("WATCH");

	return wanted != NULL && strcmp(wanted, "1") == 0;
}

/* Prints a test that has failed, and the end of its run; of many in a file the first. */
static void print_failed(const Run *run, const Test *test)
{
	static int failures;

	if (failures++ >= SHOWN_FAILURES && getenv("TESTS_SUM") == NULL)
		return;
	print_failure(run, test->name);
	if (!watches() && getenv("TESTS_SUM") == NULL && !said(run, "pass by pass"))
		print_last_passes(test, run->hangs);
}

/* The test has printed "SKIPPED: ", and why. */
static void print_why_skipped(const Run *run)
{
	char line[2048], why[1024] = "";

	rewind(run->output);
	while (fgets(line, sizeof line, run->output) != NULL) {
		if (sscanf(line, "SKIPPED: %1023[^\n]", why) == 1)
			break;
	}
	printf(why[0] == '\0' ? " (skipped)" : " (skipped: %s)", why);
}

static int judge(const Run *run, const Test *test)
{
	const char *name = test->name;

	if (getenv("TESTS_UNWRITTEN") != NULL)
		return judge_unwritten(run, name);
	bool passed = WIFEXITED(run->status) && WEXITSTATUS(run->status) == 0 &&
	              run->record->whole;
	if (passed && getenv("TESTS_EXERCISE") != NULL)
		passed = !was_reported(run);
	if (!passed) {
		print_failed(run, test);
		return FAILED;
	}
	int outcome = said(run, "SKIPPED") ? SKIPPED : PASSED;
	if (getenv("TESTS_QUIET") == NULL) {
		print_sentence(outcome == SKIPPED ? "-" : "✓", "\033[32m", name);
		if (outcome == SKIPPED)
			print_why_skipped(run);
		printf("\n");
	}
	if (watches()) {
		rewind(run->output);
		print_output(run->output);
	}
	return outcome;
}

static int run_finish(Run *run, const Test *test)
{
	run_wait(run);
	int outcome = judge(run, test);
	fclose(run->output);
	munmap(run->record, sizeof(Record));
	return outcome;
}

/* The next tally to be added up by make. */
static void write_tally(const int counts[OUTCOMES])
{
	const char *path = getenv("TESTS_TALLY");
	FILE *tally = path == NULL ? NULL : fopen(path, "a");

	if (tally == NULL)
		return;
	fprintf(tally, "%d %d %d\n", counts[PASSED], counts[FAILED], counts[SKIPPED]);
	fclose(tally);
}

/* TEST=words runs the tests with these words in their names, as they are printed, or with
 * underscores. */
static size_t choose(const Test *tests, Test *chosen)
{
	const char *wanted = getenv("TEST");
	char *word = wanted == NULL ? NULL : strdup(wanted);
	size_t n = 0;

	for (char *c = word; c != NULL && *c != '\0'; c++)
		*c = *c == ' ' ? '_' : *c;

	for (; tests->name != NULL && n < MOST_TESTS; tests++) {
		if (word == NULL || strstr(tests->name, word) != NULL)
			chosen[n++] = *tests;
	}
	free(word);
	return n;
}

/* Names these tests of a rung that the reader may skip, and has not begun. */
static void skip_all(const Test *tests, size_t n, const char *why)
{
	for (size_t i = 0; i < n && getenv("TESTS_QUIET") == NULL; i++) {
		print_sentence("-", "\033[32m", tests[i].name);
		printf(" (skipped: %s)\n", why);
	}
	write_tally((const int[OUTCOMES]){ [SKIPPED] = (int)n });
}

/* For tests/debug: TESTS_DEBUG=names prints the names of the chosen tests, one a line.
 * TESTS_DEBUG=run runs the test whose whole name is in TEST, in this process, which a
 * debugger may stop for as long as it likes. */
static int run_for_debugger(const char *what, const Test *chosen, size_t n)
{
	static Record own;
	const char *wanted = getenv("TEST");
	int failed = 0;

	record = &own;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(what, "names") == 0)
			printf("%s\n", chosen[i].name);
		else if (wanted != NULL && strcmp(chosen[i].name, wanted) == 0)
			failed = run_here(&chosen[i]);
	}
	if (failed)
		printf("what ran: %s\n", record->text);
	return failed != 0;
}

int run_test_file(const char *file, const Test *tests)
{
	Test chosen[MOST_TESTS];
	int counts[OUTCOMES] = { 0 }, hung = 0, not_run = 0;
	size_t n = choose(tests, chosen), started = 0;
	const char *why = getenv("TESTS_SKIPPED");

	if (getenv("TESTS_DEBUG") != NULL)
		return run_for_debugger(getenv("TESTS_DEBUG"), chosen, n);
	signal(SIGTERM, ends_the_tests);
	if (getenv("TESTS_QUIET") == NULL && n > 0)
		printf("%s%s%s\n", paint("\033[1m"), file, paint("\033[0m"));
	if (why != NULL && *why != '\0') {
		skip_all(chosen, n, why);
		return 0;
	}
	for (size_t finished = 0; finished < n; finished++) {
		for (; started < n && started < finished + AT_ONCE; started++)
			run_start(&runs[started % AT_ONCE], &chosen[started], watches());
		Run *run = &runs[finished % AT_ONCE];
		counts[run_finish(run, &chosen[finished])]++;
		hung += run->hangs;
		if (counts[FAILED] > 0 && getenv("TESTS_FIRST") != NULL)
			ends_the_tests(0);
		if (hung == MOST_HANGS && started < n) {
			not_run = (int)(n - started);
			n = started;
		}
	}
	if (not_run > 0)
		printf("  ✗ %d hang: %d others of this file are not run, and count as "
		       "failed\n",
		       hung, not_run);
	if (counts[FAILED] > SHOWN_FAILURES && getenv("TESTS_SUM") == NULL)
		printf("  %s✗%s and %d more\n", paint("\033[31;1m"), paint("\033[0m"),
		       counts[FAILED] - SHOWN_FAILURES);
	counts[FAILED] += not_run;
	write_tally(counts);
	return counts[FAILED] > 0;
}
