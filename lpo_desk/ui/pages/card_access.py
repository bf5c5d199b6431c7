"""The card's way to the database: everything under its ticket, which is taken anew when it has run out."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from lpo_desk.domain.audit import Ticket
from lpo_desk.ui.context import Context
from lpo_desk.ui.runner import tell

if TYPE_CHECKING:
    from lpo_desk.db.unit import Unit

T = TypeVar("T")
Done = Callable[[T], object]
Failed = Callable[[Exception], object]
Send = Callable[[Failed], None]


class Access(QObject):
    """Reads and writes of one customer's card.

    A ticket lives 15 minutes. A card that is open longer takes another with the purpose of the first, which is logged
    as an opening of its own, and asks the same again: once, so that a refusal can never go round in circles.
    """

    replaced = Signal(object)
    """The ticket of another: the customer was merged into that one meanwhile."""

    def __init__(self, context: Context, ticket: Ticket, owner: QObject) -> None:
        super().__init__(owner)
        self._context, self._owner = context, owner
        self.ticket = ticket

    def read(
        self,
        ask: Callable[["Unit", Ticket], T],
        done: Done[T],
        failed: Failed | None = None,
        *,
        latest: str | None = None,
    ) -> None:
        def send(otherwise: Failed) -> None:
            ticket = self.ticket
            self._context.read(self._owner, lambda unit: ask(unit, ticket), done, otherwise, latest=latest)

        self._send(send, failed)

    def write(self, act: Callable[["Unit", Ticket], T], done: Done[T], failed: Failed | None = None) -> None:
        def send(otherwise: Failed) -> None:
            ticket = self.ticket
            self._context.write(
                self._owner, lambda unit: act(unit, ticket), done, otherwise, purpose=ticket.purpose
            )

        self._send(send, failed)

    def _send(self, send: Send, failed: Failed | None) -> None:
        def refused(error: Exception) -> None:
            if failed:
                failed(error)
            else:
                tell(self._owner, error)

        def first(error: Exception) -> None:
            from lpo_desk.db.unit import NoTicket

            if isinstance(error, NoTicket):
                self._renew(lambda: send(refused))
            else:
                refused(error)

        send(first)

    def _renew(self, then: Callable[[], object]) -> None:
        def renewed(ticket: Ticket) -> None:
            if ticket.party_id != old.party_id:
                self.replaced.emit(ticket)  # nothing of the one is asked or saved of the other
                return
            self.ticket = ticket
            then()

        old = self.ticket
        self._context.take_ticket(
            self._owner, old.party_id, renewed, purpose=old.purpose, case_id=old.case_id
        )
