"""What directory services may publish of a telephone number, and what they must be told (law.md section 3, Directory)."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass

from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import DirectoryState
from lpo_desk.domain.reports import Origin

_STRICTNESS = tuple(DirectoryState)
"""Each state publishes less than the one before."""

PUBLISHED = frozenset({DirectoryState.PUBLIC, DirectoryState.NO_ADDRESS})


@dataclass(frozen=True, slots=True)
class Listing:
    """One event of the directory data: of one number, or of all numbers of the customer."""

    state: DirectoryState
    of_number: bool


def strictest(states: Iterable[DirectoryState]) -> DirectoryState:
    """The state that publishes least; PUBLIC of none."""
    return max(states, key=_STRICTNESS.index, default=DirectoryState.PUBLIC)


def number_state(events: Iterable[Listing]) -> DirectoryState:
    """What holds of one number after these events, oldest first.

    The latest of the number's own holds, or of all numbers where it has none. A state of all numbers that came after
    the number's own makes it stricter and never looser: who has asked for a secret number keeps it until he gives that
    number free.
    """
    own: DirectoryState | None = None
    common = DirectoryState.PUBLIC
    for event in events:
        if event.of_number:
            own, common = event.state, DirectoryState.PUBLIC
        else:
            common = event.state
    return common if own is None else strictest((own, common))


class DirectoryAct(Labelled):
    """What the directory service has to do with a number."""

    PUBLISH = "publish"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class DirectoryLine:
    """One number to be told to the directory service. A removal says the number and nothing else.

    key: of the service number. digest: of what is published, so that the same is told once; empty for a removal.
    """

    key: int
    act: DirectoryAct
    number: str
    name: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    digest: bytes = b""


def line_digest(secret: bytes, number: str, name: str, street: str, postcode: str, town: str) -> bytes:
    """A keyed digest of what is published of a number, 16 bytes."""
    told = "\x1f".join((number, name, street, postcode, town))
    return hmac.digest(secret, told.encode(), "sha256")[:16]


@dataclass(frozen=True, slots=True)
class DirectoryList:
    """What a workbook for the directory service holds, and where it came from."""

    lines: tuple[DirectoryLine, ...]
    origin: Origin
