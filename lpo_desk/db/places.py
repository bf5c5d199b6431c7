"""A set of places (search_sets.py), kept and counted in blocks.

A page shows the first few of those found, and what is sought is often in few blocks (last names lie side by side) or
so often that the first blocks are enough. So a block is made a number only when it is looked at; with a million
customers that leaves most of the work undone (docs/decisions.md, 2026-11-28).
"""

import struct
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial

BLOCK = 1 << 16
"""Places in a block: 8 KiB of bits."""

_ENTRY = struct.Struct("<HI")
"""Number of a block and the length of its bytes; a packed set begins with the count of such entries."""
_COUNT = struct.Struct("<H")
_PACKED = 8
"""At least so many times smaller: else unpacking takes longer than reading."""

_MARKED = bytes([0] + [1] * 255)
"""Makes every octet that has a bit a 1, which `bytes.find` leaps to."""
_SET_IN = [[bit for bit in range(8) if octet >> bit & 1] for octet in range(256)]
"""Which bits of an octet are set."""


class Places:
    """A set of places in ascending order. blocks: the numbers of those that may hold any; make: the bits of one."""

    __slots__ = ("_made", "_make", "blocks")

    def __init__(self, blocks: Iterable[int], make: Callable[[int], int]) -> None:
        self.blocks = frozenset(blocks)
        self._make = make
        self._made: dict[int, int] = {}

    def block(self, number: int) -> int:
        """Its places as bits: place BLOCK * number + N is bit N."""
        if number not in self.blocks:
            return 0
        if (bits := self._made.get(number)) is None:
            bits = self._made[number] = self._make(number)
        return bits

    def __contains__(self, place: int) -> bool:
        return bool(self.block(place // BLOCK) >> place % BLOCK & 1)

    def __iter__(self) -> Iterator[int]:
        for number in sorted(self.blocks):
            bits = self.block(number)
            octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
            marked = octets.translate(_MARKED)
            at = marked.find(1)
            while at >= 0:
                start = BLOCK * number + 8 * at
                yield from (start + bit for bit in _SET_IN[octets[at]])
                at = marked.find(1, at + 1)


NONE = Places((), int)


def as_bits(places: Collection[int]) -> int:
    """The set as one number: place N is bit N."""
    octets = bytearray(max(places, default=-1) // 8 + 1)
    for place in places:
        octets[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(octets, "little")


def pack(bits: int) -> bytes:
    """What `unpack` reads: entries, then the blocks that hold any, each as it is or compressed."""
    octets = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    blocks = (octets[start : start + BLOCK // 8].rstrip(b"\0") for start in range(0, len(octets), BLOCK // 8))
    bodies = {number: _packed(block) for number, block in enumerate(blocks) if block}
    entries = (_ENTRY.pack(number, len(body)) for number, body in bodies.items())
    return b"".join((_COUNT.pack(len(bodies)), *entries, *bodies.values()))


def _packed(bits: bytes) -> bytes:
    packed = zlib.compress(bits, 1)
    return b"z" + packed if len(packed) * _PACKED < len(bits) else b"-" + bits


class Growing:
    """A set of places that grows: a few as they come, many as the bits of a number, which soon joins another."""

    __slots__ = ("_bits", "_loose")
    _LOOSE = 4096

    def __init__(self) -> None:
        self._loose: list[int] = []
        self._bits = 0

    def add(self, places: Iterable[int]) -> None:
        self._loose += places
        if len(self._loose) > self._LOOSE:
            self._bits, self._loose = self.bits, []

    def join(self, other: "Growing") -> None:
        self._bits |= other._bits
        self.add(other._loose)

    @property
    def bits(self) -> int:
        """All of it as one number: place N is bit N."""
        return self._bits | as_bits(self._loose)


def unpack(packed: bytes) -> Places:
    (count,) = _COUNT.unpack_from(packed)
    start = _COUNT.size + count * _ENTRY.size
    bodies: dict[int, tuple[int, int]] = {}
    for number, length in _ENTRY.iter_unpack(packed[_COUNT.size : start]):
        bodies[number] = start, start + length
        start += length

    def make(number: int) -> int:
        first, end = bodies[number]
        bits = packed[first + 1 : end]
        return int.from_bytes(
            zlib.decompress(bits, bufsize=BLOCK // 8) if packed[first] == ord("z") else bits, "little"
        )

    return Places(bodies, make)


def in_all(sets: Collection[Places]) -> Places:
    """At least one set."""

    def make(number: int) -> int:
        bits = -1
        for one in sets:
            if not (bits := bits & one.block(number)):
                break
        return bits

    return Places(frozenset.intersection(*(one.blocks for one in sets)), make)


def best_first(hits: Places, layers: Sequence[Sequence[Places]]) -> Iterator[int]:
    """First those in most sets of the first layer, of these those in most of the second, and so on."""
    if not layers:
        yield from hits
        return
    layer = layers[0]
    most = {number: sum(number in one.blocks for one in layer) for number in hits.blocks}
    splits: dict[int, list[int]] = {}

    def part(count: int, number: int) -> int:
        if number not in splits:
            splits[number] = _split(hits.block(number), [one.block(number) for one in layer])
        return splits[number][count]

    for count in range(max(most.values(), default=-1), -1, -1):
        # A block that was split is known to hold some or none; of the others, those with enough of the sets may.
        blocks = [n for n, sets in most.items() if (part(count, n) if n in splits else sets >= count)]
        yield from best_first(Places(blocks, partial(part, count)), layers[1:])


def _split(hits: int, sets: Sequence[int]) -> list[int]:
    """The hits that are in none of the sets, in one, in two, and so on."""
    parts = [hits] + [0] * len(sets)
    for n, one in enumerate(sets if hits else ()):
        for count in range(n, -1, -1):
            if within := parts[count] & one:
                parts[count] ^= within
                parts[count + 1] |= within
    return parts
