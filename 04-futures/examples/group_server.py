# chapter 3's server once more, in straight lines: a connection is a task that awaits what
# it needs; all of them are one group, and end together
import asyncio
import signal
import socket
import sys

BUFFER_SIZE, REST, GRACE, SILENCE = 16 * 1024, 1, 2, 0.1
options = dict(zip(sys.argv[1::2], map(int, sys.argv[2::2])))
idle_timeout = options.get("--idle-timeout") or None
silences = set()
stopping = False


async def client_recv(conn):
    async with asyncio.timeout(SILENCE if stopping else idle_timeout) as silence:
        silences.add(silence)
        try:
            return await asyncio.get_running_loop().sock_recv(conn, BUFFER_SIZE)
        finally:
            silences.discard(silence)


async def client_sendall(conn, data):
    async with asyncio.timeout(None if stopping else idle_timeout):
        await asyncio.get_running_loop().sock_sendall(conn, data)


async def client_run(conn):
    with conn:
        try:
            while data := await client_recv(conn):
                await client_sendall(conn, data.upper())
        except (OSError, TimeoutError):
            pass  # how a connection ends is its own affair


async def accept_clients(listener, group):
    while True:
        try:
            conn, address = await asyncio.get_running_loop().sock_accept(listener)
            group.create_task(client_run(conn))
        except OSError:
            await asyncio.sleep(REST)


async def main(listener):
    def stop():
        global stopping
        now = loop.time()
        grace.reschedule(now if stopping else now + GRACE)
        if stopping:
            return
        stopping = True
        accepting.cancel()
        listener.close()
        for silence in silences:
            silence.reschedule(now + SILENCE)

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, stop)
    loop.add_signal_handler(signal.SIGTERM, stop)
    try:
        async with asyncio.timeout(None) as grace, asyncio.TaskGroup() as group:
            accepting = group.create_task(accept_clients(listener, group))
    except TimeoutError:
        pass


with socket.create_server(("127.0.0.1", options.get("--port", 8080)), backlog=1024) as listener:
    listener.setblocking(False)
    print("listening on 127.0.0.1:%d" % listener.getsockname()[1], flush=True)
    asyncio.run(main(listener))
