"""Fields of the small windows (login, lock, first start, passwords): label above, what is wrong below."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.announce import announce
from lpo_desk.ui.widgets.inputs import make_room, restyle, role_label
from lpo_desk.ui.widgets.password import PasswordEdit

__all__ = ["Entry", "make_room"]


class Entry(QWidget):
    """A labelled line edit. A problem goes away when the text is changed."""

    def __init__(
        self, term: str, language: Language, edit: QLineEdit | None = None, *, hint: str = ""
    ) -> None:
        """`term` labels the field, `hint` is a sentence below it while nothing is wrong (term keys)."""
        super().__init__()
        self._language = language
        self.edit = edit or QLineEdit()
        self.label = role_label("label")
        self.label.setBuddy(self.edit)
        self.note = role_label("small")
        self.problem = role_label("error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        for widget in (self.label, self.edit, self.note, self.problem):
            column.addWidget(widget)
        for below in (self.note, self.problem):
            below.setWordWrap(True)
            below.hide()
        language.bind(self.label.setText, term)
        language.bind(self.edit.setAccessibleName, term)
        if hint:
            language.bind(self.note.setText, hint)
            self.note.show()
        self.edit.textEdited.connect(lambda _: self.forgive())
        if isinstance(self.edit, PasswordEdit):
            caps = role_label("warning")
            caps.hide()
            column.addWidget(caps)
            language.bind(caps.setText, "login.caps_lock")
            self.edit.caps_noticed.connect(caps.setVisible)

    @property
    def text(self) -> str:
        return self.edit.text()

    def refuse(self, error: UserError) -> None:
        """Say what is wrong, keep the text and select it."""
        self._language.bind(self.problem.setText, error.key, **error.values)
        self._mark(self.problem.text())
        self.problem.show()
        announce(self.edit, self.problem.text(), urgent=True)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edit.selectAll()
        QTimer.singleShot(0, self, self._come_into_sight)  # once the layout has made room for the sentence

    def _come_into_sight(self) -> None:
        make_room(self.window())
        place = self.parentWidget()
        while place is not None and not isinstance(place, QScrollArea):
            place = place.parentWidget()
        if place is not None:
            place.ensureWidgetVisible(self, 0, 11)

    def forgive(self) -> None:
        if self.problem.isVisibleTo(self):
            self.problem.hide()
            self._mark("")

    def _mark(self, problem: str) -> None:
        self.edit.setProperty("invalid", bool(problem))
        self.edit.setAccessibleDescription(problem)
        restyle(self.edit)
