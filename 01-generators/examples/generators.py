# two functions that take turns, because they can pause
import string


def count():
    for c in range(1, 6):
        print("count:", c)
        yield c


def char():
    for c in string.ascii_letters:
        print("char:", c)
        yield c


t1 = count()
t2 = char()

for turn in range(2):
    next(t1)
    next(t2)
print("----------------")
