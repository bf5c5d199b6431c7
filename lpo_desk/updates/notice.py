"""`update.json`: what it says, its signature, and every way in which it is refused.

The file is a JSON object of two strings: `signed`, itself JSON (the fields of Notice), and `signature`, the Ed25519
signature of the very UTF-8 bytes of `signed` in base64. Nothing of `signed` is looked at before the signature holds.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.text import TextRefused, clean
from lpo_desk.terms import Lang

FILE = "update.json"
LARGEST = 64 * 1024  # octets of the file
_PROGRAM = "LPO Desk"
_LONGEST_NOTE = 1000
_VERSION = re.compile(r"\d{1,5}(\.\d{1,5}){1,3}", re.ASCII)
_SCHEMA = re.compile(r"\d{4}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)


class NoticeRefused(UserError):
    """The notice is not one of ours; the key says why. Nothing of it is shown."""


class KeyRefused(UserError):
    key = "update.key_refused"


@dataclass(frozen=True, slots=True)
class Notice:
    """A version that can be had.

    schema: the database's structure that it works with. minimal_schema: the oldest that it brings up. files: the
    SHA-256 of each installer by its name. note: what is new, in each language.
    """

    version: str
    released: date
    schema: str
    minimal_schema: str
    files: Mapping[str, str]
    note: Mapping[Lang, str]


def newer(version: str, than: str) -> bool:
    return _numbers(version) > _numbers(than)


def public_key(text: str) -> Ed25519PublicKey:
    """The key of the machine's settings: 32 octets in base64. Raises KeyRefused."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except ValueError:  # of base64 too
        raise KeyRefused from None


def seal(notice: Notice, key: Ed25519PrivateKey) -> bytes:
    """The content of update.json."""
    said = {
        "program": _PROGRAM,
        "version": notice.version,
        "released": notice.released.isoformat(),
        "schema": notice.schema,
        "minimal_schema": notice.minimal_schema,
        "files": dict(notice.files),
        "note": {lang.value: text for lang, text in notice.note.items()},
    }
    signed = json.dumps(said, ensure_ascii=False)
    signature = base64.b64encode(key.sign(signed.encode())).decode()
    return (json.dumps({"signed": signed, "signature": signature}, ensure_ascii=False) + "\n").encode()


def opened(content: bytes, key: Ed25519PublicKey) -> Notice:
    """What the file says. Raises NoticeRefused."""
    if len(content) > LARGEST:
        raise NoticeRefused("update.too_big", most=LARGEST // 1024)
    sealed = _object(content)
    signed, signature = sealed.get("signed"), sealed.get("signature")
    if not isinstance(signed, str) or not isinstance(signature, str) or len(sealed) != 2:
        raise NoticeRefused("update.not_notice")
    try:
        octets = signed.encode()
        key.verify(base64.b64decode(signature, validate=True), octets)
    except (InvalidSignature, ValueError):
        raise NoticeRefused("update.wrong_signature") from None
    try:
        return _notice(_object(octets))
    except (KeyError, TypeError, ValueError, AttributeError, TextRefused):
        raise NoticeRefused("update.not_notice") from None


def _object(content: bytes) -> dict[str, object]:
    try:
        found = json.loads(content.decode())
    except (ValueError, RecursionError):
        raise NoticeRefused("update.not_notice") from None
    if not isinstance(found, dict):
        raise NoticeRefused("update.not_notice")
    return found


def _notice(said: dict[str, object]) -> Notice:
    """Raises KeyError, TypeError, ValueError, AttributeError or TextRefused where a field is not what it must be."""
    if said["program"] != _PROGRAM:
        raise ValueError
    files, note = said["files"], said["note"]
    if not isinstance(files, dict) or not isinstance(note, dict) or not files:
        raise ValueError
    return Notice(
        version=_fitting(_VERSION, said["version"]),
        released=date.fromisoformat(_text(said["released"])),
        schema=_fitting(_SCHEMA, said["schema"]),
        minimal_schema=_fitting(_SCHEMA, said["minimal_schema"]),
        files={_fitting(_FILE_NAME, name): _fitting(_SHA256, digest) for name, digest in files.items()},
        note={lang: clean(_text(note[lang.value]), limit=_LONGEST_NOTE, multiline=True) for lang in Lang},
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _fitting(pattern: re.Pattern[str], value: object) -> str:
    text = _text(value)
    if not pattern.fullmatch(text):
        raise ValueError
    return text


def _numbers(version: str) -> tuple[int, ...]:
    """`1.10` is newer than `1.9.3`, and as new as `1.10.0`."""
    numbers = [int(part) for part in version.split(".")]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
