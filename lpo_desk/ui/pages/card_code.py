"""Typing a personal identity code: a sheet of its own, for the code is no value that lies about in a form."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.domain.card import FormerCode
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.identifiers import parse_hetu
from lpo_desk.domain.party import Source
from lpo_desk.ui.focus import Dialog, rest
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.inputs import ComboBox, role_label


class CodeDialog(Dialog):
    """`given` carries the text, its Source, whether the code there is was a mistake, and the keys of the former ones that
    were. Stays open until the code is saved (`accept`) or given up. `known`: the customer has a code."""

    given = Signal(str, object, bool, object)

    def __init__(
        self, language: Language, parent: QWidget, *, known: bool, former: Sequence[FormerCode] = ()
    ) -> None:
        super().__init__(parent)
        self._language = language
        self.line, self.source = QLineEdit(), ComboBox()
        self.line.setMaxLength(40)
        self.mistaken = QCheckBox()
        self.mistaken.setVisible(known)
        self.former = {code.id: QCheckBox() for code in former}
        never = QLabel()
        never.setWordWrap(True)
        never.setVisible(bool(former))
        self._problem, note = role_label("error"), role_label("muted")
        labels = QLabel(), QLabel()
        labels[0].setBuddy(self.line)
        labels[1].setBuddy(self.source)
        for text in (self._problem, note):
            text.setWordWrap(True)
        self.save = save = QPushButton()
        cancel = QPushButton()
        save.setDefault(True)
        for button in (save, cancel):
            button.setAutoDefault(False)
            button.setProperty(NO_KEY, True)
        save.clicked.connect(self._give)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(save)
        buttons.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(7)
        for part in (note, labels[0], self.line, self._problem, self.mistaken, never, *self.former.values()):
            column.addWidget(part)
        for part in (labels[1], self.source):
            column.addWidget(part)
        column.addSpacing(11)
        column.addLayout(buttons)
        self._problem.hide()
        words = language.text
        self.setWindowTitle(words("card.code_title"))
        note.setText(words("card.code_change_note" if known else "card.code_note"))
        self.mistaken.setText(words("card.code_mistaken"))
        never.setText(words("card.code_never"))
        for code in former:
            box, told = self.former[code.id], words("card.code_until", code=code.masked, until=code.valid_to)
            box.setText(told)
            box.setAccessibleName(f"{words('card.code_never')} {told}")
        labels[0].setText(words("field.hetu"))
        labels[1].setText(words("card.source_question"))
        save.setText(words("common.save"))
        cancel.setText(words("common.cancel"))
        self.source.set_choices([(source, words(source.term)) for source in Source])
        self.setFixedWidth(400)

    def refuse(self, error: UserError) -> None:
        """Say under the line why the code was not saved."""
        sentence = error.sentence(self._language.lang)
        rest(self.save, False)
        self._problem.setText("✕ " + sentence)
        self._problem.show()
        self.line.setAccessibleDescription(sentence)
        self.line.setFocus()
        self.line.selectAll()

    def _give(self) -> None:
        former = frozenset(key for key, box in self.former.items() if box.isChecked())
        taken_out = not self.line.text().strip() and (self.mistaken.isChecked() or former)
        try:
            if not taken_out:
                parse_hetu(self.line.text())
        except UserError as error:
            self.refuse(error)
            return
        rest(self.save, True)
        self.given.emit(self.line.text(), self.source.value(), self.mistaken.isChecked(), former)
