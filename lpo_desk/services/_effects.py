"""What a claim changes in the register: at once, when the person is identified, or by its decision.

A change and what ordered it are one transaction: where the change fails, nothing was registered and nothing decided.
"""

import hmac
from collections import defaultdict
from datetime import date

from sqlalchemy import select

from lpo_desk.db import search_index
from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.requests import RequestCase, RequestClaim
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import IntakeChannel
from lpo_desk.domain.claims import KINDS, Decision, RequestRight, Resolution
from lpo_desk.domain.letters import GRANTS
from lpo_desk.domain.paper_tasks import PaperTaskKind
from lpo_desk.domain.party import Source
from lpo_desk.domain.permissions import CELLS, Told, Way
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.sections import Section
from lpo_desk.domain.targets import writable
from lpo_desk.services import (
    _claims,
    _done,
    _letters,
    _paper_tasks,
    erasing,
    permissions,
    recipients,
    sections,
)
from lpo_desk.services._steps import StepRefused

_WAYS = {
    IntakeChannel.COUNTER: Way.COUNTER,
    IntakeChannel.ORAL: Way.COUNTER,
    IntakeChannel.PHONE: Way.PHONE,
    IntakeChannel.POST: Way.LETTER,
    IntakeChannel.EMAIL: Way.EMAIL,
}


def at_intake(unit: Unit, case: RequestCase, ticket: Ticket | None) -> None:
    """What holds from the moment it is asked, of a known person: objecting to marketing and withdrawing consent."""
    told = Told(_WAYS[case.channel])
    for claim in _claims.rows(unit, case.id):
        if not KINDS[claim.right].immediate or ticket is None:
            continue
        if claim.right is RequestRight.MARKETING_OBJECTION:
            permissions.ban_everything(unit, ticket, told)
        else:
            names = [item.target.partition(".")[2] for item in _claims.items(unit, claim.id)]
            permissions.withdraw(unit, ticket, names or CELLS, told)
        claim.resolution, claim.effected_at = Resolution.FULFILLED, unit.at
        claim.decided_at, claim.decided_by = unit.at, unit.actor.account_id


def on_identity(unit: Unit, case: RequestCase) -> None:
    """The provisional mark of a restriction that is asked, and of an objection while it is assessed (art. 18(1)(d))."""
    for claim in _claims.rows(unit, case.id):
        if (ground := _ground(claim)) is not None:
            _restrict(unit, case, ground, claim.scope)


def on_decision(
    unit: Unit, case: RequestCase, claim: RequestClaim, decision: Decision, ticket: Ticket | None
) -> None:
    """Carry out what was granted. Raises StepRefused without the ticket of the person whose data are to change, and for
    a day of lifting that has gone by."""
    if decision.resolution not in GRANTS:
        _promise(unit, case, claim, decision.lifting_on)
        return
    match claim.right:
        case RequestRight.ERASURE:
            _erase(unit, case, claim, ticket)
            return
        case RequestRight.RECTIFICATION:
            _rectify(unit, case, claim, decision, ticket)
            _paper_tasks.order(unit, case, PaperTaskKind.ANNOTATE)
        case RequestRight.RESTRICTION | RequestRight.OBJECTION:
            ground = _ground(claim) or RestrictionGround.OBJECTION
            _restrict(unit, case, ground, claim.scope)
            _promise(unit, case, claim, None)
        case _:
            return
    claim.effected_at = unit.at
    if KINDS[claim.right].tells_recipients:
        unit.session.flush()
        recipients.list_for(unit, case.id, claim.id)


def _erase(unit: Unit, case: RequestCase, claim: RequestClaim, ticket: Ticket | None) -> None:
    """Erase what the plan says that somebody else prepared. Who is told of it, and where the answer goes, is noted
    before: afterwards nothing leads there. Raises StepRefused, ErasureRefused."""
    if claim.plan is None or claim.prepared_by is None:
        raise StepRefused("request.plan_missing")
    if claim.prepared_by == unit.actor.account_id:
        raise StepRefused("request.second_person_decides")
    if ticket is None or ticket.party_id != case.party_id:
        raise StepRefused("request.ticket_missing")
    shown = erasing.plan(unit, ticket, _done.groups(unit, [claim]) or None)
    if not hmac.compare_digest(shown.digest, claim.plan):
        raise StepRefused("request.plan_outdated")
    if claim.resolution is Resolution.FULFILLED and not shown.takes_all:
        raise StepRefused("request.something_stays")
    _letters.keep_addressee(unit, case, ticket)
    claim.effected_at = unit.at
    unit.session.flush()
    recipients.list_for(unit, case.id, claim.id)
    _paper_tasks.order(unit, case, PaperTaskKind.DESTROY)
    erasing.erase(unit, ticket, shown, case.number, prepared_by=claim.prepared_by)


def _rectify(
    unit: Unit, case: RequestCase, claim: RequestClaim, decision: Decision, ticket: Ticket | None
) -> None:
    """Write the granted values where they lie. What the card has no field for is done by hand, and stays unapplied.

    Where accuracy was contested in the same case, its restriction lets the correction through from here until the
    claim is marked as carried out (db/restriction_triggers.py).
    """
    values: dict[Section, dict[str, str]] = defaultdict(dict)
    known = writable()
    for item in _claims.items(unit, claim.id):
        item.accepted = decision.resolution is Resolution.FULFILLED or item.id in decision.accepted
        if item.accepted and (section := known.get(item.target)) is not None:
            values[section][item.target.partition(".")[2]] = item.wanted
            item.applied_at = unit.at
    if not values:
        return
    if ticket is None or ticket.party_id != case.party_id:
        raise StepRefused("request.ticket_missing")
    unit.session.flush()
    for section, changed in values.items():
        sections.rectify(unit, ticket, section, changed)
    unit.session.flush()


def _promise(unit: Unit, case: RequestCase, claim: RequestClaim, on: date | None) -> None:
    """The day on which the restriction that the claim had brought is lifted, None where none is said any more."""
    row = _done.brought(unit, case, claim)
    if row is None or row.lifting_on == on:
        return
    if on is not None and on < unit.today:
        raise StepRefused("request.lifting_day_gone")
    row.lifting_on, row.told_on = on, None


def _ground(claim: RequestClaim) -> RestrictionGround | None:
    if claim.right is RequestRight.OBJECTION:
        return RestrictionGround.OBJECTION
    return claim.restriction_ground if claim.right is RequestRight.RESTRICTION else None


def _restrict(unit: Unit, case: RequestCase, ground: RestrictionGround, reason: str) -> None:
    """Mark the person, once for each ground."""
    if case.party_id is None:
        return
    held = (ProcessingRestriction.party_id == case.party_id, ProcessingRestriction.lifted_on.is_(None))
    if ground in set(unit.session.scalars(select(ProcessingRestriction.ground).where(*held))):
        return
    unit.session.add(
        ProcessingRestriction(
            party_id=case.party_id,
            ground=ground,
            case_id=case.id,
            reason=reason,
            from_on=unit.today,
            source=Source.SUBJECT,
            source_on=unit.today,
            source_by=unit.actor.username,
        )
    )
    unit.session.flush()
    unit.session.get_one(Party, case.party_id).version += 1
    search_index.refresh(unit, [case.party_id])
