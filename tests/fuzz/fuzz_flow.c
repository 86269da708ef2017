/* fuzz_flow.c - two streams at the ends of a connection: one writes, the other reads,
 * with small limits, so that reading is paused and what is written has to wait. The input
 * is a program: which of them does how much, and when. What comes out went in, in its
 * order, and all of it. */
#include "fuzz.h"

#include <sys/socket.h>

enum { MOST_WRITTEN = 1 << 18 };

static const char *const fuzz_seeds[] = {
	"\x01\xf8\xf8\x03\x4b\x04\x0a\x0a\xfb\xf8\x04\x0a\x0b",
	"\x10\x80\x0b\x0d\x80\x04\x92\x05\x0b\x06\x0b",
	"\x40\xf8\xf8\xf8\xf8\xf8\xf8\xf8\x09\xfa\x04\x92\xff\x04\x0b",
	NULL
};

static struct {
	Stream *from, *to;
	size_t written, read;
	bool ended; /* nothing can be written any more */
} flow;

/* A call that may wait, in a task of its own. */
typedef struct FlowCall {
	char kind; /* r: read, x: readexactly, d: drain */
	size_t n;
	uint8_t *data;
	ssize_t status;
	Task *task;
} FlowCall;

static FlowCall reading, draining;

/* The i-th byte that is written. */
static uint8_t byte_at(size_t i)
{
	return (uint8_t)(i * 31 + i / 251);
}

static int flow_body(void *arg, void **result)
{
	FlowCall *call = arg;

	if (call->kind == 'r')
		call->status = reader_read(&flow.to->reader, call->data, call->n);
	else if (call->kind == 'x')
		call->status = reader_readexactly(&flow.to->reader, call->data, call->n);
	else
		call->status = writer_drain(&flow.from->writer);
	return 0;
}

static void flow_end(FlowCall *call)
{
	size_t n = call->status == -ENODATA ? flow.to->reader.partial
	           : call->status < 0       ? 0
	                                    : (size_t)call->status;

	if (call->kind == 'x')
		fuzz_check(n == call->n || call->status == -ECANCELED ||
		                   (call->status == -ENODATA && flow.ended),
		           "a call brings fewer bytes than it should");
	for (size_t i = 0; i < n && call->kind != 'd'; i++)
		fuzz_check(call->data[i] == byte_at(flow.read + i), "other bytes come");
	flow.read += call->kind == 'd' ? 0 : n;
	fuzz_check(flow.read <= flow.written, "more comes out than went in");
	future_unref(call->task);
	free(call->data);
	call->task = NULL;
}

/* Lets the loop look for descriptors, and all run that can. */
static void flow_run(void)
{
	for (int i = 0; i < 3; i++) {
		loop_stop(fuzz_loop);
		if (loop_run_forever(fuzz_loop) < 0)
			abort();
	}
	fuzz_run();
	if (reading.task != NULL && future_done(reading.task))
		flow_end(&reading);
	if (draining.task != NULL && future_done(draining.task))
		flow_end(&draining);
}

static void flow_call(FlowCall *call, char kind, size_t n)
{
	if (call->task != NULL)
		return;
	*call = (FlowCall){ .kind = kind, .n = n, .data = malloc(n > 0 ? n : 1) };
	call->status = -ECANCELED; /* it may be cancelled before it begins */
	call->task = loop_create_task(fuzz_loop, flow_body, call);
}

static void flow_cancel(FlowCall *call)
{
	if (call->task != NULL)
		task_cancel(call->task);
	flow_run();
	fuzz_check(call->task == NULL, "a call that is cancelled goes on");
}

static void flow_write(size_t n)
{
	static uint8_t data[1 << 14];

	for (size_t i = 0; i < n; i++)
		data[i] = byte_at(flow.written + i);
	if (flow.written + n > MOST_WRITTEN)
		return;
	int status = writer_write(&flow.from->writer, data, n);
	fuzz_check(status == (flow.ended ? -EPIPE : 0),
	           "a write is not what it should be");
	flow.written += status == 0 ? n : 0;
}

/* One byte of the program, of which three bits say what, and five how much. */
static void flow_operate(int what, size_t much)
{
	switch (what) {
	case 0:
		flow_write(much * much * 16);
		break;
	case 1:
		flow_write(much);
		break;
	case 2:
		flow_call(&reading, 'r', 1 + much * much * 8);
		break;
	case 3:
		flow_call(&reading, 'x', 1 + much * 16);
		break;
	case 4:
		flow_run();
		break;
	case 5:
		flow_call(&draining, 'd', 0);
		break;
	case 6:
		flow_cancel(much & 1 ? &reading : &draining);
		break;
	default:
		if (much > 28 && !flow.ended) {
			fuzz_check(writer_write_eof(&flow.from->writer) == 0, "no end");
			flow.ended = true;
		}
	}
}

static void flow_begin(uint8_t how)
{
	int ends[2], small = 1;

	fuzz_connect(ends);
	setsockopt(ends[0], SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
	memset(&flow, 0, sizeof flow);
	flow.from = connection_new(fuzz_loop, ends[0]);
	flow.to = connection_new(fuzz_loop, ends[1]);
	fuzz_check(flow.from != NULL && flow.to != NULL, "there is no stream");
	flow.to->reader.limit = how;
	transport_set_write_buffer_limits(flow.from->writer.transport, how * 16, how * 4);
}

/* All that was written has to come, and then the end. */
static void flow_finish(void)
{
	flow_operate(7, 31);
	for (int i = 0; i < MOST_WRITTEN && !reader_at_eof(&flow.to->reader); i++) {
		flow_call(&reading, 'r', 1 << 14);
		flow_run();
	}
	fuzz_check(flow.read == flow.written, "bytes are lost");
	flow_run();
	fuzz_check(draining.task == NULL, "all is sent, and one still waits for that");
	flow_cancel(&reading);
	writer_free(&flow.from->writer);
	writer_free(&flow.to->writer);
	flow_run();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n == 0 || n > 200)
		return 0;
	flow_begin(data[0]);
	for (size_t i = 1; i < n; i++)
		flow_operate(data[i] & 7, data[i] >> 3);
	flow_finish();
	return 0;
}
