# a loop over a list of generators; and how not to delete from it
import sys


def letter(name):
    for i in range(1, ord("d") - ord(name) + 1):
        print(f" {name}{i} ", end="")
        yield True


def round_robin(tasks, naive):
    while tasks:
        finished = []
        print("|", end="")
        for i, task in enumerate(tasks):
            if next(task, None) is None:
                if naive:
                    tasks.remove(task)
                else:
                    finished.append(i)
        for i in sorted(finished, reverse=True):
            tasks.pop(i)


names = sys.argv[-1] if sys.argv[-1].isalpha() else "cab"
round_robin([letter(name) for name in names], naive="--naive" in sys.argv)
print("|")
