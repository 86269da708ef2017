# a recursive walk that pauses at every node, by yield from
import sys


def insert(tree, value):
    if tree is None:
        return [value, None, None]
    side = 1 if value < tree[0] else 2
    tree[side] = insert(tree[side], value)
    return tree


def walk(tree):
    if tree is not None:
        yield from walk(tree[1])
        yield tree[0]
        yield from walk(tree[2])


tree = None
for text in sys.argv[1:] or [8, 3, 10, 1, 6, 14, 4, 7, 13]:
    tree = insert(tree, int(text))
for value in walk(tree):
    print(value)
