"""Section 7: what happened to the customer and to the data held of him, on one time line."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from lpo_desk.domain.audit import Change
from lpo_desk.domain.card import HistoryKind, HistoryLine
from lpo_desk.domain.labels import Labelled
from lpo_desk.services import history
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.customer import written_phone
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.card_panel import Panel
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.widgets.flow import FlowLayout

_SHOWN = 12
_CHANGES = 4
"""Values of one save that are told before the line is opened."""

_LOOKS = {
    HistoryKind.CHANGE: (Mark.SQUARE, Tone.ACCENT),
    HistoryKind.INTERACTION: (Mark.DISC, Tone.OK),
    HistoryKind.PERMISSION: (Mark.CHECK, Tone.OK),
    HistoryKind.REQUEST: (Mark.ARROW, Tone.WARNING),
    HistoryKind.PAPER: (Mark.TRIANGLE, Tone.MUTED),
    HistoryKind.LOOKUP: (Mark.RING, Tone.MUTED),
}
"""In the order of the filter chips."""


@dataclass(frozen=True)
class _Row:
    """`number` tells equal lines apart."""

    number: int
    line: HistoryLine
    whole: bool = False


class HistoryPanel(Panel):
    """Newest first, read again for each choice of chips: none pressed shows all. `case_wished` carries a number."""

    case_wished = Signal(str)

    def __init__(self, number: int, context: Context, access: Access) -> None:
        super().__init__(number, "card.section_history", context.language)
        self._access = access
        self._lines: tuple[HistoryLine, ...] = ()
        self._opened: frozenset[int] = frozenset()
        self._chips = {kind: self._chip(kind) for kind in _LOOKS}
        filters = QWidget()
        flow = FlowLayout(filters, gap=5)
        for chip in self._chips.values():
            flow.addWidget(chip)
        self.block = ListBlock(
            "card.history",
            _columns(context.language),
            lambda row: row.number,
            context.language,
            title="card.section_history",
            empty="card.no_history",
            memory=context.memory,
            wrapped=True,
            spare="card.history_kind_column",
            shown=_SHOWN,
        )
        self.block.table.opened.connect(self._open)
        self.body.addWidget(filters)
        self.body.addWidget(self.block)

    def read(self) -> None:
        """Ask for the time line of the kinds that are chosen."""
        chosen = [kind for kind, chip in self._chips.items() if chip.isChecked()] or list(HistoryKind)
        self._access.read(
            lambda unit, ticket: history.lines(unit, ticket, chosen), self._show, latest="history"
        )

    def chip(self, kind: HistoryKind) -> QToolButton:
        """The filter of the kind."""
        return self._chips[kind]

    def _show(self, lines: tuple[HistoryLine, ...]) -> None:
        if lines != self._lines:
            self._lines, self._opened = lines, frozenset()
        self._fill()

    def _fill(self) -> None:
        opened = self._opened
        self.block.set_rows([_Row(number, line, number in opened) for number, line in enumerate(self._lines)])

    def _open(self, number: object) -> None:
        """A request opens its case; a change that was cut short shows all its values, and cut short again."""
        if not isinstance(number, int):
            return
        line = self._lines[number]
        if line.kind is HistoryKind.REQUEST:
            self.case_wished.emit(str(dict(line.values).get("number", "")))
        elif len(line.changes) > _CHANGES:
            self._opened ^= {number}
            self._fill()

    def _chip(self, kind: HistoryKind) -> QToolButton:
        chip = QToolButton()
        chip.setCheckable(True)
        chip.setProperty("role", "filter")
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(self.read)
        self.language.bind(chip.setText, f"card.history_{kind.value}")
        return chip


def _columns(language: Language) -> tuple[Column[_Row], ...]:
    def kind(row: _Row) -> Status:
        mark, tone = _LOOKS[row.line.kind]
        named = row.line.detail if row.line.kind is HistoryKind.INTERACTION and row.line.detail else ""
        return Status(named or f"card.line_{row.line.kind.value}", mark, tone)

    return (
        Column("card.history_at", lambda row: row.line.at, width=165),
        Column("card.history_kind_column", lambda row: None, width=135, status=kind),
        Column(
            "card.history_what",
            lambda row: told(row.line, language, whole=row.whole),
            width=150,
            stretch=True,
        ),
        Column("card.history_who", lambda row: row.line.who, width=130),
    )


def told(line: HistoryLine, language: Language, *, whole: bool = True) -> str:
    """A line of the history in words, with each changed value; of many the first few unless the `whole` is wanted."""
    if not line.translate:
        return line.text
    values = {name: shown(value, language) for name, value in line.values}
    first = language.text(line.text, **values)
    changes = [_changed(change, language) for change in line.changes]
    if len(changes) > _CHANGES and not whole:
        changes = [*changes[:_CHANGES], language.text("card.more_changes", count=len(changes) - _CHANGES)]
    return "\n".join([first, *changes])


def shown(value: object, language: Language) -> str:
    """A value of the register as it is read."""
    match value:
        case Lang():
            return language.text(f"language.{value.value}")
        case Labelled():
            return language.text(value.term)
        case str() if value.startswith("+"):
            return written_phone(value)
        case _:
            return language.show(value)


def _changed(change: Change, language: Language) -> str:
    label = language.text(change.field)
    before, after = shown(change.before, language), shown(change.after, language)
    if not before and not after:
        return label
    key = "card.change" if before and after else "card.change_added" if after else "card.change_removed"
    return language.text(key, field=label, before=before, after=after)
