# two coroutines wait for one event, which a callback sets
import asyncio


def set_event(event):
    print("setting event in callback")
    event.set()


async def coro(event, name):
    print("{} waiting for event".format(name))
    await event.wait()
    print("{} triggered".format(name))


async def main():
    event = asyncio.Event()
    print("event start state: {}".format(event.is_set()))
    asyncio.get_running_loop().call_later(0.1, set_event, event)
    await asyncio.gather(coro(event, "coro1"), coro(event, "coro2"))
    print("event end state: {}".format(event.is_set()))


asyncio.run(main())
