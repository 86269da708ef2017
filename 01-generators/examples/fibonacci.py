# an infinite list: each number is computed when it is asked for
import sys
from itertools import islice


def fibonacci():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


count = int(sys.argv[2]) if len(sys.argv) > 2 else 10
for number in islice(fibonacci(), count):
    print(number)
