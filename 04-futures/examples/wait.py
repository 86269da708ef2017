# waits until several tasks are done
import asyncio
import sys


async def phase(i):
    print("in phase {}".format(i))
    await asyncio.sleep(0.1 * i)
    print("done with phase {}".format(i))
    return "phase {} result".format(i)


async def main(num_phases):
    print("starting main")
    phases = [asyncio.create_task(phase(i)) for i in range(num_phases)]
    print("waiting for phases to complete")
    completed, pending = await asyncio.wait(phases)
    results = [t.result() for t in phases if t in completed]
    print("results: {!r}".format(results))


asyncio.run(main(int(([3] + sys.argv[1:])[-1])))
