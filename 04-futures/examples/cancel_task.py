# a task that is canceled before it has begun never does
import asyncio


def show_task(before, task):
    print(before, repr(task).split(" coro=")[0] + ">")


async def task_func():
    print("in task_func")
    return "the result"


async def main():
    print("creating task")
    task = asyncio.create_task(task_func(), name="task_func")
    print("canceling task")
    task.cancel()
    show_task("canceled task", task)
    try:
        result = await task
    except asyncio.CancelledError:
        print("caught error from canceled task")
    else:
        print("task result: {!r}".format(result))


asyncio.run(main())
