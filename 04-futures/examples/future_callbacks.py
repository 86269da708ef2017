# functions that a future calls when it is done, in the order in which they were added
import asyncio
import functools


def callback(future, n):
    print("{}: future done: {}".format(n, future.result()))


async def main(all_done):
    print("registering callbacks on future")
    all_done.add_done_callback(functools.partial(callback, n=1))
    all_done.add_done_callback(functools.partial(callback, n=2))
    print("setting result of future")
    all_done.set_result("the result")


event_loop = asyncio.new_event_loop()
try:
    all_done = event_loop.create_future()
    event_loop.run_until_complete(main(all_done))
finally:
    event_loop.close()
