"""Section 6: who may market by which channel, as a matrix; under it the directory and the non-disclosure note."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.party import PartyKind, PermissionDetails, Sender
from lpo_desk.domain.permissions import CELLS, CHANNELS, PERMITTED, Told, Way
from lpo_desk.domain.sections import Section
from lpo_desk.domain.text import clean
from lpo_desk.ui.forms.customer import CustomersLanguage, Today
from lpo_desk.ui.forms.permissions import CellCombo, CellRow
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_form import FormPanel, Save
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.section_form import SectionForm

WAYS = (Way.COUNTER, Way.PHONE, Way.LETTER, Way.EMAIL, Way.FORM, Way.WEB)
"""How a customer tells; the old register tells nothing any more."""
_LIKELY = {Purpose.PHONE: Way.PHONE, Purpose.CORRESPONDENCE: Way.LETTER}
_VERSION = 40  # characters
_BY_PLACE = {cell: name for name, cell in CELLS.items()}


class MatrixForm(SectionForm[PermissionDetails]):
    """Channels under each other, senders beside each other; the other fields of the section stand below."""

    def stand_for(self, *, person: bool) -> None:
        for name, (_, channel) in CELLS.items():
            self.cell(name).stand_for(channel, person=person)

    def cell(self, name: str) -> CellRow:
        row = self.row(name)
        assert isinstance(row, CellRow)  # noqa: S101 - as the fields declare
        return row

    def load(self, value: PermissionDetails) -> None:
        super().load(value)
        for name in CELLS:
            self.cell(name).show_standing(getattr(value, name))

    def _place(self, columns: int) -> None:
        if not hasattr(self, "_below"):
            self._lay_out()
        below = [row for name, row in self._rows.items() if name not in CELLS]
        for row in below:
            self._below.removeWidget(row)
        for place, row in enumerate(below):
            self._below.addWidget(row, place // columns, place % columns, Qt.AlignmentFlag.AlignTop)
        for place in range(self._columns):
            self._below.setColumnStretch(place, 1 if place < columns else 0)

    def _lay_out(self) -> None:
        matrix, self._below = QGridLayout(), QGridLayout()
        matrix.setHorizontalSpacing(11)
        matrix.setVerticalSpacing(7)
        self._below.setHorizontalSpacing(24)
        self._below.setVerticalSpacing(7)
        for place, sender in enumerate(Sender, start=1):
            heading = role_label("label")
            self._language.bind(heading.setText, f"card.sender_{sender.value}")
            matrix.addWidget(heading, 0, place)
            matrix.setColumnStretch(place, 1)
        for line, channel in enumerate(CHANNELS, start=1):
            heading = role_label("label")
            heading.setMinimumHeight(22)
            self._language.bind(heading.setText, f"card.channel_{channel.value}")
            matrix.addWidget(heading, line, 0, Qt.AlignmentFlag.AlignTop)
            for place, sender in enumerate(Sender, start=1):
                row = self.cell(_BY_PLACE[sender, channel])
                matrix.addWidget(row, line, place, Qt.AlignmentFlag.AlignTop)
                combo = row.editor.widget
                assert isinstance(combo, CellCombo)  # noqa: S101 - as the fields declare
                combo.stepped.connect(partial(self._step, place - 1, line - 1))
        column = self.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - SectionForm makes it
        column.insertLayout(1, matrix)
        column.insertSpacing(2, 7)
        column.insertLayout(3, self._below)

    def _step(self, column: int, line: int, right: int, down: int) -> None:
        """To the next cell; below the last row to the fields under the matrix."""
        senders = list(Sender)
        column = min(max(column + right, 0), len(senders) - 1)
        line = max(line + down, 0)
        if line < len(CHANNELS):
            self.row(_BY_PLACE[senders[column], CHANNELS[line]]).editor.select()
        else:
            next(row for name, row in self._rows.items() if name not in CELLS).editor.select()


class PermissionsPanel(FormPanel):
    """A save asks besides the source how it was told and on which text a permission was given."""

    def __init__(
        self,
        number: int,
        kind: PartyKind,
        language: Language,
        today: Today,
        speaks: CustomersLanguage,
        purpose: Purpose,
        *,
        may_edit: bool,
    ) -> None:
        """`purpose`: why the customer was opened, from which the way is proposed."""
        self._likely = _LIKELY.get(purpose, Way.COUNTER)
        super().__init__(number, Section.PERMISSIONS, kind, language, today, speaks, may_edit=may_edit)

    def saver(self, save: Save) -> Save:
        way = self.way.value()
        assert way is None or isinstance(way, Way)  # noqa: S101 - what the box holds
        version = clean(self.version.text(), limit=_VERSION)
        return partial(save, told=Told(way, version if self._gives() else ""))

    def edit(self, name: str = "") -> None:
        if not self.editing:
            self.way.set_value(self._likely)
        super().edit(name)

    def _gives(self) -> bool:
        """Whether a permission is among what was changed: only that rests on a text."""
        value = self.form.value()
        return any(getattr(value, name) in PERMITTED for name in CELLS if name in self.form.dirty)

    def _make_form(self, kind: PartyKind) -> SectionForm[Any]:
        form = MatrixForm(self._fields, self.language, columns=2, parent=self)
        form.stand_for(person=kind is PartyKind.PERSON)
        return form

    def _questions(self) -> list[tuple[str, QWidget]]:
        self.way, self.version = ComboBox(), QLineEdit()
        self.version.setMaxLength(_VERSION)
        self.version.setMaximumWidth(150)
        self.language.follow(self.way, self._offer_ways)
        return [
            *super()._questions(),
            ("card.way_question", self.way),
            ("field.text_version", self.version),
        ]

    def _offer_ways(self) -> None:
        self.way.set_choices([(way, self.language.show(way)) for way in WAYS])
