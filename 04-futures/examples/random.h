/* random.h - Python's random numbers: after random_seed(444), random_randint(0, 10)
 * returns what random.randint(0, 10) does after random.seed(444). They come from the
 * Mersenne twister of M. Matsumoto and T. Nishimura (1998). */
#ifndef RANDOM_H
#define RANDOM_H

#include <stdint.h>

enum { RANDOM_WORDS = 624, RANDOM_MIDDLE = 397 };

/* The state, and how many of its words have been handed out. */
static uint32_t random_state[RANDOM_WORDS];
static int random_used = RANDOM_WORDS;

static inline uint32_t random_folded(uint32_t word)
{
	return word ^ word >> 30;
}

/* Each word is made from the one before; the first has the last before it. Returns where
 * the next one stands. */
static inline int random_step(int i, uint32_t factor, uint32_t more)
{
	uint32_t *word = &random_state[i];

	*word = (*word ^ random_folded(word[-1]) * factor) + more;
	if (i < RANDOM_WORDS - 1)
		return i + 1;
	random_state[0] = *word;
	return 1;
}

/* random.seed(seed): goes around twice, first with the seed, then without. */
static inline void random_seed(uint64_t seed)
{
	uint32_t key[] = { (uint32_t)seed, (uint32_t)(seed >> 32) };
	int n = key[1] == 0 ? 1 : 2, i = 1;

	random_state[0] = 19650218;
	for (int k = 1; k < RANDOM_WORDS; k++)
		random_state[k] = random_folded(random_state[k - 1]) * 1812433253 +
		                  (uint32_t)k;
	for (int k = 0; k < RANDOM_WORDS; k++)
		i = random_step(i, 1664525, key[k % n] + (uint32_t)(k % n));
	for (int k = 1; k < RANDOM_WORDS; k++)
		i = random_step(i, 1566083941, -(uint32_t)i);
	random_state[0] = 1u << 31;
	random_used = RANDOM_WORDS;
}

/* The next 624 words. */
static inline void random_twist(void)
{
	for (int i = 0; i < RANDOM_WORDS; i++) {
		uint32_t next = random_state[(i + 1) % RANDOM_WORDS];
		uint32_t far = random_state[(i + RANDOM_MIDDLE) % RANDOM_WORDS];
		uint32_t both = (random_state[i] & 1u << 31) | (next & ~(1u << 31));
		random_state[i] = far ^ both >> 1 ^ (both & 1 ? 0x9908b0df : 0);
	}
	random_used = 0;
}

/* random.getrandbits(bits): 1 to 32 of them. */
static inline uint32_t random_getrandbits(int bits)
{
	if (random_used == RANDOM_WORDS)
		random_twist();
	uint32_t word = random_state[random_used++];
	word ^= word >> 11;
	word ^= word << 7 & 0x9d2c5680;
	word ^= word << 15 & 0xefc60000;
	word ^= word >> 18;
	return word >> (32 - bits);
}

/* random.randint(low, high): as many bits as the range has, again until they are in
 * it. */
static inline int random_randint(int low, int high)
{
	uint32_t range = (uint32_t)high - (uint32_t)low + 1, number;
	int bits = 0;

	while (bits < 32 && range >> bits != 0)
		bits++;
	do
		number = random_getrandbits(bits);
	while (number >= range);
	return low + (int)number;
}

#endif
