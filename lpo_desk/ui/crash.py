"""When the program itself is at fault: logged, told once, calmly, and never sent anywhere (ux.md 8.5)."""

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QThread
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.language import Language
from lpo_desk.ui.log import report_of
from lpo_desk.ui.widgets.inputs import role_label

logger = logging.getLogger(__name__)


class ErrorDialog(Dialog):
    """What happened, that the drafts are kept, and the report for the taking."""

    def __init__(self, language: Language, report: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._language = language
        self.report = report
        heading, text = role_label("heading"), role_label("")
        text.setWordWrap(True)
        shown = QPlainTextEdit(report)
        shown.setReadOnly(True)
        shown.setTabChangesFocus(True)
        shown.setMinimumHeight(140)
        self.copy_button, self.save_button, go_on = QPushButton(), QPushButton(), QPushButton()
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._save)
        go_on.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addWidget(self.save_button)
        row.addStretch(1)
        row.addWidget(go_on)
        for button in (self.copy_button, self.save_button, go_on):
            button.setAutoDefault(False)
        go_on.setDefault(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(11)
        for widget in (heading, text, shown):
            column.addWidget(widget)
        column.addLayout(row)
        language.bind(self.setWindowTitle, "main.error_title")
        language.bind(heading.setText, "main.error_heading")
        language.bind(text.setText, "main.error_text")
        language.bind(shown.setAccessibleName, "main.error_report")
        language.bind(self.copy_button.setText, "main.error_copy")
        language.bind(self.save_button.setText, "main.error_save")
        language.bind(go_on.setText, "main.error_go_on")
        self.setMinimumWidth(560)
        go_on.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self._language.text("main.error_save"), "lpo-desk-virhe.txt"
        )
        if name:
            Path(name).write_text(self.report, encoding="utf-8")


class ErrorTeller(QObject):
    """Takes `sys.excepthook` while it lives. The same error is logged always and shown once in a session.

    shown: kind and place of what was told so far.
    """

    def __init__(
        self, language: Language, front: Callable[[], QWidget | None], keep: Callable[[], object]
    ) -> None:
        """`front` gives the window to ask in, `keep` has the open pages save their drafts."""
        super().__init__()
        self._language = language
        self._front = front
        self._keep = keep
        self.shown: set[tuple[str, str]] = set()
        self._before = sys.excepthook
        sys.excepthook = self._take

    def release(self) -> None:
        sys.excepthook = self._before

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        logger.error("unexpected", exc_info=(kind, error, trace))
        if QThread.currentThread() is not self.thread():
            return  # windows belong to the GUI thread; the log has it
        window = self._front()
        if isinstance(error, UserError) and window is not None and hasattr(window, "tell_error"):
            window.tell_error(error)
            return
        self._tell(error, window)

    def _tell(self, error: BaseException, window: QWidget | None) -> None:
        report = report_of(error)
        sign = (type(error).__name__, report.rpartition("\n")[2])
        if sign in self.shown:
            return
        self.shown.add(sign)
        try:
            self._keep()
        except Exception:
            logger.exception("drafts not kept")
        ErrorDialog(self._language, report, window).open()
