# countasync without asyncio: while one sleeps, everybody does
import time


def count():
    print("One")
    time.sleep(1)
    print("Two")


start = time.perf_counter()
for _ in range(3):
    count()
print(f"countsync executed in {time.perf_counter() - start:0.2f} seconds.")
