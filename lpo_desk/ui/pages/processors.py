"""Those who handle data for the company under a contract: whom a gathering asks, and until when."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from lpo_desk.domain.processors import ProcessorDetails, ProcessorLine
from lpo_desk.services import processors
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.forms.customer import Today
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.rows_page import RowsPage
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.section_form import Field


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


class ProcessorsPage(RowsPage[ProcessorLine]):
    """Enter or F2 changes the row, Insert adds one. None is deleted: a contract ends by its last day."""

    title = "processors_page.title"
    name = "processors"
    empty = "processors_page.empty"
    note = "processors_page.note"
    tables = frozenset({"processor"})
    verbs = ("processors_page.add", "processors_page.edit")

    def __init__(self, context: Context) -> None:
        super().__init__(context, columns(context.database.today), lambda row: row.id)
        self.add, self.edit = self.buttons
        self.add.clicked.connect(self.add_processor)
        self.edit.clicked.connect(self.edit_processor)
        self.table.opened.connect(lambda _: self.edit_processor())
        context.actions.claim("edit", self, self.edit_processor)

    def reload(self) -> None:
        self.context.read(self, processors.everything, self.show_rows, latest="processors")

    def fit(self) -> None:
        self.edit.setEnabled(self.chosen is not None)

    def add_processor(self) -> None:
        self.ask(self._sheet("processors_page.add", ProcessorDetails()), processors.add, self._saved)

    def edit_processor(self) -> None:
        line = self.chosen
        if line is None:
            return
        sheet, key = self._sheet("processors_page.edit", line.details), line.id
        self.ask(sheet, lambda unit, details: processors.revise(unit, key, details), self._saved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert:
            self.add_processor()
        else:
            super().keyPressEvent(event)

    def _sheet(self, title: str, details: ProcessorDetails) -> CardSheet[ProcessorDetails]:
        return CardSheet(
            self.context, title, _fields(self.context.database.today), details, columns=2, sourced=False
        )

    def _saved(self, line: ProcessorLine) -> None:
        self.bar.tell(Kind.SUCCESS, "processors_page.saved", name=line.details.name)
