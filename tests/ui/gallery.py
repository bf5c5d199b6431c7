"""Shows every widget of the kit on one window and two dialogs; `python -m tests.ui.gallery FOLDER` takes their pictures.

For the eye of whoever changes the look; not a test and not shipped.
"""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QRadioButton,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.terms import Lang
from lpo_desk.ui.actions import Actions
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Align, Column, Mark, Status
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.theme import Theme
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.command_bar import CommandBar
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.message_bar import UNDO_SECONDS, Choice, Kind, MessageBar
from lpo_desk.ui.widgets.search_box import SearchBox
from lpo_desk.ui.widgets.section_form import Field, Labels, SectionForm
from lpo_desk.ui.widgets.sidebar import Sidebar, SidebarItem
from lpo_desk.ui.widgets.status import ChipRow
from lpo_desk.ui.widgets.step_dialog import StepDialog, StepPage
from lpo_desk.ui.widgets.table import Table

TODAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Case:
    number: str
    kind: str
    name: str
    due: date
    pages: int
    status: Status


@dataclass(frozen=True)
class Person:
    last_name: str = "Åberg-Mäkinen"
    first_names: str = "Åsa Sofia"
    language: str = "sv"
    born: date | None = date(1962, 10, 13)
    note: str = ""
    member: bool = True


CASES = (
    Case(
        "L-2026-0031",
        "req",
        "Öhman Åke",
        date(2026, 11, 23),
        3,
        Status("report.is_late", Mark.DISC, Tone.ERROR),
    ),
    Case(
        "L-2026-0036",
        "req",
        "Lind Eva",
        date(2026, 12, 4),
        12,
        Status("case_status.received", Mark.TRIANGLE, Tone.WARNING),
    ),
    Case(
        "L-2026-0042",
        "req",
        "Aalto Maija",
        date(2026, 12, 23),
        1,
        Status("case_status.gather", Mark.RING, Tone.ACCENT),
    ),
    Case(
        "L-2026-0044",
        "req",
        "Nyholm Åsa",
        date(2026, 12, 30),
        148,
        Status("case_status.closed", Mark.CHECK, Tone.OK),
    ),
)
COLUMNS: tuple[Column[Case], ...] = (
    Column("request.case_number", lambda row: row.number, width=130),
    Column("customer.name", lambda row: row.name, width=170),
    Column("request.status", lambda row: row.status.word, status=lambda row: row.status, width=210),
    Column("deadline.deadline", lambda row: row.due, width=120),
    Column("ui.progress", lambda row: row.pages, Align.RIGHT, width=110),
    Column("field.note", lambda row: row.kind, stretch=True),
)
FIELDS = (
    Field("last_name", "field.last_name", editors.text(100), required=True),
    Field("first_names", "field.first_names", editors.text(200)),
    Field(
        "language",
        "field.language",
        editors.choice(lambda: (("fi", "language.fi"), ("sv", "language.sv"))),
    ),
    Field("born", "customer.date_of_birth", editors.day(lambda: TODAY)),
    Field("note", "field.note", editors.notes(500), wide=True),
)


def window(language: Language, theme: Theme) -> QMainWindow:
    main = QMainWindow()
    main.setWindowTitle("LPO Desk")
    actions = Actions(main, language, theme)
    actions.fill_menu_bar(main.menuBar())
    for command in ("new_customer", "new_request", "new_paper", "marketing", "scans", "save"):
        actions.claim(command, main, lambda: None)
    places = [("today", "desk"), ("customers", "customers"), ("requests", "requests"), ("papers", "paper")]
    side = Sidebar(
        [SidebarItem(key, f"ui_command.{key}", icon) for key, icon in places], language, title="ui.columns"
    )
    side.choose("requests")
    page = QWidget()
    page.setProperty("surface", "page")
    column = QVBoxLayout(page)
    column.setContentsMargins(18, 11, 18, 11)
    column.setSpacing(11)
    search = SearchBox(language)
    search.setMaximumWidth(620)
    column.addWidget(search)
    tabs = QTabBar()
    tabs.setExpanding(False)
    for name in ("Työpöytä", "Aalto Maija •", "L-2026-0042"):
        tabs.addTab(name)
    column.addWidget(tabs)
    title = QHBoxLayout()
    head = role_label("title")
    head.setText("Aalto, Maija Helena")
    title.addWidget(head)
    chips = ChipRow(language)
    chips.set_statuses(
        [
            Status("flag.marketing_ban", Mark.SQUARE, Tone.WARNING),
            Status("case_status.received", Mark.RING, Tone.ACCENT),
            Status("field.member", Mark.CHECK, Tone.OK),
        ]
    )
    title.addWidget(chips, 1)
    column.addLayout(title)
    commands = ("edit", "new_request", "new_paper", "marketing", "save")
    tools = CommandBar([actions.action(command) for command in commands], language)
    column.addWidget(tools)
    for kind, key in (
        (Kind.SUCCESS, "ui.message_success"),
        (Kind.WARNING, "ui.escape_again"),
        (Kind.ERROR, "ui.not_here"),
        (Kind.INFO, "ui.stopping"),
    ):
        bar = MessageBar(language)
        bar.tell(
            kind,
            key,
            [Choice("common.save", lambda: None)] if kind is Kind.SUCCESS else [],
            seconds=UNDO_SECONDS if kind is Kind.SUCCESS else 0,
        )
        column.addWidget(bar)
    model = RowModel(COLUMNS, lambda row: row.number, language)
    table = Table("gallery", model, language, title="ui_command.requests", empty="ui.not_here")
    model.setParent(table)
    model.set_rows(CASES)
    table.go_to(1)
    column.addWidget(table, 1)
    row = QHBoxLayout()
    for number, text in enumerate(("Kirjaa pyyntö", "Muokkaa", "Peruuta")):
        push = QPushButton(text)
        push.setDefault(number == 0)
        push.setEnabled(number != 1)
        row.addWidget(push)
    check, radio, radio2, combo = (
        QCheckBox("Allekirjoitettu"),
        QRadioButton("Paperi"),
        QRadioButton("PDF"),
        ComboBox(),
    )
    check.setChecked(True)
    radio.setChecked(True)
    combo.set_choices([("a", "Loviisa"), ("b", "Porvoo")])
    for widget in (check, radio, radio2, combo):
        row.addWidget(widget)
    row.addStretch(1)
    column.addLayout(row)
    body = QWidget()
    layout = QHBoxLayout(body)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(side)
    layout.addWidget(page, 1)
    main.setCentralWidget(body)
    main.statusBar().addWidget(QLabel("Loviisa · m.virtanen"))
    main.resize(1180, 860)
    table.setFocus()
    return main


def card(language: Language) -> QWidget:
    page = QWidget()
    page.setProperty("surface", "page")
    column = QVBoxLayout(page)
    column.setContentsMargins(18, 18, 18, 18)
    for editing in (False, True):
        frame = QFrame()
        frame.setProperty("surface", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(14, 11, 14, 11)
        heading = role_label("heading")
        language.bind(heading.setText, "category.basic")
        inside.addWidget(heading)
        form: SectionForm[Person] = SectionForm(FIELDS, language, columns=2)
        form.load(Person())
        form.set_sources({"last_name": "Rekisteröity itse, 14.2.2026"})
        form.show_sources(True)
        inside.addWidget(form)
        column.addWidget(frame)
        if editing:
            form.edit()
            line = form.row("last_name").editor
            line.set_value("")
            line.edited.emit()
            form.commit()
    column.addStretch(1)
    page.resize(960, 640)
    return page


class First(StepPage):
    title = "ui_menu.request"
    instruction = "ui.search_prompt"

    def __init__(self, language: Language) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        form: SectionForm[Person] = SectionForm(FIELDS, language, labels=Labels.ABOVE)
        form.load(Person())
        form.edit()
        column.addWidget(form)
        column.addStretch(1)


class Second(StepPage):
    title = "field.identity_method"


class Third(StepPage):
    title = "request_right.access"


def dialog(language: Language) -> StepDialog:
    made = StepDialog("ui_command.new_request", [First(language), Second(), Third()], "common.save", language)
    made.resize(820, 620)
    return made


def main(folder: Path) -> None:
    app = QApplication(sys.argv[:1])
    folder.mkdir(parents=True, exist_ok=True)
    language = Language(Lang.FI)
    theme = Theme(app, dark=False)
    shown = [("window", window(language, theme)), ("card", card(language)), ("steps", dialog(language))]
    for _, widget in shown:
        widget.move(QPoint(0, 0))
        widget.show()
    scale = round(app.primaryScreen().devicePixelRatio() * 100)
    for lang in (Lang.FI, Lang.SV):
        language.switch(lang)
        for dark in (False, True):
            theme.choose(dark)
            for name, widget in shown:
                widget.activateWindow()
                app.processEvents()
                widget.grab().save(
                    str(folder / f"{name}-{lang.value}-{'dark' if dark else 'light'}-{scale}.png")
                )
    theme.choose(False)
    theme.set_practice(True)
    app.processEvents()
    shown[0][1].grab().save(str(folder / f"window-practice-{scale}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
