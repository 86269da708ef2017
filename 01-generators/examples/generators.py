# two functions that take turns, because they can pause
import string


def count():
    c = 1
    for i in range(5):
        print("count:", c)
        yield c
        c += 1


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
