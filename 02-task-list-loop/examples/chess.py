# one master, many opponents: game after game, or from table to table
import sys
import time

MOVES, HERS, THEIRS = 30, 5, 55
options = dict(zip(sys.argv[1::2], map(int, sys.argv[2::2])))
opponents, hurry = options.get("--opponents", 24), options.get("--hurry", 1)


def think(seconds):
    time.sleep(max(seconds, 0) / hurry)


def hours_since(start):
    return (time.perf_counter() - start) * hurry / 3600


def game():
    ready = 0
    for move in range(MOVES):
        think((ready - time.perf_counter()) * hurry)
        think(HERS)
        ready = time.perf_counter() + THEIRS / hurry
        yield True


def one_after_the_other():
    start = time.perf_counter()
    for move in range(opponents * MOVES):
        think(HERS)
        think(THEIRS)
    return hours_since(start)


def from_table_to_table():
    start = time.perf_counter()
    games = [game() for opponent in range(opponents)]
    while games:
        games = [g for g in games if next(g, None)]
    return hours_since(start)


print(f"one game after the other: {one_after_the_other():.1f} hours")
print(f"from table to table: {from_table_to_table():.1f} hours")
