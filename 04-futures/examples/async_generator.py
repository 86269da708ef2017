# a generator that waits between its values, in the task that asks for them
import asyncio
import sys


async def countdown(n):
    try:
        while n > 0:
            await asyncio.sleep(1)
            yield n
            n -= 1
    finally:
        print("countdown cleans up")


async def ticker():
    for _ in range(3):
        await asyncio.sleep(0.7)
        print("tick")


async def main(start, until):
    ticks = asyncio.create_task(ticker())
    counter = countdown(start)
    async for n in counter:
        print(n)
        if n == until:
            break
    await counter.aclose()
    print("the countdown is over")
    await ticks


options = dict(zip(sys.argv[1::2], map(int, sys.argv[2::2])))
asyncio.run(main(options.get("--from", 5), options.get("--until", 3)))
