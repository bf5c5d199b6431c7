"""Showing papers, those of a case as the very bytes that are archived: to be read, printed or saved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QTabBar, QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.leaving import Caution, Destination, Exit, Leaving
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.paper_release import ask_release, let_out, note_gone
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.pdf_view import PdfView, pdf_words

_SIZE = QSize(860, 880)
_FRAME = QSize(
    24, 64
)  # what a desktop adds around: a dialog as high as the window would end below the screen


@dataclass(frozen=True)
class Paper:
    """A PDF and the term key of what it is. to: whom it goes to, where its case does not say."""

    title: str
    pdf: bytes
    to: Destination | None = None


class PaperDialog(Dialog):
    """A preview with Print, Save and Close. The title names the kind of paper and the case, nobody's name.

    number: of the case, "" for a paper that belongs to none. party_id: whose such a paper is, None for nobody's.

    Several papers that belong together stand side by side as tabs, and are printed together. What is about somebody
    is logged when it goes, and of a protected person asked before (paper_release.py).
    """

    def __init__(
        self,
        context: Context,
        number: str,
        papers: Sequence[Paper],
        parent: QWidget,
        party_id: int | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._number, self._party_id = context, number, party_id
        self._papers = tuple(papers)
        self.bar = MessageBar(context.language)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setVisible(len(papers) > 1)
        self.view = PdfView(context.language)
        for _ in papers:
            self.tabs.addTab("")
        self.print_button = self._button("common.print", self.print_papers)
        self.save_button = self._button("paper_dialog.save", self.save_paper)
        self.close_button = self._button("common.close", self.accept)
        self.print_button.setDefault(True)
        self._lay_out()
        self.view.print_asked.connect(self.print_papers)
        self.view.save_asked.connect(self.save_paper)
        self.tabs.currentChanged.connect(self._show)
        self._show()
        context.language.bind(self.tabs.setAccessibleName, "paper_dialog.papers")
        context.language.follow(self, self._reword)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE.boundedTo(context.window.size() - _FRAME))
        self.print_button.setFocus()

    @property
    def paper(self) -> Paper:
        """The one in front."""
        return self._papers[max(self.tabs.currentIndex(), 0)]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Down turn the paper while the keyboard is on a button."""
        if not self.view.turn(Qt.Key(event.key())):
            super().keyPressEvent(event)

    def done(self, result: int) -> None:
        self.view.release()
        super().done(result)

    @property
    def name(self) -> str:
        """What print jobs and files are called: by the case, never by a person."""
        return self._number or self._context.language.text(self.paper.title)

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def print_papers(self) -> None:
        """Ask for the printer, and of a protected person first whether the papers may go at all."""
        leaving = self._leaving(self._papers)
        ask_release(
            self._context, self, leaving, Exit.PRINTED, lambda said: self._choose_printer(leaving, said)
        )

    def save_paper(self) -> None:
        """Ask for a file for the paper in front, after the same question."""
        leaving = self._leaving((self.paper,))
        ask_release(self._context, self, leaving, Exit.SAVED, lambda said: self._choose_file(leaving, said))

    def print_to(self, printer: QPrinter) -> None:
        """Every paper of the case, each a job of its own."""
        for number in range(len(self._papers)):
            self.tabs.setCurrentIndex(number)
            self.view.print_to(printer)
        self._note_gone(self._papers, Exit.PRINTED)
        self.bar.tell(Kind.SUCCESS, "paper_dialog.printed")

    def save_to(self, path: Path) -> None:
        """Write the PDF in front. Never over a file that is there: a number is added."""
        target, extra = path, 1
        while target.exists():
            extra += 1
            target = path.with_stem(f"{path.stem}-{extra}")
        try:
            target.write_bytes(self.paper.pdf)
        except OSError:
            self.bar.tell(Kind.ERROR, "paper_dialog.not_saved", file=target.name)
            return
        self._note_gone((self.paper,), Exit.SAVED)
        self.bar.tell(Kind.SUCCESS, "paper_dialog.saved", file=target.name)

    def _note_gone(self, papers: Sequence[Paper], out: Exit) -> None:
        if self._number:
            note_gone(self._context, self, self._number, [paper.pdf for paper in papers], out)

    def _leaving(self, papers: Sequence[Paper]) -> Leaving | None:
        """None for papers that are about nobody."""
        if not self._number and self._party_id is None:
            return None
        return Leaving(
            tuple(paper.title for paper in papers),
            self._number,
            self._party_id,
            "\n".join(pdf_words(paper.pdf) for paper in papers),
            next((paper.to for paper in papers if paper.to is not None), None),
        )

    def _let_out(
        self, leaving: Leaving | None, out: Exit, confirmed: Caution | None, go: Callable[[], object]
    ) -> None:
        let_out(self._context, self, leaving, out, confirmed, go)

    def _choose_printer(self, leaving: Leaving | None, confirmed: Caution | None) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self.name)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(
            lambda: self._let_out(leaving, Exit.PRINTED, confirmed, lambda: self.print_to(printer))
        )
        QDialog.open(dialog)  # QPrintDialog's own takes a slot by name

    def _choose_file(self, leaving: Leaving | None, confirmed: Caution | None) -> None:
        dialog = QFileDialog(self, self._context.language.text("paper_dialog.save"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # nothing is ever written over
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(f"{self.name}.pdf")
        dialog.fileSelected.connect(
            lambda name: self._let_out(leaving, Exit.SAVED, confirmed, lambda: self.save_to(Path(name)))
        )
        dialog.open()

    def _show(self, _: int = 0) -> None:
        self.view.show_pdf(self.paper.pdf)
        self._reword()

    def _reword(self) -> None:
        words = self._context.language.text
        self.setWindowTitle(f"{words(self.paper.title)} {self._number}".strip())
        for number, paper in enumerate(self._papers):
            self.tabs.setTabText(number, words(paper.title))
        assign_window_mnemonics(self)

    def _button(self, term: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        self._context.language.bind(button.setText, term)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(18, 11, 18, 11)
        row.setSpacing(7)
        row.addStretch(1)
        for button in (self.print_button, self.save_button, self.close_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.tabs)
        column.addWidget(self.view, 1)
        column.addLayout(row)


def show_papers(
    context: Context, number: str, papers: Sequence[Paper], *, party_id: int | None = None
) -> PaperDialog:
    """Open the preview of papers over the window. party_id: see PaperDialog."""
    dialog = PaperDialog(context, number, papers, context.window, party_id)
    dialog.open()
    return dialog
