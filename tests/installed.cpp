// installed.cpp - installed.c as a C++17 program writes it: no named initialisers, and
// asyncio_gatherv instead of asyncio_gather.
#include <asyncio/asyncio.h>

#include <cstdio>
#include <string>

static std::string spoken;

static int speaker(void *name, void **)
{
	for (int i = 0; i < 2; i++) {
		spoken += std::string(spoken.empty() ? "" : " ") + static_cast<char *>(name);
		if (int error = asyncio_sleep(0.001); error < 0)
			return error;
	}
	return 0;
}

static int async_main(void *, void **)
{
	char ada[] = "ada", bob[] = "bob";
	Future *both[] = { asyncio_create_task(speaker, ada),
		           asyncio_create_task(speaker, bob) };
	Queue queue{};
	Lock lock{};

	queue.maxsize = 1;
	int error = await(asyncio_gatherv(both, 2, nullptr, nullptr), nullptr);
	if (error == 0)
		error = queue_put(&queue, nullptr);
	if (error == 0)
		error = lock_acquire(&lock);
	queue_clear(&queue);
	return error;
}

int main()
{
	int error = asyncio_run(async_main, nullptr, nullptr);

	std::printf("%s\n", spoken.c_str());
	return error < 0;
}
