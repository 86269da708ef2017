# sends lines to the server, and prints what comes back
import socket
import sys

args = sys.argv[1:]
port = 8080
if args[:1] == ["--port"]:
    port = int(args[1])
    args = args[2:]
try:
    server = socket.create_connection(("127.0.0.1", port))
except ConnectionRefusedError:
    sys.exit(f"client.py: nobody listens on port {port}")
with server, server.makefile("rb") as answers:
    for line in args or sys.stdin:
        server.sendall(line.rstrip("\n").encode() + b"\n")
        print(answers.readline().decode(), end="", flush=True)
