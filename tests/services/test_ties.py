"""Staff who are customers: nobody changes his own record or handles his own case, or that of somebody close."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from lpo_desk.db.errors import OwnRecord
from lpo_desk.db.unit import Forbidden, Unit
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.case import (
    OPEN,
    CaseStatus,
    DocumentKind,
    Intake,
)
from lpo_desk.domain.party import InteractionKind, RelationKind, Source
from lpo_desk.domain.permissions import all_banned
from lpo_desk.domain.staff import StaffTie
from lpo_desk.services import (
    cases,
    casework,
    extract,
    gathering,
    intake,
    letters,
    registering,
    sections,
    ties,
)
from lpo_desk.services._ties import OwnCase
from lpo_desk.services.registering import NewSubscription
from lpo_desk.services.ties import NoSuchNumber, TieRefused
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.services.case_steps import (
    ON_THE_FILE,
    STEPS,
    answer_all,
    archive_reply,
    bring,
    do,
    everything,
    register,
)
from tests.services.case_steps import (
    opened as opened_for_request,
)
from tests.services.people import FIRM, MAIJA, add, card, fresh, opened

SELF, RELATIVE = StaffTie.SELF, StaffTie.RELATIVE
TODAY = date(2026, 11, 23)
TIES = pytest.mark.parametrize("tie", StaffTie)


def tied(desk: Desk, who: str, tie: StaffTie = SELF, new: registering.NewParty = MAIJA) -> int:
    party_id = add(desk, new, by="kalle")
    do(desk, ties.declare, f" {new.number} ", tie, who=who)
    return party_id


# --- telling


def test_a_user_tells_a_number_and_sees_what_he_told(desk: Desk) -> None:
    party_id = tied(desk, "maija")
    firm = tied(desk, "maija", RELATIVE, FIRM)
    with desk.database.reading(desk["maija"]) as unit:
        assert [(line.number, line.tie, line.party_id) for line in ties.mine(unit)] == [
            ("10042", SELF, party_id),
            ("20007", RELATIVE, firm),
        ]
    with desk.database.reading(desk["kalle"]) as unit:
        assert ties.mine(unit) == ()


def test_a_wrong_or_repeated_number_is_refused(desk: Desk) -> None:
    tied(desk, "maija")
    with pytest.raises(NoSuchNumber):
        do(desk, ties.declare, "99999", SELF, who="maija")
    with pytest.raises(TieRefused):
        do(desk, ties.declare, "10042", RELATIVE, who="maija")


def test_the_officer_sees_all_and_takes_away_but_nobody_frees_himself(desk: Desk) -> None:
    party_id = tied(desk, "maija")
    do(desk, ties.declare, "10042", RELATIVE, who="jani")
    lines = do(desk, ties.of_staff)
    assert [(line.user, line.tie) for line in lines] == [("Jani Alho", RELATIVE), ("Maija Virtanen", SELF)]
    with pytest.raises(TieRefused):
        do(desk, ties.remove, desk["jani"].account_id, party_id)
    for who in ("maija", "leena", "admin", "esko"):
        with pytest.raises(Forbidden):
            do(desk, ties.remove, desk["maija"].account_id, party_id, who=who)
        with pytest.raises(Forbidden):
            do(desk, ties.of_staff, who=who)
    do(desk, ties.remove, desk["maija"].account_id, party_id)
    assert [line.user for line in do(desk, ties.of_staff)] == ["Jani Alho"]


# --- the own record


SAVES: dict[str, Callable[[Unit, Ticket, Any], object]] = {
    "basic": lambda u, t, c: sections.save_basic(
        u, t, c.basic, replace(c.basic, member=False), Source.SUBJECT
    ),
    "contact": lambda u, t, c: sections.save_contact(
        u, t, c.contact, replace(c.contact, street="Uusi 1"), Source.SUBJECT
    ),
    "permissions": lambda u, t, c: sections.save_permissions(
        u, t, c.permissions, all_banned(c.permissions), Source.SUBJECT
    ),
    "subscription": lambda u, t, c: registering.add_subscription(
        u, t.party_id, NewSubscription("S9", "Kuitu"), Source.SUBJECT
    ),
    "interaction": lambda u, t, c: registering.add_interaction(
        u, t.party_id, InteractionKind.CONTACT, "Soitti.", source=Source.SUBJECT
    ),
}


@pytest.mark.parametrize("name", SAVES)
def test_nobody_changes_his_own_record(desk: Desk, name: str) -> None:
    party_id = tied(desk, "maija")
    before = fresh(desk, party_id, "kalle")
    with pytest.raises(OwnRecord):
        do(desk, SAVES[name], opened(desk, party_id), before, who="maija")
    assert fresh(desk, party_id, "kalle") == before
    do(desk, SAVES[name], opened(desk, party_id, "kalle"), before, who="kalle")


def test_nobody_gets_himself_a_role(desk: Desk) -> None:
    """From either end, and by moving what is another's."""
    party_id, firm = tied(desk, "maija"), add(desk, FIRM)
    for one, other in ((party_id, firm), (firm, party_id)):
        with pytest.raises(OwnRecord):
            do(
                desk,
                registering.add_relation,
                one,
                RelationKind.PAYER,
                other,
                source=Source.SUBJECT,
                who="maija",
            )


def test_a_relatives_record_is_changed_and_both_are_told_on_the_card(desk: Desk) -> None:
    party_id = tied(desk, "maija", RELATIVE)
    ticket = opened(desk, party_id)
    seen = card(desk, ticket)
    do(desk, SAVES["contact"], ticket, seen, who="maija")
    assert (seen.tie, seen.colleague) == (RELATIVE, False)
    do(desk, ties.declare, "10042", SELF, who="leena")
    seen = fresh(desk, party_id, "maija")
    assert (seen.tie, seen.colleague) == (RELATIVE, True)
    seen = fresh(desk, party_id, "leena")
    assert (seen.tie, seen.colleague) == (SELF, False)


# --- the own case


def refused(desk: Desk, tie: StaffTie, step: Callable[..., Any], *args: object, who: str = "jani") -> None:
    before = everything(desk)
    with pytest.raises(OwnCase) as refusal:
        do(desk, step, *args, who=who)
    assert refusal.value.tie is tie
    assert refusal.value.sentence("fi")
    assert refusal.value.sentence("sv")
    assert everything(desk) == before


STATES = [*sorted(OPEN, key=lambda status: status.value), CaseStatus.CLOSED]


@ON_THE_FILE
@TIES
@pytest.mark.parametrize("status", STATES)
def test_no_event_in_any_state_by_the_person_or_somebody_close(
    desk: Desk, status: CaseStatus, tie: StaffTie
) -> None:
    party_id = add(desk, MAIJA)
    case = register(desk, party_id).case_id
    bring(desk, case, status)
    if status is CaseStatus.GATHER:
        answer_all(desk, case)
    if status is CaseStatus.REPLY:
        archive_reply(desk, case)
    do(desk, ties.declare, "10042", tie, who="jani")
    for _, step in STEPS.values():
        refused(desk, tie, step, case)
    ticket = opened_for_request(desk, party_id)
    refused(desk, tie, casework.take, case)
    refused(desk, tie, casework.extend, case, "Laaja aineisto.")
    refused(desk, tie, gathering.answer, case, 1, 0)
    for read in (extract.build, letters.receipt, letters.extension):
        args = (ticket, case) if read is extract.build else (case, ticket)
        refused(desk, tie, read, *args)
    refused(desk, tie, letters.reply, case, ticket, None)
    refused(desk, tie, extract.count, ticket)
    refused(desk, tie, extract.review, ticket)
    refused(desk, tie, cases.archive, case, DocumentKind.REPLY, Lang.FI, b"%PDF-")


def test_the_same_on_the_server(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    case = register(desk, party_id).case_id
    do(desk, ties.declare, "10042", SELF, who="jani")
    refused(desk, SELF, casework.doubt_identity, case, "Kuva ei muistuta.")


@TIES
def test_a_colleague_takes_the_request_in_with_its_day(desk: Desk, tie: StaffTie) -> None:
    party_id = tied(desk, "maija", tie)
    asked = Intake(party_id, received_on=date(2026, 11, 20))
    refused(desk, tie, intake.register, asked, opened(desk, party_id), who="maija")
    made = do(desk, intake.register, asked, opened(desk, party_id, "leena"), who="leena")
    paper = do(desk, cases.archive, made.case_id, DocumentKind.RECEIPT, Lang.FI, b"%PDF-", who="leena")
    refused(desk, tie, cases.document, paper, who="maija")
    with desk.database.reading(desk["maija"]) as unit:
        assert cases.read(unit, made.case_id).row.received_on == date(2026, 11, 20)


# --- what the officer looks through


def test_openings_of_the_staffs_records_are_listed_for_the_officer(desk: Desk) -> None:
    own, close, stranger = (
        tied(desk, "maija"),
        tied(desk, "maija", RELATIVE, FIRM),
        add(desk, replace(MAIJA, number="3")),
    )
    for who, party_id in (
        ("maija", own),
        ("maija", close),
        ("maija", stranger),
        ("leena", own),
        ("leena", close),
    ):
        desk.clock.forward(minutes=1)
        opened(desk, party_id, who, Purpose.PHONE)
    listed = do(desk, ties.look_ups, desk.clock.now.replace(hour=0))
    assert [(line.user, line.number, line.tie, line.colleague) for line in listed] == [
        ("Leena Salo", "10042", None, "Maija Virtanen"),
        ("Maija Virtanen", "20007", RELATIVE, ""),
        ("Maija Virtanen", "10042", SELF, ""),
    ]
    assert do(desk, ties.look_ups, desk.clock.now.replace(hour=23)) == ()
    with pytest.raises(Forbidden):
        do(desk, ties.look_ups, desk.clock.now, who="maija")


def test_a_tie_is_data_of_the_person(desk: Desk) -> None:
    party_id = tied(desk, "maija")
    case = register(desk, party_id, "leena").case_id
    bring(desk, case, CaseStatus.REVIEW)
    paper = do(desk, extract.build, opened(desk, party_id, "jani"), case)
    printed = [
        cell for part in paper.sections for table in part.blocks for row in table.rows for cell in row.cells
    ]
    assert SELF in printed
