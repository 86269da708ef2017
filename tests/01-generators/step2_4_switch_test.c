/* Rung 1.2.4: what a switch must keep, whatever the compiler makes of it. */
#include "generator.h"
#include "testing.h"

#include <string.h>

static volatile long seed = 3;
static volatile double fraction = 0.5;
static volatile int lengths[] = { 40, 7, 300, 1 };

/* More values alive across the yield than there are registers of either kind. Without
 * arg it does not pause, and shows what must come out. */
static int keeps_its_values(void *arg, void **result)
{
	long a = seed, b = a + 1, c = b * 2, d = c - 5, e = d * 3, f = e + a, g = f - 2,
	     h = g * b;
	double p = fraction, q = p * 3, r = q - 1, s = r * r, t = s + p, u = t * 7,
	       v = u - q, w = v + 2, x = w * p, y = x - 1;
	int error = 0;

	for (int i = 0; i < 3 && error == 0; i++) {
		error = arg == NULL ? 0 : generator_yield(&i, NULL);
		a += seed, b += a, c += b, d += c, e += d, f += e, g += f, h += g;
		p += fraction, q += p, r += q, s += r, t += s, u += t, v += u, w += v,
			x += w, y += x;
	}
	trace("%ld %.4f", a + b + c + d + e + f + g + h,
	      p + q + r + s + t + u + v + w + x + y);
	return error;
}

/* The same on the resumer's side, so that each would spoil the other's values. */
static void resumes_and_keeps_its_values(Generator *g)
{
	long a = seed, b = a * 5, c = b - 1, d = c + a, e = d * 2, f = e - 7, h = f + b,
	     i = h * 3;
	double p = fraction, q = p + 8, r = q / 2, s = r - p, t = s * 4, u = t + q,
	       v = u - 3, w = v * r, x = w + 1, y = x / 2;
	int turns = 0;

	while (g != NULL ? generator_next(g, NULL) == 1 : turns < 3) {
		turns++;
		a += seed, b += a, c += b, d += c, e += d, f += e, h += f, i += h;
		p += fraction, q += p, r += q, s += r, t += s, u += t, v += u, w += v,
			x += w, y += x;
	}
	trace("%ld %.4f", a + b + c + d + e + f + h + i,
	      p + q + r + s + t + u + v + w + x + y);
}

static void both_sides_keep_their_values(void **state)
{
	char expected[200];
	Generator *g = generator_new(keeps_its_values, "pause");

	keeps_its_values(NULL, NULL);
	resumes_and_keeps_its_values(NULL);
	snprintf(expected, sizeof expected, "%s %s", traced(), traced());
	assert_non_null(g);
	resumes_and_keeps_its_values(g);
	assert_trace(expected);
	generator_free(g);
}

/* Both the stack pointer and the frame pointer move: some compilers need a third. */
static int has_arrays(void *arg, void **result)
{
	int error = 0;

	for (int i = 0; i < 4 && error == 0; i++) {
		_Alignas(64) double aligned[4] = { 0, i, 0, 0 };
		char text[lengths[i]];
		memset(text, 'x', sizeof text);
		text[sizeof text - 1] = '\0';
		error = generator_yield(aligned, NULL);
		trace("%d %zu %.1f", (int)((uintptr_t)aligned % 64), strlen(text),
		      aligned[1]);
	}
	return error;
}

static void arrays_of_any_length_and_alignment_survive(void **state)
{
	Generator *g = generator_new(has_arrays, NULL);
	void *value = NULL;

	for (int i = 0; i < 4; i++) {
		_Alignas(64) double aligned[4] = { 0, 0, i, 0 };
		char text[lengths[i]];
		memset(text, 'y', sizeof text);
		assert_int_equal(generator_next(g, &value), 1);
		assert_true(aligned[2] == i && text[sizeof text - 1] == 'y');
		assert_true(((double *)value)[1] == i);
	}
	assert_int_equal(generator_next(g, NULL), 0);
	assert_trace("0 39 0.0 0 6 1.0 0 299 2.0 0 0 3.0");
	generator_free(g);
}

/* Where a frame begins, counted from a boundary that suits every type: whatever it is on
 * this processor, it is the same on every stack. */
__attribute__((noinline)) static int frame_begins(void)
{
	return (int)((uintptr_t)__builtin_frame_address(0) % _Alignof(max_align_t));
}

static int prints_a_fraction(void *frame, void **result)
{
	char text[40];
	_Alignas(16) char aligned[16];

	snprintf(text, sizeof text, "%.3f %.2Le", fraction / 3, (long double)fraction);
	trace("%s %d", text, (int)((uintptr_t)aligned % 16));
	trace("%d", frame_begins() - *(int *)frame);
	return generator_yield(NULL, NULL);
}

static void the_stack_is_aligned_for_floating_point(void **state)
{
	int frame = frame_begins();
	Generator *g = generator_new(prints_a_fraction, &frame);

	assert_int_equal(generator_next(g, NULL), 1);
	assert_trace("0.167 5.00e-01 0 0");
	generator_free(g);
}

static int uses_most_of_its_stack(void *arg, void **result)
{
	volatile char space[56 * 1024];

	for (size_t i = 0; i < sizeof space; i += 512)
		space[i] = (char)i;
	trace("%d", generator_yield(NULL, NULL) == 0 && space[1024] == 0);
	return 0;
}

static void a_body_may_use_56_of_its_64_KiB(void **state)
{
	Generator *g = generator_new(uses_most_of_its_stack, NULL);

	assert_int_equal(generator_next(g, NULL), 1);
	assert_int_equal(generator_next(g, NULL), 0);
	assert_trace("1");
	generator_free(g);
}

TESTS(T(both_sides_keep_their_values), T(arrays_of_any_length_and_alignment_survive),
      T(the_stack_is_aligned_for_floating_point), T(a_body_may_use_56_of_its_64_KiB))
