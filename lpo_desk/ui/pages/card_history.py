"""Section 7: what happened to the customer and to the data held of him, on one time line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Change
from lpo_desk.domain.card import Card, HistoryKind, HistoryLine
from lpo_desk.domain.disclosing import DisclosureLine, NewDisclosure
from lpo_desk.domain.entries import EntryLine, HistoryEntry
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import InteractionKind, Source
from lpo_desk.services import disclosures, history
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.customer import Today, written_phone
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.card_panel import Panel
from lpo_desk.ui.pages.card_saving import Done
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.entry_dialog import EntryDialog
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.section_form import Field

Filter = HistoryKind | InteractionKind
_SHOWN = 12
_CHANGES = 4
"""Values of one save that are told before the line is opened."""
_LETTERS = 160
"""Of an event's text, before the line is opened."""

_LOOKS = {
    HistoryKind.CHANGE: (Mark.SQUARE, Tone.ACCENT),
    HistoryKind.INTERACTION: (Mark.DISC, Tone.OK),
    HistoryKind.PERMISSION: (Mark.CHECK, Tone.OK),
    HistoryKind.REQUEST: (Mark.ARROW, Tone.WARNING),
    HistoryKind.PAPER: (Mark.TRIANGLE, Tone.MUTED),
    HistoryKind.DISCLOSURE: (Mark.ARROW, Tone.ACCENT),
    HistoryKind.LOOKUP: (Mark.RING, Tone.MUTED),
}
_FILTERS: tuple[Filter, ...] = (
    *InteractionKind,
    *(kind for kind in _LOOKS if kind is not HistoryKind.INTERACTION),
)
"""In the order of the chips: each kind of event by itself, then what the program wrote."""


@dataclass(frozen=True)
class _Row:
    """`number` tells equal lines apart."""

    number: int
    line: HistoryLine
    whole: bool = False


class HistoryPanel(Panel):
    """Newest first, read again for each choice of chips: none pressed shows all. `case_wished` carries a number."""

    case_wished = Signal(str)

    def __init__(self, number: int, context: Context, access: Access, today: Today) -> None:
        super().__init__(number, "card.section_history", context.language)
        self._context, self._access, self._today = context, access, today
        self._card: Card | None = None
        self._lines: tuple[HistoryLine, ...] = ()
        self._opened: frozenset[int] = frozenset()
        self._chips = {kind: self._chip(kind) for kind in _FILTERS}
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
        self.add_button = self.link("entries.add_history")
        self.add_button.clicked.connect(self.edit_here)
        self.give_button = self.link("disclosure.add")
        self.give_button.clicked.connect(self.give_out)
        self.changes_something(self.add_button, self.give_button)
        self.entered.connect(self.block.table.setFocus)
        self.body.addWidget(filters)
        self.body.addWidget(self.block)

    @property
    def editable(self) -> bool:  # type: ignore[override]  # a plain attribute where it never changes
        """F2 adds an event, unless the details are hidden."""
        return self._may_add

    @property
    def chips(self) -> Sequence[QToolButton]:
        """The filters in their order."""
        return tuple(self._chips.values())

    def show_card(self, card: Card) -> None:
        self._card = card
        for button in (self.add_button, self.give_button):
            button.setVisible(not card.masked and self._context.may(Right.EDIT_CUSTOMER))
        self.read()

    def read(self) -> None:
        """Ask for the time line of the kinds that are chosen."""
        chosen: list[Filter] = [kind for kind, chip in self._chips.items() if chip.isChecked()]
        kinds = chosen or list(HistoryKind)
        self._access.read(
            lambda unit, ticket: history.lines(unit, ticket, kinds), self._show, latest="history"
        )

    def chip(self, kind: Filter) -> QToolButton:
        """The filter of the kind."""
        return self._chips[kind]

    def edit_here(self) -> None:
        """A new event of today."""
        self._ask(HistoryEntry(on_date=self._today()))

    def give_out(self) -> None:
        """Write down that data were given to somebody outside."""
        if not self._may_add:
            return
        fields = (
            Field("recipient", "field.recipient", editors.text(200), required=True),
            Field("on_date", "field.disclosed_on", editors.day(self._today), required=True),
            Field("what", "field.disclosed_what", editors.notes(1000, lines=3), required=True, wide=True),
            Field("basis", "field.disclosure_basis", editors.text(200), wide=True),
        )
        fresh = NewDisclosure(on_date=self._today())
        sheet = CardSheet(self._context, "disclosure.add", fields, fresh, columns=2, sourced=False)

        def given(mine: NewDisclosure, _: Source) -> None:
            self._access.write(lambda unit, ticket: disclosures.add(unit, ticket, mine), done, sheet.refuse)

        def done(line: DisclosureLine) -> None:
            sheet.accept()
            self.saved.emit(Done(self.language.text("disclosure.saved", recipient=line.recipient)))

        sheet.given.connect(given)
        sheet.open()

    @property
    def _may_add(self) -> bool:
        shown = self._card is not None and not self._card.masked and self.locked is None
        return shown and self._context.may(Right.EDIT_CUSTOMER)

    def _ask(self, value: HistoryEntry, line: EntryLine[HistoryEntry] | None = None) -> None:
        card = self._card
        if card is None or not self._may_add:
            return
        dialog = EntryDialog(
            self._context,
            self._access,
            value,
            today=self._today,
            speaks=lambda: card.basic.language,
            subscriptions=[each.number for each in card.subscriptions],
            line=line,
        )
        dialog.saved.connect(self.saved)
        dialog.open()

    def _show(self, lines: tuple[HistoryLine, ...]) -> None:
        if lines != self._lines:
            self._lines, self._opened = lines, frozenset()
        self._fill()

    def _fill(self) -> None:
        opened = self._opened
        self.block.set_rows([_Row(number, line, number in opened) for number, line in enumerate(self._lines)])

    def _open(self, number: object) -> None:
        """A request opens its case, an event of one's own of today its sheet; anything else is shown whole, and again."""
        if not isinstance(number, int):
            return
        line = self._lines[number]
        if line.kind is HistoryKind.REQUEST:
            self.case_wished.emit(str(dict(line.values).get("number", "")))
        elif line.entry is not None and line.entry.mine and self._may_add:
            self._ask(line.entry.value, line.entry)
        elif told(line, self.language) != told(line, self.language, whole=False):
            self._opened ^= {number}
            self._fill()

    def _chip(self, kind: Filter) -> QToolButton:
        chip = QToolButton()
        chip.setCheckable(True)
        chip.setProperty("role", "filter")
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.clicked.connect(self.read)
        term = kind.term if isinstance(kind, InteractionKind) else f"card.history_{kind.value}"
        self.language.bind(chip.setText, term)
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
    """A line of the history in words, with each changed value; the first of it unless the `whole` is wanted."""
    if line.entry is not None:
        return _event(line, line.entry, language, whole=whole)
    if not line.translate:
        return line.text
    values = {name: shown(value, language) for name, value in line.values}
    first = language.text(line.text, **values)
    if line.source is not None:
        first = language.text("card.history_sourced", what=first, source=language.text(line.source.term))
    changes = [changed(change, language) for change in line.changes]
    if len(changes) > _CHANGES and not whole:
        changes = [*changes[:_CHANGES], language.text("card.more_changes", count=len(changes) - _CHANGES)]
    return "\n".join([first, *changes])


def _event(line: HistoryLine, entry: EntryLine[HistoryEntry], language: Language, *, whole: bool) -> str:
    """What was entered, and below it how, on what paper, for which subscription and where."""
    text = entry.value.text or language.text(line.detail)
    if not whole and len(text) > _LETTERS:
        text = text[:_LETTERS].rstrip() + "…"
    value, words = entry.value, language.text
    office = line.office[language.lang is Lang.SV]
    more = (
        (words("field.document_number"), value.number),
        (words("field.subscription_number"), value.subscription),
        (words("field.way"), words(value.way.term) if value.way and whole else ""),
        (words("entries.office"), office if whole else ""),
        (words("field.source"), words(entry.came.source.term) if whole else ""),
    )
    facts = ", ".join(f"{label}: {fact}" for label, fact in more if fact)
    return "\n".join(filter(None, (text, facts)))


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


def changed(change: Change, language: Language) -> str:
    """What became of one field, in words."""
    label = language.text(change.field)
    before, after = shown(change.before, language), shown(change.after, language)
    if not before and not after:
        return label
    key = "card.change" if before and after else "card.change_added" if after else "card.change_removed"
    return language.text(key, field=label, before=before, after=after)
