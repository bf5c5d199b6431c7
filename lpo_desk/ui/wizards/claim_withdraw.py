"""Withdrawing consent: which of those that stand. It holds at once."""

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from lpo_desk.domain.card import Card
from lpo_desk.domain.claims import Asked, AskedItem, RequestRight
from lpo_desk.domain.permissions import CELLS, PERMITTED
from lpo_desk.domain.sections import Section
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.editors import text
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.claim_block import WORDS, ClaimBlock


class WithdrawBlock(ClaimBlock):
    """A tick for each permission in force; all are withdrawn unless the person names some."""

    def __init__(self, language: Language) -> None:
        scope = Field("scope", "request_wizard.withdrawal_details", text(WORDS))
        super().__init__(RequestRight.CONSENT_WITHDRAWAL, language, [scope])
        self._label = role_label("label", self)
        language.bind(self._label.setText, "request_wizard.withdrawn")
        self._boxes: dict[str, QCheckBox] = {}
        self._place = QVBoxLayout()
        self._place.setSpacing(2)
        self._label.hide()
        self.column.insertWidget(1, self._label)
        self.column.insertLayout(2, self._place)
        self.say("request_wizard.withdrawal_note")

    def know(self, card: Card) -> None:
        standing = [name for name in CELLS if getattr(card.permissions, name) in PERMITTED]
        if not standing:
            self.say("request_wizard.withdrawal_none")
        for name in standing:
            if name not in self._boxes:
                self._add(name)
        self._label.setVisible(bool(self._boxes))
        self.rearranged.emit()

    def open(self, asked: Asked) -> None:
        super().open(asked)
        for name, box in self._boxes.items():
            box.setChecked(self._is_named(name))

    def asked(self, lang: Lang) -> Asked:
        if not self._boxes:
            return super().asked(lang)
        items = tuple(
            AskedItem(f"{Section.PERMISSIONS.value}.{name}", _named(name, lang))
            for name, box in self._boxes.items()
            if box.isChecked()
        )
        return replace(super().asked(lang), items=items)

    def first(self) -> QWidget | None:
        return next(iter(self._boxes.values()), None)

    def _add(self, name: str) -> None:
        box = QCheckBox(self)
        box.setProperty(NO_KEY, True)
        self.language.follow(box, lambda: box.setText(_named(name, self.language.lang)))
        box.setChecked(self._is_named(name))
        box.clicked.connect(self.edited)
        self._boxes[name] = box
        self._place.addWidget(box)

    def _is_named(self, name: str) -> bool:
        items = self._loaded.items
        return not items or any(item.target == f"{Section.PERMISSIONS.value}.{name}" for item in items)


def _named(name: str, lang: Lang) -> str:
    sender, channel = CELLS[name]
    return f"{terms(sender.term, lang=lang)}: {terms(channel.term, lang=lang)}"
