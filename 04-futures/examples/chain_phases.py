# a coroutine that awaits two others, one after the other
import asyncio


async def outer():
    print("in outer")
    print("waiting for result1")
    result1 = await phase1()
    print("waiting for result2")
    result2 = await phase2(result1)
    return (result1, result2)


async def phase1():
    print("in phase1")
    return "result1"


async def phase2(arg):
    print("in phase2")
    return "result2 derived from {}".format(arg)


print("return value: {!r}".format(asyncio.run(outer())))
