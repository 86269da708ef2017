# a server that sends lines back in upper case, and clients that talk to it
import asyncio


async def answer(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def talk(number, port):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for i in range(1, 3):
        writer.write(f"client {number}, line {i}\n".encode())
        line = await reader.readline()
        print(f"client {number} hears: {line.decode()}", end="")
        await asyncio.sleep(0.01 * number)
    writer.close()


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    await asyncio.gather(*(talk(i, port) for i in range(1, 4)))
    server.close()
    await server.wait_closed()
    print("all have gone")


asyncio.run(main())
