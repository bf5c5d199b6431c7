"""The recovery key of a new database: shown once, to be printed or lost."""

from html import escape
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QTextDocument
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.inputs import role_label


class RecoveryKeyPage(QWidget):
    """`ticked` says whether the clerk has said that the key is safe on paper."""

    ticked = Signal(bool)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._key, self._database = "", ""
        self.shown = role_label("heading")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self.shown.setFont(font)
        self.shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.shown.setWordWrap(True)
        note = role_label("")
        note.setWordWrap(True)
        self.print_button, self.copy_button, self.save_button = (QPushButton() for _ in range(3))
        self.print_button.clicked.connect(self._print)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._key))
        self.save_button.clicked.connect(self._save)
        self.tick = QCheckBox()
        self.tick.toggled.connect(self.ticked)
        row = QHBoxLayout()
        for button in (self.print_button, self.copy_button, self.save_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(note)
        column.addWidget(self.shown)
        column.addLayout(row)
        column.addWidget(self.tick)
        column.addStretch(1)
        language.bind(self.shown.setAccessibleName, "first_start.recovery_key")
        language.bind(note.setText, "first_start.recovery_note")
        language.bind(self.print_button.setText, "first_start.print_key")
        language.bind(self.copy_button.setText, "first_start.copy_key")
        language.bind(self.save_button.setText, "first_start.save_key")
        language.bind(self.tick.setText, "first_start.key_is_safe")

    def show_key(self, key: str, database: str) -> None:
        self._key, self._database = key, database
        self.shown.setText(key)

    def sheet(self) -> str:
        """What is printed or saved: which key this is and what it is for."""
        return self._language.text("first_start.key_sheet", database=self._database, code=self._key)

    def _print(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)

        def print_it() -> None:
            document = QTextDocument()
            document.setHtml(f"<pre style='font-size: 12pt'>{escape(self.sheet())}</pre>")
            document.print_(printer)

        dialog.accepted.connect(print_it)
        QDialog.open(dialog)

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self._language.text("first_start.save_key"), "lpo-desk-palautusavain.txt"
        )
        if name:
            Path(name).write_text(self.sheet() + "\n", encoding="utf-8")
