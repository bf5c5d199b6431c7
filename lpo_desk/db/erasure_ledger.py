"""The ledger of erasures outside the database: what a backup from before would bring back is erased again by it.

A file of JSON lines beside the local database (`NAME.erasures`), written and synced before the erasing commits. It holds
no data of a person: internal numbers, keyed hashes, groups of data, days. Each line carries an HMAC over itself and the
line before it, with a key of the register, so that none can be added, changed or taken out unseen but from the end.
"""

import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from lpo_desk.db.errors import DatabaseDamaged
from lpo_desk.db.faults import told_of_system
from lpo_desk.db.files import sync_folder

SUFFIX = ".erasures"


class LedgerDamaged(DatabaseDamaged):
    """A line of the ledger is not as it was written, or is another register's."""

    key = "erasure.ledger_damaged"


@dataclass(frozen=True, slots=True)
class Line:
    """One record that was erased. key: names the line, here and in the database.

    party: internal number. digests: keyed hashes of what a restored record would be known by.
    erased: (category, retention) of the groups that went. kept: (category, retention, last day or "") of those that
    stayed. taken_back: the erasure of this line's key was not carried out.
    """

    key: str
    at: str
    party: int
    case_number: str
    digests: tuple[str, ...]
    erased: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str, str], ...]
    account: int
    second: int | None
    taken_back: bool = False

    @property
    def instant(self) -> datetime:
        return datetime.fromisoformat(self.at)


def beside(database: Path) -> Path:
    return database.with_name(database.name + SUFFIX)


def append(path: Path, secret: bytes, lines: Sequence[Line]) -> None:
    """Add lines and wait until they lie on the disk. Raises LedgerDamaged, DatabaseFull, DatabaseReadOnly and kin."""
    _, link, whole = _read(path, secret)
    text = b""
    for line in lines:
        written = _written(line)
        link = _mac(secret, link, written)
        text += json.dumps({**written, "mac": link.hex()}, ensure_ascii=False).encode() + b"\n"
    try:
        is_new = not path.exists()
        with path.open("ab") as file:
            file.truncate(whole)  # half a line: the power failed, and what it told of did not happen
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            sync_folder(path.parent)
    except OSError as error:
        raise told_of_system(error) from None


def take_back(path: Path, secret: bytes, lines: Sequence[Line]) -> None:
    """The erasures of these lines were not carried out: the commit was refused."""
    append(path, secret, [replace(line, taken_back=True) for line in lines])


def read(path: Path, secret: bytes) -> tuple[Line, ...]:
    """All lines, oldest first, without those taken back; none where there is no file. Raises LedgerDamaged."""
    lines, _, _ = _read(path, secret)
    void = {line.key for line in lines if line.taken_back}
    return tuple(line for line in lines if line.key not in void)


def join(path: Path, other: Path, secret: bytes) -> None:
    """Add to a ledger what only its copy beside a backup knows. Raises LedgerDamaged where either is."""
    mine, _, _ = _read(path, secret)
    theirs, _, _ = _read(other, secret)
    known = {(line.key, line.taken_back) for line in mine}
    if missing := [line for line in theirs if (line.key, line.taken_back) not in known]:
        append(path, secret, missing)


def _read(path: Path, secret: bytes) -> tuple[list[Line], bytes, int]:
    """The lines, the last link of the chain, and the length of the file up to its last whole line."""
    try:
        content = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise told_of_system(error) from None
    whole = content.rfind(b"\n") + 1
    lines: list[Line] = []
    link = b""
    for text in content[:whole].splitlines():
        try:
            written: dict[str, Any] = json.loads(text)
            mac = bytes.fromhex(written.pop("mac"))
            line = _line(written)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise LedgerDamaged(file=path.name) from None
        link = _mac(secret, link, written)
        if not hmac.compare_digest(link, mac):
            raise LedgerDamaged(file=path.name)
        lines.append(line)
    return lines, link, whole


def _mac(secret: bytes, link: bytes, written: dict[str, Any]) -> bytes:
    text = json.dumps(written, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(secret, link + text.encode(), "sha256")


def _written(line: Line) -> dict[str, Any]:
    """As JSON has it: lists for tuples."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(line)))
    return plain


def _line(written: dict[str, Any]) -> Line:
    tuples = {
        "digests": tuple(written["digests"]),
        "erased": tuple((category, retention) for category, retention in written["erased"]),
        "kept": tuple((category, retention, until) for category, retention, until in written["kept"]),
    }
    return Line(**{**written, **tuples})
