"""A paper or file about somebody that is about to leave the program, and what is said of it first where the person has a
non-disclosure for personal safety (law.md section 5: asked in two steps, the second by another key)."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled


class Exit(enum.Enum):
    """How it leaves. The audit keeps the value."""

    PRINTED = "printed"
    SAVED = "saved"


class Exposed(Labelled):
    """What of a protected person a paper may tell."""

    HOME = "home"
    CONTACT_ADDRESS = "contact_address"
    SERVICE_PLACE = "service_place"
    PHONE = "phone"
    EMAIL = "email"


class Destination(Labelled):
    """To whom it goes."""

    COUNTER = "counter"
    CONTACT_ADDRESS = "contact_address"
    SECURE_MAIL = "secure_mail"
    REPRESENTATIVE = "representative"
    RECIPIENT = "recipient"
    AUTHORITY = "authority"
    OFFICER = "officer"


OF_KIND = {DocumentKind.RECIPIENT_NOTICE.term: Destination.RECIPIENT}
"""Papers that never go to the person, by the term of what they are."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """Papers that leave together.

    papers: term keys of what they are. number: of their case, "" for papers that belong to none; then `party_id` says
    whose they are. words: all that stands in them, None for a file that nobody reads: it counts as telling everything.
    to: where the case does not say.
    """

    papers: tuple[str, ...]
    number: str = ""
    party_id: int | None = None
    words: str | None = field(default=None, repr=False)
    to: Destination | None = None


@dataclass(frozen=True, slots=True)
class Caution:
    """What the clerk is told in the first step. name: of the representative it goes to."""

    exposed: tuple[Exposed, ...]
    to: Destination
    name: str = ""


class NotConfirmed(UserError):
    """A paper of a protected person was let out without the first step, or things stand otherwise since: `caution` says
    how they stand now."""

    key = "paper_release.not_confirmed"

    def __init__(self, caution: Caution) -> None:
        super().__init__()
        self.caution = caution


Values = Mapping[Exposed, Iterable[tuple[str, ...]]]
"""What is held of a person: each value by its parts, which stand on a paper in whatever order and line."""


def exposed(words: str | None, held: Values) -> tuple[Exposed, ...]:
    """Which of the held values the words tell; all that are held where the words are not known."""
    if words is None:
        return tuple(kind for kind in Exposed if any(True for _ in held.get(kind, ())))
    there = _squeezed(words)
    return tuple(
        kind
        for kind in Exposed
        if any(all(_squeezed(part) in there for part in value) for value in held.get(kind, ()))
    )


def _squeezed(words: str) -> str:
    """Letters and digits alone: a line break, a hyphen or another way of spacing a number hides nothing."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())
