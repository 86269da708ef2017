/* thread_producer.c - a thread makes products, tasks of a loop consume them. How does a
 * task learn that the thread has made one? The thread wakes the loop; or, with --poll,
 * the task asks again and again. */
#include "executor.h"
#include "program.h"
#include "queues.h"
#include "runners.h"

#include <pthread.h>

enum { CONSUMERS = 3 };
static const double MAKING = 0.1, CONSUMING = 0.25, ASKING = 0.02;

static long products = 6;

/* From the thread to the loop: one product more, and who has to hear of it. */
typedef struct Product {
	Handle handle;
	long number;
	struct Shop *shop;
} Product;

typedef struct Shop {
	Loop *loop;
	Queue queue; /* of the loop */
	int error;   /* there was no memory to put a product into it; or 0 */
	Product *made;
	long wake_ups;
	int (*hand_over)(Product *product);
	int (*get)(struct Shop *shop, Product **product);
	/* queue.Queue, of the thread and the loop: so many of made are in it. */
	pthread_mutex_t lock;
	long put, got;
} Shop;

/* What a thread does with a loop: it asks it to call something. If a product cannot be
 * put, the shop closes. */
static void put(void *arg)
{
	Product *product = arg;
	Shop *shop = product->shop;
	int error = queue_put_nowait(&shop->queue, product);

	if (error == 0 || shop->error < 0)
		return;
	shop->error = error;
	queue_shutdown(&shop->queue, true);
}

static int wake_the_loop(Product *product)
{
	product->handle = (Handle)HANDLE(put, product);
	return loop_call_soon_threadsafe(product->shop->loop, &product->handle);
}

static int get(Shop *shop, Product **product)
{
	void *item = NULL;
	int error = queue_get(&shop->queue, &item);

	shop->wake_ups++;
	*product = item;
	return shop->error < 0 ? shop->error : error;
}

/* The other way: it is left where a task will find it. */
static int leave_it(Product *product)
{
	pthread_mutex_lock(&product->shop->lock);
	product->shop->put++;
	pthread_mutex_unlock(&product->shop->lock);
	return 0;
}

static int ask(Shop *shop, Product **product)
{
	int error = 0;

	*product = NULL;
	while (error == 0 && *product == NULL) {
		shop->wake_ups++;
		pthread_mutex_lock(&shop->lock);
		if (shop->got < shop->put)
			*product = &shop->made[shop->got++];
		pthread_mutex_unlock(&shop->lock);
		if (*product == NULL)
			error = asyncio_sleep(ASKING);
	}
	return error;
}

/* The thread. After the last product each consumer gets number 0: there are no more. */
static void *produce(void *arg)
{
	Shop *shop = arg;
	int error = 0; /* the loop is closed: it takes no more */

	for (long i = 0; i < products + CONSUMERS && error == 0; i++) {
		shop->made[i].shop = shop;
		shop->made[i].number = i < products ? i + 1 : 0;
		error = shop->hand_over(&shop->made[i]);
		if (i < products)
			time_sleep(MAKING);
	}
	return NULL;
}

static int consume(void *arg, void **result)
{
	Product *product;
	int error;

	while ((error = ((Shop *)arg)->get(arg, &product)) == 0 && product->number > 0) {
		printf("product %ld\n", product->number);
		error = asyncio_sleep(CONSUMING);
		if (error < 0)
			return error;
	}
	return error;
}

static int sell(void *arg, void **result)
{
	Shop *shop = arg;
	Future *consumers[CONSUMERS];
	pthread_t thread;

	shop->loop = asyncio_get_running_loop();
	int error = pthread_create(&thread, NULL, produce, shop);
	if (error != 0)
		return -error;
	for (int i = 0; i < CONSUMERS; i++)
		consumers[i] = asyncio_create_task(consume, shop);
	error = await(asyncio_gatherv(consumers, CONSUMERS, NULL, NULL), NULL);
	pthread_join(thread, NULL);
	queue_clear(&shop->queue);
	return error;
}

/* How often tasks woke up for it. */
static long open_shop(Shop shop)
{
	shop.made = calloc((size_t)products + CONSUMERS, sizeof *shop.made);
	int error = shop.made == NULL ? -ENOMEM : -pthread_mutex_init(&shop.lock, NULL);
	if (error == 0)
		error = asyncio_run(sell, &shop, NULL);
	if (error < 0)
		program_fail(error);
	free(shop.made);
	return shop.wake_ups;
}

int main(int argc, char *argv[])
{
	Shop woken = { .hand_over = wake_the_loop, .get = get };
	Shop polled = { .hand_over = leave_it, .get = ask };
	bool poll = false;
	Option options[] = { { "products", &products, 1, 1000 },
		             { "poll", &poll, OPTION_FLAG },
		             { 0 } };

	program_begin(
		argc, argv, options,
		" [--products N] [--poll]\n\n"
		"A thread makes N products (1 to 1000; 6), one every 0.1 seconds, "
		"and wakes a loop\nwith each, in which three tasks consume them. With "
		"--poll the tasks ask for them\nevery 0.02 seconds first, to compare. "
		"Always in real time.");
	unsetenv("ASYNCIO_CLOCK");
	if (poll)
		printf("asking: %ld wake-ups\n", open_shop(polled));
	printf("woken: %ld wake-ups\n", open_shop(woken));
	return 0;
}
