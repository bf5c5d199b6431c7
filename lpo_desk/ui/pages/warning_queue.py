"""The work list of import warnings that is being gone through: kept while its customers are open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from lpo_desk.services.warnings import WaitingWarning


class WarningQueue(QObject):
    """One for each signed-in session."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._rows: tuple[WaitingWarning, ...] = ()

    def keep(self, rows: "tuple[WaitingWarning, ...]") -> None:
        """Go through these from now on."""
        self._rows = rows

    def has(self, party_id: int) -> bool:
        return any(row.party_id == party_id for row in self._rows)

    def settled(self, warning_id: int) -> int | None:
        """Take the warning off the list. The customer of the one that follows it, or of the first; None at the end."""
        place = next((n for n, row in enumerate(self._rows) if row.id == warning_id), None)
        if place is not None:
            self._rows = (*self._rows[:place], *self._rows[place + 1 :])
        if not self._rows:
            return None
        return self._rows[(place or 0) % len(self._rows)].party_id


def warning_queue(context: QObject) -> WarningQueue:
    """The list of the session, made when first asked for."""
    return context.findChild(WarningQueue) or WarningQueue(context)
