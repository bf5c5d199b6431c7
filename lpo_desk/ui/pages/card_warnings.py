"""Values of the old register that found no field: shown on top of the card until somebody has dealt with them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from lpo_desk.domain.card import WarningLine
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_panel import Panel
from lpo_desk.ui.widgets.inputs import role_label

_SHOWN = 3


class WarningsPanel(Panel):
    """`settled` carries the id of a warning that the clerk has dealt with; `settled_on` does, and asks for the next
    customer of the work list. Hidden when there is none."""

    settled = Signal(int)
    settled_on = Signal(int)

    def __init__(self, language: Language, *, may_settle: bool) -> None:
        super().__init__(0, "card.warnings", language)
        self._may_settle = may_settle
        self._warnings: tuple[WarningLine, ...] = ()
        self._all = False
        self._buttons: list[QPushButton] = []
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        note = role_label("muted")
        note.setWordWrap(True)
        language.bind(note.setText, "card.warnings_note")
        self._more = self.link("card.show_all", count=0)
        self._more.clicked.connect(self._show_all)
        self.next_button = self.link("warnings.settle_next")
        self.next_button.setToolTip("Ctrl+Enter")
        self.next_button.clicked.connect(self.settle_next)
        self.changes_something(self.next_button)
        self._in_list = False
        self._place = QWidget()
        self._grid = QGridLayout(self._place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self.body.addWidget(note)
        self.body.addWidget(self._place)
        language.follow(self, self._show)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """One for each warning that is shown."""
        return tuple(self._buttons)

    def set_warnings(self, warnings: tuple[WarningLine, ...], *, in_list: bool = False) -> None:
        """`in_list`: the customer is on the work list that is being gone through."""
        self._warnings, self._in_list = warnings, in_list
        self._show()

    def settle_next(self) -> None:
        """Settle the warning that the keyboard is on, else the first, and go on."""
        if not self._warnings or not self._may_settle or self.locked:
            return
        here = next((n for n, button in enumerate(self._buttons) if button.hasFocus()), 0)
        self.settled_on.emit(self._warnings[here].id)

    def _show_all(self) -> None:
        self._all = True
        self._show()

    def _show(self) -> None:
        self._buttons = []
        self.forget_buttons()
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        shown = self._warnings if self._all else self._warnings[:_SHOWN]
        for line, warning in enumerate(shown):
            self._add(line, warning)
        self.next_button.setVisible(self._in_list and self._may_settle)
        self._more.setVisible(len(shown) < len(self._warnings))
        self._more.setText(self.language.text("card.show_all", count=len(self._warnings)))
        self.setVisible(bool(self._warnings))
        self.lock(self.locked)

    def _add(self, line: int, warning: WarningLine) -> None:
        words = self.language.text
        column, value, reason = role_label("label"), QLabel(warning.value), role_label("muted")
        column.setText(warning.column)
        reason.setText(words(f"import_reason.{warning.reason}"))
        for label in (value, reason):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        value.setMinimumWidth(120)
        self._grid.addWidget(column, line, 0)
        self._grid.addWidget(value, line, 1)
        self._grid.addWidget(reason, line, 2)
        if self._may_settle:
            button = QPushButton(words("card.settle"))
            button.setProperty("role", "link")
            button.setAutoDefault(False)
            button.setAccessibleName(words("card.settle_named", column=warning.column))
            button.clicked.connect(lambda: self.settled.emit(warning.id))
            self._buttons.append(button)
            self.changes_something(button)
            self._grid.addWidget(button, line, 3)
