# a task that is canceled hears of it where it waits
import asyncio


async def task_func():
    print("in task_func, sleeping")
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print("task_func was canceled")
        raise
    return "the result"


def task_canceller(task):
    print("in task_canceller")
    task.cancel()
    print("canceled the task")


async def main():
    print("creating task")
    task = asyncio.create_task(task_func())
    asyncio.get_running_loop().call_soon(task_canceller, task)
    try:
        await task
    except asyncio.CancelledError:
        print("main() also sees task as canceled")


asyncio.run(main())
