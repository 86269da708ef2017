# a lock that is acquired before the coroutines run, and released by a callback
import asyncio


def unlock(lock):
    print("callback releasing lock")
    lock.release()


async def coro1(lock):
    print("coro1 waiting for the lock")
    async with lock:
        print("coro1 acquired lock")
    print("coro1 released lock")


async def coro2(lock):
    print("coro2 waiting for the lock")
    await lock.acquire()
    try:
        print("coro2 acquired lock")
    finally:
        print("coro2 released lock")
        lock.release()


async def main():
    lock = asyncio.Lock()
    print("acquiring the lock before starting coroutines")
    await lock.acquire()
    print("lock acquired: {}".format(lock.locked()))
    asyncio.get_running_loop().call_later(0.1, unlock, lock)
    print("waiting for coroutines")
    await asyncio.gather(coro1(lock), coro2(lock))


asyncio.run(main())
