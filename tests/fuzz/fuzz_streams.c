/* fuzz_streams.c - reads a stream in all ways, beside a model that does what asyncio's
 * StreamReader does, in the simplest way. The input is a program: what comes and how it
 * is cut, which call reads how much, and which is cancelled. The bytes that come out are
 * those that went in, in their order, and none is lost. */
#include "fuzz.h"

/* Bytes of an input's stream: it is no longer than the input. */
enum { MOST_BYTES = 4096 };

/* feed and run, read, readline: see operate */
static const char *const fuzz_seeds[] = {
	"\x08\x28Hello\n+(Hello\n%\x13",
	"\x03\x30line 1\nl%%@ine 2\r\n%%\x07",
	"\x10\x31" "abababa&\x03\x21\x30" "abaabab&\x1e\x22\x07",
	"\x04\x40" "12345678\x0f\x13\x2c,\x07",
	"\x05\x20long line without end\x20more of it\n%%%",
	NULL
};

/* What has come and what was taken of it; what a StreamReader would hold lies between. */
static struct {
	uint8_t bytes[MOST_BYTES];
	size_t come, taken, limit;
	bool eof;
} model;

/* One call of a reader's function, in a task of its own. */
static struct {
	char kind; /* r: read, x: readexactly, l: readline, u: readuntil; 0: none */
	size_t n;  /* of data */
	const char *separator;
	uint8_t *data;
	ssize_t status;
	Task *task;
} call;

static Stream stream;
static Protocol protocol; /* as every stream has it */

/* What a call should return, and take; false: it should wait. */
static bool model_line(size_t size, ssize_t *status, size_t *take)
{
	const uint8_t *begin = model.bytes + model.taken;
	size_t n = strlen(call.separator), at = 0;

	*take = 0;
	*status = -EINVAL;
	if (n == 0 || call.n <= n)
		return true;
	size_t most = call.n - 1 - n < model.limit ? call.n - 1 - n : model.limit;
	while (at + n <= size && memcmp(begin + at, call.separator, n) != 0)
		at++;
	bool found = at + n <= size;
	*status = found ? (ssize_t)(at + n) : call.kind == 'l' ? (ssize_t)size : -ENODATA;
	*take = found ? at + n : size;
	if (at > most) {
		*status = -EMSGSIZE;
		*take = call.kind == 'l' ? *take : 0;
		return true;
	}
	return found || model.eof;
}

static bool model_expects(ssize_t *status, size_t *take)
{
	size_t size = model.come - model.taken;
	bool enough = size >= (call.kind == 'r' ? call.n > 0 : call.n);

	if (call.kind == 'l' || call.kind == 'u')
		return model_line(size, status, take);
	*take = size < call.n ? size : call.n;
	*status = call.kind == 'x' && !enough ? -ENODATA : (ssize_t)*take;
	return enough || model.eof;
}

static int call_body(void *unused, void **result)
{
	StreamReader *reader = &stream.reader;

	if (call.kind == 'r')
		call.status = reader_read(reader, call.data, call.n);
	else if (call.kind == 'x')
		call.status = reader_readexactly(reader, call.data, call.n);
	else if (call.kind == 'l')
		call.status = reader_readline(reader, (char *)call.data, call.n);
	else
		call.status = reader_readuntil(reader, call.separator,
		                               (char *)call.data, call.n);
	return 0;
}

/* The call has ended as it should have. */
static void call_check(ssize_t status, size_t take)
{
	bool brings = status >= 0 || status == -ENODATA;

	if (call.status != status)
		fprintf(stderr, "%c(%zu) should return %zd, it returned %zd\n", call.kind,
		        call.n, status, call.status);
	fuzz_check(call.status == status, "a call returns what it should not");
	fuzz_check(!brings || take == 0 ||
	                   memcmp(call.data, model.bytes + model.taken, take) == 0,
	           "a call brings other bytes");
	fuzz_check(status != -ENODATA || stream.reader.partial == take,
	           "a call does not say how many bytes came before the end");
	fuzz_check(!brings || call.kind == 'r' || call.kind == 'x' ||
	                   call.data[take] == '\0',
	           "no '\\0' follows a line");
	model.taken += take;
}

static void call_end(void)
{
	future_unref(call.task);
	free(call.data);
	call.task = NULL;
}

/* Lets the task of the call run, if there is one, and compares. */
static void run(void)
{
	ssize_t status;
	size_t take;

	fuzz_run();
	if (call.task == NULL)
		return;
	bool ends = model_expects(&status, &take);
	fuzz_check(future_done(call.task) == ends,
	           ends ? "a call waits that should not" : "a call should wait");
	if (!ends)
		return;
	call_check(status, take);
	call_end();
	fuzz_check(reader_at_eof(&stream.reader) ==
	                   (model.eof && model.come == model.taken),
	           "it does not know whether it is at its end");
}

/* The memory is as small as can be, so that a byte more is noticed. */
static void begin_call(char kind, size_t n, const char *separator)
{
	if (call.task != NULL)
		return;
	call.kind = kind;
	call.n = n;
	call.separator = separator;
	call.data = malloc(n > 0 ? n : 1);
	call.status = 1 << 20;
	call.task = loop_create_task(fuzz_loop, call_body, NULL);
	run();
}

static void cancel_call(void)
{
	if (call.task == NULL)
		return;
	task_cancel(call.task);
	fuzz_run();
	fuzz_check(future_done(call.task), "a call that is cancelled goes on");
	call_check(-ECANCELED, 0);
	call_end();
}

static void feed(const uint8_t *data, size_t n)
{
	if (model.eof || n == 0)
		return;
	memcpy(model.bytes + model.come, data, n);
	model.come += n;
	protocol.data_received(&stream.protocol, data, n);
}

static void feed_eof(void)
{
	if (!model.eof)
		protocol.eof_received(&stream.protocol);
	model.eof = true;
}

/* One byte of the program, of which three bits say what, and five how much. */
static void operate(int what, size_t much, const uint8_t **data, const uint8_t *end)
{
	static const char *const separators[] = { "\n", "\r\n", "ab", "aab", "aba", "" };
	size_t left = (size_t)(end - *data), n = much + 1 < left ? much + 1 : left;

	switch (what) {
	case 0: /* bytes come, and more before anybody sees them */
	case 1:
		feed(*data, n);
		*data += n;
		if (what == 0)
			run();
		break;
	case 2:
		begin_call('r', much, NULL);
		break;
	case 3:
		begin_call('x', much, NULL);
		break;
	case 4:
	case 5:
		begin_call('l', what == 4 ? much : 2 * much + 40, "\n");
		break;
	case 6:
		begin_call('u', 4 + much / 6 * 7, separators[much % 6]);
		break;
	default:
		if (much == 31)
			feed_eof();
		else
			cancel_call();
	}
}

static void begin(size_t limit)
{
	static bool known;
	int ends[2];

	if (!known) {
		fuzz_connect(ends);
		Stream *real = connection_new(fuzz_loop, ends[0]);
		protocol = real->protocol;
		writer_free(&real->writer);
		close(ends[1]);
		known = true;
	}
	memset(&model, 0, sizeof model);
	model.limit = limit;
	stream = (Stream){ .loop = fuzz_loop, .in_use = true, .reader.limit = limit };
}

/* Nothing may be left but what was read. */
static void end(void)
{
	feed_eof();
	run();
	fuzz_check(call.task == NULL, "a call waits, and the end has come");
	while (model.taken < model.come)
		begin_call('r', 31, NULL);
	begin_call('x', 1, NULL);
	fuzz_check(call.task == NULL, "it is at its end, and a call waits");
	byte_buffer_clear(&stream.reader.buffer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const uint8_t *last = data + n;

	if (n == 0 || n > MOST_BYTES)
		return 0;
	begin(*data++);
	while (data < last) {
		uint8_t byte = *data++;
		operate(byte & 7, byte >> 3, &data, last);
	}
	end();
	return 0;
}
