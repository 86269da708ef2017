# the results of several tasks, each as soon as it is there
import asyncio
import sys


async def phase(i):
    print("in phase {}".format(i))
    await asyncio.sleep(0.5 - (0.1 * i))
    print("done with phase {}".format(i))
    return "phase {} result".format(i)


async def main(num_phases):
    print("starting main")
    phases = [asyncio.create_task(phase(i)) for i in range(num_phases)]
    print("waiting for phases to complete")
    results = []
    for next_to_complete in asyncio.as_completed(phases):
        answer = await next_to_complete
        print("received answer {!r}".format(answer))
        results.append(answer)
    print("results: {!r}".format(results))


asyncio.run(main(int(([3] + sys.argv[1:])[-1])))
