"""Switching the language of everything on the screen, live."""

import gc
import weakref
from datetime import UTC, date, datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from lpo_desk.domain.labels import Term
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language


def test_bound_texts_follow_the_language(qtbot: QtBot, language: Language) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    language.bind(button.setText, "common.save")
    language.bind(button.setAccessibleName, "ui.required_name", name="x")
    assert button.text() == "Tallenna"
    language.switch(Lang.SV)
    assert button.text() == "Spara"
    assert button.accessibleName() == "x, obligatorisk"


def test_a_second_binding_replaces_the_first(qtbot: QtBot, language: Language) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    language.bind(label.setText, "common.save")
    language.bind(label.setText, "common.cancel")
    language.switch(Lang.SV)
    assert label.text() == "Avbryt"
    language.unbind(label.setText)
    label.setText("Öhman")
    language.switch(Lang.FI)
    assert label.text() == "Öhman"


def test_changed_comes_after_the_texts(qtbot: QtBot, language: Language) -> None:
    label, seen = QLabel(), list[str]()
    qtbot.addWidget(label)
    language.changed.connect(lambda: seen.append(label.text()))
    language.bind(label.setText, "common.save")
    language.switch(Lang.SV)
    assert seen == ["Spara"]


def test_widgets_are_not_kept_alive_and_dead_ones_are_skipped(qtbot: QtBot, language: Language) -> None:
    label = QLabel()
    language.bind(label.setText, "common.save")
    alive = weakref.ref(label)
    del label
    gc.collect()
    assert alive() is None
    gone = QLabel()
    language.bind(gone.setText, "common.save")
    language.follow(gone, lambda: None)
    gone.deleteLater()
    qtbot.wait(10)
    language.switch(Lang.SV)


def test_qt_speaks_the_language_too(qtbot: QtBot, language: Language) -> None:
    def undo() -> str:
        return QCoreApplication.translate("QWidgetTextControl", "&Copy")

    assert undo() == "K&opioi"
    language.switch(Lang.SV)
    assert "opiera" in undo()
    assert QLocale().name() == "sv_FI"
    language.switch(Lang.EN)
    assert undo() == "&Copy"


def test_a_language_left_behind_says_nothing_more(qtbot: QtBot, language: Language) -> None:
    left = Language(Lang.SV)  # nobody ends it
    language.switch(Lang.EN)
    assert QCoreApplication.translate("QWidgetTextControl", "&Copy") == "&Copy"
    assert left.lang is Lang.SV


def test_values_are_written_as_the_language_writes_them(language: Language) -> None:
    assert language.show(date(2026, 11, 22)) == "22.11.2026"
    assert language.show(datetime(2026, 11, 22, 12, 5, tzinfo=UTC)) == "22.11.2026 klo 14.05"
    assert language.show(True) == "Kyllä"
    assert language.show(None) == ""
    assert language.show(12500) == "12\u202f500"
    assert language.show(Decimal("1.5")) == "1,5"
    assert language.show(Term("common.save")) == "Tallenna"
    assert "6 vuotta" in language.show(Term("erasure.vouchers", {"years": 6})), "with its values"
    assert language.show("Åsa") == "Åsa"
