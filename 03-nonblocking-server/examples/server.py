# a server: a loop over a list of generators, which never sleeps
import socket
import sys

server = socket.socket(socket.AF_INET, type=socket.SOCK_STREAM, proto=0)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.setblocking(False)
server.bind(("127.0.0.1", int(sys.argv[2]) if len(sys.argv) > 2 else 8080))
server.listen(1024)
print("listening on 127.0.0.1:%d" % server.getsockname()[1], flush=True)


def accept(server):
    while True:
        try:
            conn, _ = server.accept()
        except BlockingIOError:
            yield -1  # nobody has come: the others' turn
        else:
            conn.setblocking(False)
            yield conn


def recv(conn):
    while True:
        try:
            data = conn.recv(1024)
        except BlockingIOError:
            yield -1  # it has not said anything yet
        except ConnectionResetError:
            break
        else:
            if not data:
                break
            conn.send(data.upper())
    conn.close()


tasks = [accept(server)]
while tasks:
    finished = []
    for i, task in enumerate(tasks.copy()):
        result = next(task, None)
        if result is None:
            finished.append(i)
        elif isinstance(result, socket.socket):
            tasks.append(recv(result))
    for i in reversed(finished):
        tasks.pop(i)
