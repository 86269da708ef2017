# a generator that is sent values, and cleans up when it is closed
import sys


def running_average():
    average = total = n = 0
    try:
        while True:
            number = yield average
            n += 1
            total += number
            average = total / n
    finally:
        print(f"closed after {n} numbers")


averager = running_average()
next(averager)    # up to its first yield
for text in sys.argv[1:] or [10, 20, 60, 30]:
    number = int(text)
    print(f"{number}: {averager.send(number):.2f}")
averager.close()
