# producers and consumers that know nothing of each other, only the queue between them
import argparse
import asyncio
import os
import random
import time


def say(text):
    if not quiet:
        print(text)


async def makeitem(size=5):
    return os.urandom(size).hex()


async def randsleep(caller):
    i = random.randint(0, 10)
    say(f"{caller} sleeping for {i} seconds.")
    if ns.sync:
        time.sleep(i)
    else:
        await asyncio.sleep(i)


async def produce(name):
    n = random.randint(0, 10)
    for _ in range(n):
        await randsleep(f"Producer {name}")
        i = await makeitem()
        t = time.perf_counter()
        await q.put((i, t))
        say(f"Producer {name} added <{i}> to queue.")


async def consume(name):
    while not ns.sync or not q.empty():
        await randsleep(f"Consumer {name}")
        i, t = await q.get()
        waits.append(time.perf_counter() - t)
        say(f"Consumer {name} got element <{i}> in {waits[-1]:0.5f} seconds.")
        q.task_done()


async def run_tasks():
    producers = [asyncio.create_task(produce(n)) for n in range(ns.p)]
    consumers = [asyncio.create_task(consume(n)) for n in range(ns.c)]
    await asyncio.gather(*producers)
    await q.join()
    for c in consumers:
        c.cancel()


async def run_sync():
    for n in range(ns.p):
        await produce(n)
    for n in range(ns.c):
        await consume(n)


def run(version):
    global q, waits
    q, waits = asyncio.Queue(), []
    random.seed(ns.seed)
    start = time.perf_counter()
    asyncio.run(version())
    elapsed = time.perf_counter() - start
    say(f"Program completed in {elapsed:0.5f} seconds.")
    return waits, elapsed


def report(version, waits, elapsed):
    n = len(waits)
    mean, longest = sum(waits) / max(n, 1), max(waits, default=0)
    print(f"{version:20} {n} items, which lay waiting for {mean:.1f} seconds each, "
          f"the longest for {longest:.1f}; {elapsed:.1f} seconds in all")


parser = argparse.ArgumentParser()
parser.add_argument("-p", type=int, default=5)
parser.add_argument("-c", type=int, default=10)
parser.add_argument("--seed", type=int, default=444)
parser.add_argument("--sync", action="store_true")
ns = parser.parse_args()
quiet = False
one_by_one = run(run_sync if ns.sync else run_tasks)
if ns.sync:
    ns.sync, quiet = False, True
    as_tasks = run(run_tasks)
    print()
    report("One after the other:", *one_by_one)
    report("As tasks:", *as_tasks)
