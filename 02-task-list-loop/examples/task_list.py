# two generators on a list, each of which gets a turn in each pass
import string
import time


def count():
    for c in range(1, 6):
        print("count:", c)
        yield c
        time.sleep(0.5)


def char():
    for c in string.ascii_letters:
        print("char:", c)
        yield c
        time.sleep(0.5)


tasks = [count(), char()]
while tasks:
    finished = []
    for task in tasks:
        if next(task, None) is None:
            print(f"task {task.__name__} finish")
            finished.append(task)
    for task in finished:
        tasks.remove(task)
