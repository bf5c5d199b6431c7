"""Every right as the wizard takes it in: what holds at once, what is no request, and drafts that keep it all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from lpo_desk.db.tables.requests import Document, RequestCase
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.authority import AuthorityKind, AuthorityScope
from lpo_desk.domain.card import Card
from lpo_desk.domain.case import CaseFile, DiscardReason, Requester
from lpo_desk.domain.claims import AskedItem, CopyFormat, ErasureGround, RequestRight, Resolution
from lpo_desk.domain.intake_form import from_json, to_json
from lpo_desk.domain.party import RelationKind, Source, Standing
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.relations import Relation
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.services import cards, customers, drafts, relations
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import mnemonic
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.paper_dialog import PaperDialog
from lpo_desk.ui.wizards.claim_erase import EraseBlock
from lpo_desk.ui.wizards.claim_rectify import RectifyBlock
from lpo_desk.ui.wizards.request import RequestWizard
from tests.documents.reading import squeezed
from tests.documents.reading import text as pdf_text
from tests.fixtures_db import Desk
from tests.ui.case_hands import ask, back, case_in_front, case_of, dialog, register, request_of
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def start(clerk: CounterWindow, party_id: int | None, *rights: str) -> RequestWizard:
    """The wizard with the first right by its digit and the others by Space, in front of page 3, identity seen."""
    clerk.context.start_request(party_id)
    wizard = dialog(clerk, RequestWizard)
    for first, right in enumerate(rights):
        if not first:
            clerk.robot.press(right)
        else:
            wizard._ask_page.form.row("claims").editor.widget.setFocus()
            step = int(right) - int(rights[first - 1])
            clerk.robot.press(*["Down"] * step, "Space")
    clerk.robot.press("Return", "1", "Tab", "Space", "Return")
    assert wizard.now == 2
    return wizard


def finish(clerk: CounterWindow, desk: Desk) -> CaseFile:
    """Both marks of the form, and the case that came of it."""
    clerk.robot.press("Ctrl+Return", "Ctrl+Return")
    dialog(clerk, PaperDialog)
    clerk.robot.press("Escape")
    back(clerk)
    clerk.robot.settle()  # the connection is one: nobody reads beside the window
    return case_of(desk, only_case(desk))


def only_case(desk: Desk) -> int:
    return ask(desk, lambda unit: unit.session.scalars(select(RequestCase.id)).one())


def card_of(desk: Desk, party_id: int) -> Card:
    with desk.database.unit(desk["maija"]) as unit:
        ticket = customers.open(unit, party_id, Purpose.COUNTER)
    return ask(desk, lambda unit: cards.read(unit, ticket), "maija")


def test_one_form_with_several_claims(clerk: CounterWindow, local_desk: Desk, people: dict[str, int]) -> None:
    wizard = start(clerk, people["maija"], "1", "4", "5")
    clerk.robot.press("3")  # the ground; the scope of the access request is passed by
    case = finish(clerk, local_desk)
    assert wizard._desk.intake.claims == tuple(claim.asked for claim in case.claims)
    access, restriction, portability = (claim.asked for claim in case.claims)
    assert access.right is RequestRight.ACCESS
    assert restriction.restriction_ground is RestrictionGround.CLAIMS
    assert portability.copy_format is CopyFormat.JSON
    assert card_of(local_desk, people["maija"]).restrictions[0].ground is RestrictionGround.CLAIMS


def test_a_digit_chooses_one_right_and_none_is_told(clerk: CounterWindow, people: dict[str, int]) -> None:
    clerk.context.start_request(people["maija"])
    wizard = dialog(clerk, RequestWizard)
    clerk.robot.press("7")
    assert [asked.right for asked in wizard._current().claims] == [RequestRight.OBJECTION]
    clerk.robot.press("Space", "Return")
    assert wizard.now == 0
    assert "Valitse vähintään yksi" in wizard._ask_page.form.row("claims").problem.text()


def test_a_restriction_without_a_ground_is_told_on_its_page(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"], "4")
    clerk.robot.press("Ctrl+Return")
    assert wizard.now == 2
    clerk.robot.press("1", "Ctrl+Return")
    assert wizard.now == 3


def test_what_may_stay_is_seen_before_an_erasure_is_asked(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"], "3")
    block = wizard._content_page.block(RequestRight.ERASURE)
    assert isinstance(block, EraseBlock)
    clerk.robot.wait_for(lambda: block.planned)
    assert "Sopimus tai palvelu on voimassa" in block._boxes[Category.BASIC].accessibleDescription()
    assert "Älä lupaa mitään" in block.note.text()
    assert_walkable(wizard)
    clerk.robot.press("Ctrl+Return")
    assert wizard.now == 2  # nothing was named
    block._boxes[Category.HISTORY].setFocus()
    clerk.robot.press("Space")
    ground = block.form.row("erasure_ground").editor.widget
    ground.setFocus()
    clerk.robot.press("1")
    case = finish(clerk, local_desk)
    (claim,) = case.claims
    assert claim.asked.items == (AskedItem("history", "Asiakashistoria"),)
    assert claim.asked.erasure_ground is ErasureGround.NOT_NEEDED
    assert len(card_of(local_desk, people["maija"]).numbers) == 1  # all of it is still there


@pytest.mark.parametrize(("digit", "standing"), [("6", Standing.BANNED), ("8", Standing.WITHDRAWN)])
def test_marketing_and_consent_hold_at_once(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], digit: str, standing: Standing
) -> None:
    start(clerk, people["maija"], digit)
    case = finish(clerk, local_desk)
    assert case.row.resolution is Resolution.FULFILLED
    assert card_of(local_desk, people["maija"]).permissions.own_email is standing


def test_an_objection_names_the_processing_and_the_grounds(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    start(clerk, people["maija"], "7")
    clerk.robot.type("Luottotietojen haku")
    clerk.robot.press("Tab")
    clerk.robot.type("Tilanteeni on muuttunut.")
    (claim,) = finish(clerk, local_desk).claims
    assert [item.datum for item in claim.asked.items] == ["Luottotietojen haku"]
    assert claim.asked.scope == "Tilanteeni on muuttunut."


def test_a_datum_that_is_no_field_of_the_card_goes_to_the_officer_as_it_was_said(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"], "2")
    clerk.robot.type("koira")
    clerk.robot.press("Return", "Ctrl+Return")
    assert wizard.now == 2  # the right value is missing
    clerk.robot.type("ei ole koiraa")
    (claim,) = finish(clerk, local_desk).claims
    assert claim.asked.items == (AskedItem("", "koira", "", "ei ole koiraa", ""),)


def test_an_ordinary_change_is_saved_on_the_card_and_no_request_is_made(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"], "2")
    clerk.robot.type("puh")
    clerk.robot.press("Return")
    clerk.robot.type("ei numero")
    block = wizard._content_page.block(RequestRight.RECTIFICATION)
    assert isinstance(block, RectifyBlock)
    clerk.robot.click(block.ordinary_button)
    clerk.robot.wait_for(lambda: block.rows[0].problem.isVisible())  # told beside the value
    block.rows[0].wanted.setFocus()
    block.rows[0].wanted.selectAll()
    clerk.robot.type("040 765 4321")
    clerk.robot.click(block.ordinary_button)
    clerk.robot.wait_for(lambda: "tavallisena päivityksenä" in clerk.said)
    back(clerk)
    clerk.robot.settle()
    card = card_of(local_desk, people["maija"])
    assert card.contact.phone == "+358407654321"
    assert card.sources["phone"].source is Source.SUBJECT
    assert ask(local_desk, lambda unit: unit.session.scalars(select(RequestCase.id)).all()) == []
    assert ask(local_desk, drafts.mine, "maija") == ()
    why = select(AuditEvent.detail).where(
        AuditEvent.table_name == "draft", AuditEvent.kind == AuditKind.DELETE
    )
    assert ask(local_desk, lambda unit: unit.session.scalars(why).all()) == [
        DiscardReason.ORDINARY_UPDATE.value
    ]


@pytest.mark.parametrize("also", ["restriction", "words"])
def test_an_ordinary_change_takes_nothing_along_that_only_a_request_keeps(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int], also: str
) -> None:
    before = card_of(local_desk, people["maija"]).contact
    wizard = start(clerk, people["maija"], "2")
    clerk.robot.type("puh")
    clerk.robot.press("Return")
    clerk.robot.type("040 765 4321")
    block = wizard._content_page.block(RequestRight.RECTIFICATION)
    assert isinstance(block, RectifyBlock)
    if also == "restriction":
        block.form.row("also_restrict").editor.widget.setFocus()
        clerk.robot.press("Space")
    else:
        block.form.row("scope").editor.select()
        clerk.robot.type("Korjatkaa myös nimeni.")
    clerk.robot.click(block.ordinary_button)
    assert "Tavalliseen päivitykseen ei voi liittää" in wizard.bar.sentence
    assert wizard.isVisible()
    clerk.robot.settle()
    assert card_of(local_desk, people["maija"]).contact == before


@pytest.mark.parametrize("digit", ["6", "8"])
def test_what_is_done_at_once_has_no_due_date(
    clerk: CounterWindow, people: dict[str, int], digit: str
) -> None:
    wizard = start(clerk, people["maija"], digit)
    clerk.robot.press("Ctrl+Return")
    assert wizard.now == 3
    assert wizard._form_page._due.text() == "Toteutetaan heti"
    assert "2026" not in wizard._form_page._due.text() + wizard._form_page._why.text()


def test_beside_what_is_done_at_once_the_rest_has_its_due_date(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"], "1", "6")
    clerk.robot.press("Ctrl+Return")
    assert "23.12.2026" in wizard._form_page._due.text()
    assert "Heti toteutetaan: Suoramarkkinoinnin vastustaminen" in wizard._form_page._why.text()


def test_a_draft_keeps_every_claim_word_for_word(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"], "2", "4")
    clerk.robot.type("puh")
    clerk.robot.press("Return")
    clerk.robot.type("040 765 4321")
    clerk.robot.press("Tab")
    clerk.robot.type("vaihtunut")
    before = wizard._current()
    clerk.robot.settle()
    wizard.reject()
    back(clerk)
    clerk.robot.settle()
    (draft,) = ask(local_desk, drafts.mine, "maija")
    assert ask(local_desk, drafts.mine, "kalle") == ()
    clerk.context.start_request(None, draft=draft)
    again = dialog(clerk, RequestWizard)
    clerk.robot.settle()
    assert again.now == 2
    assert again._current() == before
    block = again._content_page.block(RequestRight.RECTIFICATION)
    assert isinstance(block, RectifyBlock)
    assert block.rows[0].item(Lang.SV) == AskedItem(
        "contact.phone", "Telefon", "040 0000123", "040 765 4321", "vaihtunut"
    )


def test_who_is_recorded_to_act_fills_name_paper_and_last_day(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    with local_desk.database.unit(local_desk["maija"]) as unit:
        ticket = customers.open(unit, people["maija"], Purpose.COUNTER)
    with local_desk.database.unit(local_desk["maija"]) as unit:
        proxy = Relation(
            RelationKind.PROXY,
            authority=AuthorityKind.POWER_OF_ATTORNEY,
            authority_on=date(2026, 10, 1),
            scope=AuthorityScope.EVERYTHING,
            seen_on=date(2026, 10, 2),
            valid_to=date(2027, 9, 30),
        )
        relations.add(unit, ticket, people["eino"], proxy, Source.SUBJECT)
    clerk.context.start_request(people["maija"])
    wizard = dialog(clerk, RequestWizard)
    clerk.robot.settle()
    clerk.robot.press("Tab", "3", "Tab", "Down")
    intake = wizard._current()
    assert intake.requester is Requester.ATTORNEY
    assert "Eino" in intake.requester_name
    assert intake.authority_document == "Valtakirja 1.10.2026"
    assert intake.authority_until == date(2027, 9, 30)
    assert_walkable(wizard)


def test_an_open_case_of_the_same_is_a_link_and_stays_open(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    case_id = register(local_desk, request_of(people["maija"]))
    clerk.context.start_request(people["maija"])
    wizard = dialog(clerk, RequestWizard)
    clerk.robot.wait_for(lambda: "L-2026-0001" in wizard.bar.sentence)
    wizard.bar.buttons[0].click()
    page = case_in_front(clerk, case_id)
    assert isinstance(page, CasePage)
    clerk.robot.settle()
    assert case_of(local_desk, case_id).row.resolution is None


@pytest.mark.parametrize("seen", [True, False])
def test_the_form_to_sign_shows_what_was_asked_of_whom_was_identified(
    clerk: CounterWindow, people: dict[str, int], seen: bool
) -> None:
    wizard = start(clerk, people["maija"], "2")
    clerk.robot.type("lähi")
    clerk.robot.press("Return")
    clerk.robot.type("Linnunrata 14")
    clerk.robot.press("Ctrl+Return")
    if not seen:
        clerk.robot.press("Ctrl+2", "8", "Ctrl+Return", "Ctrl+Return")
    assert wizard.now == 3
    assert wizard._form_page._unseen.isVisible() is not seen
    wizard._form_page.print_button.click()
    paper = dialog(clerk, PaperDialog)
    words = squeezed(pdf_text(paper.view.data))
    assert squeezed("korjaamisvaatimus") in words
    for held in ("Aalto", "Linnunrata 12 A 3", "Linnunrata 14"):
        assert (squeezed(held) in words) is seen, held


def test_the_receipt_names_nobody_whose_identity_was_not_seen(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    clerk.context.start_request(people["maija"])
    dialog(clerk, RequestWizard)
    clerk.robot.press("Return", "8", "Return", "Return", "Return")
    words = pdf_text(dialog(clerk, PaperDialog).view.data)
    assert "L-2026-0001" in words
    assert "Aalto" not in words
    assert "Pyynnön esittäjä" not in words


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
@pytest.mark.parametrize(
    ("right", "ground"), [("2", RestrictionGround.ACCURACY), ("7", RestrictionGround.OBJECTION)]
)
def test_one_key_beside_a_demand_restricts_too_while_it_is_examined(
    clerk: CounterWindow,
    local_desk: Desk,
    people: dict[str, int],
    lang: Lang,
    right: str,
    ground: RestrictionGround,
) -> None:
    clerk.language.switch(lang)
    wizard = start(clerk, people["maija"], right)
    if right == "2":
        clerk.robot.type("puh" if lang is Lang.FI else "tel")
        clerk.robot.press("Return")
    clerk.robot.type("040 765 4321")
    (block,) = wizard._content_page.blocks
    box = block.form.row("also_restrict").editor.widget
    assert isinstance(box, QCheckBox)
    letter = mnemonic(box.text())
    assert letter
    assert_walkable(wizard)
    clerk.robot.press(f"Alt+{letter.upper()}")
    clerk.robot.wait_for(box.isChecked)
    case = finish(clerk, local_desk)
    demand, restriction = (claim.asked for claim in case.claims)
    assert demand == replace(wizard._desk.intake.claims[0], also_restrict=False)
    assert (restriction.right, restriction.restriction_ground) == (RequestRight.RESTRICTION, ground)
    assert [each.ground for each in card_of(local_desk, people["maija"]).restrictions] == [ground]
    with local_desk.database.reading(local_desk["jani"]) as unit:
        (paper,) = unit.session.scalars(select(Document.content))
    assert squeezed(terms(ground.term, lang=case.intake.reply_lang)) in squeezed(pdf_text(paper))


def test_the_tick_is_kept_by_a_draft_printed_on_the_form_and_gone_beside_a_restriction(
    clerk: CounterWindow, local_desk: Desk, people: dict[str, int]
) -> None:
    wizard = start(clerk, people["maija"], "2")
    clerk.robot.type("puh")
    clerk.robot.press("Return")
    clerk.robot.type("040 765 4321")
    block = wizard._content_page.block(RequestRight.RECTIFICATION)
    assert block is not None
    box = block.form.row("also_restrict").editor.widget
    box.setFocus()
    clerk.robot.press("Space")
    (claim,) = from_json(to_json(wizard._current())).claims
    assert claim.also_restrict
    clerk.robot.press("Ctrl+Return")
    wizard._form_page.print_button.click()
    paper = dialog(clerk, PaperDialog)
    words = squeezed(pdf_text(paper.view.data))
    ground = terms("form.restriction_accuracy", lang=Lang.FI)
    assert squeezed(f"☒ a) {ground}") in words
    clerk.robot.press("Escape")
    clerk.robot.front(wizard)
    clerk.robot.press("Ctrl+1")
    wizard._ask_page.form.row("claims").editor.widget.setFocus()
    clerk.robot.press("Down", "Down", "Space", "Ctrl+3")
    assert wizard.now == 2
    assert not box.isVisible(), "the restriction is asked by itself, with its own ground"
