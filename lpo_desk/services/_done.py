"""What was asked and what was done about each claim, read from where it was written, for receipts, forms and letters."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from lpo_desk.db.tables.requests import RequestCase, RequestClaim
from lpo_desk.db.tables.rights import ErasureEntry
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Unit
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.done import (
    Correction,
    Done,
    Erased,
    Kept,
    Rectified,
    Restricted,
    StillRestricted,
    Stopped,
)
from lpo_desk.domain.forms import Claims, CorrectionLine, ErasureLine
from lpo_desk.domain.letters import GRANTS
from lpo_desk.domain.printed import Text
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.formats import helsinki
from lpo_desk.services import _claims
from lpo_desk.terms import Term

_SEE_REASONS = Term("letter.see_reasons")


def asked(unit: Unit, claims: Sequence[RequestClaim], *, with_present: bool = True) -> Claims:
    """What the claims of a case ask, as the forms and the receipt print it.

    with_present: also what the register holds now; not for somebody whose identity was not seen.
    """
    corrections: list[CorrectionLine] = []
    erasures: list[ErasureLine] = []
    objection = ""
    scopes = {claim.right: claim.scope for claim in claims}
    for claim in claims:
        items = _claims.items(unit, claim.id)
        if claim.right is RequestRight.RECTIFICATION:
            corrections += [
                CorrectionLine(item.present if with_present else "", item.wanted, item.reason, item.datum)
                for item in items
            ]
        elif claim.right is RequestRight.ERASURE:
            why: Text = claim.erasure_ground or claim.scope
            erasures += [ErasureLine(item.datum, item.reason or why) for item in items]
            erasures += (
                [ErasureLine(claim.scope, claim.erasure_ground or "")] if claim.scope and not items else []
            )
        elif claim.right is RequestRight.OBJECTION:
            objection = "\n".join(filter(None, (*(item.datum for item in items), claim.scope)))
    ground = next((claim.restriction_ground for claim in claims if claim.restriction_ground), None)
    copy = next((claim.copy_format for claim in claims if claim.right is RequestRight.PORTABILITY), None)
    return Claims(
        access=RequestRight.ACCESS in scopes,
        scope=scopes.get(RequestRight.ACCESS, ""),
        copy=copy,
        corrections=tuple(corrections),
        erasures=tuple(erasures),
        restriction=ground,
        other=objection,
    )


def groups(unit: Unit, claims: Sequence[RequestClaim]) -> frozenset[Category]:
    """The groups of data that the claims name."""
    known = {category.value: category for category in Category}
    targets = {item.target for claim in claims for item in _claims.items(unit, claim.id)}
    return frozenset(known[target] for target in targets if target in known)


def is_restricted(unit: Unit, case: RequestCase) -> bool:
    """Whether a restriction that the case asked for is in force."""
    mine = (ProcessingRestriction.case_id == case.id, ProcessingRestriction.lifted_on.is_(None))
    return unit.session.scalar(select(ProcessingRestriction.id).where(*mine).limit(1)) is not None


def in_words(unit: Unit, claim: RequestClaim) -> tuple[Text, ...]:
    """A rectification asked in words alone is told in the same words."""
    words = claim.right is RequestRight.RECTIFICATION and claim.resolution in GRANTS and claim.scope
    return (claim.scope,) if words and not _claims.items(unit, claim.id) else ()


def of_claim(unit: Unit, case: RequestCase, claim: RequestClaim) -> Done | None:
    """What was done about a claim that was granted; None for one that was not, or where nothing was done yet."""
    if claim.resolution not in GRANTS:
        return None
    match claim.right:
        case RequestRight.RECTIFICATION:
            return _rectified(unit, claim)
        case RequestRight.ERASURE:
            return _erased(unit, case)
        case RequestRight.RESTRICTION:
            return _restricted(unit, case, claim)
        case RequestRight.MARKETING_OBJECTION | RequestRight.CONSENT_WITHDRAWAL | RequestRight.OBJECTION:
            return _stopped(unit, claim)
        case _:
            return None


def brought(unit: Unit, case: RequestCase, claim: RequestClaim) -> ProcessingRestriction | None:
    """The restriction in force that the claim asked for, or that was put on while the objection was examined."""
    objection = claim.right is RequestRight.OBJECTION
    ground = RestrictionGround.OBJECTION if objection else claim.restriction_ground
    mine = (
        ProcessingRestriction.case_id == case.id,
        ProcessingRestriction.ground == ground,
        ProcessingRestriction.lifted_on.is_(None),
    )
    return unit.session.scalar(select(ProcessingRestriction).where(*mine).limit(1)) if ground else None


def still_restricted(unit: Unit, case: RequestCase, claim: RequestClaim, on: date) -> StillRestricted | None:
    """What a letter of the day tells of the restriction that a refused claim leaves; None where it leaves none, or where
    another claim of the case was granted the same. A day gone by is not promised."""
    if claim.resolution in GRANTS:
        return None
    row = brought(unit, case, claim)
    if row is None or any(
        other.resolution in GRANTS and other.restriction_ground is row.ground
        for other in _claims.rows(unit, case.id)
    ):
        return None
    return StillRestricted(row.lifting_on if row.lifting_on and row.lifting_on >= on else None)


def _rectified(unit: Unit, claim: RequestClaim) -> Rectified:
    return Rectified(
        tuple(
            Correction(item.datum, item.present, item.wanted, "" if item.accepted else _SEE_REASONS)
            for item in _claims.items(unit, claim.id)
        )
    )


def _erased(unit: Unit, case: RequestCase) -> Erased | None:
    """What the ledger says, which has one line for each record of the person."""
    mine = select(ErasureEntry.plan).where(ErasureEntry.case_number == case.number).order_by(ErasureEntry.id)
    plans = list(unit.connection.scalars(mine))
    if not plans:
        return None
    gone = dict.fromkeys(
        Category(name)
        for plan in plans
        for name in plan.get("gone", [category for category, _ in plan["erased"]])
    )
    kept = dict.fromkeys(tuple(group) for plan in plans for group in plan["kept"])
    return Erased(
        tuple(gone),
        tuple(
            Kept(Category(category), Retention(retention), date.fromisoformat(until) if until else None)
            for category, retention, until in kept
        ),
    )


def _restricted(unit: Unit, case: RequestCase, claim: RequestClaim) -> Restricted | None:
    """The restriction in force, or that of the case when it was lifted before the answer was written."""
    ground = claim.restriction_ground or RestrictionGround.OBJECTION
    told = (
        ProcessingRestriction.party_id == case.party_id,
        ProcessingRestriction.ground == ground,
        or_(ProcessingRestriction.lifted_on.is_(None), ProcessingRestriction.case_id == case.id),
    )
    newest = select(ProcessingRestriction.from_on).where(*told).order_by(ProcessingRestriction.id.desc())
    begun = unit.session.scalar(newest.limit(1))
    return Restricted(begun, ground) if begun else None


def _stopped(unit: Unit, claim: RequestClaim) -> Stopped | None:
    done_at = claim.effected_at or claim.decided_at
    if done_at is None:
        return None
    what: list[Text] = [item.datum for item in _claims.items(unit, claim.id)]
    if not what and claim.right is RequestRight.OBJECTION and claim.scope:
        what.append(claim.scope)  # beside a named processing these are the person's grounds
    return Stopped(helsinki(done_at).date(), tuple(what))
