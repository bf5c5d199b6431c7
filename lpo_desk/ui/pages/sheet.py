"""What the pages that make or read a file share: a calm column of fields, one verb, a strip for the work."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.db.unit import Unit
from lpo_desk.exports.catalogue import Export
from lpo_desk.ui.context import Choice, Context
from lpo_desk.ui.focus import keep_in_sight, rest
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.page import Page
from lpo_desk.ui.runner import Progress
from lpo_desk.ui.stylesheet import CONTENT
from lpo_desk.ui.widgets.busy import BusyStrip
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import Kind, MessageBar

T = TypeVar("T")

FIELD_WIDTH = 420
Take = Callable[[str], object]


class SheetPage(Page):
    """One sheet: heading, what it does, fields, the verb's button (Ctrl+Enter) and the progress of the work.

    `body` takes fields, `buttons` more verbs, `below` what came of the work.
    """

    about = ""
    verb = ""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self._first: QWidget | None = None
        self._last: QWidget | None = None
        self.bar = MessageBar(language)
        self.strip = BusyStrip(language)
        self.button = button(language, self.verb)
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self.start)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._start_by_key)
        heading, about = role_label("title"), role_label("muted")
        about.setWordWrap(True)
        language.bind(heading.setText, self.title)
        language.bind(about.setText, self.about)
        self.body = QVBoxLayout()
        self.body.setSpacing(11)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        sheet = QWidget()
        sheet.setMaximumWidth(CONTENT)
        column = QVBoxLayout(sheet)
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(11)
        for widget in (heading, about, self.bar):
            column.addWidget(widget)
        column.addLayout(self.body)
        self.buttons = QHBoxLayout()
        self.buttons.addWidget(self.button)
        self.buttons.addStretch(1)
        self.below = QVBoxLayout()
        self.below.setSpacing(5)
        column.addLayout(self.buttons)
        column.addWidget(self.strip)
        column.addLayout(self.below)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keep_in_sight(area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def start(self) -> None:
        """Do what the verb says."""
        raise NotImplementedError

    def set_working(self, working: bool) -> None:
        rest(self.button, working)

    def add_field(self, term: str, *widgets: QWidget) -> QLabel:
        """A field with its label above; several widgets stand side by side. The label names the first."""
        label = role_label("label")
        label.setBuddy(widgets[0])
        language = self.context.language
        language.bind(label.setText, term)
        language.bind(widgets[0].setAccessibleName, term)
        row = QHBoxLayout()
        row.setSpacing(7)
        for widget in widgets:
            row.addWidget(widget)
        row.addStretch(1)
        field = QVBoxLayout()
        field.setSpacing(3)
        field.addWidget(label)
        field.addLayout(row)
        self.body.addLayout(field)
        for widget in widgets:
            self._come_to(widget)
        return label

    def add(self, widget: QWidget) -> None:
        """Something else that the keyboard comes to."""
        self.body.addWidget(widget)
        self._come_to(widget)

    def add_facts(self, labels: Sequence[QLabel]) -> None:
        for label in labels:
            label.setWordWrap(True)
            self.body.addWidget(label)

    def activated(self) -> None:
        assign_window_mnemonics(self)

    def focus_first(self) -> None:
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _come_to(self, widget: QWidget) -> None:
        """Tab goes through the sheet from top to bottom and ends at the verb, which was made first."""
        if self._last is not None:
            QWidget.setTabOrder(self._last, widget)
        QWidget.setTabOrder(widget, self.button)
        self._first = self._first or widget
        self._last = widget

    def _start_by_key(self) -> None:
        if self.button.isEnabled():
            self.start()


def button(language: Language, term: str) -> QPushButton:
    made = QPushButton()
    made.setAutoDefault(False)
    language.bind(made.setText, term)
    return made


def report_folder(context: Context) -> Path:
    """Where workbooks are saved unless the clerk says otherwise; the home folder where that place is not there."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    wished = context.settings.report_folder or documents
    return Path(wished) if wished and Path(wished).is_dir() else Path.home()


def write_workbook(
    page: QObject,
    context: Context,
    export: Export[T],
    read: Callable[[Unit], T],
    done: Callable[[Path], object],
    failed: Callable[[Exception], object],
) -> None:
    """What `read` gives, which logs that it leaves the program, as a workbook in the folder of reports."""
    lang, folder = context.lang, report_folder(context)

    def write(progress: Progress) -> Path:
        with context.database.unit(context.actor) as unit:
            found = read(unit)
        return export.write(found, lang, folder / export.file_name(found, lang), progress)

    context.runner.run_long(page, write, done, failed)


class HasBar(Protocol):
    """A page with a bar of its own."""

    bar: MessageBar


def tell_made(page: HasBar, path: Path, said: str = "reports_page.made") -> None:
    """A file was made, a workbook unless `said` names another: its name, and the ways to it."""
    page.bar.tell(
        Kind.SUCCESS,
        said,
        (
            Choice("reports_page.open", lambda: open_outside(page, path)),
            Choice("reports_page.show_folder", lambda: open_outside(page, path.parent)),
        ),
        file=path.name,
    )


def open_outside(page: HasBar, path: Path) -> None:
    """Open a file or folder in the program that the computer has for it, and say where it is when there is none."""
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
        page.bar.tell(Kind.WARNING, "import_page.cannot_open", file=path.name, folder=str(path.parent))


def ask_path(
    page: Page, title: str, begin: str, mode: QFileDialog.FileMode, chosen: Take, kinds: str = ""
) -> None:
    """Ask for a file or a folder over the window. `title`: a term key; `begin`: what is chosen now."""
    dialog = QFileDialog(
        page, page.context.language.text(title), str(Path(begin).parent) if begin else "", kinds
    )
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(mode)
    if begin:
        dialog.selectFile(begin)
    dialog.fileSelected.connect(chosen)
    dialog.open()
