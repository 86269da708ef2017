# what goes wrong between one await and the next, and five ways to make it go right
import asyncio
import time

RUNNERS, GUESTS, SEATS, WALKERS = 3, 10, 3, 3
total = loaves = seated = most = 0


def seconds():
    return time.perf_counter() - began


async def together(fn, n):
    global began
    began = time.perf_counter()
    await asyncio.gather(*(fn(i + 1) for i in range(n)))


async def add_one(number):
    global total
    read = total
    await asyncio.sleep(0.01)
    total = read + 1


async def without_anything():
    await together(add_one, 100)
    print(f"nothing: 100 tasks add 1, the sum is {total} after {seconds():.2f} s")


async def with_a_lock():
    global total
    total, lock = 0, asyncio.Lock()

    async def add_one_alone(number):
        async with lock:
            await add_one(number)

    await together(add_one_alone, 100)
    print(f"lock: 100 tasks add 1, the sum is {total} after {seconds():.2f} s")


async def with_an_event():
    shot = asyncio.Event()

    async def run_off(number):
        await shot.wait()
        print(f"event: runner {number} is off after {seconds():.2f} s")

    asyncio.get_running_loop().call_later(0.5, shot.set)
    await together(run_off, RUNNERS)


async def with_a_condition():
    changed = asyncio.Condition()

    async def buy(number):
        global loaves
        wanted = 5 - number
        async with changed:
            await changed.wait_for(lambda: loaves >= wanted)
            loaves -= wanted
            print(f"condition: {wanted} loaves are sold after {seconds():.2f} s")

    async def bake():
        global loaves
        for i in range(9):
            await asyncio.sleep(0.1)
            async with changed:
                loaves += 1
                changed.notify_all()

    baker = asyncio.create_task(bake())
    await together(buy, 3)
    await baker


async def with_a_semaphore():
    seats = asyncio.Semaphore(SEATS)

    async def eat(number):
        global seated, most
        async with seats:
            seated += 1
            most = max(most, seated)
            await asyncio.sleep(0.1)
            seated -= 1

    await together(eat, GUESTS)
    print(f"semaphore: {GUESTS} guests had {SEATS} seats, and {most} at once, "
          f"for {seconds():.2f} s")


async def with_a_barrier():
    hut = asyncio.Barrier(WALKERS)

    async def walk(number):
        for day in range(1, 3):
            await asyncio.sleep(0.1 * number)
            if await hut.wait() == WALKERS - 1:
                print(f"barrier: all are at hut {day} after {seconds():.2f} s")

    await together(walk, WALKERS)


async def tour():
    for part in (without_anything, with_a_lock, with_an_event, with_a_condition,
                 with_a_semaphore, with_a_barrier):
        await part()


asyncio.run(tour())
