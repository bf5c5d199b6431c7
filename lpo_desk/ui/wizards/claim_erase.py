"""An erasure as it is asked: groups of data, each with what would stay and why. Nothing is promised here."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from lpo_desk.domain.claims import Asked, AskedItem, ErasureGround, RequestRight
from lpo_desk.domain.erasure import ErasurePlan, PlannedGroup
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.privacy import Category
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.widgets.editors import notes
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.claim_block import WORDS, ClaimBlock
from lpo_desk.ui.wizards.intake_page import members
from lpo_desk.ui.wizards.radios import radios


class ItemsMissing(UserError):
    key = "request.items_missing"


class EraseBlock(ClaimBlock):
    """A tick for each group of data that the register has of the person; of somebody unknown only his words."""

    def __init__(self, language: Language) -> None:
        fields = (
            Field("erasure_ground", "request_wizard.erasure_ground", radios(members(ErasureGround))),
            Field("scope", "request_wizard.erasure_scope", notes(WORDS, 2)),
        )
        super().__init__(RequestRight.ERASURE, language, fields)
        self._label = role_label("label", self)
        language.bind(self._label.setText, "request_wizard.erased")
        self._label.hide()
        self._boxes: dict[Category, QCheckBox] = {}
        self._groups: dict[Category, list[PlannedGroup]] = {}
        self._place = QVBoxLayout()
        self._place.setSpacing(3)
        self.column.insertWidget(1, self.note)  # before anything is said to the person
        self.column.insertWidget(2, self._label)
        self.column.insertLayout(3, self._place)
        self.say("request_wizard.erasure_note")
        self.note.setProperty("role", "warning")

    def show_plan(self, plan: ErasurePlan) -> None:
        """What an erasure of everything would do today."""
        for category in Category:
            groups = [group for group in plan.groups if group.category is category and group.values]
            if groups and category not in self._boxes:
                self._groups[category] = groups
                self._add(category)
        self._label.setVisible(bool(self._boxes))
        self.rearranged.emit()
        if self.form.row("scope").editor.widget.hasFocus() and not self.form.dirty:
            first = self.first()
            assert first is not None  # noqa: S101 - there is always the scope
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def planned(self) -> bool:
        return bool(self._boxes)

    def open(self, asked: Asked) -> None:
        super().open(asked)
        for category, box in self._boxes.items():
            box.setChecked(self._is_asked(category))

    def asked(self, lang: Lang) -> Asked:
        found = super().asked(lang)
        if not self._boxes:
            return found
        items = tuple(
            AskedItem(category.value, terms(category.term, lang=lang))
            for category, box in self._boxes.items()
            if box.isChecked()
        )
        return replace(found, items=items)

    def check(self) -> bool:
        if not super().check():
            return False
        found = self.asked(self.language.lang)
        if found.items or found.scope:
            return True
        self.form.show_errors({"scope": ItemsMissing()})
        return False

    def first(self) -> QWidget | None:
        return next(iter(self._boxes.values()), self.form.row("scope").editor.widget)

    def _is_asked(self, category: Category) -> bool:
        return any(item.target == category.value for item in self._loaded.items)

    def _add(self, category: Category) -> None:
        box, effect = QCheckBox(self), role_label("muted", self)
        box.setProperty(NO_KEY, True)
        box.setChecked(self._is_asked(category))
        box.clicked.connect(self.edited)
        effect.setWordWrap(True)
        effect.setContentsMargins(28, 0, 0, 5)
        self.language.bind(box.setText, category.term)
        self.language.follow(effect, lambda: self._reword(category, box, effect))
        self._boxes[category] = box
        self._place.addWidget(box)
        self._place.addWidget(effect)

    def _reword(self, category: Category, box: QCheckBox, effect: QLabel) -> None:
        words = "\n".join(self._effect(group) for group in self._groups[category])
        effect.setText(words)
        box.setAccessibleDescription(words)

    def _effect(self, group: PlannedGroup) -> str:
        text = self.language.text
        if group.goes:
            return text("request_wizard.erasure_goes", count=group.values)
        why = group.why.text(self.language.lang)
        if group.until is None:
            return text("request_wizard.erasure_stays", count=group.values, why=why)
        return text("request_wizard.erasure_stays_until", count=group.values, why=why, until=group.until)
