#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Passes connections on, and cuts all of them every so often.

    proxy.py LISTEN-PORT TARGET-PORT SECONDS-BETWEEN-CUTS

Prints one line once it listens. Ends after ten minutes at the latest.
"""

import socket
import sys
import threading
import time

LISTEN, TARGET, SECONDS = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
_lock = threading.Lock()
_open = set()


def pass_on(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for one in (source, target):
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(client):
    try:
        server = socket.create_connection(("127.0.0.1", TARGET))
    except OSError:
        client.close()
        return
    with _lock:
        _open.update((client, server))
    other = threading.Thread(target=pass_on, args=(server, client), daemon=True)
    other.start()
    pass_on(client, server)
    other.join()
    with _lock:
        _open.difference_update((client, server))
    client.close()
    server.close()


def cut():
    while True:
        time.sleep(SECONDS)
        with _lock:
            for one in _open:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass


def main():
    listener = socket.create_server(("127.0.0.1", LISTEN), backlog=64)
    listener.settimeout(1)
    threading.Thread(target=cut, daemon=True).start()
    print("listening", flush=True)
    end = time.monotonic() + 600
    while time.monotonic() < end:
        try:
            client, _ = listener.accept()
        except TimeoutError:
            continue
        threading.Thread(target=serve, args=(client,), daemon=True).start()


if __name__ == "__main__":
    main()
