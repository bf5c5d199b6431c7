"""HMAC-SHA256 of very many short texts with one key: what `hmac.digest` gives, in less than half the time.

`hmac.digest` puts the key in afresh for each text, which costs more than hashing a row of the old register.
"""

import hashlib

_BLOCK = 64
"""Octets that SHA-256 takes at once (RFC 2104: B)."""
_INNER, _OUTER = bytes(octet ^ 0x36 for octet in range(256)), bytes(octet ^ 0x5C for octet in range(256))


class Keyed:
    def __init__(self, key: bytes) -> None:
        """`key`: at most 64 octets; all of the register's secrets have 32."""
        if len(key) > _BLOCK:
            raise ValueError(len(key))
        padded = key.ljust(_BLOCK, b"\0")
        self._inner = hashlib.sha256(padded.translate(_INNER))
        self._outer = hashlib.sha256(padded.translate(_OUTER))

    def digest(self, text: bytes) -> bytes:
        """32 octets."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(text)
        outer.update(inner.digest())
        return outer.digest()
