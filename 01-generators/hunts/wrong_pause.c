/* wrong_pause.c - One generator asks another one for a word and yields a sentence. */
#include "generator.h"

#include <stdio.h>

static int words(void *arg, void **result)
{
	int error = generator_yield("bread", NULL);

	return error < 0 ? error : generator_yield("butter", NULL);
}

static int sentences(void *arg, void **result)
{
	static char sentence[32];
	Generator *g = generator_new(words, NULL);
	void *word;
	int status, error = 0;

	while (error == 0 && (status = generator_next(g, &word)) == 1) {
		snprintf(sentence, sizeof sentence, "I like %s.", (const char *)word);
		error = generator_yield(sentence, NULL);
	}
	generator_free(g);
	return error;
}

int main(void)
{
	Generator *g = generator_new(sentences, NULL);
	void *sentence;
	int n = 0;

	while (n++ < 5 && generator_next(g, &sentence) == 1)
		printf("%s\n", (const char *)sentence);
	generator_free(g);
	return 0;
}
