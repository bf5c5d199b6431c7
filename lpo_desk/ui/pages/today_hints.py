"""Three hints for the first days. Each goes away for good once its command has been used (ux.md 8.1)."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel

from lpo_desk.ui.widgets.inputs import restyle

if TYPE_CHECKING:
    from lpo_desk.ui.context import Context

HINTS = ("search", "new_request", "palette")
_USED = "hints_used"
_BETWEEN = "   ·   "


class Hints(QLabel):
    """The sentences of the commands that the user has and never used; hidden when none is left."""

    def __init__(self, context: "Context") -> None:
        super().__init__()
        self._context = context
        actions = {name: context.actions.action(name) for name in HINTS}
        self._mine = {name: action for name, action in actions.items() if action.isVisible()}
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        restyle(self)
        self.hide()
        for name, action in self._mine.items():
            action.triggered.connect(partial(self._learnt, name))

    def show_left(self) -> None:
        """In the language of the window. The label must have its place by now: alone it would be a window."""
        left = [name for name in self._mine if name not in self._used()]
        self.setText(_BETWEEN.join(self._sentence(name) for name in left))
        self.setVisible(bool(left))

    def _sentence(self, name: str) -> str:
        keys = self._mine[name].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        return self._context.language.text(f"today.hint_{name}", keys=keys)

    def _used(self) -> tuple[str, ...]:
        kept = self._context.preference(_USED)
        return tuple(name for name in HINTS if name in kept) if isinstance(kept, list) else ()

    def _learnt(self, name: str, _checked: bool = False) -> None:
        used = self._used()
        if name not in used:
            self._context.remember(_USED, [*used, name])
            self.show_left()
