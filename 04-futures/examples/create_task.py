# a task runs a coroutine by itself, and can be awaited
import asyncio


def show_task(before, task):
    print(before, repr(task).split(" coro=")[0] + ">")


async def task_func():
    print("in task_func")
    return "the result"


async def main():
    print("creating task")
    task = asyncio.create_task(task_func(), name="task_func")
    show_task("waiting for", task)
    return_value = await task
    show_task("task completed", task)
    print("return value: {!r}".format(return_value))


asyncio.run(main())
