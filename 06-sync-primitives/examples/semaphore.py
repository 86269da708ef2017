# many downloads, of which a few may run at a time
import asyncio
import sys
import time

options = dict(zip(sys.argv[1::2], map(int, sys.argv[2::2])))


def say(n, what):
    print("{:.1f} s: download {} {}".format(time.perf_counter() - start, n, what))


async def download(semaphore, n):
    async with semaphore:
        say(n, "begins")
        await asyncio.sleep(1 if n % 2 == 0 else 2)
        say(n, "ends")


async def main(downloads, at_once):
    global start
    start = time.perf_counter()
    semaphore = asyncio.Semaphore(at_once)
    await asyncio.gather(*(download(semaphore, i) for i in range(downloads)))


asyncio.run(main(options.get("--downloads", 6), options.get("--at-once", 2)))
