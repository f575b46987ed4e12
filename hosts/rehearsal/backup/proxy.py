"""Stands between the scripts and the S3 server, and fails as a file says: pass, 500, 503, slow, or cut. One thread a connection."""

import pathlib
import random
import socket
import sys
import threading
import time

listen, upstream, mode_file = int(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
PIECE = 65536


def mode() -> str:
    return mode_file.read_text().strip()


def pump(source: socket.socket, sink: socket.socket) -> None:
    # A third of the connections break, each at a byte of its own.
    passed, end = 0, random.randrange(500, 200_000) if random.random() < 0.3 else None
    try:
        while piece := source.recv(PIECE):
            now = mode()
            if now in ("500", "503"):
                break
            if now == "slow":
                time.sleep(60)
            passed += len(piece)
            if now == "cut" and end is not None and passed > end:
                break
            sink.sendall(piece)
    except OSError:
        pass
    for one in (source, sink):
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def refuse(client: socket.socket, status: str) -> None:
    client.recv(PIECE)
    body = f"<Error><Code>InternalError</Code><Message>{status}</Message></Error>"
    client.sendall(f"HTTP/1.1 {status} Failed\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode())
    client.close()


def serve(client: socket.socket) -> None:
    try:
        now = mode()
        if now in ("500", "503"):
            refuse(client, now)
            return
        server = socket.create_connection(("127.0.0.1", upstream))
        threading.Thread(target=pump, args=(client, server), daemon=True).start()
        pump(server, client)
    except OSError:
        client.close()


with socket.create_server(("127.0.0.1", listen), backlog=128) as door:
    while True:
        connection, _ = door.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()
