"""One field of a form: its label, its value or editor, and under it what is wrong or where the value came from."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import Editor
from lpo_desk.ui.widgets.inputs import restyle, role_label

_QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's "no maximum"
LABEL_WIDTH = 170  # the fixed label column of a card (ux.md W1)


class FieldRow(QWidget):
    """Label at the left in cards, above in wizards and dialogs. Knows nothing of when a value is right."""

    def __init__(
        self, term: str, editor: Editor, language: Language, *, above: bool, required: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._language = language
        self._term, self._required = term, required
        self._editing = False
        self.label = role_label("label", self)
        self.label.setBuddy(editor.widget)
        self.label.setWordWrap(not above)
        self.value = QLabel(self)
        self.value.setTextFormat(Qt.TextFormat.PlainText)
        self.value.setWordWrap(True)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem = role_label("error", self)
        self.source = role_label("small", self)
        for below in (self.problem, self.source):
            below.setWordWrap(True)
            below.hide()
        self._lay_out(above)
        language.follow(self, self._reword)

    def show_value(self, text: str) -> None:
        """What is read when the form is not being edited."""
        self.value.setText(text or "–")
        self.value.setAccessibleName(f"{self._language.text(self._term)}: {text}")

    def set_editing(self, editing: bool) -> None:
        self._editing = editing
        self._reword()
        self.value.setVisible(not editing)
        self.editor.widget.setVisible(editing)
        if not editing:
            self.say("", error=False)

    def say(self, sentence: str, *, error: bool) -> None:
        """An error or a warning beside the field; an empty sentence takes it away."""
        if not sentence and self.problem.isHidden():
            return  # nothing to take away: styling anew is dear
        self.problem.setProperty("role", "error" if error else "warning")
        self.problem.setText(("✕ " if error else "▲ ") + sentence if sentence else "")
        self.problem.setVisible(bool(sentence))
        self.editor.widget.setProperty("invalid", bool(sentence) and error)
        self.editor.widget.setAccessibleDescription(sentence)
        restyle(self.problem)
        restyle(self.editor.widget)

    def set_source(self, text: str) -> None:
        """Where the value came from and when; shown on demand (Ctrl+T)."""
        self.source.setText(text)

    def show_source(self, shown: bool) -> None:
        self.source.setVisible(shown and bool(self.source.text()))

    def _lay_out(self, above: bool) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(11)
        grid.setVerticalSpacing(3)
        first = 1 if above else 0
        column = 0 if above else 1
        grid.addWidget(self.label, 0, 0)
        narrow = self.editor.widget.maximumWidth() < _QWIDGETSIZE_MAX
        side = Qt.AlignmentFlag.AlignLeft if narrow else Qt.AlignmentFlag(0)
        grid.addWidget(self.editor.widget, first, column, side)
        grid.addWidget(self.value, first, column)
        grid.addWidget(self.problem, first + 1, column)
        grid.addWidget(self.source, first + 2, column)
        grid.setColumnStretch(column, 1)
        if not above:
            self.label.setFixedWidth(LABEL_WIDTH)
            self.label.setMinimumHeight(30)
            self.value.setMinimumHeight(30)
            grid.setAlignment(self.label, Qt.AlignmentFlag.AlignTop)
        self.value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def _reword(self) -> None:
        name = self._language.text(self._term)
        required = self._required and self._editing
        self.label.setText(f"{name} *" if required else name)
        spoken = self._language.text("ui.required_name", name=name) if self._required else name
        self.editor.widget.setAccessibleName(spoken)
