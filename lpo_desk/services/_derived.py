"""What is drawn from a party's rows for domain/derived.py; the same for the card and the extract."""

from collections.abc import Iterable, Iterator

from sqlalchemy import bindparam, func, select

from lpo_desk.db.tables.imports import ImportWarning
from lpo_desk.db.tables.register import CustomerAccount
from lpo_desk.db.tables.relationship import Interaction
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.card_services import NumberLine
from lpo_desk.domain.case import OPEN
from lpo_desk.domain.collecting import state_now
from lpo_desk.domain.derived import Derived, Grounds, derive
from lpo_desk.domain.directory import strictest
from lpo_desk.domain.flags import Causes, flags_of, is_minor
from lpo_desk.domain.party import CollectionState, Flag, SubscriptionState
from lpo_desk.domain.permissions import bans_own_marketing
from lpo_desk.domain.restriction import is_restricted
from lpo_desk.services import _held
from lpo_desk.services._billing import collection_lines
from lpo_desk.services._held import Held
from lpo_desk.services._roles import role_lines
from lpo_desk.services._service_lists import Services, services
from lpo_desk.terms import Term

_NEWEST = (
    select(Interaction.on_date, Interaction.kind)
    .where(Interaction.party_id == bindparam("party_id"), Interaction.on_date.is_not(None))
    .order_by(Interaction.on_date.desc(), Interaction.id.desc())
    .limit(1)
)
_IN_FORCE = (SubscriptionState.ACTIVE, SubscriptionState.SUSPENDED)


def derived(held: Held, found: Causes, ordered: Services) -> tuple[Derived, ...]:
    """What the register amounts to, each value with its basis. `found`: the causes of the flags."""
    party = held.party
    last = held.unit.connection.execute(_NEWEST, {"party_id": held.party_id}).first()
    grounds = Grounds(
        party.date_of_birth,
        party.date_of_death,
        [row.since for row in held.of(CustomerAccount) if row.since is not None],
        [each.monthly_fee for each in ordered.subscriptions if each.state in _IN_FORCE],
        (last.on_date, last.kind) if last else None,
        tuple(_caused(held, found)),
    )
    return derive(grounds, held.unit.today)


def causes(held: Held, numbers: Iterable[NumberLine], open_cases: int, warnings: int) -> Causes:
    """Why a party has its flags, as far as the actor may know.

    numbers: telephone numbers in use. `open_cases` and `warnings`: how many there are.
    """
    permissions = _held.permissions(held)
    sees = held.unit.actor.may(Right.SEE_COLLECTION)
    return Causes(
        permissions.protected,
        held.party.date_of_death,
        bans_own_marketing(_held.said(held)),
        strictest((permissions.directory, *(number.directory for number in numbers))),
        state_now(collection_lines(held)) if sees else CollectionState.NONE,
        open_cases,
        warnings,
        held.restricted,
        is_minor(held.party.date_of_birth, held.unit.today),
    )


def all_derived(held: Held) -> tuple[Derived, ...]:
    """The same where nothing of it has been read yet."""
    run, party_id = held.unit.connection, held.party_id
    open_cases = select(func.count()).where(RequestCase.party_id == party_id, RequestCase.status.in_(OPEN))
    unsettled = select(func.count()).where(
        ImportWarning.party_id == party_id, ImportWarning.settled_at.is_(None)
    )
    ordered = services(held.unit, party_id, role_lines(held))
    numbers = ordered.numbers_left(held.unit.today)
    found = causes(held, numbers, run.scalar(open_cases) or 0, run.scalar(unsettled) or 0)
    return derived(held, found, ordered)


def _caused(held: Held, found: Causes) -> Iterator[tuple[Flag, Term]]:
    """Each flag with its cause. Age and the day of death tell of themselves."""
    flags = flags_of(found)
    notes = [row.until for row in held.notes_in_force]
    until = max((day for day in notes if day is not None), default=None)
    restricted = [row.from_on for row in held.of(ProcessingRestriction) if is_restricted(row.lifted_on)]
    told = {
        Flag.PROTECTED: Term("derived.protected_until", {"until": until})
        if until and None not in notes
        else Term("derived.protected"),
        Flag.RESTRICTED: Term("derived.restricted", {"since": min(restricted, default=None)}),
        Flag.MARKETING_BAN: Term("derived.dead" if found.date_of_death else "derived.marketing_ban"),
        Flag.DIRECTORY_BAN: Term("derived.directory", {"state": Term(found.directory.term)}),
        Flag.COLLECTION: Term("derived.collection", {"state": Term(found.collection.term)}),
        Flag.OPEN_REQUEST: Term("derived.open_request", {"count": found.open_cases}),
        Flag.WARNINGS: Term("derived.warnings", {"count": found.warnings}),
    }
    for flag in Flag:
        if flag in flags and flag in told:
            yield flag, told[flag]
