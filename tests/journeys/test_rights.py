"""What the officer meets beside the plain way of a right: part grants, refused steps, steps aside, who may not decide."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.db.tables.special import AccountParty
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import CaseDiary, CaseStatus, DocumentKind, GatherPlace
from lpo_desk.domain.claims import Asked, AskedItem, ErasureGround, RequestRight, Resolution
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.staff import StaffTie
from lpo_desk.services import cards, casework, customers, restrictions
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.case_decide import DecidePanel
from lpo_desk.ui.pages.case_identity import ClosedPanel, OwnPanel
from lpo_desk.ui.pages.case_reason import ConfirmDialog, ReasonDialog
from lpo_desk.ui.pages.case_reply import ReplyPanel
from lpo_desk.ui.pages.case_review import ReviewPanel
from lpo_desk.ui.paper_dialog import PaperDialog
from tests.documents.reading import squeezed
from tests.documents.reading import text as pdf_text
from tests.fixtures_db import Desk
from tests.services.case_steps import answer_place
from tests.ui.case_hands import back, case_of, dialog, open_case, register, request_of
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable

CORRECTION = Asked(
    RequestRight.RECTIFICATION,
    items=(
        AskedItem("contact.street", "Katuosoite", "Linnunrata 12 A 3", "Kuusitie 5", "Muutin."),
        AskedItem("contact.town", "Postitoimipaikka", "Loviisa", "Lovisa", ""),
    ),
)
RESTRICTION = Asked(RequestRight.RESTRICTION, "Osoite", restriction_ground=RestrictionGround.ACCURACY)


@pytest.fixture
def officer(qtbot: QtBot, local_desk: Desk, each_language: Language) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "jani", each_language) as made:
        yield made


def to_decide(desk: Desk, *claims: Asked) -> tuple[int, int]:
    """A customer and her case, as far as the decision."""
    party_id = add_people(desk)["maija"]
    request = request_of(party_id)
    case_id = register(desk, replace(request, claims=claims))
    with desk.database.unit(desk["jani"]) as unit:
        for place in GatherPlace:
            answer_place(unit, case_id, place, 1)
        casework.finish_gathering(unit, case_id)
    with desk.database.unit(desk["jani"]) as unit:
        casework.finish_review(unit, case_id, ())
    return party_id, case_id


def deciding_page(officer: CounterWindow, case_id: int) -> tuple[CasePage, DecidePanel]:
    page = open_case(officer, case_id)
    assert isinstance(page.panel, DecidePanel)
    return page, page.panel


def street_of(desk: Desk, party_id: int) -> tuple[str, str]:
    with desk.database.unit(desk["jani"]) as unit:
        ticket = customers.open(unit, party_id, Purpose.REQUEST)
    with desk.database.reading(desk["jani"]) as unit:
        contact = cards.read(unit, ticket).contact
    assert contact is not None
    return contact.street, contact.town


def test_what_another_question_restricts_is_not_corrected_and_the_page_says_why(
    officer: CounterWindow, local_desk: Desk
) -> None:
    party_id, case_id = to_decide(local_desk, CORRECTION)
    with local_desk.database.unit(local_desk["jani"]) as unit:
        ticket = customers.open(unit, party_id, Purpose.REQUEST)
    with local_desk.database.unit(local_desk["jani"]) as unit:
        restrictions.restrict(unit, ticket, RestrictionGround.OBJECTION, "Vastustaa.")
    _, panel = deciding_page(officer, case_id)
    officer.robot.press("1", "Ctrl+Return")
    problem = panel._form.row("resolution").problem
    officer.robot.wait_for(lambda: bool(problem.text()))
    assert "23.11.2026" in problem.text()
    assert street_of(local_desk, party_id) == ("Linnunrata 12 A 3", "Loviisa")
    assert case_of(local_desk, case_id).row.status is CaseStatus.DECIDE


def test_contested_corrected_told_and_lifted_in_one_case(officer: CounterWindow, local_desk: Desk) -> None:
    party_id, case_id = to_decide(local_desk, CORRECTION, RESTRICTION)
    page, panel = deciding_page(officer, case_id)
    words = page.context.language.text
    assert page.lifting.isVisibleTo(page)
    assert not page.lifting.chips.chips  # nothing is proposed while the claim is open
    officer.robot.press("1", "Ctrl+Return")
    officer.robot.wait_for(lambda: page.panel is not panel and not page.desk.busy)
    assert street_of(local_desk, party_id) == ("Kuusitie 5", "Lovisa")
    assert [chip.text for chip in page.lifting.chips.chips] == [words("case_lifting.proposed")]
    officer.robot.press("1", "Ctrl+Return")
    officer.robot.wait_for(lambda: isinstance(page.panel, ReplyPanel) and not page.desk.busy)
    page.frame.asides["lift"].trigger()
    sheet = dialog(officer, ReasonDialog)
    assert_walkable(sheet)
    officer.robot.press("Ctrl+Return")
    assert sheet.form.row("words").problem.text()
    officer.robot.type("Osoite on oikaistu.")
    officer.robot.press("Ctrl+Return")
    paper = dialog(officer, PaperDialog)
    assert squeezed("Osoite on oikaistu.") in squeezed(pdf_text(paper.view.data))
    officer.robot.press("Escape")
    back(officer)
    officer.robot.wait_for(
        lambda: any(
            line.kind is DocumentKind.LIFTING_NOTICE for line in case_of(local_desk, case_id).documents
        )
    )
    page.lifting.told.setFocus()
    officer.robot.press("Return")
    dialog(officer, ReasonDialog)
    officer.robot.press("+", "Ctrl+Return")  # tomorrow has not come
    sheet = dialog(officer, ReasonDialog)
    officer.robot.wait_for(lambda: bool(sheet.form.row("on").problem.text()))
    officer.robot.press("-", "Ctrl+Return")
    back(officer)
    officer.robot.wait_for(lambda: page.lifting.lift.isVisibleTo(page) and not page.desk.busy)
    page.lifting.lift.setFocus()
    officer.robot.press("Return")
    sure = dialog(officer, ConfirmDialog)
    officer.robot.press("Return")  # the safe answer
    back(officer)
    assert case_of(local_desk, case_id).restrictions
    officer.robot.press("Return")
    sure = dialog(officer, ConfirmDialog)
    sure.verb.setFocus()
    officer.robot.press("Space")
    back(officer)
    officer.robot.wait_for(lambda: not page.lifting.isVisibleTo(page))
    case = case_of(local_desk, case_id)
    assert case.restrictions == ()
    assert [line.what for line in case.timeline][-2:] == [CaseDiary.LIFTING_TOLD, CaseDiary.LIFTED]
    assert "lift" not in page.frame.asides


def test_a_part_of_what_is_wrong_is_corrected(officer: CounterWindow, local_desk: Desk) -> None:
    party_id, case_id = to_decide(local_desk, CORRECTION)
    page, panel = deciding_page(officer, case_id)
    officer.robot.press("2")
    form = panel._form
    form.row("grounds").editor.widget.setFocus()
    officer.robot.press("Space")
    form.row("reasons").editor.select()
    officer.robot.type("Paikkakunnan nimi on rekisterissä oikein.")
    officer.robot.press("Ctrl+Return")
    assert form.row("accepted").problem.text()  # some must be ticked, and not all
    form.row("accepted").editor.widget.setFocus()
    officer.robot.press("Space", "Ctrl+Return")
    sure = dialog(officer, ConfirmDialog)
    sure.verb.setFocus()
    officer.robot.press("Space")
    back(officer)
    officer.robot.wait_for(lambda: isinstance(page.panel, ReplyPanel) and not page.desk.busy)
    assert street_of(local_desk, party_id) == ("Kuusitie 5", "Loviisa")
    (claim,) = case_of(local_desk, case_id).claims
    assert claim.resolution is Resolution.PARTLY
    assert [item.accepted for item in claim.items] == [True, False]


def aside(officer: CounterWindow, page: CasePage, name: str, words: str) -> None:
    """A step aside, with its words typed in the sheet."""
    page.frame.asides[name].trigger()
    dialog(officer, ReasonDialog)
    officer.robot.type(words)
    officer.robot.press("Ctrl+Return")
    back(officer)
    officer.robot.wait_for(lambda: not page.desk.busy)


def test_notes_a_moved_case_and_its_reopening(officer: CounterWindow, local_desk: Desk) -> None:
    _, case_id = to_decide(local_desk, CORRECTION)
    page, _ = deciding_page(officer, case_id)
    aside(officer, page, "note", "Soitti ja kysyi vaiheesta.")
    aside(officer, page, "complain", "Kantelu 23.11.2026.")
    aside(officer, page, "move", "Osoite muutettiin tiskillä.")
    officer.robot.wait_for(lambda: isinstance(page.panel, ClosedPanel))
    assert case_of(local_desk, case_id).claims[0].resolution is Resolution.MOVED
    assert "returned" not in page.frame.asides  # nothing was sent
    aside(officer, page, "reopen", "Muutos koski väärää osoitetta.")
    officer.robot.wait_for(lambda: not isinstance(page.panel, ClosedPanel))
    case = case_of(local_desk, case_id)
    assert case.row.status is CaseStatus.REVIEW
    assert {CaseDiary.NOTE, CaseDiary.COMPLAINT, CaseDiary.MOVED, CaseDiary.REOPENED} <= {
        line.what for line in case.timeline
    }


def paper_of(officer: CounterWindow, page: CasePage, name: str) -> str:
    """The words of a paper made beside the way, which is put away again."""
    page.frame.asides[name].trigger()
    shown = dialog(officer, PaperDialog)
    words = pdf_text(shown.view.data)
    officer.robot.press("Escape")
    back(officer)
    return squeezed(words)


def test_the_letter_of_a_doubt_and_the_papers_for_the_authority(
    officer: CounterWindow, local_desk: Desk
) -> None:
    request = request_of(add_people(local_desk)["maija"])
    case_id = register(local_desk, replace(request, identity=None, identity_matches=False))
    page = open_case(officer, case_id)
    assert "identity_letter" not in page.frame.asides
    aside(officer, page, "doubt", "Allekirjoitus ei vastaa.")
    officer.robot.wait_for(lambda: "identity_letter" in page.frame.asides)
    letter = paper_of(officer, page, "identity_letter")
    assert squeezed("Allekirjoitus ei vastaa.") in letter
    pack = paper_of(officer, page, "evidence")
    assert squeezed("Allekirjoitus ei vastaa.") in pack
    assert squeezed("L-2026-0001") in pack
    assert DocumentKind.IDENTITY_LETTER in {line.kind for line in case_of(local_desk, case_id).documents}


@pytest.mark.parametrize("who", ["maija", "jani"])
def test_a_case_that_came_without_a_form_prints_one_to_be_signed(
    qtbot: QtBot, local_desk: Desk, language: Language, who: str
) -> None:
    request = request_of(add_people(local_desk)["maija"], lang=Lang.SV)
    claims = (Asked(RequestRight.ACCESS), CORRECTION)
    case_id = register(local_desk, replace(request, signed=False, claims=claims))
    with counter(qtbot, local_desk, who, language) as desk_window:
        page = open_case(desk_window, case_id)
        page.frame.asides["forms"].trigger()
        shown = dialog(desk_window, PaperDialog)
        words = squeezed(pdf_text(shown.view.data))
        for value in ("L-2026-0001", "Maija Helena Aalto", "Linnunrata 6"):
            assert squeezed(value) in words, value
        assert shown.tabs.count() == 2, "one for each form of the notice"
        desk_window.robot.press("Escape")


def test_a_duplicate_names_the_case_that_answers_it(officer: CounterWindow, local_desk: Desk) -> None:
    party_id, other = to_decide(local_desk, CORRECTION)
    case_id = register(local_desk, replace(request_of(party_id), claims=(CORRECTION,)))
    page = open_case(officer, case_id)
    aside(officer, page, "duplicate", case_of(local_desk, other).row.number)
    officer.robot.wait_for(lambda: isinstance(page.panel, ClosedPanel))
    assert case_of(local_desk, case_id).duplicate_of == case_of(local_desk, other).row.number


def test_nobody_handles_a_relatives_case_and_sees_why(officer: CounterWindow, local_desk: Desk) -> None:
    party_id, case_id = to_decide(local_desk, CORRECTION)
    with local_desk.database.unit(local_desk["jani"]) as unit:
        unit.session.add(
            AccountParty(account_id=local_desk["jani"].account_id, party_id=party_id, tie=StaffTie.RELATIVE)
        )
    page = open_case(officer, case_id)
    assert isinstance(page.panel, OwnPanel)
    assert page.panel.note == "own.case_refused_relative"
    assert page.frame.asides == {}
    assert not page.frame.verb.isVisibleTo(page)


ERASURE = Asked(
    RequestRight.ERASURE,
    items=(AskedItem("marketing", "Markkinointi"),),
    erasure_ground=ErasureGround.NOT_NEEDED,
)


def test_who_prepared_an_erasure_does_not_decide_it(officer: CounterWindow, local_desk: Desk) -> None:
    party_id, case_id = to_decide(local_desk, ERASURE)
    page, panel = deciding_page(officer, case_id)
    plan = panel.plan
    assert plan is not None
    officer.robot.wait_for(lambda: plan.prepare.isEnabled() and not page.desk.busy)
    assert plan.lines.text()
    officer.robot.wait_for(lambda: plan.lines.height() >= plan.lines.heightForWidth(plan.lines.width()))
    assert plan.prepare.height() >= plan.prepare.sizeHint().height(), "cut"
    plan.prepare.click()
    officer.robot.wait_for(lambda: page.panel is not panel and not page.desk.busy)
    mine = page.panel
    assert isinstance(mine, DecidePanel)
    assert mine.plan is not None
    officer.robot.wait_for(lambda: not page.desk.busy and bool(mine.plan and mine.plan.lines.text()))
    erase_it(officer)
    problem = mine._form.row("resolution").problem
    officer.robot.wait_for(lambda: bool(problem.text()))
    assert street_of(local_desk, party_id)[0] == "Linnunrata 12 A 3"


def erase_it(officer: CounterWindow) -> None:
    officer.robot.press("1", "Ctrl+Return")
    sure = dialog(officer, ConfirmDialog)
    sure.verb.setFocus()
    officer.robot.press("Space")
    back(officer)


def test_a_review_without_data_to_give_lists_nothing(officer: CounterWindow, local_desk: Desk) -> None:
    request = request_of(add_people(local_desk)["maija"])
    case_id = register(local_desk, replace(request, claims=(RESTRICTION,)))
    with local_desk.database.unit(local_desk["jani"]) as unit:
        for place in GatherPlace:
            answer_place(unit, case_id, place, 1)
        casework.finish_gathering(unit, case_id)
    page = open_case(officer, case_id)
    panel = page.panel
    assert isinstance(panel, ReviewPanel)
    assert panel.note == "case_page.review_note_nothing_given"
    assert not panel.list.isVisibleTo(page)
    assert not panel.preview.isVisibleTo(page)
    officer.robot.press("Ctrl+Return")
    officer.robot.wait_for(lambda: isinstance(page.panel, DecidePanel))


def test_an_erasure_that_takes_nothing_says_to_refuse(officer: CounterWindow, local_desk: Desk) -> None:
    asked = Asked(
        RequestRight.ERASURE,
        items=(AskedItem("request", "Pyynnöt"),),
        erasure_ground=ErasureGround.NOT_NEEDED,
    )
    _, case_id = to_decide(local_desk, asked)
    page, panel = deciding_page(officer, case_id)
    plan = panel.plan
    assert plan is not None
    officer.robot.wait_for(lambda: bool(plan.lines.text()) and not page.desk.busy)
    assert plan.who.text() == officer.context.language.text("case_page.plan_nothing_goes")
    assert not plan.prepare.isEnabled()
