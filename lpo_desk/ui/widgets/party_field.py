"""A field that holds a party of the register, found while typing its name or number."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.party import Flag, ListRow
from lpo_desk.domain.sections import ValueRefused
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets.editors import MakesEditor
from lpo_desk.ui.widgets.found_field import FoundEditor

_SHOWN = 5
Answer = Callable[[Sequence[ListRow]], object]
Find = Callable[[str, Answer], None]
"""Ask for the parties that a text finds; the answer comes later."""


class PartyEditor(FoundEditor):
    """The key of a party, or None. Enter in the line takes the first that was found; an emptied line is nobody."""

    def __init__(self, language: Language, parent: QWidget, find: Find, told: str) -> None:
        """`told`: the name of the party whose key is loaded."""
        super().__init__(language, parent, "party_field.prompt", "search.results")
        self._language, self._find, self._told = language, find, told
        self._key: int | None = None
        self._rows: Sequence[ListRow] = ()
        self._text, self._asked, self._enter = "", "", False
        self.line.asked.connect(self._ask)
        self.line.submitted.connect(self._submit)
        self.line.textEdited.connect(lambda _: self._typed())

    def value(self) -> object:
        """Raises ValueRefused for a text that was typed without anybody being taken."""
        if self._key is None and self.line.text().strip():
            raise ValueRefused("party_field.not_chosen")
        return self._key

    def set_value(self, value: object) -> None:
        self._key = value if isinstance(value, int) else None
        self._write(self._told if self._key is not None else "")

    def _typed(self) -> None:
        self._key = None
        self.edited.emit()

    def _ask(self, text: str) -> None:
        if text == self._text:
            return
        self._asked, self._enter = text, False
        if not text:
            self._show(text, ())
            self._key = None
            self.edited.emit()
            return
        self._find(text, lambda rows: self._show(text, rows))

    def _show(self, text: str, rows: Sequence[ListRow]) -> None:
        if text != self._asked:
            return
        self._rows = rows[:_SHOWN]
        self.offer([self._named(row) for row in self._rows])
        if self._enter:
            self.take()

    def settled(self) -> bool:
        return self._key is not None or not self.line.text().strip()

    def _submit(self, _: str) -> None:
        """Enter; it waits for the answer to what was typed."""
        if self.offers:
            self.take()
        else:
            self._enter = True

    def take(self) -> None:
        place = self.list.currentRow()
        if not 0 <= place < len(self._rows):
            return
        row = self._rows[place]
        self._key, self._enter = row.party_id, False
        self._write(self._named(row))
        self.taken()

    def _write(self, text: str) -> None:
        self._text = text.strip()
        self.line.setText(text)

    def _named(self, row: ListRow) -> str:
        """The name with what tells it from its like."""
        name = self._language.text("card.hidden_person") if Flag.PROTECTED in row.flags else row.name
        return ", ".join(filter(None, (name, row.number, row.town)))


def party(find: Find, told: str = "") -> MakesEditor:
    return lambda language, parent: PartyEditor(language, parent, find, told)
