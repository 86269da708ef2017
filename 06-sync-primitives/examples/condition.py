# consumers wait, and one, then two, then all of them are notified
import asyncio
import sys


async def consumer(condition, n):
    async with condition:
        print("consumer {} is waiting".format(n))
        await condition.wait()
        print("consumer {} triggered".format(n))
    print("ending consumer {}".format(n))


async def manipulate_condition(condition):
    print("starting manipulate_condition")
    await asyncio.sleep(0.1)  # let the consumers start
    for i in range(1, 3):
        async with condition:
            print("notifying {} consumers".format(i))
            condition.notify(n=i)
        await asyncio.sleep(0.1)
    async with condition:
        print("notifying remaining consumers")
        condition.notify_all()
    print("ending manipulate_condition")


async def main(consumers):
    condition = asyncio.Condition()
    tasks = [consumer(condition, i) for i in range(consumers)]
    await asyncio.gather(*tasks, manipulate_condition(condition))


asyncio.run(main(int(([5] + sys.argv[1:])[-1])))
