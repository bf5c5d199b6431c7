"""Erasing a person's data (GDPR art. 17): the plan that is shown, and the erasure that does what was shown.

The ledger outside the database is written and synced before the erasing commits, last of all: a crash between the two
leaves an entry by which the erasure is completed at the next start (services/_replaying.py), never half of one.
"""

import hmac
from collections.abc import Collection
from functools import partial

from sqlalchemy import select

from lpo_desk.db import erasure_ledger
from lpo_desk.db.erasure_ledger import Line
from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.rights import ErasureEntry
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.tables.system import Account
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, Ticket
from lpo_desk.domain.erasure import Erased, ErasurePlan, ErasureRefused
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.services import _suppression, _ties
from lpo_desk.services._erasable import Survey, planned, survey
from lpo_desk.services._known_by import digests
from lpo_desk.services._taking_out import take_out


@requires(Right.TAKE_REQUEST)
def plan(unit: Unit, ticket: Ticket, categories: frozenset[Category] | None = None) -> ErasurePlan:
    """What an erasure of these categories, or of everything, would take and what would stay until when and why.

    It counts values and shows none, so a protected person need not be revealed for it. Raises NoTicket.
    """
    unit.demand_ticket(ticket)
    return planned(unit, survey(unit, ticket.party_id, categories), categories)


@requires(Right.DECIDE_REQUEST)
def erase(unit: Unit, ticket: Ticket, shown: ErasurePlan, case_number: str, *, prepared_by: int) -> Erased:
    """Do what was shown, in the unit that decides the claim. prepared_by: the account of whoever prepared the plan.

    Afterwards there is no name or address to write to: whoever decides keeps those that the reply needs.
    Raises ErasureRefused where the same user prepared it, the register has changed since, nothing would go, processing
    is restricted or there is no place for the ledger; OwnCase for the user's own record or a relative's; NoTicket.
    """
    unit.demand_ticket(ticket)
    unit.purpose = unit.purpose or ticket.purpose
    if prepared_by == unit.actor.account_id:
        raise ErasureRefused("erasure.same_person")
    if unit.session.get(Account, prepared_by) is None:
        raise ErasureRefused("erasure.not_prepared")
    _demand_case(unit, ticket.party_id, case_number)
    if unit.ledger is None:
        raise ErasureRefused("erasure.no_ledger")
    # Whoever saves this customer at the same time waits here, so that what is planned is what is erased.
    unit.connection.execute(select(Party.id).where(Party.id == ticket.party_id).with_for_update())
    found = survey(unit, ticket.party_id, shown.categories)
    for party_id in found.members:
        _ties.demand_stranger(unit, party_id)
    _demand_unrestricted(unit, found)
    now = planned(unit, found, shown.categories)
    if not hmac.compare_digest(now.digest, shown.digest) or shown.party_id != ticket.party_id:
        raise ErasureRefused("erasure.changed")
    if not now.going:
        raise ErasureRefused("erasure.nothing_goes")
    suppressed = _keep_bans(unit, found)
    lines = _lines(unit, found, now, case_number, prepared_by)
    counts, bodies = take_out(unit, found)
    gone = tuple(dict.fromkeys(group.category for group in now.going))
    unit.session.add_all(entry_of(line, gone) for line in lines)
    for party_id in found.members:
        detail = str(sum(counts.values()))
        unit.log(AuditKind.ERASE, table="erasure_entry", party_id=party_id, detail=detail)
        unit.touched(party_id=party_id, table="party")
    for name in counts:
        unit.touched(table=name)
    secret = unit.secret("erasure")
    unit.outside.append(
        (
            partial(erasure_ledger.append, unit.ledger, secret, lines),
            partial(erasure_ledger.take_back, unit.ledger, secret, lines),
        )
    )
    unit.leaves_no_trace = True
    return Erased(now, tuple(sorted(counts.items())), bodies, suppressed)


def entry_of(line: Line, gone: Collection[Category] | None = None) -> ErasureEntry:
    """The database's own row of a line of the ledger.

    gone: the categories of which something went, for the answer to the person; the line has every group that a restored
    backup is to lose, held or not.
    """
    told = {} if gone is None else {"gone": [category.value for category in gone]}
    return ErasureEntry(
        at=line.instant,
        party_key=line.party,
        case_number=line.case_number,
        plan={"key": line.key, "erased": line.erased, "kept": line.kept, **told},
        digests=list(line.digests),
        account_id=line.account,
        second_id=line.second,
    )


def _lines(
    unit: Unit, found: Survey, now: ErasurePlan, case_number: str, prepared_by: int
) -> tuple[Line, ...]:
    """One for each record of the person: in an older backup those that were merged since are still apart."""
    known = tuple(sorted(digests(unit, found.members)))
    kept = tuple(
        (group.category.value, group.retention.value, group.until.isoformat() if group.until else "")
        for group in now.staying
    )
    return tuple(
        Line(
            f"{unit.save_id}:{party_id}",
            unit.at.isoformat(),
            party_id,
            case_number,
            known,
            tuple((category.value, retention.value) for category, retention in found.going),
            kept,
            unit.actor.account_id,
            prepared_by,
        )
        for party_id in found.members
    )


def _keep_bans(unit: Unit, found: Survey) -> bool:
    """Before anything goes: whoever has forbidden marketing is remembered by every road to him, and by nothing else."""
    marketing = (Category.MARKETING, Retention.BAN)
    if (
        not found.causes.banned
        or found.kept.get(marketing) is not None
        or Category.MARKETING not in found.asked
    ):
        return False
    unit.session.flush()
    for party_id in found.members:
        _suppression.remember(unit, party_id)
    return True


def _demand_case(unit: Unit, party_id: int, number: str) -> None:
    mine = select(RequestCase.id).where(RequestCase.number == number, RequestCase.party_id == party_id)
    if unit.session.scalar(mine) is None:
        raise ErasureRefused("erasure.no_case")


def _demand_unrestricted(unit: Unit, found: Survey) -> None:
    """Data that the person needs for a legal claim are kept at his own wish (art. 18(1)(c)); of the other grounds
    somebody has to decide first."""
    in_force = select(ProcessingRestriction.ground).where(
        ProcessingRestriction.party_id.in_(found.members), ProcessingRestriction.lifted_on.is_(None)
    )
    grounds = set(unit.session.scalars(in_force))
    if RestrictionGround.CLAIMS in grounds:
        raise ErasureRefused("erasure.needed_for_claims")
    if grounds:
        raise ErasureRefused("erasure.restricted")
