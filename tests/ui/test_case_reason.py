"""The sheet that asks for a reason stands whole in front, on a small screen too.

Qt gives a window two thirds of the screen at the most; what does not fit is cut. Here the note is long instead, since
the screen of the tests is what it is.
"""

from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.case_reason import Question, ReasonDialog

QUESTION = Question(
    "case_lifting.notice",
    "case_page.until",
    "case_lifting.why",
    "case_lifting.verb_notice",
    (("date", "sana " * 400),),
    day="case_lifting.ends_on",
)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_nothing_of_a_reason_sheet_is_cut(qtbot: QtBot, language: Language, lang: Lang) -> None:
    language.switch(lang)
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    sheet = ReasonDialog(QUESTION, language, parent, lambda: date(2026, 11, 28))
    sheet.show()
    qtbot.wait_exposed(sheet)
    assert sheet.height() >= sheet.heightForWidth(sheet.width())
    words = sheet.form.row("words").editor.widget
    assert words.mapTo(sheet.form, words.rect().bottomLeft()).y() < sheet.form.height()
    assert sheet.form.geometry().bottom() < sheet.verb.geometry().top()
