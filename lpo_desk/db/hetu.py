"""The keyed hash a personal identity code is found by."""

import hmac


def lookup_hash(key: bytes, hetu: str) -> bytes:
    """HMAC-SHA256 of the eleven characters, 16 bytes: useless without the register's key."""
    return hmac.digest(key, hetu.encode("ascii"), "sha256")[:16]
