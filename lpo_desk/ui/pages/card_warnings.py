"""Values of the old register that found no field: shown on top of the card until somebody has dealt with them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from lpo_desk.domain.card import WarningLine
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_panel import Panel
from lpo_desk.ui.widgets.inputs import role_label

_SHOWN = 3


class WarningsPanel(Panel):
    """`settled` carries the id of a warning that the clerk has dealt with. Hidden when there is none."""

    settled = Signal(int)

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

    def set_warnings(self, warnings: tuple[WarningLine, ...]) -> None:
        self._warnings = warnings
        self._show()

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
