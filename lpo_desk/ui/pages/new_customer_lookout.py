"""Looks out, while a new customer is typed, for who may be the same; nobody waits for its answers."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from lpo_desk.domain.duplicates import CERTAIN, Candidate, Likeness, Traits, address_of
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.identifiers import parse_hetu
from lpo_desk.domain.party import ListRow, PartyKind
from lpo_desk.services import duplicates
from lpo_desk.services.duplicates import Sketch
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.new_customer_alike import AlikePanel
from lpo_desk.ui.wizards.kept_form import KeptForm

_CODES = {PartyKind.PERSON: "hetu", PartyKind.ORGANISATION: "business_id"}


class Lookout(QObject):
    """`holders_changed` comes when the typed code turns out to be somebody's, and when it is no more."""

    holders_changed = Signal()

    def __init__(self, context: Context, panel: AlikePanel, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._panel = context, panel
        self._form: KeptForm[Any] | None = None
        self._kind = PartyKind.PERSON
        self._asked_code = ""
        self._alike: tuple[Candidate, ...] = ()
        self.holders: tuple[ListRow, ...] = ()

    def watch(self, form: KeptForm[Any], kind: PartyKind) -> None:
        """The form that is being typed in from now on."""
        self._form, self._kind = form, kind
        self._asked_code, self._alike, self.holders = "", (), ()
        self._show()

    def stop(self, rows: tuple[ListRow, ...]) -> None:
        """A save found that the code is somebody's."""
        self.holders = rows
        self._show()
        self.holders_changed.emit()

    def ask(self) -> None:
        """Ask for the code once it is whole, and for those who look alike with whatever is right so far."""
        self._ask_code()
        sketch = self._sketch()
        self._context.read(
            self, lambda unit: duplicates.similar(unit, sketch), self._take_alike, latest="alike"
        )

    def _ask_code(self) -> None:
        code = str(self._value(_CODES[self._kind]) or "")
        if code == self._asked_code:
            return
        self._asked_code = code
        if self.holders:
            self.stop(())
        if not code:
            return
        if self._kind is PartyKind.PERSON:  # whether somebody is a customer is told by it: logged
            self._context.write(
                self, lambda unit: duplicates.having_code(unit, code), partial(self._take_holders, code)
            )
        else:
            self._context.read(
                self,
                lambda unit: duplicates.having_business_id(unit, code),
                partial(self._take_holders, code),
            )

    def _take_holders(self, code: str, rows: tuple[ListRow, ...]) -> None:
        if code == self._asked_code and rows:
            self.stop(rows)

    def _take_alike(self, found: tuple[Candidate, ...]) -> None:
        self._alike = found
        self._show()

    def _show(self) -> None:
        reason = Likeness.HETU if self._kind is PartyKind.PERSON else Likeness.BUSINESS_ID
        holders = tuple(Candidate(row, CERTAIN, (reason,)) for row in self.holders)
        known = {row.party_id for row in self.holders}
        self._panel.show_candidates(holders + tuple(c for c in self._alike if c.row.party_id not in known))

    def _sketch(self) -> Sketch:
        def text(name: str) -> str:
            return str(self._value(name) or "")

        organisation, last, first = text("organisation_name"), text("last_name"), text("first_names")
        born, hetu = self._value("date_of_birth"), text("hetu")
        if hetu:
            born = parse_hetu(hetu).born
        address = address_of(text("street"), text("postcode"))
        traits = Traits(
            tuple(name for name in (organisation, f"{last} {first}".strip()) if name),
            born,
            frozenset({text("phone")} - {""}),
            frozenset({address} - {""}),
        )
        return Sketch(last, first, organisation, traits)

    def _value(self, name: str) -> Any:  # noqa: ANN401 - whatever the field's editor gives
        """What is typed in a field, None where it is not right yet or there is no such field."""
        try:
            return self._form.typed(name) if self._form else None
        except (UserError, KeyError):
            return None
