import argparse
import asyncio
import queue
import threading
import time

MAKING, CONSUMING, ASKING, CONSUMERS = 0.1, 0.25, 0.02, 3


class Woken:
    """The thread asks the loop to put."""

    def __init__(self):
        self.queue, self.wake_ups = asyncio.Queue(), 0
        self.loop = asyncio.get_running_loop()

    def put(self, number):
        self.loop.call_soon_threadsafe(self.queue.put_nowait, number)

    async def get(self):
        number = await self.queue.get()
        self.wake_ups += 1
        return number


class Polled:
    """The tasks look into a queue of threads."""

    def __init__(self):
        self.queue, self.wake_ups = queue.Queue(), 0
        self.put = self.queue.put

    async def get(self):
        while True:
            self.wake_ups += 1
            try:
                return self.queue.get(block=False)
            except queue.Empty:
                await asyncio.sleep(ASKING)


def produce(shop, products):
    for number in range(1, products + 1):
        shop.put(number)
        time.sleep(MAKING)
    for _ in range(CONSUMERS):
        shop.put(0)


async def consume(shop):
    while (number := await shop.get()) > 0:
        print("product", number)
        await asyncio.sleep(CONSUMING)


async def sell(kind, products):
    shop = kind()
    thread = threading.Thread(target=produce, args=(shop, products))
    thread.start()
    await asyncio.gather(*(consume(shop) for _ in range(CONSUMERS)))
    thread.join()
    return shop.wake_ups


parser = argparse.ArgumentParser()
parser.add_argument("--products", type=int, default=6)
parser.add_argument("--poll", action="store_true")
arguments = parser.parse_args()
if arguments.poll:
    print("asking:", asyncio.run(sell(Polled, arguments.products)), "wake-ups")
print("woken:", asyncio.run(sell(Woken, arguments.products)), "wake-ups")
