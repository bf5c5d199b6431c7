"""Showing a paper of a case: the very bytes that are archived, to be read, printed or saved."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.pdf_view import PdfView


class PaperDialog(QDialog):
    """A preview with Print, Save and Close. The title names the kind of paper and the case, nobody's name."""

    def __init__(self, context: Context, title: str, number: str, pdf: bytes, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._pdf = pdf
        self._file_name = f"{number}.pdf"
        language = context.language
        language.follow(self, lambda: self.setWindowTitle(f"{language.text(title)} {number}"))
        self.bar = MessageBar(language)
        self.view = PdfView(language)
        self.view.show_pdf(pdf)
        self.print_button, self.save_button, close = QPushButton(), QPushButton(), QPushButton()
        for button, term in (
            (self.print_button, "common.print"),
            (self.save_button, "paper_dialog.save"),
            (close, "common.close"),
        ):
            button.setAutoDefault(False)
            language.bind(button.setText, term)
        self.print_button.setDefault(True)
        self.print_button.clicked.connect(self.print_paper)
        self.save_button.clicked.connect(self._choose_file)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.setContentsMargins(18, 11, 18, 11)
        row.addStretch(1)
        for button in (self.print_button, self.save_button, close):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        column.addLayout(row)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(820, 860)
        language.follow(self.view, lambda: assign_window_mnemonics(self))

    def print_paper(self) -> None:
        """Ask for the printer. The print job is named by the case, never by a person."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._file_name)
        if QPrintDialog(printer, self).exec() == QDialog.DialogCode.Accepted:
            self.view.print_to(printer)

    def save_to(self, path: Path) -> None:
        """Write the PDF. Never over a file that is there: the dialog has asked, and a number is added."""
        target, extra = path, 1
        while target.exists():
            extra += 1
            target = path.with_stem(f"{path.stem}-{extra}")
        try:
            target.write_bytes(self._pdf)
        except OSError:
            self.bar.tell(Kind.ERROR, "paper_dialog.not_saved", file=target.name)
            return
        self.bar.tell(Kind.SUCCESS, "paper_dialog.saved", file=target.name)

    def _choose_file(self) -> None:
        words = self._context.language.text("paper_dialog.save")
        options = QFileDialog.Option.DontConfirmOverwrite
        name, _ = QFileDialog.getSaveFileName(self, words, self._file_name, "PDF (*.pdf)", options=options)
        if name:
            self.save_to(Path(name).with_suffix(".pdf"))


def show_paper(context: Context, title: str, number: str, pdf: bytes) -> PaperDialog:
    """Open the preview over the window. `title` is a term key."""
    dialog = PaperDialog(context, title, number, pdf, context.window)
    dialog.open()
    return dialog
