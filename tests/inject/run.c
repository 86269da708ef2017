/* run.c - runs programs again and again, each time with one fault in it (shim.c), and
 * judges each run: it must go on as if nothing had happened, or end with an error that
 * names the reason. A crash, a hang, a leak, an open descriptor, a process left behind,
 * or another output with status 0 is unexplained, unless the table explained.txt gives
 * the reason for it.
 *
 *   run SHIM EXPLAINED FAULTS JOBS <PROGRAMS
 *
 * A line of PROGRAMS is DRIVER [NAME=VALUE ...] PROGRAM [ARGUMENT ...]. FAULTS is how
 * many faults are to be injected, spread evenly over all there are; 0: all. */
#include "faults.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <err.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	MOST_PROGRAMS = 600,
	MOST_WORDS = 16,
	MOST_TEXT = 64 * 1024,
	SECONDS = 20, /* a run that takes longer hangs; INJECT_SECONDS is another limit */
	MOST_N = 100, /* beyond that a loop repeats itself: only one n in twenty */
	LOST_WAIT = 3, /* seconds that a client waits for its answer */
	CLIENTS = 2
};

typedef struct Program {
	const char *driver;
	char *words[MOST_WORDS]; /* NAME=VALUE..., then the program and its arguments */
	char **argv;
	char *line; /* all of it */
} Program;

/* What came of a run. */
typedef struct Outcome {
	int status; /* of wait */
	bool hung, left_process;
	char out[MOST_TEXT], err[MOST_TEXT];
	Report report;
} Outcome;

typedef struct Fault {
	int program;
	int process, call, error; /* error: its index in error_names */
	unsigned long n;
	bool all_later;
} Fault;

typedef struct Explained {
	char program[64], call[32], error[32], verdict[32];
} Explained;

static Program programs[MOST_PROGRAMS];
static Outcome *untouched[MOST_PROGRAMS];
static bool by_shape[MOST_PROGRAMS];
static int n_programs;
static Fault *faults;
static size_t n_faults, room;
static Explained explained[100];
static int n_explained;
static const char *shim;
static double seconds = SECONDS;
static struct {
	atomic_size_t next;
	atomic_ulong injected, runs, unexplained, tabled;
} * shared;

static const struct {
	const char *name, *errors;
	char class;
} calls[] = {
#define ROW(name, class, errors) { #name, errors, class },
	FAULTS(ROW)
#undef ROW
};

/* ==== One run ==== */

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The files of this worker: what a run has written, and its report. */
static int out_file, err_file;
static char report_path[64];
static Report *report;

static void worker_begin(void)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	strcpy(report_path, "/tmp/inject-report-XXXXXX");
	int fd = mkostemp(report_path, O_CLOEXEC);

	if (fd < 0 || ftruncate(fd, sizeof *report) < 0)
		err(2, "%s", report_path);
	report = mmap(NULL, sizeof *report, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	close(fd);
	out_file = memfd_create("out", MFD_CLOEXEC);
	err_file = memfd_create("err", MFD_CLOEXEC);
	if (report == MAP_FAILED || out_file < 0 || err_file < 0)
		err(2, "a worker");
}

static void read_all(int fd, char *text)
{
	ssize_t n = pread(fd, text, MOST_TEXT - 1, 0);

	text[n < 0 ? 0 : n] = '\0';
}

static pid_t start(const Program *program, const char *inject)
{
	struct rlimit cpu = { SECONDS, SECONDS + 1 }, files = { 256, 256 },
		      core = { 0, 0 };

	memset(report, 0, sizeof *report);
	if (ftruncate(out_file, 0) < 0 || ftruncate(err_file, 0) < 0)
		err(2, "ftruncate");
	pid_t pid = fork();
	if (pid != 0)
		return pid;
	setpgid(0, 0);
	signal(SIGINT, SIG_DFL); /* a background job ignores it */
	signal(SIGQUIT, SIG_DFL);
	setrlimit(RLIMIT_CPU, &cpu);
	setrlimit(RLIMIT_NOFILE, &files);
	setrlimit(RLIMIT_CORE, &core);
	lseek(out_file, 0, SEEK_SET);
	lseek(err_file, 0, SEEK_SET);
	int null = open("/dev/null", O_RDONLY);
	if (dup2(null, 0) < 0 || dup2(out_file, 1) < 0 || dup2(err_file, 2) < 0)
		_exit(127);
	close(null);
	setenv("ASYNCIO_CLOCK", "virtual", 1);
	setenv("MALLOC_PERTURB_", "165", 1);
	setenv("INJECT_REPORT", report_path, 1);
	setenv("LD_PRELOAD", shim, 1);
	if (inject != NULL)
		setenv("INJECT", inject, 1);
	for (char *const *word = program->words; word < program->argv; word++)
		putenv(*word);
	execv(program->argv[0], program->argv);
	_exit(127);
}

/* What it has forked is our child now: gives that a fifth of a second to end, then kills
 * it. Returns whether all had ended by themselves. */
static bool children_end(pid_t group)
{
	pid_t pid;

	for (int i = 0; i < 200; i++) {
		while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
			;
		if (pid < 0)
			return true;
		usleep(1000);
	}
	kill(-group, SIGKILL);
	while (waitpid(-1, NULL, 0) > 0)
		;
	return false;
}

/* Waits for its end, at most until the deadline; kills it then. */
static void finish(pid_t pid, double deadline, Outcome *outcome)
{
	int handle = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd end = { .fd = handle, .events = POLLIN };
	double left = deadline - now();

	outcome->hung = poll(&end, 1, left < 0 ? 0 : (int)(left * 1000)) == 0;
	close(handle);
	if (outcome->hung)
		kill(-pid, SIGKILL);
	while (waitpid(pid, &outcome->status, 0) < 0 && errno == EINTR)
		;
	outcome->left_process = !children_end(pid);
	read_all(out_file, outcome->out);
	read_all(err_file, outcome->err);
	outcome->report = *report;
}

/* ==== Drivers: the clients of a server ==== */

/* The port that a server says it listens on; -1: it has ended, or is silent. */
static int port_wait(pid_t pid, double deadline)
{
	char text[MOST_TEXT], *colon;
	siginfo_t info = { 0 };

	while (now() < deadline) {
		read_all(out_file, text);
		if (strstr(text, "listening on") != NULL && strchr(text, '\n') != NULL &&
		    (colon = strrchr(text, ':')) != NULL)
			return atoi(colon + 1);
		if (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
		    info.si_pid == pid)
			return -1;
		usleep(500);
	}
	return -1;
}

static int call(int port)
{
	struct sockaddr_in there = { .sin_family = AF_INET,
		                     .sin_port = htons((in_port_t)port),
		                     .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval limit = { .tv_sec = LOST_WAIT };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	if (connect(fd, (struct sockaddr *)&there, sizeof there) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Says something, and hears so many bytes in answer, or as many as come. Returns whether
 * all came. */
static bool converse(int port, const char *text, size_t expected)
{
	char answer[4096];
	size_t n = 0;
	ssize_t more = 1;
	int fd = call(port);

	if (fd < 0)
		return false;
	if (send(fd, text, strlen(text), MSG_NOSIGNAL) < 0)
		more = 0;
	while (n < expected && more > 0) {
		more = recv(fd, answer + n, sizeof answer - n, 0);
		n += more > 0 ? (size_t)more : 0;
	}
	close(fd);
	return n >= expected;
}

/* Clients come one after the other, then the server is asked to end. What they heard is
 * appended to what it has written. */
static void drive(const Program *program, pid_t pid, double deadline, char *heard)
{
	bool http = strcmp(program->driver, "http") == 0;
	int port = port_wait(pid, deadline);

	heard[0] = '\0';
	for (int i = 0; i < CLIENTS && port > 0; i++) {
		bool all = http ? converse(port,
		                           "GET / HTTP/1.1\r\nHost: a\r\n"
		                           "Connection: close\r\n\r\n",
		                           100)
		                : converse(port, "hello, you\n", 11);
		strcat(heard, all ? "a client was answered\n" : "a client was lost\n");
	}
	if (port > 0)
		kill(pid, SIGINT);
}

static bool is_server(const Program *program)
{
	return strcmp(program->driver, "echo") == 0 ||
	       strcmp(program->driver, "http") == 0;
}

static void run(const Program *program, const char *inject, Outcome *outcome)
{
	char heard[256] = "";
	double deadline = now() + seconds;
	pid_t pid = start(program, inject);

	if (is_server(program))
		drive(program, pid, deadline, heard);
	finish(pid, deadline, outcome);
	strncat(outcome->out, heard, sizeof outcome->out - strlen(outcome->out) - 1);
}

/* ==== The verdict ==== */

/* Words with a digit in them, numbers in hexadecimal, and spaces, are all alike. */
static void shape(const char *text, char *shaped)
{
	while (*text != '\0') {
		size_t n = 0;
		bool digits = false;
		for (; isalnum((unsigned char)text[n]) || text[n] == '.'; n++)
			digits = digits || isdigit((unsigned char)text[n]);
		digits = digits || (n >= 8 && strspn(text, "abcdef") == n);
		if (n == 0)
			n = 1;
		if (!digits && *text != ' ')
			memcpy(shaped, text, n);
		else
			shaped[0] = digits ? '#' : ' ';
		if (*text != ' ' || shaped[-1] != ' ')
			shaped += !digits && *text != ' ' ? n : 1;
		text += n;
	}
	*shaped = '\0';
}

/* What is compared of a program's output. There must be a character before the copy. */
static void output_of(int program, const char *text, char *copy)
{
	if (by_shape[program])
		shape(text, copy);
	else
		strcpy(copy, text);
}

static bool same_output(int program, const char *a, const char *b)
{
	static char one[MOST_TEXT + 1] = "\n", other[MOST_TEXT + 1] = "\n";

	output_of(program, a, one + 1);
	output_of(program, b, other + 1);
	return strcmp(one, other) == 0;
}

static bool says(const Outcome *outcome, const char *words)
{
	return strstr(outcome->err, words) != NULL || strstr(outcome->out, words) != NULL;
}

/* Has the program said why? By the words of the error, or those that stand for it. That a
 * connection is lost is all that its users hear of an error in it. */
static bool says_why(const Outcome *outcome, const Fault *fault)
{
	static const struct {
		int error;
		const char *words;
	} words[] = { { RESOLVER + EAI_MEMORY, "Cannot allocate memory" },
		      { RESOLVER + EAI_AGAIN, "Resource temporarily unavailable" },
		      { RESOLVER + EAI_NONAME, "Name or service not known" },
		      { RESOLVER + EAI_AGAIN, "Temporary failure in name" },
		      { RESOLVER + EAI_NONAME, "No such file or directory" },
		      { RESOLVER + EAI_SYSTEM, "Too many open files" },
		      { EACCES, "is not ours to use" },
		      { EADDRINUSE, "is in use" } };
	int error = error_names[fault->error].error;
	bool of_connection = fault->call == CALL_recv || fault->call == CALL_send;

	if (error < SHORT && says(outcome, strerror(error)))
		return true;
	if (of_connection &&
	    (says(outcome, strerror(ECONNRESET)) || says(outcome, strerror(EPIPE)) ||
	     says(outcome, strerror(ENODATA))))
		return true;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (words[i].error == error && says(outcome, words[i].words))
			return true;
	}
	return false;
}

/* Is all that differs that one of the clients was not answered? */
static bool lost_one_client(int program, const char *before, const char *after)
{
	static char mended[MOST_TEXT];
	static const char lost[] = "a client was lost\n",
			  answered[] = "a client was answered\n";
	const char *at = strstr(after, lost);

	if (at == NULL || strlen(after) + sizeof answered > sizeof mended)
		return false;
	size_t n = (size_t)(at - after);
	memcpy(mended, after, n);
	strcpy(mended + n, answered);
	strcat(mended, at + strlen(lost));
	return same_output(program, before, mended);
}

/* Do its tasks depend on when the system delivers what they send to each other? Then the
 * order of its lines may change. */
static bool any_order(int program)
{
	return strcmp(programs[program].driver, "any-order") == 0;
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The same lines, in any order? */
static bool same_lines(int program, const char *a, const char *b)
{
	static char copies[2][MOST_TEXT + 1], *lines[2][MOST_TEXT / 2];
	size_t n[2] = { 0, 0 };

	output_of(program, a, copies[0] + 1);
	output_of(program, b, copies[1] + 1);
	for (int i = 0; i < 2; i++) {
		copies[i][0] = '\n';
		for (char *line = strtok(copies[i], "\n"); line != NULL;
		     line = strtok(NULL, "\n"))
			lines[i][n[i]++] = line;
		qsort(lines[i], n[i], sizeof lines[i][0], compare_lines);
	}
	bool same = n[0] == n[1];
	for (size_t i = 0; same && i < n[0]; i++)
		same = strcmp(lines[0][i], lines[1][i]) == 0;
	return same;
}

/* NULL: the run is right. */
static const char *judge(const Fault *fault, const Outcome *o)
{
	const Outcome *before = untouched[fault->program];
	bool right = o->status == before->status &&
	             (same_output(fault->program, before->out, o->out) ||
	              (any_order(fault->program) &&
	               same_lines(fault->program, before->out, o->out)));

	if (o->hung)
		return "hang";
	if (WIFSIGNALED(o->status))
		return "crash";
	if (WEXITSTATUS(o->status) == 99)
		return "wrong"; /* a scenario says so */
	if (o->left_process && !before->left_process)
		return "process";
	if (o->report.returned && o->report.blocks > before->report.blocks)
		return "leak";
	if (o->report.returned && o->report.descriptors > before->report.descriptors)
		return "descriptor";
	if (o->report.returned && o->report.mappings > before->report.mappings)
		return "mapping";
	if (right)
		return NULL;
	if (o->report.injected == 0)
		return "untouched";
	if (o->status == before->status &&
	    lost_one_client(fault->program, before->out, o->out))
		return says_why(o, fault) ? NULL : "lost";
	if (o->status == before->status && is_server(&programs[fault->program]) &&
	    says_why(o, fault))
		return NULL; /* it has said why it serves nobody */
	if (o->status == 0)
		return says_why(o, fault) ? "half" : "output";
	return says_why(o, fault) ? NULL : "unsaid";
}

static bool is_explained(const Fault *fault, const char *verdict)
{
	const Program *program = &programs[fault->program];

	for (int i = 0; i < n_explained; i++) {
		const Explained *e = &explained[i];
		if (fnmatch(e->program, program->line, 0) == 0 &&
		    fnmatch(e->call, calls[fault->call].name, 0) == 0 &&
		    fnmatch(e->error, error_names[fault->error].name, 0) == 0 &&
		    fnmatch(e->verdict, verdict, 0) == 0)
			return true;
	}
	return false;
}

static void fault_text(const Fault *fault, char *text, size_t size)
{
	int n = snprintf(text, size, "%s:%lu%s:%s", calls[fault->call].name, fault->n,
	                 fault->all_later ? "+" : "", error_names[fault->error].name);

	if (fault->process > 0)
		snprintf(text + n, size - (size_t)n, "@%d", fault->process);
}

/* In one piece, since others print at the same time. */
static void complain(const Fault *fault, const char *inject, const Outcome *o,
                     const char *verdict)
{
	static const struct {
		const char *verdict, *words;
	} words[] = { { "hang", "it hangs" },
		      { "crash", "it was killed by a signal" },
		      { "wrong", "a call that failed has taken something" },
		      { "process", "a process is left behind" },
		      { "leak", "memory is not freed" },
		      { "descriptor", "a descriptor is left open" },
		      { "mapping", "a mapping is left" },
		      { "untouched", "nothing was injected, and yet it differs" },
		      { "lost", "a client was not answered, and nothing is said" },
		      { "half", "the reason is printed, but the status is 0" },
		      { "output", "another output, with status 0 and without a reason" },
		      { "unsaid", "it fails without the reason" } };
	const char *said = "";
	static char text[3000];

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strcmp(words[i].verdict, verdict) == 0)
			said = words[i].words;
	}
	const char *line = strchr(programs[fault->program].line, ' ') + 1;
	static char was[MOST_TEXT + 1] = "\n", is[MOST_TEXT + 1] = "\n";
	output_of(fault->program, untouched[fault->program]->out, was + 1);
	output_of(fault->program, o->out, is + 1);
	size_t differs = 0;
	for (size_t i = 0; was[i] == is[i] && was[i] != '\0'; i++)
		differs = was[i] == '\n' ? i + 1 : differs; /* the line */
	snprintf(text, sizeof text,
	         "%s: %s\n    INJECT=%s LD_PRELOAD=%s ASYNCIO_CLOCK=virtual %s\n"
	         "    expected: %.*s\n    came:     %.*s\n"
	         "    status %d%s%s, not freed %ld, open %ld; stderr: %.600s%s",
	         verdict, said, inject, shim, line, (int)strcspn(was + differs, "\n"),
	         was + differs, (int)strcspn(is + differs, "\n"), is + differs,
	         WIFSIGNALED(o->status) ? WTERMSIG(o->status) : WEXITSTATUS(o->status),
	         WIFSIGNALED(o->status) ? " (signal)" : "",
	         o->report.returned ? "" : " (by exit)", o->report.blocks,
	         o->report.descriptors, o->err, o->err[0] == '\0' ? "nothing\n" : "");
	if (write(STDOUT_FILENO, text, strlen(text)) < 0)
		err(2, "write");
}

/* What is wrong with a run with this fault, or NULL. A client gives up after LOST_WAIT;
 * but where only the machine has stood still, it is answered the next time. */
static const char *fault_try(const Fault *fault, const char *inject, Outcome *outcome)
{
	const char *verdict;
	int tries = 3;

	do {
		run(&programs[fault->program], inject, outcome);
		verdict = judge(fault, outcome);
	} while (--tries > 0 && verdict != NULL && strcmp(verdict, "lost") == 0 &&
	         !is_explained(fault, verdict));
	return verdict;
}

static void fault_run(const Fault *fault, Outcome *outcome)
{
	char inject[128];

	fault_text(fault, inject, sizeof inject);
	const char *verdict = fault_try(fault, inject, outcome);
	shared->runs++;
	shared->injected += outcome->report.injected > 0;
	if (verdict == NULL)
		return;
	if (is_explained(fault, verdict)) {
		shared->tabled++;
		return;
	}
	shared->unexplained++;
	complain(fault, inject, outcome, verdict);
}

/* ==== All faults there are ==== */

static void fault_add(Fault fault)
{
	if (n_faults == room) {
		room = room == 0 ? 4096 : room * 2;
		faults = realloc(faults, room * sizeof *faults);
		if (faults == NULL)
			err(2, "faults");
	}
	faults[n_faults++] = fault;
}

static void faults_of_call(int program, int process, int call, unsigned long n)
{
	char errors[128], *rest = errors;
	bool first = true;

	strcpy(errors, calls[call].errors);
	for (char *name; (name = strsep(&rest, " ")) != NULL; first = false) {
		int error = 0;
		while (strcmp(error_names[error].name, name) != 0)
			error++;
		Fault fault = { program, process, call, error, n, false };
		fault_add(fault);
		fault.all_later = first && calls[call].class != '-';
		if (fault.all_later)
			fault_add(fault);
	}
}

/* For each n up to the number of calls of the untouched run, and one more, which passes
 * untouched. */
static void faults_of(int program)
{
	const Report *r = &untouched[program]->report;

	for (int process = 0; process < MOST_PROCESSES; process++) {
		for (int call = 0; call < CALLS; call++) {
			unsigned long most = r->calls[process][call];
			if (most == 0)
				continue;
			for (unsigned long n = 1;
			     n <= most + 1 && n<MOST_N * 20; n += n> MOST_N ? 1 + n / 20
			                                                    : 1)
				faults_of_call(program, process, call, n);
		}
	}
}

static bool has_run(const Outcome *outcome)
{
	return !outcome->hung && outcome->report.ended &&
	       !(WIFEXITED(outcome->status) && WEXITSTATUS(outcome->status) == 99);
}

/* Each program is run twice as it is. If its output differs, numbers are compared by
 * their shape from then on. A machine that is busy for a moment may make its client give
 * up: it may try again. */
static void untouched_run(int i)
{
	static Outcome again;
	Outcome *outcome = untouched[i];

	for (int tries = 0; tries < 3 && (tries == 0 || !has_run(outcome)); tries++)
		run(&programs[i], NULL, outcome);
	if (!has_run(outcome))
		errx(2, "%s: does not run without a fault: %s%s (status %#x)%s%s",
		     programs[i].line, outcome->hung ? "it hangs; " : "",
		     outcome->report.ended ? "it ends" : "it does not end",
		     (unsigned)outcome->status, outcome->out, outcome->err);
	run(&programs[i], NULL, &again);
	by_shape[i] = strcmp(outcome->out, again.out) != 0 || any_order(i) ||
	              strcmp(programs[i].driver, "timed") == 0;
	if (again.report.blocks > outcome->report.blocks)
		outcome->report.blocks = again.report.blocks;
	if (!same_output(i, outcome->out, again.out))
		errx(2, "%s: differs from one run to the next", programs[i].line);
}

/* ==== The beginning ==== */

static void programs_read(void)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	while ((n = getline(&line, &size, stdin)) > 0) {
		Program *program = &programs[n_programs];
		char *rest = strdup(line), *word;
		int words = 0;

		line[n - 1] = '\0';
		rest[n - 1] = '\0';
		program->line = strdup(line);
		program->driver = strsep(&rest, " ");
		while ((word = strsep(&rest, " ")) != NULL && words < MOST_WORDS - 1) {
			if (program->argv == NULL && strchr(word, '=') == NULL)
				program->argv = &program->words[words];
			program->words[words++] = word;
		}
		if (program->argv == NULL || n_programs == MOST_PROGRAMS - 1)
			errx(2, "not a program: %s", line);
		n_programs++;
	}
	free(line);
}

static void explained_read(const char *path)
{
	FILE *file = fopen(path, "r");
	char line[512];

	if (file == NULL)
		err(2, "%s", path);
	while (fgets(line, sizeof line, file) != NULL) {
		Explained *e = &explained[n_explained];
		if (line[0] != '#' && n_explained < 100 &&
		    sscanf(line, "%63s %31s %31s %31s", e->program, e->call, e->error,
		           e->verdict) == 4)
			n_explained++;
	}
	fclose(file);
}

/* Every (n_faults / wanted)-th. */
static bool is_chosen(size_t i, size_t wanted)
{
	return wanted == 0 || wanted >= n_faults ||
	       (i + 1) * wanted / n_faults > i * wanted / n_faults;
}

static void work(size_t wanted)
{
	static Outcome outcome;
	size_t i;

	worker_begin();
	while ((i = shared->next++) < n_faults) {
		if (is_chosen(i, wanted))
			fault_run(&faults[i], &outcome);
	}
	unlink(report_path);
	_exit(0);
}

int main(int argc, char *argv[])
{
	if (argc != 5)
		errx(2, "run SHIM EXPLAINED FAULTS JOBS <PROGRAMS");
	shim = argv[1];
	if (getenv("INJECT_SECONDS") != NULL)
		seconds = atof(getenv("INJECT_SECONDS"));
	explained_read(argv[2]);
	programs_read();
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE,
	              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	worker_begin();
	for (int i = 0; i < n_programs; i++) {
		untouched[i] = calloc(1, sizeof *untouched[i]);
		untouched_run(i);
		faults_of(i);
	}
	unlink(report_path);
	fflush(stdout);
	for (int i = 0; i < atoi(argv[4]); i++) {
		if (fork() == 0)
			work((size_t)atol(argv[3]));
	}
	while (wait(NULL) > 0)
		;
	printf("%lu faults injected in %lu runs, of %zu there are: %lu unexplained, %lu "
	       "explained by the table\n",
	       shared->injected, shared->runs, n_faults, shared->unexplained,
	       shared->tabled);
	return shared->unexplained > 0;
}
