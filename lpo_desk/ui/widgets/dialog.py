"""The base of every dialog."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QPushButton, QToolButton


class Dialog(QDialog):
    """Enter presses the button that the keyboard is on, elsewhere the default one. Qt presses the default one from
    everywhere: it would save while the keyboard is on "cancel", and go back while it is on the verb."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        here = self.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if enter and plain and isinstance(here, (QPushButton, QToolButton)):
            here.click()
        else:
            super().keyPressEvent(event)
