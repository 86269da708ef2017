# a task is handed on: the function that awaits it need not know
# where or how it was made
import asyncio


def show_task(before, task):
    print(before, repr(task).split(" coro=")[0] + ">")


async def wrapped():
    print("wrapped")
    return "result"


async def inner(task):
    print("inner: starting")
    show_task("inner: waiting for", task)
    result = await task
    print("inner: task returned {!r}".format(result))


async def starter():
    print("starter: creating task")
    task = asyncio.ensure_future(wrapped())
    task.set_name("wrapped")
    print("starter: waiting for inner")
    await inner(task)
    print("starter: inner returned")


print("entering event loop")
asyncio.run(starter())
