"""What may be decided on a claim, in the words of its right: asked of the case, not of widgets."""

from dataclasses import dataclass
from datetime import date

from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.claims import Claim, RefusalGround, RequestRight, Resolution

_ALIKE = {
    RequestRight.PORTABILITY: RequestRight.ACCESS,
    RequestRight.CONSENT_WITHDRAWAL: RequestRight.MARKETING_OBJECTION,
}
"""Rights whose outcomes are worded like those of another."""
_ASKED_THE_SAME = (Resolution.REFUSED, Resolution.NOTHING_HELD, Resolution.NOT_IDENTIFIED)
"""Outcomes that are worded alike whatever was asked."""


@dataclass(frozen=True)
class Decided:
    resolution: Resolution | None = None
    grounds: frozenset[RefusalGround] = frozenset()
    reasons: str = ""
    withheld: str = ""
    accepted: frozenset[int] = frozenset()
    lifting_on: date | None = None


def place_of(case: CaseFile) -> tuple[int, int]:
    """Of the claim to be decided among all of the case, both counted from one."""
    decided = sum(claim.resolution is not None for claim in case.claims)
    return min(decided + 1, len(case.claims)), len(case.claims)


def outcomes(case: CaseFile) -> tuple[Resolution, ...]:
    """The outcomes of the claim's right that the case does not contradict (services/deciding.py refuses the others)."""
    claim = case.undecided
    if not case.identity_ok or claim is None:
        return (Resolution.NOT_IDENTIFIED, Resolution.REFUSED)
    known = case.row.party_id is not None
    found = any(line.found for line in case.gather)
    whole = not (claim.kind.gives_data and case.left_out)
    fits = {
        Resolution.FULFILLED: known and whole,
        Resolution.PARTLY: known and (len(claim.items) > 1 or not ticks(claim)),
        Resolution.REFUSED: True,
        Resolution.NOTHING_HELD: not found,
    }
    offered = (*claim.kind.outcomes, Resolution.REFUSED)
    return tuple(resolution for resolution, possible in fits.items() if possible and resolution in offered)


def outcome_term(claim: Claim | None, resolution: Resolution) -> str:
    """What the outcome means for what was asked."""
    right = claim.asked.right if claim else RequestRight.ACCESS
    right = _ALIKE.get(right, right)
    if right is RequestRight.ACCESS or resolution in _ASKED_THE_SAME:
        return f"case_page.outcome_{resolution.value}"
    return f"case_page.outcome_{right.value}_{resolution.value}"


def grounds_of(case: CaseFile) -> tuple[RefusalGround, ...]:
    """What a refusal of the claim to be decided may rest on."""
    if not case.identity_ok:
        return (RefusalGround.NOT_IDENTIFIED, RefusalGround.UNFOUNDED, RefusalGround.OTHER)
    grounds = case.undecided.kind.grounds if case.undecided else ()
    return grounds or (RefusalGround.UNFOUNDED, RefusalGround.OTHER)


def ticks(claim: Claim) -> bool:
    """Whether each thing that was asked is granted or refused by itself."""
    return claim.asked.right is RequestRight.RECTIFICATION


def proposed(case: CaseFile) -> Decided:
    """What stands in the form at first: the former decision, else what follows from the case without judging."""
    claim = case.undecided
    if claim is not None and (claim.reasons or claim.grounds):
        accepted = frozenset(item.id for item in claim.items if item.accepted)
        return Decided(None, frozenset(claim.grounds), claim.reasons, claim.withheld, accepted)
    if not case.identity_ok:
        return Decided(Resolution.NOT_IDENTIFIED, frozenset({RefusalGround.NOT_IDENTIFIED}))
    left_out = claim is not None and claim.kind.gives_data and case.left_out
    return Decided(None, frozenset({RefusalGround.OTHERS_RIGHTS}) if left_out else frozenset())
