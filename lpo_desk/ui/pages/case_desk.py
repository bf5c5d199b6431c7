"""The case page's way to the database: its steps, its papers, and the person's data under a ticket of the case."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from lpo_desk.db.unit import NoTicket
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Purpose, RevealReason, Ticket
from lpo_desk.domain.case import OPEN, CaseFile
from lpo_desk.domain.errors import UserError
from lpo_desk.services import cases, casework, customers
from lpo_desk.services._reveals import DetailsHidden
from lpo_desk.ui.context import Context
from lpo_desk.ui.runner import tell

if TYPE_CHECKING:
    from lpo_desk.db.unit import Unit

T = TypeVar("T")
Done = Callable[[T], object]
Failed = Callable[[Exception], object]


class CaseDesk(QObject):
    """One at a time: while a step is under way no other begins, so that a double press is one press.

    `busied` says when something is under way and when it is not any more.
    """

    busied = Signal(bool)

    def __init__(self, context: Context, case_id: int, page: QObject) -> None:
        super().__init__(page)
        self.context = context
        self.case_id = case_id
        self.case: CaseFile | None = None
        self._page = page
        self._ticket: Ticket | None = None
        self._busy = False

    @property
    def busy(self) -> bool:
        return self._busy

    def read(self, done: Done[CaseFile]) -> None:
        case_id = self.case_id
        self.context.read(self._page, lambda unit: cases.read(unit, case_id), done, latest="case")

    def step(self, act: Callable[["Unit"], T], done: Done[T], failed: Failed | None = None) -> None:
        """Do a step in one unit. Whoever does the first step of a case that nobody handles takes it along."""
        if self._busy:
            return
        take = self._takes_along()

        def handled(unit: "Unit") -> T:
            if take:
                casework.take(unit, self.case_id)
            return act(unit)

        self._begin()
        self.context.write(
            self._page, handled, self._ending(done), self._refusing(failed), purpose=Purpose.REQUEST
        )

    def with_ticket(
        self, work: Callable[[Ticket | None], T], done: Done[T], failed: Failed | None = None
    ) -> None:
        """Run `work` on the database thread with an open ticket of the case's person, None where there is none.

        A ticket that has run out is renewed once, which is logged as an opening of its own.
        """
        if self._busy:
            return
        self._begin()
        self._run(work, self._ending(done), self._refusing(failed), renew=True)

    def step_opened(
        self, act: Callable[["Unit", Ticket | None], T], done: Done[T], failed: Failed | None = None
    ) -> None:
        """A step that reads or changes the person's own data, under the ticket of the case.

        Where the person is protected, that the details are opened for this case is logged first.
        """
        take, database, actor = self._takes_along(), self.context.database, self.context.actor

        def work(ticket: Ticket | None) -> T:
            def once() -> T:
                with database.unit(actor, purpose=Purpose.REQUEST) as unit:
                    if take:
                        casework.take(unit, self.case_id)
                    return act(unit, ticket)

            try:
                return once()
            except DetailsHidden:
                if ticket is None:
                    raise
            with database.unit(actor, purpose=Purpose.REQUEST) as unit:
                customers.reveal_protected(unit, ticket, RevealReason.REQUEST)
            return once()

        self.with_ticket(work, done, failed)

    def fetch(self, document_id: int, done: Done[bytes]) -> None:
        """Read an archived paper again, which is logged."""
        self.context.write(
            self._page, lambda unit: cases.document(unit, document_id), done, purpose=Purpose.REQUEST
        )

    def _run(self, work: Callable[[Ticket | None], T], done: Done[T], failed: Failed, *, renew: bool) -> None:
        party_id, ticket = self.case.row.party_id if self.case else None, self._ticket
        if party_id is not None and ticket is None:
            self._open(party_id, lambda: self._run(work, done, failed, renew=False), failed)
            return

        def refused(error: Exception) -> None:
            if isinstance(error, NoTicket) and renew and party_id is not None:
                self._open(party_id, lambda: self._run(work, done, failed, renew=False), failed)
            else:
                failed(error)

        self.context.runner.run(self._page, lambda: work(ticket), done, refused)

    def _open(self, party_id: int, then: Callable[[], object], failed: Failed) -> None:
        def opened(ticket: Ticket) -> None:
            self._ticket = ticket
            then()

        case_id = self.case_id
        self.context.write(
            self._page,
            lambda unit: customers.open(unit, party_id, Purpose.REQUEST, case_id),
            opened,
            failed,
            purpose=Purpose.REQUEST,
        )

    def _takes_along(self) -> bool:
        case = self.case
        handles = self.context.may(Right.HANDLE_REQUEST)
        return handles and case is not None and not case.row.handler and case.row.status in OPEN

    def _begin(self) -> None:
        self._busy = True
        self.busied.emit(True)

    def _end(self) -> None:
        self._busy = False
        self.busied.emit(False)

    def _ending(self, done: Done[T]) -> Done[T]:
        def ended(value: T) -> None:
            self._end()
            done(value)

        return ended

    def _refusing(self, failed: Failed | None) -> Failed:
        def refused(error: Exception) -> None:
            self._end()
            if failed is not None and isinstance(error, UserError):
                failed(error)
            else:
                tell(self._page, error)

        return refused
