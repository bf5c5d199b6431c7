"""Opening is an act; nothing of a customer is read, changed or revealed without its committed row."""

import inspect
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from lpo_desk.db.tables.imports import ImportRun, ImportWarning
from lpo_desk.db.tables.register import PersonalIdentityCode
from lpo_desk.db.tables.system import ReadEvent
from lpo_desk.db.unit import Forbidden, NoTicket
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Purpose, Reveal, RevealReason, Ticket
from lpo_desk.domain.party import BillingDetails, ContactDetails, PermissionDetails, Source
from lpo_desk.domain.permissions import Told, Way
from lpo_desk.domain.sections import SavedSection, Section
from lpo_desk.services import cards, customers, history, permissions, sections
from lpo_desk.services._reveals import DetailsHidden, NotRevealed
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, audited, bodies, card, fresh, opened

TICKETED: dict[str, Callable[..., Any]] = {
    f"{module.__name__.rpartition('.')[2]}.{name}": function
    for module in (cards, customers, history, permissions, sections)
    for name, function in inspect.getmembers(module, inspect.isfunction)
    if function.__module__ == module.__name__
    and not name.startswith("_")
    and {"ticket", "reveal"} & set(inspect.signature(function).parameters)
}


def arguments(name: str, ticket: Ticket) -> tuple[Any, ...]:
    """What each ticketed function is called with besides the unit; a new one without an entry fails the walk."""
    same = SavedSection(
        Section.CONTACT, ContactDetails(), ContactDetails(town="X"), ("town",), 1, Source.SUBJECT, False, {}
    )
    return {
        "cards.read": (ticket,),
        "history.lines": (ticket,),
        "customers.reveal_protected": (ticket, RevealReason.CONTRACT),
        "customers.request_reveal": (ticket, RevealReason.IDENTIFY),
        "customers.reveal_hetu": (Reveal(ticket, uuid4()),),
        "customers.settle_warning": (ticket, 1),
        "sections.save_basic": (ticket, MAIJA.basic, MAIJA.basic, Source.SUBJECT),
        "sections.save_contact": (ticket, ContactDetails(), ContactDetails(town="X"), Source.SUBJECT),
        "sections.save_billing": (ticket, BillingDetails(), BillingDetails(operator="X"), Source.SUBJECT),
        "sections.save_permissions": (ticket, PermissionDetails(), PermissionDetails(), Source.SUBJECT),
        "sections.save_hetu": (ticket, MAIJA.hetu, Source.SUBJECT),
        "sections.undo": (ticket, same),
        "sections.take_permissions": (
            ticket,
            PermissionDetails(),
            PermissionDetails(),
            Told(Way.PHONE),
        ),
        "sections.rectify": (ticket, Section.CONTACT, {"street": "Kuusitie 5"}),
        "permissions.ban_everything": (ticket, Told(Way.PHONE)),
        "permissions.withdraw": (ticket, ("own_email",), Told(Way.PHONE)),
    }[name]


def call(desk: Desk, name: str, ticket: Ticket, by: str) -> None:
    with desk.database.unit(desk[by]) as unit:
        TICKETED[name](unit, *arguments(name, ticket))


def test_the_walk_sees_every_door() -> None:
    assert len(TICKETED) == 16


WHO = {"sections.rectify": "jani"}
"""Who calls a door that the office lead has no right to."""


@pytest.mark.parametrize("name", sorted(TICKETED))
def test_no_details_without_a_committed_ticket(desk: Desk, name: str) -> None:
    """Not with a ticket made up, another's, outlived, of another customer, or of a unit that was rolled back."""
    # The one who holds every right of the counter and of protection, so that nothing but the ticket can refuse.
    by = WHO.get(name, "leena")
    party_id, other_id = add(desk, MAIJA), add(desk, FIRM)
    real = opened(desk, party_id, by=by)
    made_up = Ticket(real.id + 1000, party_id, Purpose.COUNTER, real.opened_at, real.expires_at)
    elsewhere = Ticket(real.id, other_id, Purpose.COUNTER, real.opened_at, real.expires_at)
    kept: list[Ticket] = []

    def open_and_fail() -> None:
        with desk.database.unit(desk[by]) as unit:
            kept.append(customers.open(unit, party_id, Purpose.COUNTER))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        open_and_fail()
    for ticket in (made_up, elsewhere, kept[0]):
        with pytest.raises(NoTicket):
            call(desk, name, ticket, by)
    with pytest.raises(NoTicket):
        call(desk, name, opened(desk, party_id, by="maija"), by)
    desk.clock.forward(minutes=15)
    with pytest.raises(NoTicket):
        call(desk, name, real, by)


@pytest.mark.parametrize("name", sorted(TICKETED))
def test_the_ticket_of_the_same_unit_opens_nothing(desk: Desk, name: str) -> None:
    by = WHO.get(name, "leena")
    party_id = add(desk, MAIJA)
    opened(desk, party_id, by=by)
    with desk.database.unit(desk[by]) as unit:
        ticket = customers.open(unit, party_id, Purpose.COUNTER)
        with pytest.raises(NoTicket):
            TICKETED[name](unit, *arguments(name, ticket))


MATRIX = {
    "cards.read": Right.OPEN_CUSTOMER,
    "history.lines": Right.OPEN_CUSTOMER,
    "customers.reveal_protected": Right.OPEN_PROTECTED,
    "customers.request_reveal": Right.REVEAL_HETU,
    "customers.reveal_hetu": Right.REVEAL_HETU,
    "customers.settle_warning": Right.EDIT_CUSTOMER,
    "sections.save_basic": Right.EDIT_CUSTOMER,
    "sections.save_contact": Right.EDIT_CUSTOMER,
    "sections.save_billing": Right.EDIT_CUSTOMER,
    "sections.save_permissions": Right.EDIT_CUSTOMER,
    "sections.save_hetu": Right.EDIT_CUSTOMER,
    "sections.undo": Right.EDIT_CUSTOMER,
    "sections.take_permissions": Right.TAKE_REQUEST,
    "sections.rectify": Right.DECIDE_REQUEST,
    "permissions.ban_everything": Right.TAKE_REQUEST,
    "permissions.withdraw": Right.TAKE_REQUEST,
}


@pytest.mark.parametrize("who", ["maija", "leena", "jani", "esko", "admin"])
def test_rights_are_checked_first(desk: Desk, who: str) -> None:
    """Who lacks the right is refused with a ticket of his own in hand; who has it is refused for the ticket alone."""
    party_id = add(desk, MAIJA)
    real = opened(desk, party_id)
    assert set(MATRIX) == set(TICKETED)
    for name, right in MATRIX.items():
        expected = NoTicket if desk[who].may(right) else Forbidden
        other = Ticket(real.id + 1000, party_id, Purpose.COUNTER, real.opened_at, real.expires_at)
        with pytest.raises(expected):
            call(desk, name, other, who)
    if not desk[who].may(Right.OPEN_CUSTOMER):
        with pytest.raises(Forbidden):
            opened(desk, party_id, by=who)


def test_an_opening_says_who_when_and_why(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    opened(desk, party_id, purpose=Purpose.BILLING)
    with desk.database.reading(desk["jani"]) as unit:
        row = unit.session.scalars(select(ReadEvent)).one()
        assert (row.party_id, row.purpose, row.account_id) == (
            party_id,
            Purpose.BILLING,
            desk["maija"].account_id,
        )
        assert row.at == desk.clock.now


def test_nobody_who_is_not_there_is_opened(desk: Desk) -> None:
    with pytest.raises(customers.NoCustomer):
        opened(desk, 4711)


def test_a_code_is_shown_after_its_reason_was_committed(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        reveal = customers.request_reveal(unit, ticket, RevealReason.IDENTIFY)
        with pytest.raises(NotRevealed):
            customers.reveal_hetu(unit, reveal)
    with desk.database.reading(desk["maija"]) as unit:
        assert customers.reveal_hetu(unit, reveal) == MAIJA.hetu
    with desk.database.reading(desk["leena"]) as unit, pytest.raises(NoTicket):
        customers.reveal_hetu(unit, reveal)
    (logged,) = [row for row in audited(desk, party_id) if row.kind == "reveal"]
    assert (logged.who, logged.table, logged.detail) == ("maija", "personal_identity_code", "identify")


def test_a_reason_that_was_rolled_back_reveals_nothing(desk: Desk) -> None:
    ticket = opened(desk, add(desk, MAIJA))
    kept: list[Reveal] = []

    def ask_and_fail() -> None:
        with desk.database.unit(desk["maija"]) as unit:
            kept.append(customers.request_reveal(unit, ticket, RevealReason.IDENTIFY))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ask_and_fail()
    with desk.database.reading(desk["maija"]) as unit, pytest.raises(NotRevealed):
        customers.reveal_hetu(unit, kept[0])


def test_the_reason_for_protected_details_does_not_show_the_code(desk: Desk) -> None:
    ticket = opened(desk, add(desk, PROTECTED), by="leena")
    with desk.database.unit(desk["leena"]) as unit, pytest.raises(DetailsHidden):
        customers.request_reveal(unit, ticket, RevealReason.IDENTIFY)
    with desk.database.unit(desk["leena"]) as unit:
        customers.reveal_protected(unit, ticket, RevealReason.CONTACT)
        wrong = Reveal(ticket, unit.save_id)  # type: ignore[arg-type]  # a writing unit has one
    with desk.database.reading(desk["leena"]) as unit, pytest.raises(NotRevealed):
        customers.reveal_hetu(unit, wrong)


def test_who_has_no_code_is_told_so(desk: Desk) -> None:
    ticket = opened(desk, add(desk, FIRM))
    with desk.database.unit(desk["maija"]) as unit, pytest.raises(customers.NoCode):
        customers.request_reveal(unit, ticket, RevealReason.CREDIT)


def test_protected_details_show_to_the_one_who_gave_a_reason_under_that_ticket(desk: Desk) -> None:
    party_id = add(desk, PROTECTED)
    ticket = opened(desk, party_id, by="leena")
    assert card(desk, ticket, "leena").masked
    with desk.database.unit(desk["leena"]) as unit:
        customers.reveal_protected(unit, ticket, RevealReason.CONTRACT)
        assert cards.read(unit, ticket).masked, "not before the commit"
    shown = card(desk, ticket, "leena")
    assert not shown.masked
    assert shown.contact.street == "Piilokuja 9"
    assert fresh(desk, party_id).masked, "another opening asks again"


def test_a_clerk_opens_a_protected_card_and_sees_no_details(desk: Desk) -> None:
    ticket = opened(desk, add(desk, PROTECTED))
    told = card(desk, ticket)
    assert told.masked
    assert told.numbers == ("10077",)
    assert told.permissions.protected
    text = repr(told)
    for secret in ("Kätkö", "Salla", "Piilokuja", "0909", "290280", "example.fi", "Porvoo"):
        assert secret not in text
    with desk.database.unit(desk["maija"]) as unit, pytest.raises(Forbidden):
        customers.reveal_protected(unit, ticket, RevealReason.CONTACT)


def test_what_is_masked_is_not_changed_either(desk: Desk) -> None:
    """A blind save would tell by its conflict what the fields hold."""
    ticket = opened(desk, add(desk, PROTECTED))
    for name in ("save_basic", "save_contact", "save_billing", "save_hetu"):
        with desk.database.unit(desk["maija"]) as unit, pytest.raises(DetailsHidden):
            getattr(sections, name)(unit, *arguments(f"sections.{name}", ticket))


def test_a_warning_is_settled_once(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    with desk.database.unit(desk["maija"]) as unit:
        run = ImportRun(at=unit.at, account_id=unit.actor.account_id, file_digest=bytes(32), counts={})
        unit.session.add(run)
        unit.session.flush()
        where = {"party_id": party_id, "run_id": run.id, "sheet": "Asiakkaat", "row": 7}
        rows = [
            {"column": "Puhelin", "value": "ei ole", "reason": "phone_invalid"},
            {"column": "Hetu/Y-tunnus", "value": "131052-30TX", "reason": "hetu_invalid"},
            {"column": "Hetu/Y-tunnus", "value": "0839110-7", "reason": "business_id_invalid"},
        ]
        unit.session.execute(insert(ImportWarning), [where | row for row in rows])
    before = fresh(desk, party_id, "maija")
    assert [(line.column, line.value) for line in before.warnings] == [
        ("Puhelin", "ei ole"),
        ("Hetu/Y-tunnus", "131052-****"),
        ("Hetu/Y-tunnus", "0839110-7"),
    ]
    ticket = opened(desk, party_id)
    for _ in range(2):
        with desk.database.unit(desk["maija"]) as unit:
            customers.settle_warning(unit, ticket, before.warnings[0].id)
    after = card(desk, ticket)
    assert [line.column for line in after.warnings] == ["Hetu/Y-tunnus", "Hetu/Y-tunnus"]
    assert after.version == before.version + 1
    elsewhere = opened(desk, add(desk, FIRM))
    with desk.database.unit(desk["maija"]) as unit:
        customers.settle_warning(unit, elsewhere, before.warnings[1].id)
    assert len(card(desk, ticket).warnings) == 2, "a ticket settles its own customer's alone"


def test_the_identity_code_lies_in_its_table_and_nowhere_in_the_audit(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        sections.save_hetu(unit, ticket, PROTECTED.hetu, Source.SUBJECT)
    with desk.database.unit(desk["maija"]) as unit:
        customers.request_reveal(unit, ticket, RevealReason.IDENTIFY)
    with desk.database.reading(desk["jani"]) as unit:
        kept = {row.value for row in unit.session.scalars(select(PersonalIdentityCode))}
        written = bodies(unit)
    assert kept == {MAIJA.hetu, PROTECTED.hetu}
    for code in kept:
        assert code not in written
        assert code[7:] not in written
