"""Section 3 by its keys: adding, changing and ending roles, at both ends, in both languages."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.authority import AuthorityKind, AuthorityScope
from lpo_desk.domain.card import RoleLine
from lpo_desk.domain.party import RelationKind
from lpo_desk.domain.relations import RelationState
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card import CardPage
from lpo_desk.ui.pages.role_dialog import AddRoleDialog, EditRoleDialog, EndRoleDialog
from tests.fixtures_db import Desk
from tests.services.people import code
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import MAIJA, add_people

D = TypeVar("D", bound=QWidget)


@pytest.fixture
def people(local_desk: Desk) -> dict[str, int]:
    return add_people(local_desk)


@pytest.fixture
def clerk(
    qtbot: QtBot, local_desk: Desk, people: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "maija", language) as made:
        yield made


def open_card(clerk: CounterWindow, party_id: int) -> CardPage:
    clerk.context.open_card(party_id, purpose=Purpose.COUNTER)

    def shown() -> bool:
        page = clerk.window.tabs.current
        return isinstance(page, CardPage) and page.party_id == party_id and page.card is not None

    clerk.robot.wait_for(shown)
    page = clerk.window.tabs.current
    assert isinstance(page, CardPage)
    return page


def dialog(clerk: CounterWindow, kind: type[D]) -> D:
    clerk.robot.wait_for(lambda: isinstance(QApplication.activeModalWidget(), kind))
    found = QApplication.activeModalWidget()
    assert isinstance(found, kind)
    return found


def gone(clerk: CounterWindow) -> None:
    clerk.robot.wait_for(lambda: QApplication.activeModalWidget() is None)


def roles(page: CardPage, kind: RelationKind) -> list[RoleLine]:
    assert page.card is not None
    return [role for role in (*page.card.roles, *page.card.past_roles) if role.kind is kind]


def add_guardian(clerk: CounterWindow, who: str = "Aalto Eino") -> None:
    """A guardian with a paper seen, from the open card, by keys alone."""
    robot = clerk.robot
    robot.press("Ctrl+3", "Insert")
    dialog(clerk, AddRoleDialog)
    robot.press("4")
    robot.type(who)
    robot.press("Return")
    robot.type("010326")
    robot.press("Tab", "Tab", "Down", "Return")
    gone(clerk)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_guardian_is_added_ended_and_taken_back_by_keys(
    clerk: CounterWindow, people: dict[str, int], language: Language, lang: Lang
) -> None:
    language.switch(lang)
    eino = open_card(clerk, people["eino"])
    page = open_card(clerk, people["maija"])
    robot = clerk.robot
    robot.begin()
    add_guardian(clerk)
    robot.assert_within(keys=9, clicks=0)
    robot.wait_for(lambda: bool(roles(page, RelationKind.GUARDIAN)))
    (line,) = roles(page, RelationKind.GUARDIAN)
    assert line.state is RelationState.IN_FORCE
    assert line.relation.authority is AuthorityKind.GUARDIANSHIP_ORDER
    assert (line.relation.authority_on, line.relation.seen_on) == (date(2026, 3, 1), date(2026, 11, 23))
    assert line.relation.scope is AuthorityScope.FINANCES
    assert page.bar.sentence == language.text(
        "role_dialog.added", role=language.text("relation_kind.guardian"), until=""
    )
    robot.wait_for(lambda: bool(roles(eino, RelationKind.GUARDIAN)))
    assert roles(eino, RelationKind.GUARDIAN)[0].outgoing, "the other's open card is told at once"

    table = page.body.roles.block.table
    table.setFocus()
    assert table.go_to_key(line.id)
    robot.press("Delete")
    end = dialog(clerk, EndRoleDialog)
    assert end.day.day() == date(2026, 11, 23)
    robot.press("-", "Return")
    assert QApplication.activeModalWidget() is end, "a role cannot end before it began"
    robot.press("+", "Return")
    gone(clerk)
    robot.wait_for(lambda: roles(page, RelationKind.GUARDIAN)[0].relation.valid_to == date(2026, 11, 23))
    robot.press("Ctrl+Shift+U")
    robot.wait_for(lambda: roles(page, RelationKind.GUARDIAN)[0].relation.valid_to is None)
    assert page.bar.sentence == language.text("card.undone")


def test_enter_takes_the_first_found_even_before_the_answer_is_here(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    page = open_card(clerk, people["harbour"])
    robot = clerk.robot
    robot.press("Ctrl+3", "Insert", "3")
    found = dialog(clerk, AddRoleDialog)
    robot.type("ohman")
    robot.press("Return")
    robot.wait_for(lambda: found.now == 2)
    assert found.role.other is not None
    assert found.role.other.party_id == people["ake"]
    robot.type("laskut")
    robot.press("Tab")
    robot.type("talouspäällikkö")
    robot.press("Ctrl+Return")
    gone(clerk)
    robot.wait_for(lambda: len(roles(page, RelationKind.CONTACT_PERSON)) == 2)
    line = roles(page, RelationKind.CONTACT_PERSON)[1]
    assert (line.relation.task, line.relation.position) == ("laskut", "talouspäällikkö")
    assert (line.phone, line.email) == ("", ""), "he is a customer: his own card tells"


def test_what_cannot_be_is_refused_where_it_is_chosen(clerk: CounterWindow, people: dict[str, int]) -> None:
    open_card(clerk, people["maija"])
    robot = clerk.robot
    robot.press("Ctrl+3", "Insert")
    found = dialog(clerk, AddRoleDialog)
    for digit, key in (("3", "other_organisation"), ("7", "other_minor"), ("8", "other_estate")):
        robot.press(digit)
        assert found.now == 0
        assert found.bar.sentence == clerk.language.text(f"relation.{key}")
    robot.press("4")
    robot.type("20001")
    robot.press("Return")
    robot.settle()
    assert found.now == 1
    assert found.bar.sentence == clerk.language.text("relation.holder_person")
    robot.press("Escape", "Escape")
    gone(clerk)


def test_a_new_payer_with_a_code_and_an_address_of_his_own(
    clerk: CounterWindow, people: dict[str, int]
) -> None:
    page = open_card(clerk, people["maija"])
    robot = clerk.robot
    robot.press("Ctrl+3", "Insert", "2")
    found = dialog(clerk, AddRoleDialog)
    robot.type("lind karin")
    robot.press("Insert")
    assert found.who_page.asks_for_new
    person = found.who_page.person
    assert [person.typed(name) for name in ("last_name", "first_names")] == ["Lind", "Karin"]
    for text in (
        code(date(1970, 4, 4), 944),
        "",
        "Parkgatan 2",
        "06100",
        "",
        "",
        "0400000777",
        "karin@example.fi",
    ):
        robot.type(text)
        robot.press("Tab")
    robot.press("Ctrl+Return", "Ctrl+Return")
    gone(clerk)
    robot.wait_for(lambda: bool(roles(page, RelationKind.PAYER)))
    (line,) = roles(page, RelationKind.PAYER)
    assert (line.other_name, line.other_number) == ("Lind Karin", "")
    other = open_card(clerk, line.other_party_id)
    assert other.card is not None
    assert (other.card.contact.street, other.card.has_hetu) == ("Parkgatan 2", True)
    assert other.card.contact.town in ("Porvoo", "Borgå")


def test_a_code_that_is_known_offers_its_owner(clerk: CounterWindow, people: dict[str, int]) -> None:
    page = open_card(clerk, people["harbour"])
    robot = clerk.robot
    robot.press("Ctrl+3", "Insert", "2")
    found = dialog(clerk, AddRoleDialog)
    robot.type("Alto Maja")
    robot.press("Insert")
    robot.type(MAIJA.hetu)
    robot.press("Ctrl+Return", "Ctrl+Return")
    robot.wait_for(lambda: bool(found.bar.buttons))
    assert found.bar.sentence == clerk.language.text("relation.same_code")
    assert MAIJA.hetu not in found.bar.sentence
    robot.press("Return")
    gone(clerk)
    robot.wait_for(lambda: bool(roles(page, RelationKind.PAYER)))
    assert roles(page, RelationKind.PAYER)[0].other_party_id == people["maija"]


def test_the_other_way_round(clerk: CounterWindow, people: dict[str, int]) -> None:
    page = open_card(clerk, people["eino"])
    robot = clerk.robot
    robot.press("Ctrl+3", "Insert", "9", "2")
    found = dialog(clerk, AddRoleDialog)
    assert found.now == 1
    robot.type("10042")
    robot.press("Return")
    robot.wait_for(lambda: found.now == 2)
    robot.type("019 500 0404")
    robot.press("Ctrl+Return")
    robot.settle()
    assert found.now == 2, "no such subscription, and nothing of the other's is told"
    robot.press("Ctrl+A")
    robot.type("019 500 0004")
    robot.press("Ctrl+Return")
    gone(clerk)
    robot.wait_for(lambda: bool(roles(page, RelationKind.PAYER)))
    (line,) = roles(page, RelationKind.PAYER)
    assert (line.outgoing, line.other_party_id) == (True, people["maija"])
    assert line.relation.subscription == "019 500 0004"


def test_f2_changes_the_role_and_the_mistaken_one_goes(clerk: CounterWindow, people: dict[str, int]) -> None:
    page = open_card(clerk, people["maija"])
    add_guardian(clerk)
    robot = clerk.robot
    robot.wait_for(lambda: bool(roles(page, RelationKind.GUARDIAN)))
    (line,) = roles(page, RelationKind.GUARDIAN)
    panel = page.body.roles
    panel.block.table.setFocus()
    panel.block.table.go_to_key(line.id)
    robot.press("F2")
    edit = dialog(clerk, EditRoleDialog)
    assert edit.page.form is not None
    edit.page.form.row("scope_note").editor.select()
    robot.type("vain laskut")
    robot.press("Return")
    gone(clerk)
    robot.wait_for(lambda: roles(page, RelationKind.GUARDIAN)[0].relation.scope_note == "vain laskut")
    panel.block.table.setFocus()
    robot.press("F2")
    dialog(clerk, EditRoleDialog).remove_button.setFocus()
    robot.press("Return")
    gone(clerk)
    robot.wait_for(lambda: not roles(page, RelationKind.GUARDIAN))
    robot.press("Ctrl+Shift+U")
    robot.wait_for(lambda: bool(roles(page, RelationKind.GUARDIAN)))


def test_past_roles_wait_behind_their_button(
    clerk: CounterWindow, people: dict[str, int], local_desk: Desk
) -> None:
    page = open_card(clerk, people["maija"])
    add_guardian(clerk)
    robot = clerk.robot
    robot.wait_for(lambda: bool(roles(page, RelationKind.GUARDIAN)))
    panel = page.body.roles
    assert panel.past_button.isHidden()
    panel.block.table.setFocus()
    panel.block.table.go_to_key(roles(page, RelationKind.GUARDIAN)[0].id)
    robot.press("Delete", "Return")
    gone(clerk)
    local_desk.clock.forward(days=1)
    page = reopened(clerk, page)
    panel = page.body.roles
    assert roles(page, RelationKind.GUARDIAN)[0].state is RelationState.EXPIRED
    shown: Callable[[], list[object]] = lambda: [row.kind for row in panel.block.table.cells.rows]  # noqa: E731
    assert RelationKind.GUARDIAN not in shown()
    assert panel.past_button.text() == clerk.language.text("role_dialog.show_past", count=1)
    panel.past_button.setFocus()
    robot.press("Space")
    assert RelationKind.GUARDIAN in shown()


def reopened(clerk: CounterWindow, page: CardPage) -> CardPage:
    party_id = page.party_id
    assert party_id is not None
    clerk.context.close(page)
    return open_card(clerk, party_id)


def test_the_dpo_reads_and_does_not_add(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    people = add_people(local_desk)
    with counter(qtbot, local_desk, "jani", language) as dpo:
        page = open_card(dpo, people["maija"])
        assert page.body.roles.add_button.isHidden()
        dpo.robot.press("Ctrl+3", "Insert", "F2")
        assert QApplication.activeModalWidget() is None
