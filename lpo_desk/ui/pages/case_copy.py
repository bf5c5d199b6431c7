"""The file of a portability looked at before it is given: its text as it stands."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.widgets.inputs import TextArea, role_label

_SIZE = QSize(760, 560)
_NO_LIMIT = (1 << 24) - 1
"""QWIDGETSIZE_MAX, which PySide does not name."""


class CopyDialog(Dialog):
    """Read only. Esc and Enter close."""

    def __init__(self, context: Context, name: str, text: str) -> None:
        super().__init__(context.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = role_label("heading")
        heading.setText(name)
        self.text, close = TextArea(lines=16), QPushButton()
        self.text.setReadOnly(True)
        self.text.setMaximumHeight(_NO_LIMIT)
        self.text.setPlainText(text)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 18)
        column.setSpacing(11)
        column.addWidget(heading)
        column.addWidget(self.text, 1)
        column.addLayout(foot)
        context.language.bind(self.setWindowTitle, "case_page.copy_title")
        context.language.bind(self.text.setAccessibleName, "case_page.copy_title")
        context.language.bind(close.setText, "common.close")
        context.language.follow(self, lambda: assign_window_mnemonics(self))
        self.resize(_SIZE.boundedTo(context.window.size()))
        self.text.setFocus()
