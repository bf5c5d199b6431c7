"""A sheet over the card: the fields of one thing, and where it was told. Stays open until it is saved or given up."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lpo_desk.db.errors import Conflict
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import Source
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import Dialog, keep_in_sight, rest
from lpo_desk.ui.mnemonics import NO_KEY, assign_window_mnemonics
from lpo_desk.ui.runner import tell
from lpo_desk.ui.widgets.inputs import ComboBox, role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.section_form import Field, Labels
from lpo_desk.ui.wizards.kept_form import KeptForm

T = TypeVar("T")
_ROOM = 64  # the screen is never filled to its edges
_WIDTH = {1: 460, 2: 820}


class CardSheet(Dialog, Generic[T]):
    """`given` carries the value and its Source, for Enter or Ctrl+Enter. Who listens saves and calls `accept`, or
    `refuse` with what stood in the way. Esc leaves everything as it is."""

    given = Signal(object, object)

    def __init__(
        self,
        context: Context,
        title: str,
        fields: Sequence[Field],
        value: T,
        *,
        headline: str = "",
        verb: str = "common.save",
        columns: int = 1,
        first: str = "",
        sourced: bool = True,
    ) -> None:
        """`title` and `verb` are term keys, `headline` says what it is about; `first`: where the keyboard begins."""
        super().__init__(context.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        language = context.language
        self._language, self._sourced = language, sourced
        self.bar = MessageBar(language)
        self.form: KeptForm[T] = KeptForm(fields, language, labels=Labels.ABOVE, columns=columns, parent=self)
        self.form.open(value)
        self.form.left_by_escape.connect(self.reject)
        self.form.installEventFilter(self)
        heading = role_label("heading", self)
        heading.setWordWrap(True)
        heading.setText(headline)
        heading.setVisible(bool(headline))
        self.source = ComboBox(self)
        self.verb, self.cancel = QPushButton(), QPushButton()
        self._lay_out(heading)
        self.verb.clicked.connect(self.submit)
        self.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self, self.submit)
        language.bind(self.entitle, title)
        language.bind(self.verb.setText, verb)
        language.bind(self.cancel.setText, "common.cancel")
        language.follow(self, self._reword)
        self.resize(_WIDTH[columns], 100)
        self._fit()
        self.form.row(first or fields[0].name).editor.select()

    def entitle(self, text: str) -> None:
        """A title is no command: what a button says with dots stands here without."""
        self.setWindowTitle(text.removesuffix("…"))

    def submit(self) -> None:
        if self.verb.isEnabled() and self.form.commit():
            self.bar.clear()
            rest(self.verb, True)  # one press, one save
            self.given.emit(self.form.value(), self.source.value() or Source.OWN_SYSTEMS)

    def refuse(self, error: Exception) -> None:
        """Say beside the fields, or on top, why it was not saved."""
        rest(self.verb, False)
        match error:
            case FieldsRefused():
                self.form.show_errors(dict(error.errors))
            case Conflict():
                self.bar.tell_error(UserError("card.sheet_conflict", who=error.who))
            case UserError():
                self.bar.tell_error(error)
            case _:
                tell(self, error)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The form grows with what it says and finds."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)
        return super().eventFilter(watched, event)

    def _reword(self) -> None:
        self.source.set_choices([(source, self._language.text(source.term)) for source in Source])
        assign_window_mnemonics(self)

    def _fit(self) -> None:
        """As high as the fields need, as far as there is room on the screen."""
        needed = self.form.sizeHint().height() + 2 * self._area.frameWidth()
        room = self.screen().availableGeometry().height() - _ROOM
        others = self.layout().sizeHint().height() - self._area.sizeHint().height()  # type: ignore[union-attr]  # it has one
        self._area.setMinimumHeight(min(needed, max(room - others, 120)))
        self.resize(self.width(), max(self.height(), min(needed + others, room)))

    def _lay_out(self, heading: QWidget) -> None:
        self._area = area = QScrollArea()
        inside = (
            QWidget()
        )  # what was found and has closed again leaves its room at the end, not between the rows
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.form)
        rows.addStretch(1)
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keep_in_sight(area)
        label = role_label("label", self)
        label.setBuddy(self.source)
        self._language.bind(label.setText, "card.source_question")
        self._language.bind(self.source.setAccessibleName, "card.source_question")
        foot = QHBoxLayout()
        foot.setSpacing(7)
        for told in (label, self.source):
            foot.addWidget(told)
            told.setVisible(self._sourced)
        foot.addStretch(1)
        self.verb.setDefault(True)
        self.cancel.setProperty(NO_KEY, True)
        for button in (self.verb, self.cancel):
            button.setAutoDefault(False)
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 14)
        column.setSpacing(11)
        for part in (self.bar, heading):
            column.addWidget(part)
        column.addWidget(area, 1)
        column.addLayout(foot)
