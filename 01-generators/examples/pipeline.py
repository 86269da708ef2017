# generators that feed on generators: count, then square, then keep the odd
import sys


def square(numbers):
    for n in numbers:
        yield n * n


def odd(numbers):
    for n in numbers:
        if n % 2 == 1:
            yield n


limit = int(sys.argv[2]) if len(sys.argv) > 2 else 10
for n in odd(square(range(1, limit + 1))):
    print(n)
