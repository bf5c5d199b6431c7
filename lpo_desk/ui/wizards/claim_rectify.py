"""What is wrong and what is right, word for word: a row for each datum, with what the register holds now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.card import Card
from lpo_desk.domain.claims import Asked, AskedItem, RequestRight
from lpo_desk.domain.errors import UserError
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.editors import text
from lpo_desk.ui.widgets.inputs import restyle, role_label
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.card_data import Datum
from lpo_desk.ui.wizards.claim_block import ALSO_RESTRICT, WORDS, ClaimBlock
from lpo_desk.ui.wizards.claim_erase import ItemsMissing
from lpo_desk.ui.wizards.datum_picker import DatumPicker


class ItemRow(QWidget):
    """One datum: its name and present value, the right value, the reason."""

    edited = Signal()
    removed = Signal()

    def __init__(self, language: Language, datum: Datum, item: AskedItem, *, hidden: bool) -> None:
        super().__init__()
        self.datum = datum
        self._language, self._hidden = language, hidden
        self._name, self._present = role_label("heading", self), role_label("muted", self)
        self._present.setWordWrap(True)
        self.wanted, self.reason = QLineEdit(item.wanted, self), QLineEdit(item.reason, self)
        self.remove = QPushButton(self)
        self.remove.setAutoDefault(False)
        self.remove.setProperty(NO_KEY, True)
        self.problem = role_label("error", self)
        self.problem.setWordWrap(True)
        self.problem.hide()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(3)
        grid.addWidget(self._name, 0, 0)
        grid.addWidget(self._present, 0, 1, 1, 2)
        for column, (line, term) in enumerate(
            ((self.wanted, "request_wizard.wanted"), (self.reason, "request_wizard.reason"))
        ):
            label = role_label("label", self)
            label.setBuddy(line)
            language.bind(label.setText, term)
            line.setMaxLength(WORDS)
            line.textEdited.connect(self._touched)
            grid.addWidget(label, 1, column)
            grid.addWidget(line, 2, column)
            grid.setColumnStretch(column, 1)
        grid.addWidget(self.remove, 2, 2)
        grid.addWidget(self.problem, 3, 0, 1, 3)
        language.bind(self.remove.setText, "request_wizard.remove_datum")
        self.remove.clicked.connect(self.removed)
        language.follow(self, self._reword)

    def item(self, lang: Lang) -> AskedItem:
        return AskedItem(
            self.datum.target,
            self.datum.named(lang),
            self.datum.present,
            self.wanted.text().strip(),
            self.reason.text().strip(),
        )

    def name_by(self, term: str) -> None:
        self.datum = replace(self.datum, term=term)
        self._reword()

    def say(self, sentence: str) -> None:
        self.problem.setText(f"✕ {sentence}" if sentence else "")
        self.problem.setVisible(bool(sentence))
        self.wanted.setProperty("invalid", bool(sentence))
        self.wanted.setAccessibleDescription(sentence)
        restyle(self.wanted)

    def _touched(self) -> None:
        if not self.problem.isHidden():
            self.say("")
        self.edited.emit()

    def _reword(self) -> None:
        text = self._language.text
        name = self.datum.named(self._language.lang)
        self._name.setText(name)
        if not self.datum.target:
            present = text("request_wizard.present_free")
        elif self._hidden:
            present = text("request_wizard.present_hidden")
        elif self.datum.present:
            present = text("request_wizard.present", value=self.datum.present)
        else:
            present = text("request_wizard.present_empty")
        self._present.setText(present)
        self.wanted.setAccessibleName(f"{name}: {text('request_wizard.wanted')}")
        self.reason.setAccessibleName(f"{name}: {text('request_wizard.reason')}")


class RectifyBlock(ClaimBlock):
    """Rows, a line to add one, and the way out for what is no dispute at all."""

    ordinary = Signal()
    """To be saved as an ordinary change instead."""

    def __init__(self, language: Language) -> None:
        scope = Field("scope", "request_wizard.rectification_scope", text(WORDS))
        super().__init__(RequestRight.RECTIFICATION, language, [scope, ALSO_RESTRICT])
        self._data: Sequence[Datum] = ()
        self._terms: dict[str, str] = {}
        self._hidden = self._may_update = False
        self._alone = True
        self.rows: list[ItemRow] = []
        self._place = QVBoxLayout()
        self._place.setSpacing(11)
        self.picker = DatumPicker(language)
        self.picker.picked.connect(self._pick)
        self.column.insertLayout(1, self._place)
        self.column.insertWidget(2, self.picker)
        self.ordinary_button = QPushButton(self)
        self.ordinary_button.setAutoDefault(False)
        self.ordinary_button.clicked.connect(self.ordinary)
        self.ordinary_button.hide()
        language.bind(self.ordinary_button.setText, "request_wizard.ordinary")
        self.say("request_wizard.ordinary_note")
        self.column.addWidget(self.ordinary_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.note.hide()

    def know(self, card: Card) -> None:
        self._hidden = card.masked

    def offer(self, data: Sequence[Datum]) -> None:
        """The data of the card, in its order."""
        self._data = data
        self._terms = {datum.target: datum.term for datum in data}
        for row in self.rows:
            row.name_by(self._terms.get(row.datum.target, ""))
        self._offer()

    def allow_ordinary(self, allowed: bool) -> None:
        """Whether the clerk may save on the card instead."""
        self._may_update = allowed
        self._show_ordinary()

    def stand_alone(self, alone: bool) -> None:
        """Whether nothing else is asked: an ordinary change ends the whole intake."""
        self._alone = alone
        self._show_ordinary()

    def _show_ordinary(self) -> None:
        self.ordinary_button.setVisible(self._may_update and self._alone)
        self.note.setVisible(self._may_update and self._alone)

    def open(self, asked: Asked) -> None:
        super().open(asked)
        for row in self.rows[:]:
            self._drop(row)
        for item in asked.items:
            self._add(item)

    def asked(self, lang: Lang) -> Asked:
        return replace(super().asked(lang), items=tuple(row.item(lang) for row in self.rows))

    def check(self) -> bool:
        if not self.picker.check() or not super().check():
            return False
        bad = [row for row in self.rows if not row.wanted.text().strip()]
        for row in bad:
            row.say(self.language.text("request_wizard.wanted_missing"))
        if bad:
            bad[0].wanted.setFocus()
            return False
        if self.rows or self.asked(self.language.lang).scope:
            return True
        self.form.show_errors({"scope": ItemsMissing()})
        self.picker.line.setFocus()
        return False

    def first(self) -> QWidget | None:
        return self.picker.line if not self.rows else self.rows[0].wanted

    def show_errors(self, errors: Mapping[str, UserError]) -> None:
        """errors: by target."""
        for row in self.rows:
            error = errors.get(row.datum.target)
            row.say(error.sentence(self.language.lang) if error else "")

    def _pick(self, datum: Datum) -> None:
        row = self._add(AskedItem(datum.target, datum.words, datum.present))
        self.rearranged.emit()
        row.wanted.setFocus()
        self.edited.emit()

    def _add(self, item: AskedItem) -> ItemRow:
        """A datum of the card keeps the value that it had when it was picked."""
        datum = Datum(item.target, self._terms.get(item.target, ""), item.present, item.datum)
        row = ItemRow(self.language, datum, item, hidden=self._hidden)
        row.edited.connect(self.edited)
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._place.addWidget(row)
        row.show()  # at once: the focus goes there
        self._offer()
        return row

    def _remove(self, row: ItemRow) -> None:
        self._drop(row)
        self.picker.line.setFocus()
        self.edited.emit()

    def _drop(self, row: ItemRow) -> None:
        self.rows.remove(row)
        self._place.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._offer()

    def _offer(self) -> None:
        taken = {row.datum.target for row in self.rows}
        self.picker.offer([datum for datum in self._data if datum.target not in taken])
