# waits for several tasks, but not for long, and calls off those that are not done by then
import asyncio
import sys


async def phase(i):
    print("in phase {}".format(i))
    try:
        await asyncio.sleep(0.1 * i)
    except asyncio.CancelledError:
        print("phase {} canceled".format(i))
        raise
    print("done with phase {}".format(i))


async def main(num_phases):
    print("starting main")
    phases = [asyncio.create_task(phase(i)) for i in range(num_phases)]
    print("waiting 0.1 for phases to complete")
    completed, pending = await asyncio.wait(phases, timeout=0.1)
    print("{} completed and {} pending".format(len(completed), len(pending)))
    if pending:
        print("canceling tasks")
        for t in phases:
            t.cancel()
    print("exiting main")


asyncio.run(main(int(([3] + sys.argv[1:])[-1])))
