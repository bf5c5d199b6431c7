"""What the main window asks of everything it shows: places of the navigation, customer cards, cases."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from lpo_desk.domain.changes import Changes
from lpo_desk.ui.focus import first_stop

if TYPE_CHECKING:
    from lpo_desk.ui.context import Context


class Page(QWidget):
    """Base of every page. Subclasses fill it in `__init__(context, ...)` and override what concerns them.

    A page claims its commands once, `context.actions.claim("save", self, self.save)`; they count while it is in
    front. Errors that nobody takes go to the page's own `tell_error` if it has one, else to the window's bar.
    """

    title = ""
    """Term key of the tab's text and of the page's name for screen readers."""

    renamed = Signal()
    """Emit it when `tab_text`, `unsaved` or `party_id` would answer otherwise than before."""

    def __init__(self, context: "Context", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    @property
    def tab_text(self) -> str:
        """What the tab says, in the clerk's language. Cards override it with the customer's name."""
        return self.context.language.text(self.title)

    @property
    def unsaved(self) -> bool:
        """Whether there is something that is not saved yet: a dot on the tab."""
        return False

    @property
    def party_id(self) -> int | None:
        """The customer that the page is about: F8, F7 and Ctrl+M begin with this one."""
        return None

    def claimants(self) -> tuple[QObject, ...]:
        """Who claims commands while the page is in front, the outermost first: a section that is being edited."""
        return (self,)

    def activated(self) -> None:
        """The page has come to the front: read what is shown, if it may have changed."""

    def changed(self, changes: Changes) -> None:
        """Something was saved, here or by another page. Called for every open page, in front or not."""

    def may_close(self) -> bool:
        """Whether the tab may go away now. A page that refuses says itself why."""
        return True

    def keep(self) -> None:
        """Save what is half done as a draft: before the window closes or another user takes over."""

    def focus_first(self) -> None:
        """Put the keyboard where work begins."""
        first = first_stop(self)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


class SearchPage(Page):
    """The page behind the search box on top of the window, the place "customers"."""

    def search(self, text: str) -> None:
        """Show what is found by the text. Called 20 ms after the last letter; the keyboard stays in the box."""
        raise NotImplementedError

    def submit(self, text: str) -> None:
        """Enter in the box: open what was meant, or go to the list when there are several."""
        raise NotImplementedError

    def focus_results(self) -> None:
        """The arrow down in the box: go into the list."""
        raise NotImplementedError
