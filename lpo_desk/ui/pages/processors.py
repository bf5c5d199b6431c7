"""Those who handle data for the company under a contract: whom a gathering asks, and until when."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lpo_desk.db.unit import Unit
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import Source
from lpo_desk.domain.processors import ProcessorDetails, ProcessorLine
from lpo_desk.services import processors
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.forms.customer import Today
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.sheet import button
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.widgets.table import Table


def columns(today: Today) -> tuple[Column[ProcessorLine], ...]:
    def state(row: ProcessorLine) -> Status:
        if row.active(today()):
            return Status("processors_page.asked", Mark.CHECK, Tone.OK)
        return Status("processors_page.not_asked", Mark.RING, Tone.MUTED)

    return (
        Column("processors_page.name", lambda row: row.details.name, width=145, stretch=True),
        Column("processors_page.service", lambda row: row.details.service, width=145, stretch=True),
        Column("processors_page.contact", lambda row: row.details.contact, width=145, stretch=True),
        Column("processors_page.valid_to", lambda row: row.details.valid_to, width=120),
        Column("processors_page.state", lambda row: row.active(today()), width=125, status=state),
    )


def _fields(today: Today) -> tuple[Field, ...]:
    return (
        Field("name", "processors_page.name", editors.text(100), required=True),
        Field("service", "processors_page.service", editors.text(200)),
        Field("contact", "processors_page.contact", editors.text(200), required=True, wide=True),
        Field("contract_on", "processors_page.contract_on", editors.day(today)),
        Field("valid_to", "processors_page.valid_to", editors.day(today)),
    )


class ProcessorsPage(Page):
    """Enter or F2 changes the row, Insert adds one. None is deleted: a contract ends by its last day."""

    title = "processors_page.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self._lines: tuple[ProcessorLine, ...] = ()
        self.bar = MessageBar(language)
        self.add = button(language, "processors_page.add")
        self.edit = button(language, "processors_page.edit")
        self.model = RowModel[ProcessorLine](
            columns(context.database.today), lambda row: row.id, language, self
        )
        self.table = Table(
            "processors",
            self.model,
            language,
            title="processors_page.title",
            empty="processors_page.empty",
            memory=context.memory,
        )
        self._lay_out()
        self.add.clicked.connect(self.add_processor)
        self.edit.clicked.connect(self.edit_processor)
        self.table.opened.connect(lambda _: self.edit_processor())
        self.table.current_changed.connect(lambda _: self._fit_buttons())
        context.actions.claim("edit", self, self.edit_processor)
        context.actions.claim("refresh", self, self.reload)

    @property
    def chosen(self) -> ProcessorLine | None:
        """The processor of the row the keyboard is on."""
        key = self.table.current_key()
        return next((line for line in self._lines if line.id == key), None)

    def reload(self) -> None:
        self.context.read(self, processors.everything, self._show, latest="processors")

    def add_processor(self) -> None:
        sheet = self._sheet("processors_page.add", ProcessorDetails())

        def given(details: ProcessorDetails, _: Source) -> None:
            self._save(sheet, lambda unit: processors.add(unit, details))

        sheet.given.connect(given)
        sheet.open()

    def edit_processor(self) -> None:
        line = self.chosen
        if line is None:
            return
        sheet, key = self._sheet("processors_page.edit", line.details), line.id

        def given(details: ProcessorDetails, _: Source) -> None:
            self._save(sheet, lambda unit: processors.revise(unit, key, details))

        sheet.given.connect(given)
        sheet.open()

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if "processor" in changes.tables:
            self.reload()

    def activated(self) -> None:
        self.reload()
        assign_window_mnemonics(self)

    def focus_first(self) -> None:
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert:
            self.add_processor()
        else:
            super().keyPressEvent(event)

    def _sheet(self, title: str, details: ProcessorDetails) -> CardSheet[ProcessorDetails]:
        return CardSheet(
            self.context, title, _fields(self.context.database.today), details, columns=2, sourced=False
        )

    def _save(self, sheet: CardSheet[ProcessorDetails], act: Callable[[Unit], ProcessorLine]) -> None:
        def saved(line: ProcessorLine) -> None:
            sheet.accept()
            self.bar.tell(Kind.SUCCESS, "processors_page.saved", name=line.details.name)

        self.context.write(self, act, saved, sheet.refuse)

    def _show(self, found: tuple[ProcessorLine, ...]) -> None:
        self._lines = found
        self.model.set_rows(found)
        if found and self.table.current_key() is None:
            self.table.go_to(0)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        self.edit.setEnabled(self.chosen is not None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        for shown in (self.add, self.edit):
            head.addWidget(shown)
        head.addStretch(1)
        note = role_label("muted")
        note.setWordWrap(True)
        self.context.language.bind(note.setText, "processors_page.note")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(note)
