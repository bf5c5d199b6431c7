"""The fields of a payment reference and of a stage of collection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.collecting import Reference, Stage, parse_payment_reference
from lpo_desk.domain.identifiers import format_reference
from lpo_desk.domain.money import parse_cents, written_cents
from lpo_desk.domain.party import CollectionState, Source
from lpo_desk.ui.forms.customer import Today
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.editors import Editor, TextEditor
from lpo_desk.ui.widgets.section_form import Field


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """A reference as it is typed, with where it came from."""

    number: str = ""
    description: str = ""
    source: Source = Source.OWN_SYSTEMS

    @property
    def reference(self) -> Reference:
        return Reference(self.number, self.description)


@dataclass(frozen=True, slots=True)
class StageEntry:
    """A stage as it is typed, with who collects and where it came from."""

    state: CollectionState | None = None
    on: date | None = None
    due_on: date | None = None
    amount: int | None = None
    agency: str = ""
    note: str = ""
    source: Source = Source.OWN_SYSTEMS

    @property
    def stage(self) -> Stage:
        return Stage(self.state or CollectionState.NONE, self.on, self.due_on, self.amount, self.note)


def reference_fields() -> tuple[Field, ...]:
    number = editors.text(40, parse=parse_payment_reference, write=lambda value: format_reference(str(value)))
    return (
        Field("number", "field.payment_reference", number, required=True),
        Field("description", "field.description", editors.text(100)),
        Field("source", "card.source_question", editors.choice(_sources)),
    )


def stage_fields(today: Today, *, closing: bool) -> tuple[Field, ...]:
    """What a stage asks; one that closes the case has no stage to choose and nothing to pay by."""

    def amount(language: Language, parent: QWidget) -> Editor:
        return TextEditor(
            parent,
            limit=20,
            parse=parse_cents,
            write=lambda cents: written_cents(int(str(cents))),
            empty=None,
        )

    on = Field("on", "field.date", editors.day(today), required=True)
    money = Field("amount", "field.amount", amount)
    note = Field("note", "field.note", editors.text(1000), wide=True)
    source = Field("source", "card.source_question", editors.choice(_sources))
    if closing:
        return (on, money, note, source)
    return (
        Field("state", "field.collection_state", editors.choice(_stages), required=True),
        on,
        Field("due_on", "field.due_on", editors.day(today)),
        money,
        Field("agency", "field.collection_agency", editors.text(100)),
        note,
        source,
    )


def _stages() -> Sequence[tuple[CollectionState | None, str]]:
    stages = (state for state in CollectionState if state is not CollectionState.NONE)
    return [(None, "role_dialog.choose"), *((state, state.term) for state in stages)]


def _sources() -> Sequence[tuple[Source, str]]:
    return [(source, source.term) for source in Source]
