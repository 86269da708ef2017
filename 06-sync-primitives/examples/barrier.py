# walkers who are not equally fast sleep in the same huts
import asyncio
import sys
import time

options = dict(zip(sys.argv[1::2], map(int, sys.argv[2::2])))


def hours():
    return time.perf_counter() - start


async def walker(hut, n, days):
    for day in range(1, days + 1):
        await asyncio.sleep(n)
        print("{:.0f} h: walker {} is at hut {}".format(hours(), n, day))
        index = await hut.wait()
        print("{:.0f} h: walker {} goes on, as number {}".format(hours(), n, index))


async def main(walkers, days):
    global start
    start = time.perf_counter()
    hut = asyncio.Barrier(walkers)
    await asyncio.gather(*(walker(hut, i + 1, days) for i in range(walkers)))


asyncio.run(main(options.get("--walkers", 3), options.get("--days", 2)))
