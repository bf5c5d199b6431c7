"""The paper of a request: entered into the log with its case, kept as long as the case, and its scan filed with both."""

from datetime import date

import pytest

from lpo_desk.domain.case import CaseStatus, IntakeChannel, Registered
from lpo_desk.domain.claims import Asked, AskedItem, RequestRight
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper import CasePaper, PaperFilter, PaperKind, PaperRow, RetentionClass, kept
from lpo_desk.domain.scans import DiscardReason, ScanRefused, ScanState
from lpo_desk.services import cases, closing, intake, papers, scans
from lpo_desk.services.intake import IntakeRefused
from tests.fixtures_db import Desk
from tests.services.case_steps import TODAY, asked, bring, customer, do, opened, register
from tests.services.test_papers import binder, paper
from tests.services.test_scans import came, waiting

CORRECTION = Asked(RequestRight.RECTIFICATION, items=(AskedItem("contact.street", "Katu", "A 1", "A 2", ""),))


def filed(desk: Desk, made: Registered | None = None) -> list[PaperRow]:
    """The papers of a case in the log, or all there are."""
    wanted = PaperFilter(case_id=made.case_id if made is not None else None)
    with desk.database.reading(desk["jani"]) as unit:
        return list(papers.find(unit, wanted))


def test_what_came_on_paper_is_in_the_log_with_its_case(desk: Desk) -> None:
    party_id = customer(desk)
    made = register(desk, party_id, signed=True, signed_on=date(2026, 11, 20))
    (row,) = filed(desk, made)
    assert made.papers == (CasePaper(row.id, "L-00001", PaperKind.ACCESS_REQUEST),)
    assert (row.number, row.kind, row.party_id, row.people) == (
        "L-00001", PaperKind.ACCESS_REQUEST, party_id, 1
    )  # fmt: skip
    assert (row.dated_on, row.kept.until, row.kept.why.key) == (date(2026, 11, 20), None, "paper_kept.case")
    assert (row.custody.state, row.office) == (PaperState.UNPLACED, "L")
    with desk.database.reading(desk["jani"]) as unit:
        assert cases.read(unit, made.case_id).filed == made.papers


@pytest.mark.parametrize(
    ("claims", "kind"),
    [
        ((CORRECTION,), PaperKind.RECTIFICATION),
        ((Asked(), CORRECTION), PaperKind.REQUEST),
        ((Asked(RequestRight.MARKETING_OBJECTION),), PaperKind.REQUEST),
        ((Asked(RequestRight.PORTABILITY), Asked()), PaperKind.ACCESS_REQUEST),
    ],
)
def test_the_kind_is_that_of_the_form(desk: Desk, claims: tuple[Asked, ...], kind: PaperKind) -> None:
    (row,) = filed(desk, register(desk, customer(desk), claims=claims))
    assert row.kind is kind


@pytest.mark.parametrize("channel", IntakeChannel)
@pytest.mark.parametrize("said", [None, True, False])
def test_the_channel_tells_whether_there_is_a_paper_until_the_clerk_does(
    desk: Desk, channel: IntakeChannel, said: bool | None
) -> None:
    made = register(desk, customer(desk), channel=channel, on_paper=said)
    there = said if said is not None else channel in (IntakeChannel.COUNTER, IntakeChannel.POST)
    assert len(made.papers) == there
    assert len(filed(desk)) == there


def test_of_somebody_unknown_the_paper_names_nobody(desk: Desk) -> None:
    (row,) = filed(desk, register(desk, None, requester_name="Kaisa Koski"))
    assert (row.people, row.party_id, row.title) == (0, None, "")


def test_a_registration_that_fails_leaves_no_paper_and_no_gap(desk: Desk) -> None:
    with pytest.raises(IntakeRefused):
        register(desk, None, requester_name="")

    def fail() -> None:
        with desk.database.unit(desk["maija"]) as unit:
            intake.register(unit, asked(None, requester_name="K"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert filed(desk) == []
    assert register(desk, None, requester_name="K").papers[0].number == "L-00001"


def test_it_is_numbered_where_it_came_and_laid_where_the_last_one_lies(desk: Desk) -> None:
    place, other = (
        binder(desk, "A", "kaappi 1", "mappi 12"),
        binder(desk, "B", "kaappi 1", "mappi 3", code="P"),
    )
    paper(desk, place, kind=PaperKind.ACCESS_REQUEST)
    paper(desk, binder(desk, "A", "kaappi 1", "mappi 13"))  # a contract's binder is none for requests
    here = register(desk, customer(desk))
    assert here.papers[0] == CasePaper(here.papers[0].id, "L-00003", PaperKind.ACCESS_REQUEST, place.path)
    assert filed(desk, here)[0].custody.state is PaperState.IN_PLACE
    there = register(desk, None, requester_name="K", office_id=other.office_id)
    assert [(row.number, row.home) for row in there.papers] == [("P-00001", "")]


def test_its_time_begins_when_the_case_is_closed_and_not_while_it_is_open_again(desk: Desk) -> None:
    made = register(desk, customer(desk))
    bring(desk, made.case_id, CaseStatus.CLOSED)
    (row,) = filed(desk, made)
    assert row.kept == kept(RetentionClass.CASE, TODAY, None)
    assert row.kept.until is not None
    do(desk, closing.reopen, made.case_id, "Löytyi uusi mappi.")
    assert filed(desk, made)[0].kept.until is None
    do(desk, closing.withdraw, made.case_id, "Asiakas perui.")
    assert filed(desk, made)[0].kept.until == row.kept.until


def test_what_is_closed_at_once_is_kept_from_that_day(desk: Desk) -> None:
    party_id = customer(desk)
    made = register(desk, party_id, claims=(Asked(RequestRight.MARKETING_OBJECTION),))
    assert filed(desk, made)[0].kept.until is not None


def test_a_lost_reply_is_answered_with_the_paper_too(desk: Desk) -> None:
    ticket = opened(desk, customer(desk), "maija")
    with desk.database.unit(desk["maija"]) as unit:
        made = intake.register(unit, asked(ticket.party_id), ticket)
        save_id = unit.save_id
    assert save_id is not None
    with desk.database.reading(desk["maija"]) as unit:
        assert intake.registered_by(unit, save_id) == made
    assert len(filed(desk)) == 1


# --- begun from a scan


def test_the_scan_that_a_request_came_by_is_filed_with_case_and_paper(desk: Desk) -> None:
    scan = came(desk, b"a signed form")
    made = register(desk, customer(desk), channel=IntakeChannel.POST, scan_id=scan.id)
    (row,) = filed(desk, made)
    assert row.scanned
    assert row.pages == 1
    assert waiting(desk) == []
    with desk.database.reading(desk["jani"]) as unit:
        (mine,) = cases.read(unit, made.case_id).scans
        assert scans.of_paper(unit, row.id) == (mine,)
    assert (mine.id, mine.state, mine.home) == (scan.id, ScanState.FILED, made.number)


def test_a_printed_e_mail_leaves_its_scan_with_the_case_alone(desk: Desk) -> None:
    scan = came(desk, b"an e-mail")
    made = register(desk, customer(desk), channel=IntakeChannel.EMAIL, scan_id=scan.id)
    assert filed(desk) == []
    with desk.database.reading(desk["jani"]) as unit:
        assert [row.id for row in cases.read(unit, made.case_id).scans] == [scan.id]


def test_a_scan_that_somebody_else_took_is_told_and_nothing_is_registered(desk: Desk) -> None:
    scan = came(desk, b"taken")
    with desk.database.unit(desk["leena"]) as unit:
        scans.discard(unit, scan.id, DiscardReason.NOT_OURS)
    with pytest.raises(ScanRefused):
        register(desk, customer(desk), scan_id=scan.id)
    assert filed(desk) == []
    assert register(desk, None, requester_name="K").number == "L-2026-0001"
