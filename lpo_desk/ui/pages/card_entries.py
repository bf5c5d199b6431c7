"""Lists under the forms of sections 1 and 2: what a customer may have any number of. Enter on a line opens its sheet."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.card import Card
from lpo_desk.domain.entries import (
    AddressEntry,
    AddressState,
    ContactEntry,
    Entry,
    EntryLine,
    ForeignEntry,
    FormerName,
    FormerOrganisationName,
    NoteEntry,
    NumberEntry,
)
from lpo_desk.domain.party import AddressKind, PartyKind
from lpo_desk.domain.reference import country_name
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.customer import Today, written_phone
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.card_panel import Panel
from lpo_desk.ui.pages.entry_dialog import EntryDialog
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.widgets.inputs import role_label

Line = EntryLine[Any]
_SOURCE = "field.source"
_STATES = {
    AddressState.PRESENT: (Mark.CHECK, Tone.OK),
    AddressState.UPCOMING: (Mark.ARROW, Tone.ACCENT),
    AddressState.FORMER: (Mark.RING, Tone.MUTED),
}


class EntryBlock(QWidget):
    """A heading, buttons that add, and the list. Without lines only the heading stands. `wished` carries a new Entry,
    `opened` a line."""

    wished = Signal(object)
    opened = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Line]],
        adds: Sequence[tuple[str, Callable[[], Entry]]],
        context: Context,
        *,
        may_edit: bool,
        shown: int = 5,
    ) -> None:
        super().__init__()
        language = context.language
        self._lines: dict[object, Line] = {}
        heading = role_label("label")
        language.bind(heading.setText, f"card.{name}")
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(heading)
        head.addStretch(1)
        self.buttons = tuple(self._button(term, make, language) for term, make in adds)
        for button in self.buttons:
            button.setVisible(may_edit)
            head.addWidget(button)
        self.block = ListBlock(
            f"card.{name}",
            columns,
            _key,
            language,
            title=f"card.{name}",
            empty=f"card.no_{name}",
            memory=context.memory,
            wrapped=True,
            shown=shown,
        )
        self.block.table.opened.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 7, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.block)

    def set_lines(self, lines: Sequence[Line]) -> None:
        self._lines = {_key(line): line for line in lines}
        self.block.set_rows(list(lines))
        self.block.setVisible(bool(lines))

    def show_sources(self, shown: bool) -> None:
        self.block.table.setColumnHidden(self.block.table.cells.column_number(_SOURCE), not shown)

    def _open(self, key: object) -> None:
        line = self._lines.get(key)
        if line is not None:
            self.opened.emit(line)

    def _button(self, term: str, make: Callable[[], Entry], language: Language) -> QPushButton:
        button = QPushButton(self)
        button.setProperty("role", "link")
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self.wished.emit(make()))
        language.bind(button.setText, term)
        return button


class CardEntries(QObject):
    """The lists of one card, set into its panels."""

    def __init__(self, context: Context, access: Access, today: Today, basic: Panel, contact: Panel) -> None:
        super().__init__(basic)
        self._context, self._access, self._today = context, access, today
        self._card: Card | None = None
        language = context.language
        may_edit = context.may(Right.EDIT_CUSTOMER)

        def block(
            panel: Panel,
            name: str,
            columns: Sequence[Column[Line]],
            *adds: tuple[str, Callable[[], Entry]],
        ) -> EntryBlock:
            made = EntryBlock(name, columns, adds, context, may_edit=may_edit)
            made.wished.connect(lambda entry: self._ask(panel, entry))
            made.opened.connect(lambda line: self._correct(panel, line))
            panel.changes_something(*made.buttons)
            panel.body.addWidget(made)
            return made

        self.names = block(
            basic, "former_names", former_columns(language), ("entries.add_former", self._new_name)
        )
        self.numbers = block(
            basic,
            "numbers",
            number_columns(language),
            ("entries.add_number", NumberEntry),
            ("entries.add_foreign", ForeignEntry),
        )
        self.notes = block(basic, "notes", note_columns(language), ("entries.add_note", NoteEntry))
        self.addresses = block(
            contact,
            "addresses",
            address_columns(language, today),
            ("entries.add_address", lambda: AddressEntry(AddressKind.VISITING, valid_from=today())),
        )
        self.contacts = block(
            contact, "other_contacts", contact_columns(language), ("entries.add_contact", ContactEntry)
        )
        self.show_sources(False)

    @property
    def blocks(self) -> tuple[EntryBlock, ...]:
        return self.names, self.numbers, self.notes, self.addresses, self.contacts

    def show_card(self, card: Card) -> None:
        self._card = card
        self.names.set_lines(card.name_history)
        self.numbers.set_lines((*card.accounts, *card.foreign_ids))
        self.notes.set_lines(card.notes)
        self.addresses.set_lines(card.addresses)
        self.contacts.set_lines(card.other_contacts)

    def show_sources(self, shown: bool) -> None:
        for block in self.blocks:
            block.show_sources(shown)

    def _correct(self, panel: Panel, line: Line) -> None:
        first = self._card.accounts[:1] if self._card else ()
        self._ask(panel, line.value, line, removable=line not in first)

    def _ask(self, panel: Panel, value: Entry, line: Line | None = None, *, removable: bool = True) -> None:
        if self._card is None or panel.locked or not self._context.may(Right.EDIT_CUSTOMER):
            return
        dialog = EntryDialog(
            self._context,
            self._access,
            value,
            today=self._today,
            speaks=self._speaks,
            line=line,
            removable=removable,
        )
        dialog.saved.connect(panel.saved)
        dialog.open()

    def _new_name(self) -> Entry:
        person = self._card is None or self._card.kind is PartyKind.PERSON
        return FormerName() if person else FormerOrganisationName()

    def _speaks(self) -> Lang | None:
        return self._card.basic.language if self._card else None


def _key(line: Line) -> object:
    return type(line.value).__name__, line.id


def provenance(line: Line, language: Language) -> str:
    """Where an entry came from, when, and through whom."""
    came = line.came
    key = "card.source_by" if came.by else "card.source_on"
    return language.text(key, source=language.text(came.source.term), on=came.on, by=came.who)


def _source(language: Language) -> Column[Line]:
    return Column(_SOURCE, lambda line: provenance(line, language), width=230)


def former_columns(language: Language) -> tuple[Column[Line], ...]:
    return (
        Column("customer.name", lambda line: line.value.name, width=300, stretch=True),
        Column("field.valid_from", lambda line: line.value.valid_from, width=165),
        Column("field.valid_to", lambda line: line.value.valid_to, width=170),
        _source(language),
    )


def number_columns(language: Language) -> tuple[Column[Line], ...]:
    def what(line: Line) -> str:
        match line.value:
            case ForeignEntry(country=country):
                name = language.text("field.foreign_id")
                return f"{name}, {country_name(country, language.lang)}" if country else name
            case _:
                return language.text("field.customer_number")

    def member(line: Line) -> str:
        entry = line.value
        if not isinstance(entry, NumberEntry) or not entry.member:
            return ""
        return " ".join(filter(None, (language.text("field.member"), entry.member_number)))

    return (
        Column(
            "entries.identifier",
            lambda line: getattr(line.value, "number", "") or getattr(line.value, "value", ""),
            width=130,
        ),
        Column("entries.identifier_kind", what, width=200, stretch=True),
        Column("field.customer_since", lambda line: getattr(line.value, "since", None), width=165),
        Column("card.member", member, width=170),
        _source(language),
    )


def note_columns(language: Language) -> tuple[Column[Line], ...]:
    return (
        Column("field.date", lambda line: line.came.on, width=100),
        Column("field.note", lambda line: line.value.text, width=300, stretch=True),
        Column("card.history_who", lambda line: line.came.who, width=110),
        _source(language),
    )


def address_columns(language: Language, today: Today) -> tuple[Column[Line], ...]:
    def state(line: Line) -> Status:
        found = AddressState.of(line.value, today())
        return Status(found.term, *_STATES[found])

    return (
        Column("field.address_kind", lambda line: line.value.kind, width=130),
        Column(
            "entries.address", lambda line: written_address(line.value, language), width=230, stretch=True
        ),
        Column("entries.state", lambda line: None, width=135, status=state),
        Column("field.valid_from", lambda line: line.value.valid_from, width=125),
        Column("field.valid_to", lambda line: line.value.valid_to, width=125),
        _source(language),
    )


def contact_columns(language: Language) -> tuple[Column[Line], ...]:
    def value(line: Line) -> str:
        text: str = line.value.value
        return written_phone(text) if text.startswith("+") else text

    return (
        Column("field.contact_kind", lambda line: line.value.kind, width=180),
        Column("field.contact_value", value, width=250, stretch=True),
        _source(language),
    )


def written_address(entry: AddressEntry, language: Language) -> str:
    """`c/o Salo, Satamatie 1, 07900 Loviisa`; the country only where it is another."""
    co = f"c/o {entry.co}" if entry.co else ""
    country = country_name(entry.country, language.lang) if entry.country != "FI" else ""
    return ", ".join(filter(None, (co, entry.street, f"{entry.postcode} {entry.town}".strip(), country)))
