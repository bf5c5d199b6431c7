"""What a paper belongs to, besides people: the case it came with, the contract it is, the right to act that it proves."""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.labels import Labelled, Term


class TieKind(Labelled):
    CASE = "case"
    CONTRACT = "contract"
    AUTHORITY = "authority"


@dataclass(frozen=True, slots=True)
class PaperTie:
    """key: of the case, the subscription or the relation."""

    kind: TieKind
    key: int


@dataclass(frozen=True, slots=True)
class TieLine:
    """A tie as it is told. name: a number, or what kind of role the right to act is. party_id: on whose card it stands.

    ended_on: when it ended, from which the time of keeping its papers is counted.
    """

    tie: PaperTie
    name: str | Term
    party_id: int | None
    ended_on: date | None = None
