"""Reading the notice from its place: a folder or file of a share, or an address of the web.

A share that is away holds up whoever asks for a minute, so the caller reads on a thread that nobody waits for.
"""

import time
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import urlsplit

from lpo_desk.domain.errors import UserError
from lpo_desk.updates.notice import FILE, LARGEST, Notice, NoticeRefused, newer, opened, public_key

SECONDS = 20.0
"""The longest that reading may take as a whole; a server that sends a letter a minute ends then too."""
_PART = 4096
_WEB = ("http", "https")


class PlaceAway(UserError):
    """The notice could not be read: no share, no server, no file, or too slow."""

    key = "update.away"


class _Source(Protocol):
    def read1(self, size: int, /) -> bytes: ...


def is_address(place: str) -> bool:
    return "://" in place


def is_usable(place: str) -> bool:
    """A whole path, or an address of the web with nothing secret in it."""
    if not is_address(place):
        return Path(place).is_absolute()
    try:
        parts = urlsplit(place)
        return parts.scheme in _WEB and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:
        return False


def look(place: str, key: str, ours: str) -> Notice | None:
    """The notice of a version newer than `ours`, None where ours is the one it tells of.

    Raises PlaceAway, KeyRefused and NoticeRefused, also for a notice that is older than this program.
    """
    notice = opened(_content(place), public_key(key))
    if newer(ours, notice.version):
        raise NoticeRefused("update.older", version=notice.version)
    return notice if newer(notice.version, ours) else None


def _content(place: str) -> bytes:
    """At the most one octet more than a notice may have. Raises PlaceAway."""
    until = time.monotonic() + SECONDS
    if not is_usable(place):
        raise PlaceAway
    try:
        if not is_address(place):
            file = Path(place) if place.endswith(".json") else Path(place) / FILE
            with file.open("rb") as share:
                return b"".join(_parts(share, until))
        whole = place if place.endswith(".json") else f"{place.rstrip('/')}/{FILE}"
        request = urllib.request.Request(whole, headers={"User-Agent": "LPO Desk"})  # noqa: S310 - see is_usable
        with _opener().open(request, timeout=SECONDS) as answer:
            return b"".join(_parts(answer, until))
    except (OSError, HTTPException, ValueError):  # URLError is an OSError; a broken address a ValueError
        raise PlaceAway from None


def _parts(source: _Source, until: float) -> Iterator[bytes]:
    left = LARGEST + 1
    while left > 0 and (part := source.read1(min(_PART, left))):
        left -= len(part)
        yield part
        if time.monotonic() > until:
            raise TimeoutError


def _opener() -> urllib.request.OpenerDirector:
    """The web alone, through the proxy of the system: no files, no FTP, and no redirection, which could lead anywhere."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _NoRedirection(),
    ):
        opener.add_handler(handler)
    return opener


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> None:
        """None: the answer is then an error, as every other that is no notice."""
