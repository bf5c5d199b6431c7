"""The address of a server, before anybody has signed in to it."""

import re
from pathlib import Path

from lpo_desk.db import server
from lpo_desk.domain.errors import UserError

_HOST = re.compile(r"(?P<host>[^\s:/@\[\]]+|\[[0-9a-fA-F:.]+\])(?::(?P<port>\d{1,5}))?")
_DATABASE = re.compile(r"[^\s/?#@:]+")
_LAST_PORT = 65535
_LONGEST_NAME = 253
"""Bytes (RFC 1035, 2.3.4); the labels between its dots are told by the codec."""


class HostRefused(UserError):
    key = "server.host_refused"


class DatabaseNameRefused(UserError):
    key = "server.database_refused"


class CertificateMissing(UserError):
    key = "server.certificate_missing"


def location(host: str, database: str, certificate: str = "") -> str:
    """The address that signing in takes. `host`: a name or number, with `:port` where it is not 5432;
    `certificate`: the file with the certificate of the authority that the server's own is checked against.

    Raises HostRefused, DatabaseNameRefused, CertificateMissing.
    """
    read = _HOST.fullmatch(host.strip())
    port = int(read["port"]) if read and read["port"] else None
    if read is None or port == 0 or (port or 0) > _LAST_PORT or not _is_name(read["host"]):
        raise HostRefused
    if not _DATABASE.fullmatch(database.strip()):
        raise DatabaseNameRefused
    file = certificate.strip()
    if file and not (Path(file).is_absolute() and Path(file).is_file()):
        raise CertificateMissing
    return server.server_url(read["host"].strip("[]"), port, database.strip(), file)


def try_out(address: str) -> None:
    """Whether the server answers. Raises ServerNotReached, ServerNotTrusted."""
    server.reach(address)


def _is_name(host: str) -> bool:
    try:
        return len(host.encode("idna")) <= _LONGEST_NAME
    except UnicodeError:  # an empty label, or one too long
        return False
