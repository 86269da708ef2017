# chain_phases as it was written before there was await: generators, and yield from
import asyncio
import types


@types.coroutine
def outer():
    print("in outer")
    print("waiting for result1")
    result1 = yield from phase1()
    print("waiting for result2")
    result2 = yield from phase2(result1)
    return (result1, result2)


@types.coroutine
def phase1():
    print("in phase1")
    return "result1"
    yield


@types.coroutine
def phase2(arg):
    print("in phase2")
    return "result2 derived from {}".format(arg)
    yield


event_loop = asyncio.new_event_loop()
try:
    return_value = event_loop.run_until_complete(outer())
    print("return value: {!r}".format(return_value))
finally:
    event_loop.close()
