"""What can be done with the chosen papers: actions for buttons and menus, and the sheet that each opens."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from lpo_desk.db.unit import Unit
from lpo_desk.domain import custody as rules
from lpo_desk.domain.custody import Custody, CustodyKind
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.paper import PaperRow
from lpo_desk.services import custody
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.paper import LOAN_DAYS, TypedMove, move_fields
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.paper_columns import titled
from lpo_desk.ui.pages.paper_sheet import Rooms
from lpo_desk.ui.theme import theme
from lpo_desk.ui.widgets.place_field import NamedPlace

KINDS = {
    CustodyKind.LENT: "export",
    CustodyKind.RETURNED: "import",
    CustodyKind.SENT: "send",
    CustodyKind.RECEIVED: "check",
    CustodyKind.PLACED: "folder",
    CustodyKind.MISSING: "warning",
    CustodyKind.FOUND: "search",
    CustodyKind.ANNOTATED: "edit",
}
"""What a clerk does with papers, the most usual first, each with its icon."""
MOST = 100
"""Papers that one event is entered for at once."""


def possible(
    rows: Sequence[PaperRow], office_id: int | None, homes: Mapping[int, int]
) -> frozenset[CustodyKind]:
    """What can happen to all of the papers now, done by somebody of the office. homes: the office of each place."""
    if not 0 < len(rows) <= MOST:
        return frozenset()
    kinds = frozenset[CustodyKind](KINDS)
    for row in rows:
        kinds &= frozenset(rules.possible(row.custody))
        if row.custody.office_id != office_id:
            kinds -= {CustodyKind.RECEIVED}
        here, home = row.custody, homes.get(row.custody.home_id or 0)
        if rules.return_refused(here.state, here.office_id, home, office_id):
            kinds -= {CustodyKind.RETURNED}
    return kinds


class PaperMoves(QObject):
    """`done` comes with the kind, the number of papers, and how many were there already; `refused` with what stood in the
    way of one that asks nothing.

    chosen: the papers that are chosen now.
    """

    done = Signal(object, int, int)
    refused = Signal(object)

    def __init__(
        self,
        context: Context,
        chosen: Callable[[], Sequence[PaperRow]],
        rooms: Callable[[], Rooms],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context, self._chosen, self._rooms = context, chosen, rooms
        self.actions = {kind: self._action(kind, icon) for kind, icon in KINDS.items()}

    def fit(self) -> None:
        """Only what is possible with the chosen papers can be pressed."""
        now = self._possible(self._chosen())
        for kind, action in self.actions.items():
            action.setEnabled(kind in now)

    def begin(self, kind: CustodyKind) -> None:
        rows = tuple(self._chosen())
        if kind not in self._possible(rows):
            return
        context, today = self._context, self._context.database.today
        fields = move_fields(kind, self._places(kind, rows), self._offices(rows), today)
        if not fields:
            self._write(rows, kind, TypedMove(), self._done(kind, rows), self._refuse)
            return
        sheet = CardSheet(
            context,
            f"paper_move_do.{kind.value}",
            fields,
            self._begun(kind, rows),
            headline=self._headline(rows),
            verb=f"paper_move_do.{kind.value}",
            sourced=False,
        )

        def done(now: tuple[Custody, ...]) -> None:
            sheet.accept()
            self._done(kind, rows)(now)

        sheet.given.connect(lambda typed, _: self._write(rows, kind, typed, done, sheet.refuse))
        sheet.open()

    def _possible(self, rows: Sequence[PaperRow]) -> frozenset[CustodyKind]:
        homes = {place.id: place.office_id for place in self._rooms().places}
        return possible(rows, self._context.actor.office_id, homes)

    def _write(
        self,
        rows: Sequence[PaperRow],
        kind: CustodyKind,
        typed: TypedMove,
        done: Callable[[tuple[Custody, ...]], object],
        failed: Callable[[Exception], object],
    ) -> None:
        keys = tuple(row.id for row in rows)

        def act(unit: Unit) -> tuple[Custody, ...]:
            return custody.act(
                unit,
                keys,
                kind,
                place_id=typed.place_id,
                holder=typed.holder,
                office_id=typed.office_id,
                due_on=typed.due_on,
                reason=typed.reason,
            )

        self._context.write(self, act, done, failed)

    def _done(self, kind: CustodyKind, rows: Sequence[PaperRow]) -> Callable[[tuple[Custody, ...]], object]:
        return lambda now: self.done.emit(kind, len(now), len(rows) - len(now))

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.refused.emit(error)

    def _begun(self, kind: CustodyKind, rows: Sequence[PaperRow]) -> TypedMove:
        """What is most likely: lent to oneself for two weeks, sent to the only other office."""
        match kind:
            case CustodyKind.LENT:
                due = self._context.database.today() + timedelta(days=LOAN_DAYS)
                return TypedMove(holder=self._context.actor.display_name, due_on=due)
            case CustodyKind.SENT:
                others = self._offices(rows)
                key = others[0][0] if others else None
                return TypedMove(office_id=key if isinstance(key, int) else None)
            case _:
                return TypedMove()

    def _offices(self, rows: Sequence[PaperRow]) -> Sequence[tuple[Hashable, str]]:
        """Where the papers can be sent: any office that none of them is at."""
        here = {row.custody.office_id for row in rows}
        lang = self._context.lang
        return [(each.id, each.name(lang)) for each in self._rooms().offices if each.id not in here]

    def _places(self, kind: CustodyKind, rows: Sequence[PaperRow]) -> Sequence[NamedPlace]:
        """Where they can be put: in the office that they are at; one that was lost turns up anywhere."""
        here = {row.custody.office_id for row in rows}
        only = here.pop() if kind is CustodyKind.PLACED and len(here) == 1 else None
        return self._rooms().named(self._context.language, only)

    def _headline(self, rows: Sequence[PaperRow]) -> str:
        if len(rows) > 1:
            return self._context.language.text("paper_move.several", count=len(rows))
        return f"{rows[0].number}  {titled(rows[0], self._context.language)}"

    def _action(self, kind: CustodyKind, icon: str) -> QAction:
        action = QAction(self)
        self._context.language.bind(action.setText, f"paper_move_do.{kind.value}")
        theme().dress(action, icon)
        action.triggered.connect(lambda: self.begin(kind))
        return action
