"""A child that works and tells what it has done, until it is killed without a word."""

import os
import select
import signal
import time
from collections.abc import Callable

PATIENCE = 60
"""Seconds in which a child must have done something, on a busy machine too."""


def killed(child: Callable[[int], object], lasts: float) -> tuple[list[str], bool]:
    """Fork, let it live `lasts` seconds after it has told its first line, kill it.

    child: gets the end of the pipe to tell on, a line for each thing done, and never returns. Gives the lines that were
    told whole (what the last one tells may be there or not), and whether it was the killing that ended it.
    """
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        try:
            child(writing)
        finally:
            os._exit(1)
    os.close(writing)
    heard = b""
    while b"\n" not in heard:
        if not select.select([reading], [], [], PATIENCE)[0]:
            raise TimeoutError("a child did nothing for a minute")
        more = os.read(reading, 65536)
        if not more:
            raise RuntimeError("a child ended by itself")
        heard += more
    end = time.monotonic() + lasts
    while (left := end - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            heard += os.read(reading, 65536)
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    while more := os.read(reading, 65536):
        heard += more
    os.close(reading)
    return heard.decode().split("\n")[:-1], os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
