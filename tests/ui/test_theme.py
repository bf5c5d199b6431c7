"""The palette in force reaches the application; icons and followers go along."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from lpo_desk.paths import resources
from lpo_desk.ui import theme as theme_module
from lpo_desk.ui.icons import pixmap, source
from lpo_desk.ui.keymap import COMMANDS
from lpo_desk.ui.palette import DARK, LIGHT, palette
from lpo_desk.ui.stylesheet import TARGET, stylesheet
from lpo_desk.ui.theme import Theme

ICONS = sorted(path.stem for path in (resources() / "icons").glob("*.svg") if path.stem != "app")
"""Those of one colour; the program's own has two."""


def test_dark_and_practice_reach_the_application(qapp: QApplication, theme: Theme) -> None:
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(LIGHT.page)
    theme.choose(True)
    assert qapp.palette().color(QPalette.ColorRole.Base) == QColor(DARK.page)
    assert DARK.accent in qapp.styleSheet()
    theme.set_practice(True)
    assert DARK.accent not in qapp.styleSheet()
    assert theme_module.theme() is theme


def test_followers_are_told_and_icons_are_drawn_again(qtbot: QtBot, theme: Theme) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    theme.dress(button, "search")
    light = _colour(button)
    theme.choose(True)
    assert _colour(button) != light
    assert _colour(button) == QColor(DARK.text)


def test_the_style_sheet_has_no_place_left_open(tmp_path: Path) -> None:
    sheet = stylesheet(LIGHT, tmp_path, 9.0)
    assert "@" not in sheet.replace(tmp_path.as_posix(), "")


def test_colours_are_named_in_the_palette_only() -> None:
    package = Path(theme_module.__file__).parent
    for file in package.rglob("*.py"):
        if file.name != "palette.py":
            text = file.read_text(encoding="utf-8")
            assert not any(f'"#{digit}' in text for digit in "0123456789ABCDEFabcdef"), file.name


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_draws_something_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = pixmap(name, "#B3261E", 24, 2.0).toImage()
    assert image.size().toTuple() == (48, 48)
    drawn = [
        image.pixelColor(x, y) for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() > 200
    ]
    assert len(drawn) > 20
    assert all(colour.red() > colour.green() for colour in drawn)
    assert "currentColor" not in source(name, "#B3261E")


def test_every_command_s_icon_is_shipped() -> None:
    assert {command.icon for command in COMMANDS if command.icon} <= set(ICONS)


def test_fields_and_buttons_are_big_enough(qtbot: QtBot, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    widgets = [QLineEdit(), QPushButton("A"), QComboBox(), QCheckBox("A"), QToolButton()]
    for widget in widgets:
        column.addWidget(widget)
    window.show()
    for widget in widgets:
        assert widget.height() >= TARGET, type(widget)


def _colour(button: QToolButton) -> QColor:
    image = button.icon().pixmap(24, 24).toImage()
    return max(
        (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())),
        key=lambda colour: colour.alpha(),
    )


def test_the_program_has_an_icon_of_its_own_and_another_one_for_practice(
    qapp: QApplication, theme: Theme
) -> None:
    def middle_of_the_edge() -> QColor:
        return qapp.windowIcon().pixmap(32, 32).toImage().pixelColor(3, 16)

    assert middle_of_the_edge().name().upper() == LIGHT.accent
    theme.set_practice(True)
    assert middle_of_the_edge().name().upper() == palette(dark=False, practice=True).accent
