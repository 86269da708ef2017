# a queue has no timeout: three ways to have one
import asyncio
import time

q = asyncio.Queue()
getter = None


async def get_with_wait_for():
    return await asyncio.wait_for(q.get(), 0.5)


async def get_with_timeout():
    async with asyncio.timeout(0.5):
        return await q.get()


async def get_with_wait():
    global getter
    if getter is None:
        getter = asyncio.create_task(q.get())
    done, pending = await asyncio.wait([getter], timeout=0.5)
    if not done:
        raise asyncio.TimeoutError
    task, getter = getter, None
    return await task


async def produce():
    await asyncio.sleep(0.8)
    await q.put("an item")


async def try_it(way, get):
    producer = asyncio.create_task(produce())
    item = None
    while item is None:
        start = time.perf_counter()
        try:
            item = await get()
            print(f"{way}: {item} after {time.perf_counter() - start:.1f} seconds")
        except asyncio.TimeoutError:
            print(f"{way}: nothing for {time.perf_counter() - start:.1f} seconds")
    await producer


async def main():
    await try_it("wait_for", get_with_wait_for)
    await try_it("timeout", get_with_timeout)
    await try_it("wait", get_with_wait)
    print(f"{q.qsize()} items are left")


asyncio.run(main())
