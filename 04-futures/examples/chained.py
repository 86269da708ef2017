# chains of coroutines: the second part of each needs what the first one returns
import asyncio
import random
import sys
import time


async def part1(n):
    i = random.randint(0, 10)
    print(f"part1({n}) sleeping for {i} seconds.")
    await asyncio.sleep(i)
    result = f"result{n}-1"
    print(f"Returning part1({n}) == {result}.")
    return result


async def part2(n, arg):
    i = random.randint(0, 10)
    print(f"part2{n, arg} sleeping for {i} seconds.")
    await asyncio.sleep(i)
    result = f"result{n}-2 derived from {arg}"
    print(f"Returning part2{n, arg} == {result}.")
    return result


async def chain(n):
    start = time.perf_counter()
    p1 = await part1(n)
    p2 = await part2(n, p1)
    end = time.perf_counter() - start
    print(f"-->Chained result{n} => {p2} (took {end:0.2f} seconds).")


async def main(ids):
    await asyncio.gather(*(chain(n) for n in ids))


random.seed(444)
start = time.perf_counter()
asyncio.run(main([int(n) for n in sys.argv[1:]] or [1, 2, 3]))
print(f"Program finished in {time.perf_counter() - start:0.2f} seconds.")
