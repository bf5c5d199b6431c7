"""A link to a server that can be cut at the worst moment: before a COMMIT goes out, or before its answer comes."""

import contextlib
import socket
import threading
from enum import Enum
from types import TracebackType
from typing import Self


class Cut(Enum):
    NEVER = "never"
    BEFORE_COMMIT = "before the COMMIT reaches the server"
    BEFORE_REPLY = "before the server's answer to the COMMIT arrives"


class CutLink:
    """Passes bytes between a client and 127.0.0.1:`port`, one connection at a time. Cuts once, then works again."""

    def __init__(self, port: int) -> None:
        self.cut = Cut.NEVER
        self.cuts = 0
        self._awaited = threading.Event()
        self._target = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self._open: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def __enter__(self) -> Self:
        self._spawn(self._accept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._drop()
        for thread in list(self._threads):
            thread.join(5)

    def _spawn(self, work: object, *args: object) -> None:
        thread = threading.Thread(target=work, args=args, daemon=True)  # type: ignore[arg-type]  # always one of ours
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            self._open += [client, server]
            self._spawn(self._forth, client, server)
            self._spawn(self._back, server, client)

    def _forth(self, client: socket.socket, server: socket.socket) -> None:
        while sent := _receive(client):
            if b"COMMIT" in sent and self.cut is Cut.BEFORE_COMMIT:
                return self._cut_now()
            if b"COMMIT" in sent and self.cut is Cut.BEFORE_REPLY:
                self._awaited.set()
            _send(server, sent)
        return _close(server)

    def _back(self, server: socket.socket, client: socket.socket) -> None:
        while answer := _receive(server):
            if self._awaited.is_set():
                self._awaited.clear()
                return self._cut_now()
            _send(client, answer)
        return _close(client)

    def _cut_now(self) -> None:
        self.cut = Cut.NEVER
        self.cuts += 1
        self._drop()

    def _drop(self) -> None:
        ends, self._open = self._open, []  # first: a client that sees its end close comes back at once
        for end in ends:
            _close(end)


def _receive(end: socket.socket) -> bytes:
    try:
        return end.recv(65536)
    except OSError:
        return b""


def _send(end: socket.socket, sent: bytes) -> None:
    with contextlib.suppress(OSError):  # the other side is gone: the next receive will tell
        end.sendall(sent)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
