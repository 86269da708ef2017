# three tasks draw random numbers, each until it has one that is high enough
import asyncio
import random
import sys

notes = "--notes" in sys.argv
name, dot = ("make_random", ".") if notes else ("makerandom", "")
colours = ("\033[36m", "\033[91m", "\033[35m")


async def makerandom(idx, threshold):
    c = colours[idx]
    print(c + f"Initiated {name}({idx}).")
    i = random.randint(0, 10)
    while i <= threshold:
        print(c + f"{name}({idx}) == {i} too low; retrying.")
        await asyncio.sleep(1 if notes else idx + 1)
        i = random.randint(0, 10)
    print(c + f"---> Finished: {name}({idx}) == {i}{dot}\033[0m")
    return i


async def main():
    return await asyncio.gather(*(makerandom(i, 10 - i - 1) for i in range(3)))


random.seed(int(sys.argv[sys.argv.index("--seed") + 1]) if "--seed" in sys.argv else 444)
r1, r2, r3 = asyncio.run(main())
print()
print(f"r1: {r1}, r2: {r2}, r3: {r3}")
