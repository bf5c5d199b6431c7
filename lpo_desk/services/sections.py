"""Saving one section of a customer's card.

The form gives what it was loaded with (`base`) and what the clerk made of it (`mine`). What others saved meanwhile in
other fields is kept; the same field changed twice is a Conflict that names both values.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from lpo_desk.db import search_index
from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.tables.register import PersonalIdentityCode
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import AuditKind, Ticket
from lpo_desk.domain.identifiers import parse_hetu
from lpo_desk.domain.merging import Merge, three_way
from lpo_desk.domain.party import (
    BillingDetails,
    ContactDetails,
    CustomerType,
    ListRow,
    OrganisationDetails,
    PartyKind,
    PermissionDetails,
    PersonDetails,
    Source,
    Sourced,
)
from lpo_desk.domain.permissions import Told
from lpo_desk.domain.sections import (
    Basic,
    Details,
    FieldsRefused,
    SavedSection,
    Section,
    ValueRefused,
    check_billing,
    check_contact,
    check_organisation,
    check_permissions,
    check_person,
    is_undoable,
)
from lpo_desk.services import _held, _suppression
from lpo_desk.services._alike import holders_of_code
from lpo_desk.services._held import Held
from lpo_desk.services._opened import conflict
from lpo_desk.services._reveals import demand_details
from lpo_desk.services._writing import (
    Writer,
    write_basic,
    write_billing,
    write_contact,
    write_permissions,
)
from lpo_desk.services.entries import EntryChanged

T = TypeVar("T", bound=Details)
NOT_TOLD = Told()
_NOTHING_FORMER: Mapping[str, Sourced] = MappingProxyType({})
Former = Mapping[str, Sourced] | None
"""The sources to give back with former values; None for a save that takes nothing back."""


@dataclass(frozen=True, slots=True)
class SavedCode:
    """A personal identity code was saved. `same`: others who have the code too, possible duplicates."""

    version: int
    same: tuple[ListRow, ...] = ()


@requires(Right.EDIT_CUSTOMER)
def save_basic(unit: Unit, ticket: Ticket, base: Basic, mine: Basic, source: Source) -> SavedSection[Basic]:
    """Save names, language, types, membership and dates. A changed name leaves the old one as a former name."""
    return _save_basic(unit, ticket, base, mine, source)


@requires(Right.EDIT_CUSTOMER)
def save_contact(
    unit: Unit, ticket: Ticket, base: ContactDetails, mine: ContactDetails, source: Source
) -> SavedSection[ContactDetails]:
    """Save addresses, phones and e-mails. A changed address leaves the old one with its last day."""
    return _save_contact(unit, ticket, base, mine, source)


@requires(Right.EDIT_CUSTOMER)
def save_billing(
    unit: Unit, ticket: Ticket, base: BillingDetails, mine: BillingDetails, source: Source
) -> SavedSection[BillingDetails]:
    """Save how the customer is billed. Raises Forbidden without SEE_BILLING: what may not be seen is not changed."""
    return _save_billing(unit, ticket, base, mine, source)


@requires(Right.EDIT_CUSTOMER)
def save_permissions(
    unit: Unit,
    ticket: Ticket,
    base: PermissionDetails,
    mine: PermissionDetails,
    source: Source,
    told: Told = NOT_TOLD,
) -> SavedSection[PermissionDetails]:
    """Append what changed of permissions and bans; `told`: how the clerk came to know it.

    Anybody who edits may enter a non-disclosure note, for it protects at once; ending or shortening one needs
    OPEN_PROTECTED (raises Forbidden).
    """
    return _save_permissions(unit, ticket, base, mine, source, told=told)


@requires(Right.TAKE_REQUEST)
def take_permissions(
    unit: Unit, ticket: Ticket, base: PermissionDetails, mine: PermissionDetails, told: Told
) -> SavedSection[PermissionDetails]:
    """What a request says of permissions holds at once, whoever takes it in (art. 7(3), 21(2)-(3))."""
    return _save_permissions(unit, ticket, base, mine, Source.SUBJECT, told=told)


@requires(Right.DECIDE_REQUEST)
def rectify(unit: Unit, ticket: Ticket, section: Section, values: Mapping[str, str]) -> SavedSection[Any]:
    """Write what was decided to be right (art. 16): fields of the section, as typed. Raises FieldsRefused, NoTicket."""
    unit.demand_ticket(ticket)
    held = Held(unit, ticket.party_id)
    if section is Section.BASIC:
        basic = _held.basic(held)
        return _save_basic(unit, ticket, basic, _with(basic, values), Source.SUBJECT)
    if section is Section.CONTACT:
        contact = _held.contact(held)
        return _save_contact(unit, ticket, contact, _with(contact, values), Source.SUBJECT)
    billing = _held.billing(held)
    return _save_billing(unit, ticket, billing, _with(billing, values), Source.SUBJECT)


def _with(details: T, values: Mapping[str, str]) -> T:
    return replace(details, **{name: values[name] for name in values})  # type: ignore[arg-type]  # checked by check_*


@requires(Right.EDIT_CUSTOMER)
def undo(unit: Unit, ticket: Ticket, saved: SavedSection[Any]) -> SavedSection[Any]:
    """Save the former values again, with the sources they had. Raises Conflict where somebody changed them since.

    Only the fields of that save are taken back. What is not `undoable` raises FieldsRefused.
    """
    base, mine = saved.after, saved.before
    match saved.section:
        case Section.BASIC:
            return _save_basic(unit, ticket, base, mine, saved.source, saved.former)
        case Section.CONTACT:
            return _save_contact(unit, ticket, base, mine, saved.source, saved.former)
        case Section.BILLING:
            return _save_billing(unit, ticket, base, mine, saved.source, saved.former)
        case Section.PERMISSIONS:
            return _save_permissions(unit, ticket, base, mine, saved.source, saved.former)


@requires(Right.EDIT_CUSTOMER)
def save_hetu(
    unit: Unit,
    ticket: Ticket,
    text: str,
    source: Source,
    *,
    mistaken: bool = False,
    former: Collection[int] = (),
) -> SavedCode:
    """Add or change the personal identity code; a former one is kept with its last day. Raises IdentifierRefused.

    `mistaken`: the one there is was never this customer's, so it goes without a trace of it in the register, and with
    an empty text no other takes its place. `former`: keys of former ones that never were either; with nothing else
    to save the text is empty. Another customer may have the same code: both are kept and the other's
    number is told, as the import does. An empty date of birth, or one that came from the former code, follows the code.
    """
    held = _begin(unit, ticket)
    demand_details(unit, ticket)
    party = held.party
    if party.kind is not PartyKind.PERSON and CustomerType.ESTATE not in _held.basic(held).types:
        raise ValueRefused("card.code_of_persons_only")
    current = next((row for row in held.of(PersonalIdentityCode) if row.valid_to is None), None)
    for row in _former_codes(held, former):
        unit.session.delete(row)
    if not text.strip() and (former or (mistaken and current is not None)):
        if mistaken and current is not None:
            unit.session.delete(current)
        return SavedCode(_finish(unit, held))
    hetu = parse_hetu(text, today=unit.today)
    sought = lookup_hash(unit.secret("hetu"), hetu.value)
    same = tuple(row for row in holders_of_code(unit, hetu.value) if row.party_id != party.id)
    if current is not None and current.value == hetu.value:
        return SavedCode(_finish(unit, held) if former else party.version, same)
    if current is not None and mistaken:
        unit.session.delete(current)
    elif current is not None:
        current.valid_to = unit.today
    if party.date_of_birth is None or (
        current is not None and party.date_of_birth == parse_hetu(current.value).born
    ):
        party.date_of_birth = hetu.born
        with unit.session.no_autoflush:
            Writer(held, Sourced(source, unit.today, unit.actor.username), unit.today).note(["date_of_birth"])
    unit.source = source
    unit.session.add(
        PersonalIdentityCode(
            party_id=party.id,
            value=hetu.value,
            lookup_hash=sought,
            source=source,
            source_on=unit.today,
            source_by=unit.actor.username,
        )
    )
    return SavedCode(_finish(unit, held), same)


def _former_codes(held: Held, ids: Collection[int]) -> list[PersonalIdentityCode]:
    """Raises EntryChanged where one of them is no former code of the party, or no longer."""
    found = [row for row in held.of(PersonalIdentityCode) if row.id in ids and row.valid_to is not None]
    if len(found) < len(set(ids)):
        raise EntryChanged
    return found


def _save_basic(
    unit: Unit, ticket: Ticket, base: Basic, mine: Basic, source: Source, former: Former = None
) -> SavedSection[Basic]:
    held = _begin(unit, ticket)
    demand_details(unit, ticket)
    theirs = _held.basic(held)
    cleaned: Basic
    # A section is saved as what the customer is; anything else is a bug of the form.
    match base, mine, theirs:
        case PersonDetails(), PersonDetails(), PersonDetails():
            cleaned = check_person(base, mine, unit.today)
        case OrganisationDetails(), OrganisationDetails(), OrganisationDetails():
            cleaned = check_organisation(base, mine, unit.today)
        case _:
            raise TypeError("the section belongs to a customer of another kind")
    merge: Merge[Basic] = three_way(base, cleaned, theirs)
    if held.account is None and {"member", "member_number", "customer_since"} & set(merge.changed):
        raise FieldsRefused({"member": ValueRefused("card.no_customer_number")})
    return _save(held, Section.BASIC, merge, (base, cleaned, theirs), write_basic, source, former)


def _save_contact(
    unit: Unit,
    ticket: Ticket,
    base: ContactDetails,
    mine: ContactDetails,
    source: Source,
    former: Former = None,
) -> SavedSection[ContactDetails]:
    held = _begin(unit, ticket)
    demand_details(unit, ticket)
    cleaned, theirs = check_contact(base, mine), _held.contact(held)
    merge = three_way(base, cleaned, theirs)
    return _save(held, Section.CONTACT, merge, (base, cleaned, theirs), write_contact, source, former)


def _save_billing(
    unit: Unit,
    ticket: Ticket,
    base: BillingDetails,
    mine: BillingDetails,
    source: Source,
    former: Former = None,
) -> SavedSection[BillingDetails]:
    unit.demand(Right.SEE_BILLING)
    held = _begin(unit, ticket)
    demand_details(unit, ticket)
    cleaned, theirs = check_billing(base, mine), _held.billing(held)
    merge = three_way(base, cleaned, theirs)
    return _save(held, Section.BILLING, merge, (base, cleaned, theirs), write_billing, source, former)


def _save_permissions(
    unit: Unit,
    ticket: Ticket,
    base: PermissionDetails,
    mine: PermissionDetails,
    source: Source,
    former: Former = None,
    told: Told = NOT_TOLD,
) -> SavedSection[PermissionDetails]:
    held = _begin(unit, ticket)
    party = held.party
    person, deceased = party.kind is PartyKind.PERSON, party.date_of_death is not None
    cleaned = check_permissions(base, mine, unit.today, person=person, deceased=deceased)
    theirs = _held.permissions(held)
    merge = three_way(base, cleaned, theirs)
    if _weakens(theirs, merge.value):
        unit.demand(Right.OPEN_PROTECTED)
    write = partial(write_permissions, told=told)
    return _save(held, Section.PERMISSIONS, merge, (base, cleaned, theirs), write, source, former)


def _weakens(before: PermissionDetails, after: PermissionDetails) -> bool:
    """Whether a protection in force is ended or made shorter."""
    if not before.protected:
        return False
    if not after.protected:
        return True
    if after.protected_until is None or after.protected_until == before.protected_until:
        return False
    return before.protected_until is None or after.protected_until < before.protected_until


def _begin(unit: Unit, ticket: Ticket) -> Held:
    """Check the ticket, take its purpose for the audit, and lock the customer until the unit ends."""
    unit.demand_ticket(ticket)
    unit.purpose = unit.purpose or ticket.purpose
    held = Held(unit, ticket.party_id, for_saving=True)
    assert held.party.id == ticket.party_id  # noqa: S101 - reading it takes the lock
    return held


def _save(
    held: Held,
    section: Section,
    merge: Merge[T],
    versions: tuple[T, T, T],
    write: Callable[[Writer, T, T], None],
    source: Source,
    former: Former = None,
) -> SavedSection[T]:
    """Write the merged fields. `versions`: base, mine, theirs."""
    unit, (base, mine, theirs) = held.unit, versions
    if merge.conflicts:
        raise conflict(unit, held.party_id, merge.conflicts, base, mine, theirs)
    if not merge.changed:
        return SavedSection(section, theirs, theirs, (), held.party.version, source, False, _NOTHING_FORMER)
    came = _held.sources(held)
    if former is None:
        unit.source = source
    writer = Writer(held, Sourced(source, unit.today, unit.actor.username), unit.today, former)
    with unit.session.no_autoflush:
        write(writer, theirs, merge.value)
    if merge.theirs:
        unit.log(
            AuditKind.MERGE,
            table="party",
            key=held.party_id,
            party_id=held.party_id,
            fields=merge.changed + merge.theirs,
        )
    return SavedSection(
        section,
        theirs,
        merge.value,
        merge.changed,
        _finish(unit, held, reached=section in (Section.BASIC, Section.CONTACT)),
        source,
        bool(merge.theirs),
        MappingProxyType({name: came[name] for name in merge.changed if name in came}),
        is_undoable(theirs, merge.value),
    )


def _finish(unit: Unit, held: Held, *, reached: bool = False) -> int:
    """Count the save once, whatever it changed, and derive the search rows again. Returns the new version.

    `reached`: a name or a way to reach the person may have changed, so the suppression list is asked.
    """
    with unit.session.no_autoflush:
        held.party.version += 1
    _suppression.keep_in_step(unit, held.party_id, ask=reached)
    search_index.refresh(unit, [held.party_id])
    return held.party.version
