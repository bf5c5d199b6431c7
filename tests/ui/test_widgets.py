"""Message bar, search box, date field, combo box, chips, sidebar, busy strip, panes: each by its keys."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAction, QWheelEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.domain.errors import UserError
from lpo_desk.terms import Lang
from lpo_desk.ui.focus import Panes, keep_in_sight
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Mark, Status
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.runner import Progress, Runner
from lpo_desk.ui.widgets import announce as announce_module
from lpo_desk.ui.widgets.busy import BusyStrip
from lpo_desk.ui.widgets.command_bar import CommandBar
from lpo_desk.ui.widgets.date_edit import DateEdit
from lpo_desk.ui.widgets.inputs import ComboBox, SpinBox, TextArea
from lpo_desk.ui.widgets.message_bar import Choice, Kind, MessageBar
from lpo_desk.ui.widgets.search_box import SearchBox
from lpo_desk.ui.widgets.sidebar import Sidebar, SidebarItem
from lpo_desk.ui.widgets.status import ChipRow
from tests.ui.robot import PATIENCE_MS, ClerkRobot
from tests.ui.walk import assert_walkable

TODAY = date(2026, 11, 22)
Show = Callable[..., QWidget]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    """Widgets below each other in a window in front."""

    windows: list[QWidget] = []  # qtbot closes them, but does not keep them

    def make(*widgets: QWidget) -> QWidget:
        window = QWidget()
        window.resize(600, 300)
        windows.append(window)
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        for widget in widgets:
            column.addWidget(widget)
        ClerkRobot(qtbot).front(window)
        return window

    yield make
    windows.clear()


@pytest.fixture
def robot(qtbot: QtBot, runner: Runner) -> ClerkRobot:
    return ClerkRobot(qtbot, runner)


# Message bar


def test_a_message_is_said_offers_and_goes(
    qtbot: QtBot, show: Show, language: Language, robot: ClerkRobot
) -> None:
    bar, line, undone = MessageBar(language), QLineEdit(), list[str]()
    line.setAccessibleName("x")
    window = show(bar, line)
    assert bar.isHidden()
    bar.tell(
        Kind.SUCCESS, "ui.form_errors", [Choice("common.save", lambda: undone.append("undone"))], count=2
    )
    assert "Korjattavia kohtia: 2" in bar.sentence
    assert_walkable(window)
    language.switch(Lang.SV)
    assert "Fält att rätta: 2" in bar.sentence
    assert bar.accessibleName().startswith("Klart: Inte sparat")
    bar.buttons[0].setFocus()
    robot.press("Space")
    assert undone == ["undone"]
    assert bar.isHidden()
    assert line.hasFocus(), "the focus does not fall into nothing"


def test_an_offer_to_undo_goes_by_itself_and_an_error_stays(
    qtbot: QtBot, show: Show, language: Language
) -> None:
    bar = MessageBar(language)
    show(bar)
    with qtbot.waitSignal(bar.closed, timeout=PATIENCE_MS):
        bar.tell(Kind.SUCCESS, "ui.message_success", seconds=1)
    bar.tell_error(UserError("ui.required"))
    qtbot.wait(50)
    assert bar.kind is Kind.ERROR
    assert "pakollinen" in bar.sentence
    with pytest.raises(ValueError, match="two choices"):
        bar.tell(Kind.INFO, "ui.required", [Choice("common.save", print)] * 3)


def test_a_message_is_announced(show: Show, language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """Qt's own end of the line is replaced: off screen no screen reader listens."""
    heard = list[tuple[str, QAccessible.AnnouncementPoliteness]]()

    class Listening(QAccessible):
        @staticmethod
        def isActive() -> bool:  # noqa: N802 - Qt's name
            return True

        @staticmethod
        def updateAccessibility(event: object) -> None:  # noqa: N802 - Qt's name
            assert isinstance(event, QAccessibleAnnouncementEvent)
            heard.append((event.message(), event.politeness()))

    monkeypatch.setattr(announce_module, "QAccessible", Listening)
    bar = MessageBar(language)
    show(bar)
    bar.tell(Kind.SUCCESS, "ui.message_success")
    bar.tell(Kind.ERROR, "ui.required")
    politeness = QAccessible.AnnouncementPoliteness
    assert [how for _, how in heard] == [politeness.Polite, politeness.Assertive]
    assert heard[0][0] == "Valmis"


# Search box


def test_typing_asks_once_it_pauses(qtbot: QtBot, show: Show, language: Language, robot: ClerkRobot) -> None:
    box, asked = SearchBox(language), list[str]()
    box.asked.connect(asked.append)
    window = show(box)
    box.setFocus()
    robot.type("Öhm")
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["Öhm"], timeout=PATIENCE_MS)
    robot.press("Return")
    qtbot.wait(100)
    assert asked == ["Öhm"], "the same question is not asked twice"
    assert_walkable(window)


def test_the_keys_of_the_search_box(qtbot: QtBot, show: Show, language: Language, robot: ClerkRobot) -> None:
    box, asked, submitted, down = SearchBox(language), list[str](), list[str](), list[bool]()
    box.asked.connect(asked.append)
    box.submitted.connect(submitted.append)
    box.moved_down.connect(lambda: down.append(True))
    show(box)
    box.setFocus()
    robot.type("Åsa ")
    robot.press("Return", "Down")
    assert (asked, submitted, down) == (["Åsa"], ["Åsa"], [True]), "Enter does not wait"
    box.focus_all()
    assert box.selectedText() == "Åsa "
    robot.press("Esc")
    assert box.text() == ""
    assert asked == ["Åsa", ""]


# Date field


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ("t", "22.11.2026"),
        ("5.3", "5.3.2026"),
        ("0503", "5.3.2026"),
        ("5.3.26", "5.3.2026"),
        ("", ""),
    ],
)
def test_dates_are_taken_as_clerks_type_them(
    show: Show, language: Language, robot: ClerkRobot, keys: str, shown: str
) -> None:
    field, other = DateEdit(language, lambda: TODAY), QLineEdit()
    show(field, other)
    field.setFocus()
    robot.type(keys)
    robot.press("Tab")
    assert other.hasFocus(), "a field never keeps the focus"
    assert field.text() == shown


def test_single_keys_step_through_days_and_months(show: Show, language: Language, robot: ClerkRobot) -> None:
    field, days = DateEdit(language, lambda: TODAY), list[date | None]()
    field.date_changed.connect(days.append)
    show(field)
    field.setFocus()
    robot.press("+", "+", "-", "PgUp", "PgDown", "PgDown")
    assert days == [
        date(2026, 11, 23),
        date(2026, 11, 24),
        date(2026, 11, 23),
        date(2026, 12, 23),
        date(2026, 11, 23),
        date(2026, 10, 23),
    ]
    assert field.text() == "23.10.2026"


def test_a_bad_date_is_told_and_stays_as_typed(show: Show, language: Language, robot: ClerkRobot) -> None:
    field, other, refused = DateEdit(language, lambda: TODAY), QLineEdit(), list[UserError]()
    field.refused.connect(refused.append)
    show(field, other)
    field.setFocus()
    robot.type("31.2.2026")
    robot.press("Tab")
    assert other.hasFocus()
    assert field.text() == "31.2.2026"
    assert refused[0].sentence(Lang.FI)
    with pytest.raises(UserError):
        field.day()


# Fields Qt gets wrong


def test_the_wheel_leaves_an_unfocused_field_alone(show: Show) -> None:
    combo, spin, other = ComboBox(), SpinBox(), QLineEdit()
    combo.set_choices([("a", "A"), ("b", "B")])
    show(combo, spin, other)
    other.setFocus()
    for widget in (combo, spin):
        _wheel(widget)
    assert (combo.value(), spin.value()) == ("a", 0)
    combo.setFocus()
    _wheel(combo)
    assert combo.value() == "b"


def test_a_combo_box_keeps_its_value_when_its_words_change(show: Show) -> None:
    combo = ComboBox()
    show(combo)
    assert combo.value() is None
    combo.set_choices([("fi", "suomi"), ("sv", "ruotsi")])
    combo.set_value("sv")
    combo.set_choices([("fi", "finska"), ("sv", "svenska")])
    assert (combo.value(), combo.currentText()) == ("sv", "svenska")
    with pytest.raises(ValueError, match="not in list"):
        combo.set_value("en")


def test_tab_leaves_a_text_area(show: Show, robot: ClerkRobot) -> None:
    area, other = TextArea(), QLineEdit()
    show(area, other)
    area.setFocus()
    robot.type("å")
    robot.press("Return", "Tab")
    assert area.toPlainText() == "å\n"
    assert other.hasFocus()


# Chips and sidebar


def test_chips_say_their_word_in_the_language(show: Show, language: Language) -> None:
    row = ChipRow(language)
    show(row)
    row.set_statuses(
        [
            Status("protection.security_ban", Mark.SQUARE, Tone.ERROR),
            Status("field.member", Mark.CHECK, Tone.OK),
        ]
    )
    assert [chip.accessibleName() for chip in row.chips] == ["Turvakielto", "Jäsen"]
    width = row.chips[0].width()
    language.switch(Lang.SV)
    assert [chip.text for chip in row.chips] == ["Spärrmarkering", "Medlem"]
    assert row.chips[0].sizeHint().height() >= 24
    assert width > 0
    row.set_statuses([])
    assert row.chips == ()


def test_places_are_chosen_by_arrow_and_say_what_waits(
    show: Show, language: Language, robot: ClerkRobot
) -> None:
    places = [SidebarItem(key, f"ui_command.{key}", "desk") for key in ("today", "customers", "requests")]
    bar, chosen, entered = Sidebar(places, language, title="ui_menu.view"), list[str](), list[str]()
    window = show(bar)
    bar.choose("today")
    bar.chosen.connect(chosen.append)
    bar.entered.connect(entered.append)
    bar.setFocus()
    robot.press("Down", "Down")
    assert (chosen, entered) == (["customers", "requests"], [])
    robot.press("Return")
    assert (chosen, entered) == (["customers", "requests"], ["requests"])
    assert bar.item(2).text() == "Pyynnöt"
    assert_walkable(window)
    with pytest.raises(KeyError):
        bar.choose("nowhere")


# Long work


def test_long_work_shows_its_progress_and_can_be_cancelled(
    qtbot: QtBot, show: Show, language: Language, runner: Runner, robot: ClerkRobot
) -> None:
    strip, ends = BusyStrip(language), list[str]()
    window = show(strip)

    def export(progress: Progress) -> None:
        while True:
            progress(1, 4, "Yhteenveto")

    def stopped() -> None:
        strip.finish()
        ends.append("end")

    job = runner.run_long(window, export, lambda _: None, progress=strip.report, cancelled=stopped)
    strip.watch(job, "ui_command.exports")
    qtbot.waitUntil(strip.isVisible, timeout=PATIENCE_MS)
    button = strip.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    robot_without_runner = ClerkRobot(qtbot)
    robot_without_runner.click(button)
    qtbot.waitUntil(lambda: ends == ["end"], timeout=PATIENCE_MS)
    assert strip.isHidden()
    assert job.cancelled


def test_short_work_shows_nothing(qtbot: QtBot, show: Show, language: Language, runner: Runner) -> None:
    strip = BusyStrip(language)
    window = show(strip)
    job = runner.run_long(window, lambda _: 1, lambda _: strip.finish())
    strip.watch(job, "ui_command.exports")
    qtbot.waitUntil(lambda: runner.idle, timeout=PATIENCE_MS)
    qtbot.wait(500)
    assert strip.isHidden()


# Focus


def test_f6_goes_around_the_panes_and_comes_back_to_the_same_field(show: Show) -> None:
    left, right = QWidget(), QWidget()
    fields = [QLineEdit() for _ in range(4)]
    for place, field in zip((left, left, right, right), fields, strict=True):
        (place.layout() or QVBoxLayout(place)).addWidget(field)
    window = show(left, right)
    panes = Panes(window)
    panes.add(left)
    panes.add(right)
    fields[1].setFocus()
    panes.next()
    assert fields[2].hasFocus()
    fields[3].setFocus()
    panes.previous()
    assert fields[1].hasFocus()
    panes.next()
    assert fields[3].hasFocus()


def test_the_focus_is_always_in_sight(show: Show) -> None:
    area, content = QScrollArea(), QWidget()
    column = QVBoxLayout(content)
    fields = [QLineEdit() for _ in range(60)]
    for field in fields:
        column.addWidget(field)
    area.setWidget(content)
    keep_in_sight(area)
    show(area)
    fields[50].setFocus()
    top = fields[50].mapTo(area.viewport(), QPoint(0, 0)).y()
    assert 0 <= top <= area.viewport().height() - fields[50].height()


def _wheel(widget: QWidget) -> None:
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(middle.toPoint())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


# Command bar


def test_commands_without_room_are_behind_the_last_button(
    qtbot: QtBot, show: Show, language: Language, robot: ClerkRobot
) -> None:
    done = list[str]()
    actions = [QAction(name) for name in ("Muokkaa osiota", "Uusi pyyntö", "Kirjaa uusi paperi", "Tulosta")]
    for action in actions:
        action.triggered.connect(partial(done.append, action.text()))
    bar = CommandBar(actions, language)
    window = show(bar)
    assert not bar.behind
    window.resize(340, 200)
    qtbot.waitUntil(lambda: len(bar.behind) == 2, timeout=PATIENCE_MS)
    assert [action.text() for action in bar.behind] == ["&Kirjaa uusi paperi", "&Tulosta"]
    assert_walkable(window)
    bar.behind[1].trigger()
    assert len(done) == 1
    window.resize(900, 200)
    qtbot.waitUntil(lambda: not bar.behind, timeout=PATIENCE_MS)
    assert_walkable(window)
