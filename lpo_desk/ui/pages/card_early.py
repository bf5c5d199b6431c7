"""Keys pressed while a card is being read: done once it has come, never lost."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt

from lpo_desk.ui.actions import OF_CARD, Actions, Reason
from lpo_desk.ui.page import Page
from lpo_desk.ui.widgets.message_bar import Kind, MessageBar


class Early:
    """Claims the commands of a card for its page; those that need the card wait for `read`."""

    def __init__(self, page: Page, actions: Actions, bar: MessageBar) -> None:
        self._page, self._actions, self._bar = page, actions, bar
        self._claims: dict[str, tuple[Callable[[], object], Reason | None]] = {}
        self._read = False
        self._pressed: list[str] = []

    @property
    def waiting(self) -> bool:
        return bool(self._pressed)

    def claim(self, command: str, call: Callable[[], object], reason: Reason | None) -> None:
        self._claims[command] = call, reason
        if command in OF_CARD:
            call, reason = partial(self._do, command), partial(self._why_not, command)
        self._actions.claim(command, self._page, call, reason)

    def read(self) -> None:
        """The card has come, or its page is in front again: do what was pressed, in its order. Of what cannot be done
        the bar tells why. The keyboard stays where the clerk has gone with it meanwhile."""
        self._read = True
        if not self._page.isVisible():
            return
        here = self._page.window().focusWidget()
        pressed, self._pressed = self._pressed, []
        for command in pressed:
            if why := self._why_not(command):
                self._bar.tell(Kind.INFO, why, seconds=10)
            else:
                self._do(command)
        if pressed and here is not None and not self._page.isAncestorOf(here):
            here.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, command: str) -> None:
        if self._read:
            self._claims[command][0]()
        else:
            self._pressed.append(command)
            self._page.focus_first()

    def _why_not(self, command: str) -> str | None:
        reason = self._claims[command][1]
        return reason() if self._read and reason else None
