"""The claims of a case, between their rows and their values."""

from collections.abc import Sequence

from sqlalchemy import select

from lpo_desk.db.tables.requests import ClaimItem, RequestClaim
from lpo_desk.db.unit import Unit
from lpo_desk.domain.claims import (
    KINDS,
    Asked,
    AskedItem,
    Claim,
    Item,
    RefusalGround,
    RequestRight,
    Resolution,
    outcome,
)
from lpo_desk.services import diary

_LABEL = 200
"""Characters of the name of a datum."""


def rows(unit: Unit, case_id: int) -> list[RequestClaim]:
    """In the order they were asked."""
    mine = select(RequestClaim).where(RequestClaim.case_id == case_id).order_by(RequestClaim.id)
    return list(unit.session.scalars(mine))


def row(unit: Unit, case_id: int, claim_id: int | None) -> RequestClaim | None:
    """The claim of this key; without one the first that is not decided, or else the last."""
    found = rows(unit, case_id)
    if claim_id is not None:
        return next((each for each in found if each.id == claim_id), None)
    return next((each for each in found if each.resolution is None), found[-1])


def giving(unit: Unit, case_id: int, right: RequestRight | None = None) -> list[RequestClaim]:
    """The claims by which data go to the person; of one right where it is given."""
    wanted = {each for each, kind in KINDS.items() if kind.gives_data} if right is None else {right}
    return [each for each in rows(unit, case_id) if each.right in wanted]


def items(unit: Unit, claim_id: int) -> list[ClaimItem]:
    mine = select(ClaimItem).where(ClaimItem.claim_id == claim_id).order_by(ClaimItem.id)
    return list(unit.session.scalars(mine))


def write(unit: Unit, case_id: int, asked: Asked) -> RequestClaim:
    """Keep a claim as it was asked. Identity codes typed into it are hidden."""
    claim = RequestClaim(
        case_id=case_id,
        right=asked.right,
        scope=diary.words(asked.scope),
        restriction_ground=asked.restriction_ground,
        erasure_ground=asked.erasure_ground,
        copy_format=asked.copy_format,
    )
    unit.session.add(claim)
    unit.session.flush()
    for item in asked.items:
        unit.session.add(
            ClaimItem(
                case_id=case_id,
                claim_id=claim.id,
                target=item.target,
                datum=diary.words(item.datum, limit=_LABEL, multiline=False),
                present=diary.words(item.present),
                wanted=diary.words(item.wanted),
                reason=diary.words(item.reason),
            )
        )
    unit.session.flush()
    return claim


def read(unit: Unit, case_id: int, names: dict[int, str]) -> tuple[Claim, ...]:
    """names: of accounts, by key."""
    return tuple(_claim(unit, each, names) for each in rows(unit, case_id))


def rights(unit: Unit, case_ids: Sequence[int]) -> dict[int, list[tuple[RequestRight, Resolution | None]]]:
    """What is asked in each of these cases, and what came of it."""
    found: dict[int, list[tuple[RequestRight, Resolution | None]]] = {case_id: [] for case_id in case_ids}
    statement = select(RequestClaim.case_id, RequestClaim.right, RequestClaim.resolution)
    for case_id, right, resolution in unit.connection.execute(
        statement.where(RequestClaim.case_id.in_(case_ids)).order_by(RequestClaim.id)
    ):
        found[case_id].append((right, resolution))
    return found


def resolution(unit: Unit, case_id: int) -> Resolution | None:
    """What the case came to; None while a claim is undecided."""
    return outcome([each.resolution for each in rows(unit, case_id)])


def _claim(unit: Unit, claim: RequestClaim, names: dict[int, str]) -> Claim:
    its = tuple(
        Item(
            each.id,
            AskedItem(each.target, each.datum, each.present, each.wanted, each.reason),
            each.accepted,
            each.applied_at is not None,
        )
        for each in items(unit, claim.id)
    )
    return Claim(
        id=claim.id,
        asked=Asked(
            claim.right,
            claim.scope,
            tuple(item.asked for item in its),
            claim.restriction_ground,
            claim.erasure_ground,
            claim.copy_format,
        ),
        items=its,
        resolution=claim.resolution,
        grounds=tuple(RefusalGround(ground) for ground in claim.grounds),
        reasons=claim.reasons,
        withheld=claim.withheld,
        left_out=tuple(claim.left_out),
        effected=claim.effected_at is not None,
        prepared_by=names.get(claim.prepared_by or 0, ""),
    )
