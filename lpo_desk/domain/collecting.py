"""Payment references and collection: what is checked, and how far a case has come (law.md 4.3, section 3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lpo_desk.domain.dates import DateFault, DateRefused
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.identifiers import IdentifierRefused, format_reference, parse_reference, parse_rf
from lpo_desk.domain.party import CollectionState, Sourced
from lpo_desk.domain.sections import FieldsRefused, ValueRefused, clean_lines
from lpo_desk.domain.text import clean

EARLIEST = date(1990, 1, 1)
_MOST = 100_000_000  # cents: a million euros is a slip of the finger


@dataclass(frozen=True, slots=True)
class Reference:
    """A number the customer pays with, stored without blanks: digits, or RF and its check digits."""

    number: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceLine:
    id: int
    reference: Reference
    came: Sourced

    @property
    def written(self) -> str:
        return format_reference(self.reference.number)


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that a case reached. NONE closes the case. on: None where the old register had no day.

    due_on: the day to pay by, of this stage. amount: what was open that day, in euro cents.
    """

    state: CollectionState
    on: date | None
    due_on: date | None = None
    amount: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage as it lies in the register; nothing of it is ever changed."""

    id: int
    stage: Stage
    came: Sourced


@dataclass(frozen=True, slots=True)
class CollectionLine:
    """One case from its opening to its end; `stages` oldest first, never empty but for a case without any event."""

    id: int
    stages: tuple[StageLine, ...]
    agency: str = ""
    opened_on: date | None = None
    ended_on: date | None = None

    @property
    def state(self) -> CollectionState:
        """Where the case is now: its last stage (architecture.md rule 5)."""
        return self.stages[-1].stage.state if self.stages else CollectionState.NONE

    @property
    def running(self) -> bool:
        return self.ended_on is None and self.state is not CollectionState.NONE

    @property
    def last(self) -> Stage | None:
        return self.stages[-1].stage if self.stages else None


def state_now(cases: Sequence[CollectionLine]) -> CollectionState:
    """How far collection has come with a customer: the last of his running cases, NONE without one."""
    running = [case for case in cases if case.running]
    return running[-1].state if running else CollectionState.NONE


def parse_payment_reference(text: str) -> str:
    """A Finnish reference by its check digit (7-3-1) or an RF one (ISO 11649). Raises IdentifierRefused."""
    return parse_rf(text) if text.strip().upper().startswith("RF") else parse_reference(text)


def check_reference(mine: Reference) -> Reference:
    """The reference cleaned. Raises FieldsRefused."""
    description = clean_lines(description=(mine.description, 100))["description"]
    if not mine.number.strip():
        raise FieldsRefused({"number": ValueRefused("billing.reference_missing")})
    try:
        return Reference(parse_payment_reference(mine.number), description)
    except IdentifierRefused as error:
        raise FieldsRefused({"number": error}) from error


def check_stage(stage: Stage, before: Stage | None, today: date) -> Stage:
    """A stage that may follow `before` (None: it opens the case), cleaned. Raises FieldsRefused."""
    errors: dict[str, UserError] = {}
    note = ""
    try:
        note = clean(stage.note, limit=1000)
    except UserError as error:
        errors["note"] = error
    closing = stage.state is CollectionState.NONE
    if closing and before is None:
        errors["state"] = ValueRefused("billing.stage_missing")
    if stage.on is None:
        errors["on"] = ValueRefused("billing.day_missing")
    elif stage.on > today:
        errors["on"] = DateRefused(DateFault.TOO_LATE, latest=today)
    elif stage.on < EARLIEST:
        errors["on"] = DateRefused(DateFault.TOO_EARLY, earliest=EARLIEST)
    elif before is not None and before.on is not None and stage.on < before.on:
        errors["on"] = DateRefused(DateFault.TOO_EARLY, earliest=before.on)
    if stage.due_on is not None and stage.on is not None and stage.due_on < stage.on:
        errors["due_on"] = DateRefused(DateFault.TOO_EARLY, earliest=stage.on)
    if stage.amount is not None and not 0 <= stage.amount <= _MOST:
        errors["amount"] = ValueRefused("billing.amount_refused")
    if errors:
        raise FieldsRefused(errors)
    return replace(stage, note=note, due_on=None if closing else stage.due_on)
