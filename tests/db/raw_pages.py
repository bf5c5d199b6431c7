"""The pages of an encrypted file and of its write-ahead log as they are on the disk, deciphered: freed bytes and all.

SQLCipher 4: pages of 4096 octets, each enciphered with AES-256-CBC, its last 80 octets the vector and the HMAC; the
first page begins with 16 octets of salt (zetetic.net/sqlcipher/design).
"""

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, VECTOR, SALT = 4096, 80, 16, 16
WAL_HEADER, FRAME_HEADER = 32, 24


def deciphered(database: Path, data_key: bytes) -> bytes:
    """Everything in the file and its log, one page after the other."""
    wal = database.with_name(database.name + "-wal")
    return b"".join([*_pages(database.read_bytes(), data_key), *_frames(wal, data_key)])


def _pages(content: bytes, key: bytes) -> Iterator[bytes]:
    for start in range(0, len(content), PAGE):
        yield _page(content[start : start + PAGE], key, salted=start == 0)


def _frames(wal: Path, key: bytes) -> Iterator[bytes]:
    content = wal.read_bytes() if wal.exists() else b""
    for start in range(WAL_HEADER, len(content), FRAME_HEADER + PAGE):
        number = int.from_bytes(content[start : start + 4], "big")
        yield _page(content[start + FRAME_HEADER : start + FRAME_HEADER + PAGE], key, salted=number == 1)


def _page(page: bytes, key: bytes, *, salted: bool) -> bytes:
    body, vector = (
        page[SALT if salted else 0 : PAGE - RESERVED],
        page[PAGE - RESERVED : PAGE - RESERVED + VECTOR],
    )
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(body) + decryptor.finalize()
