# virtual.py TWIN ARGUMENT...: runs a Python twin on the clock that ASYNCIO_CLOCK=virtual means:
# time moves only by sleeping; timers due at one instant fire in the order they were set.
import asyncio
import itertools
import runpy
import selectors
import sys
import time

now = 0.0
order = itertools.count()


def sleep(seconds):
    global now
    now += seconds


class VirtualSelector(selectors.DefaultSelector):
    def select(self, timeout=None):
        global now
        events = super().select(None if timeout is None else 0)
        if not events and timeout is not None and timeout > 0:
            now += timeout
        return events


class Loop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__(VirtualSelector())

    def time(self):
        return now


class Policy(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self):
        return Loop()


class TimerHandle(asyncio.TimerHandle):
    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.order = next(order)

    def __lt__(self, other):
        return (self.when(), self.order) < (other.when(), other.order)


asyncio.events.TimerHandle = TimerHandle
time.sleep = sleep
time.perf_counter = time.monotonic = lambda: now
asyncio.set_event_loop_policy(Policy())
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
