"""The keys of an encrypted database file.

The file is encrypted with one random 256-bit data key. Beside it lies `NAME.keys`: the data key wrapped
(AES-256-GCM) once for each user with a key made from that user's password by argon2id, and once with the
printed recovery key. Nothing on the disk opens the file without one of these (reliability.md section 2.5).
"""

import base64
import json
import os
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lpo_desk.db.errors import DatabaseDamaged, KeysMissing, SchemaNewer, WrongPassword, WrongRecoveryKey
from lpo_desk.db.faults import told_of_system
from lpo_desk.db.files import write_whole
from lpo_desk.domain.errors import UserError

KEY_BYTES = 32
RECOVERY_BYTES = 20
_FORMAT = 1
_SALT_BYTES, _NONCE_BYTES, _TAG_BYTES = 16, 12, 16
_MOST = (100, 4 * 1024 * 1024, 64)
"""Passes, KiB and lanes no key file of ours will ask for."""


@dataclass(frozen=True, slots=True)
class KdfCost:
    """argon2id: passes, memory in KiB, lanes. The default takes about 0.2 s (OWASP ASVS 5.0 appendix C asks less)."""

    passes: int = 3
    memory: int = 64 * 1024
    lanes: int = 4


@dataclass(frozen=True, slots=True)
class _Wrapped:
    salt: str
    nonce: str
    sealed: str
    passes: int = 0
    memory: int = 0
    lanes: int = 0


class KeyFile:
    """The wrapped copies of one database's data key."""

    def __init__(self, path: Path, database_id: str, users: dict[str, _Wrapped], recovery: _Wrapped) -> None:
        self.path = path
        self._id = database_id
        self._users = users
        self._recovery = recovery

    @classmethod
    def create(cls, path: Path, username: str, password: str, cost: KdfCost) -> tuple[Self, bytes, str]:
        """A new data key for a first user. Returns the key file, the data key and the recovery key to print."""
        data_key = secrets.token_bytes(KEY_BYTES)
        database_id = secrets.token_hex(16)
        recovery_key = secrets.token_bytes(RECOVERY_BYTES)
        keys = cls(
            path, database_id, {}, _seal(_from_recovery(recovery_key, database_id), data_key, database_id)
        )
        keys.set_password(username, password, data_key, cost)
        return keys, data_key, _printed(recovery_key)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Raises KeysMissing without the file, SchemaNewer where a newer program wrote it and DatabaseDamaged where it
        cannot be read."""
        try:
            raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if raw["format"] > _FORMAT:
                raise SchemaNewer(theirs=f"keys {raw['format']}", ours=f"keys {_FORMAT}")
            users = {name: _wrapped(entry) for name, entry in raw["users"].items()}
            return cls(path, str(raw["database"]), users, _wrapped(raw["recovery"]))
        except FileNotFoundError:
            raise KeysMissing(file=path.name) from None
        except OSError as error:
            raise told_of_system(error) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise DatabaseDamaged from None

    def save(self) -> None:
        """Replace the file as a whole: a crash leaves the old one or the new one."""
        body = {
            "format": _FORMAT,
            "database": self._id,
            "users": {name: asdict(wrapped) for name, wrapped in self._users.items()},
            "recovery": asdict(self._recovery),
        }
        write_whole(self.path, json.dumps(body, indent=1).encode())

    @property
    def usernames(self) -> tuple[str, ...]:
        return tuple(self._users)

    def unlock(self, username: str, password: str) -> bytes:
        """The data key. Raises WrongPassword for a wrong password and for an unknown user alike."""
        wrapped = self._users.get(username.casefold())
        if wrapped is None:
            # An unknown name takes as long as a wrong password, so that names cannot be told apart by the clock.
            _from_password(password, os.urandom(_SALT_BYTES), KdfCost())
            raise WrongPassword
        cost = KdfCost(wrapped.passes, wrapped.memory, wrapped.lanes)
        try:
            return _open(_from_password(password, _bytes(wrapped.salt), cost), wrapped, self._id)
        except InvalidTag:
            raise WrongPassword from None

    def unlock_with_recovery(self, recovery_key: str) -> bytes:
        try:
            raw = base64.b32decode("".join(filter(str.isalnum, recovery_key)).upper())
            return _open(_from_recovery(raw, self._id), self._recovery, self._id)
        except (ValueError, InvalidTag):
            raise WrongRecoveryKey from None

    def set_password(self, username: str, password: str, data_key: bytes, cost: KdfCost) -> None:
        """Wrap the data key for a user, new or known; not on disk before `save`."""
        salt = os.urandom(_SALT_BYTES)
        wrapping = _from_password(password, salt, cost)
        self._users[username.casefold()] = _seal(wrapping, data_key, self._id, salt, cost)

    def remove(self, username: str) -> None:
        """Take a user's way in; not on disk before `save`."""
        self._users.pop(username.casefold(), None)

    @contextmanager
    def undone_on_failure(self) -> Iterator[None]:
        """Where the block fails, the keys are as before it, here and on the disk: put it around the unit, save inside."""
        before, self._users = self._users, dict(self._users)
        try:
            yield
        except BaseException:
            changed, self._users = self._users != before, before
            if changed:
                with suppress(UserError):  # a disk that took nothing has nothing to take back
                    self.save()
            raise


def _from_password(password: str, salt: bytes, cost: KdfCost) -> bytes:
    # One form of each letter, or a password with "ä" would fit only the keyboard it was first typed on.
    secret = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hash_secret_raw(secret, salt, cost.passes, cost.memory, cost.lanes, KEY_BYTES, Type.ID)


def _from_recovery(recovery_key: bytes, database_id: str) -> bytes:
    # 160 random bits need no stretching.
    return HKDF(hashes.SHA256(), KEY_BYTES, database_id.encode(), b"lpo-desk recovery").derive(recovery_key)


def _seal(
    wrapping: bytes, data_key: bytes, database_id: str, salt: bytes = b"", cost: KdfCost | None = None
) -> _Wrapped:
    nonce = os.urandom(_NONCE_BYTES)
    sealed = AESGCM(wrapping).encrypt(nonce, data_key, database_id.encode())
    numbers = (cost.passes, cost.memory, cost.lanes) if cost else (0, 0, 0)
    return _Wrapped(_text(salt), _text(nonce), _text(sealed), *numbers)


def _open(wrapping: bytes, wrapped: _Wrapped, database_id: str) -> bytes:
    return AESGCM(wrapping).decrypt(_bytes(wrapped.nonce), _bytes(wrapped.sealed), database_id.encode())


def _wrapped(entry: dict[str, Any]) -> _Wrapped:
    """Raises ValueError or TypeError for anything this program does not write, so that damage is not told as a wrong
    password and a strange cost cannot take the machine's memory."""
    wrapped = _Wrapped(**entry)
    salt, nonce, sealed = _bytes(wrapped.salt), _bytes(wrapped.nonce), _bytes(wrapped.sealed)
    fits = (
        len(salt) in (0, _SALT_BYTES) and len(nonce) == _NONCE_BYTES and len(sealed) == KEY_BYTES + _TAG_BYTES
    )
    limits = zip((wrapped.passes, wrapped.memory, wrapped.lanes), _MOST, strict=True)
    if not fits or not all(0 <= number <= most for number, most in limits):
        raise ValueError("not a wrapped key")
    return wrapped


def _printed(recovery_key: bytes) -> str:
    text = base64.b32encode(recovery_key).decode()
    return "-".join(text[i : i + 4] for i in range(0, len(text), 4))


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
