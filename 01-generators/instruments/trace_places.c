/* trace_places.c - things are found again by their addresses. */
#include "generator.h"
#include "trace_private.h"

#include <stdint.h>
#include <stdlib.h>

/* A thing may be known by several addresses: a task by its generator's, too. */
typedef struct Place {
	struct Place *next; /* of those with the same hash */
	const void *address;
	Thing *thing;
} Place;

static Place **places;
static size_t n_places, n_hashes;

_Thread_local Thing *trace_running;

/* ==== Given: a run that is watched ==== */

static size_t hash_of(const void *address, size_t n)
{
	return ((uintptr_t)address >> 3) * 2654435761u % n;
}

/* Twice as many hashes, so that each has one place, mostly. Without memory it stays as it
 * is. */
static void places_grow(void)
{
	size_t n = n_hashes == 0 ? 256 : 2 * n_hashes;
	Place **grown = calloc(n, sizeof(Place *)), *next;

	if (grown == NULL)
		return;
	for (size_t i = 0; i < n_hashes; i++) {
		for (Place *place = places[i]; place != NULL; place = next) {
			Place **to = &grown[hash_of(place->address, n)];
			next = place->next;
			place->next = *to;
			*to = place;
		}
	}
	free(places);
	places = grown;
	n_hashes = n;
}

static Place *place_at(const void *address)
{
	Place *place = n_hashes == 0 ? NULL : places[hash_of(address, n_hashes)];

	while (place != NULL && place->address != address)
		place = place->next;
	return place;
}

Thing *trace_find(const void *address)
{
	const Place *place = place_at(address);

	return place == NULL || place->thing->over ? NULL : place->thing;
}

/* NULL: there is no memory. */
static Place *place_new(const void *address)
{
	if (n_places >= n_hashes)
		places_grow();
	Place *place = n_hashes == 0 ? NULL : calloc(1, sizeof *place);
	if (place == NULL)
		return NULL;
	Place **to = &places[hash_of(address, n_hashes)];
	*place = (Place){ .next = *to, .address = address };
	*to = place;
	n_places++;
	return place;
}

/* The last place that a thing leaves frees it. */
bool trace_place(const void *address, Thing *thing)
{
	Place *place = place_at(address);

	if (place == NULL)
		place = place_new(address);
	if (place == NULL)
		return false;
	if (place->thing != NULL && --place->thing->places == 0 &&
	    place->thing != trace_running)
		free(place->thing);
	place->thing = thing;
	thing->places++;
	return true;
}

Thing *trace_runs(void)
{
	Thing *thing = generator_current == NULL ? NULL : trace_find(generator_current);

	return thing != NULL ? thing : trace_running;
}
