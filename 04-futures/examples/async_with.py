# what has been acquired is released, however its user ends
import asyncio


class Lamp:
    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        await asyncio.sleep(0.1)
        print(self.name, "has light")

    async def __aexit__(self, *error):
        await asyncio.sleep(0.1)
        print(self.name, "has put it out")


async def use(name, seconds, error):
    async with Lamp(name):
        await asyncio.sleep(seconds)
        if error:
            raise error


async def main():
    users = [("Ada", 1, None), ("Bob", 2, OSError()), ("Cyd", 9, None), ("Dan", 9, None)]
    loop = asyncio.get_running_loop()
    tasks = [asyncio.create_task(use(*user)) for user in users]
    loop.call_later(3, tasks[2].cancel)
    loop.call_later(0.05, tasks[3].cancel)
    errors = await asyncio.gather(*tasks, return_exceptions=True)
    for (name, *_), error in zip(users, errors):
        if isinstance(error, asyncio.CancelledError):
            print(name, "was cancelled")
        else:
            print(name, "has failed" if error else "is done")


asyncio.run(main())
