"""Reading, editing, checking, giving up and handing back a section."""

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.domain.errors import UserError
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.message_bar import Kind
from lpo_desk.ui.widgets.section_form import Field, Fills, Labels, SectionForm
from tests.ui.robot import PATIENCE_MS, ClerkRobot
from tests.ui.walk import assert_walkable

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Person:
    last_name: str = "Öhman"
    first_names: str = "Åke"
    language: str = "fi"
    born: date | None = None
    types: frozenset[str] = frozenset()
    member: bool = False
    note: str = ""
    number: int = 10042


class NoDigits(UserError):
    key = "ui.not_here"


def no_digits(value: str) -> None:
    if any(letter.isdigit() for letter in value):
        raise NoDigits


def languages() -> tuple[tuple[str, str], ...]:
    return ("fi", "language.fi"), ("sv", "language.sv")


def types() -> tuple[tuple[str, str], ...]:
    return ("person", "customer_type.private"), ("company", "customer_type.company")


FIELDS = (
    Field("last_name", "field.last_name", editors.text(100), required=True, check=no_digits),
    Field(
        "first_names",
        "field.first_names",
        editors.text(200),
        warn=lambda value: "ui.message_warning" if len(value) < 2 else None,
    ),
    Field("language", "field.language", editors.choice(languages)),
    Field("born", "customer.date_of_birth", editors.day(lambda: TODAY)),
    Field("types", "field.customer_type", editors.many(types)),
    Field("member", "field.member", editors.check()),
    Field("note", "field.note", editors.notes(500), wide=True),
)
NAMESAKES = (
    Field(
        "last_name",
        "field.last_name",
        editors.text(100),
        check=no_digits,
        fills=Fills("first_names", lambda before, now: f"{before.last_name} > {now.last_name}"),
    ),
    Field("first_names", "field.first_names", editors.text(200)),
)


def both_names_differ(person: Person) -> dict[str, UserError]:
    return {"first_names": NoDigits()} if person.first_names == person.last_name else {}


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QVBoxLayout(made)
    made.resize(900, 600)
    return made


@pytest.fixture
def form(window: QWidget, language: Language) -> SectionForm[Person]:
    made: SectionForm[Person] = SectionForm(FIELDS, language, check=both_names_differ, columns=2)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(made)
    made.load(Person())
    return made


@pytest.fixture
def robot(qtbot: QtBot, window: QWidget, form: SectionForm[Person]) -> ClerkRobot:
    made = ClerkRobot(qtbot)
    made.front(window)
    return made


def test_a_field_fills_another_when_it_is_left(qtbot: QtBot, window: QWidget, language: Language) -> None:
    form: SectionForm[Person] = SectionForm(NAMESAKES, language)
    layout, committed, dirty = window.layout(), list[Person](), list[bool]()
    assert layout is not None
    layout.addWidget(form)
    form.committed.connect(committed.append)
    form.dirty_changed.connect(dirty.append)
    form.load(Person())
    robot = ClerkRobot(qtbot)
    robot.front(window)
    form.edit("last_name")
    robot.press("Tab", "Shift+Tab")
    assert form.row("first_names").editor.value() == "Åke", "nothing was changed"
    robot.type("1")
    robot.press("Tab", "Shift+Tab")
    assert form.row("first_names").editor.value() == "Åke", "what is wrong fills nothing"
    robot.type("Ek")
    robot.press("Tab")
    assert form.row("first_names").editor.value() == "Öhman > Ek"
    robot.press("Shift+Tab", "Tab", "Shift+Tab")
    assert form.row("first_names").editor.value() == "Öhman > Ek", "once for each value"
    robot.type("Lund")
    assert form.commit()
    assert committed == [Person("Lund", "Ek > Lund")]
    form.load(committed[0])
    form.edit("last_name")
    robot.type("Öhman")
    robot.press("Tab")
    assert form.row("first_names").editor.value() == "Lund > Öhman", "counts from what was saved"
    assert dirty[-1]


def test_reading_shows_values_in_the_language(
    form: SectionForm[Person], robot: ClerkRobot, language: Language, window: QWidget
) -> None:
    form.load(Person(born=date(1952, 10, 13), types=frozenset({"company"}), member=True))
    shown = {field.name: form.row(field.name).value.text() for field in FIELDS}
    assert shown == {
        "last_name": "Öhman",
        "first_names": "Åke",
        "language": "suomi",
        "born": "13.10.1952",
        "types": "Yritysasiakas",
        "member": "Kyllä",
        "note": "–",
    }
    language.switch(Lang.SV)
    assert form.row("language").value.text() == "finska"
    assert form.row("last_name").label.text() == "Efternamn"
    assert_walkable(window)


def test_editing_commits_the_new_value(form: SectionForm[Person], robot: ClerkRobot) -> None:
    committed, dirty = list[Person](), list[bool]()
    form.committed.connect(committed.append)
    form.dirty_changed.connect(dirty.append)
    form.edit()
    robot.press("Ctrl+A")
    robot.type(" Nyström ")
    robot.press("Tab", "Tab", "Down", "Tab")
    robot.type("13.10.52")
    robot.press("Tab", "Space", "Tab", "Tab", "Space", "Tab")
    robot.type("Soitti")
    assert form.commit()
    wanted = Person("Nyström", "Åke", "sv", date(1952, 10, 13), frozenset({"person"}), True, "Soitti")
    assert committed == [wanted]
    assert form.dirty == {"last_name", "language", "born", "types", "member", "note"}
    assert dirty == [True]
    form.load(wanted)
    assert (form.dirty, dirty) == (frozenset(), [True, False])


def test_putting_the_old_value_back_is_no_change(form: SectionForm[Person], robot: ClerkRobot) -> None:
    form.edit()
    robot.press("End")
    robot.type("x")
    assert form.dirty == {"last_name"}
    robot.press("Backspace")
    assert form.dirty == frozenset()


def test_nothing_is_checked_while_typing_but_when_leaving(
    form: SectionForm[Person], robot: ClerkRobot
) -> None:
    form.edit()
    row = form.row("last_name")
    robot.type("4")
    assert row.problem.isHidden()
    robot.press("Tab")
    assert row.problem.isVisible()
    assert "Tätä ei voi tehdä" in row.problem.text()
    assert row.editor.widget.accessibleDescription() in row.problem.text()
    assert robot.focus is not row.editor.widget, "the focus is not held back"
    robot.press("Shift+Tab")
    robot.type("Lind")
    robot.press("Tab")
    assert row.problem.isHidden()


def test_an_untouched_field_is_not_checked_when_it_is_left(
    form: SectionForm[Person], robot: ClerkRobot
) -> None:
    form.load(Person(last_name="4"))
    form.edit()
    robot.press("Tab")
    assert form.row("last_name").problem.isHidden()


def test_a_commit_with_errors_goes_to_the_first_and_counts_them(
    form: SectionForm[Person], robot: ClerkRobot, window: QWidget
) -> None:
    committed = list[Person]()
    form.committed.connect(committed.append)
    form.edit("born")
    robot.type("31.2.2026")
    form.row("last_name").editor.select()
    robot.press("Backspace")
    assert not form.commit()
    assert committed == []
    assert form.bar.kind is Kind.ERROR
    assert "2" in form.bar.sentence
    assert robot.focus is form.row("last_name").editor.widget
    assert form.row("born").problem.isVisible()
    assign_window_mnemonics(window)
    assert_walkable(window)


def test_fields_that_contradict_each_other_are_found_at_commit(
    form: SectionForm[Person], robot: ClerkRobot
) -> None:
    form.edit("first_names")
    robot.press("Ctrl+A")
    robot.type("Öhman")
    assert not form.commit()
    assert robot.focus is form.row("first_names").editor.widget


def test_a_warning_stands_beside_the_field_and_blocks_nothing(
    form: SectionForm[Person], robot: ClerkRobot
) -> None:
    form.edit("first_names")
    robot.press("Ctrl+A")
    robot.type("Å")
    robot.press("Tab")
    problem = form.row("first_names").problem
    assert problem.text() == "▲ Huomaa"
    assert form.commit()


def test_what_a_service_refused_is_said_at_its_field(form: SectionForm[Person], robot: ClerkRobot) -> None:
    form.edit()
    form.show_errors({"language": NoDigits()})
    assert form.row("language").problem.isVisible()
    assert robot.focus is form.row("language").editor.widget


def test_escape_takes_back_the_field_and_twice_leaves_the_section(
    form: SectionForm[Person], robot: ClerkRobot
) -> None:
    left = list[bool]()
    form.left_by_escape.connect(lambda: left.append(True))
    form.edit("first_names")
    robot.type("x")
    form.row("last_name").editor.select()
    robot.type("y")
    robot.press("Esc")
    assert form.dirty == {"first_names"}
    assert form.editing
    robot.press("Esc")
    assert (form.editing, left, form.dirty) == (False, [True], frozenset())
    assert form.row("first_names").value.text() == "Åke"


def test_escape_in_a_clean_field_asks_once_before_other_changes_are_lost(
    form: SectionForm[Person], robot: ClerkRobot
) -> None:
    form.edit("first_names")
    robot.type("x")
    form.row("note").editor.select()
    robot.press("Esc")
    assert form.editing
    assert "Esc" in form.bar.sentence
    robot.type("a")
    robot.press("Esc", "Esc")
    assert not form.editing


def test_escape_in_an_untouched_section_leaves_at_once(form: SectionForm[Person], robot: ClerkRobot) -> None:
    form.edit()
    robot.press("Esc")
    assert not form.editing


def test_sources_are_shown_on_demand(form: SectionForm[Person], robot: ClerkRobot) -> None:
    form.set_sources({"last_name": "Rekisteröity itse, 14.2.2026"})
    assert form.row("last_name").source.isHidden()
    form.show_sources(True)
    assert form.row("last_name").source.isVisible()
    assert form.row("first_names").source.isHidden()


def test_a_narrow_window_has_one_column(
    qtbot: QtBot, form: SectionForm[Person], robot: ClerkRobot, window: QWidget
) -> None:
    assert form.row("first_names").y() == form.row("last_name").y()
    window.resize(500, 900)
    qtbot.waitUntil(lambda: form.row("first_names").y() > form.row("last_name").y(), timeout=PATIENCE_MS)
    form.edit()
    assert_walkable(window)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
@pytest.mark.parametrize("labels", list(Labels))
def test_every_field_is_named_and_big_enough(
    qtbot: QtBot, language: Language, window: QWidget, lang: Lang, labels: Labels
) -> None:
    form: SectionForm[Person] = SectionForm(FIELDS, language, labels=labels)
    layout = window.layout()
    assert layout is not None
    layout.addWidget(form)
    form.load(Person())
    form.edit()
    window.show()
    language.switch(lang)
    assign_window_mnemonics(window)
    assert_walkable(window)
    assert "*" in form.row("last_name").label.text()


def test_tab_goes_through_the_fields_and_nothing_else(form: SectionForm[Person], robot: ClerkRobot) -> None:
    form.edit()
    stops = list[object]()
    for _ in range(8):
        stops.append(robot.focus)
        robot.press("Tab")
    named = {form.row(field.name).editor.widget for field in FIELDS}
    boxes = [stop for stop in stops if stop not in named]
    assert len(boxes) == 2, "the two check boxes of the one field with several values"
    assert robot.focus is stops[0], "and round again"
