"""How payment references and stages of collection are written in their lists."""

from dataclasses import dataclass
from decimal import Decimal

from lpo_desk.domain.collecting import CollectionLine, ReferenceLine, StageLine
from lpo_desk.domain.party import CollectionState
from lpo_desk.formats import format_money
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Align, Column, Mark, Status
from lpo_desk.ui.palette import Tone

_CENTS = 100


@dataclass(frozen=True)
class StageRow:
    """A stage of one of the customer's cases; `now`: the running case is at this stage."""

    case: CollectionLine
    line: StageLine
    now: bool


def stage_rows(cases: tuple[CollectionLine, ...]) -> list[StageRow]:
    """Every stage of every case, the newest first."""
    rows = [
        StageRow(case, line, case.running and line is case.stages[-1])
        for case in cases
        for line in case.stages
    ]
    return rows[::-1]


def reference_columns(language: Language) -> tuple[Column[ReferenceLine], ...]:
    def source(row: ReferenceLine) -> str:
        return language.text("card.source_on", source=language.show(row.came.source), on=row.came.on)

    return (
        Column("field.payment_reference", lambda row: row.written, align=Align.RIGHT, width=240),
        Column("field.description", lambda row: row.reference.description, width=160, stretch=True),
        Column("field.source", source, width=220, hint=source),
    )


def stage_columns(language: Language) -> tuple[Column[StageRow], ...]:
    def amount(row: StageRow) -> str:
        cents = row.line.stage.amount
        return "" if cents is None else format_money(Decimal(cents) / _CENTS, language.lang)

    def note(row: StageRow) -> str:
        return "; ".join(filter(None, (row.case.agency if row.now else "", row.line.stage.note)))

    return (
        Column("billing.stage", lambda row: None, width=185, status=_status),
        Column("field.date", lambda row: row.line.stage.on, width=105),
        Column("field.due_on", lambda row: row.line.stage.due_on, width=105),
        Column("field.amount", amount, align=Align.RIGHT, width=110, sort=lambda row: row.line.stage.amount),
        Column("field.note", note, width=120, stretch=True, hint=note),
        Column("card.history_who", lambda row: row.line.came.who, width=90),
    )


def _status(row: StageRow) -> Status:
    state = row.line.stage.state
    if state is CollectionState.NONE:
        return Status("billing.stage_closed", Mark.CHECK, Tone.OK)
    if row.now:
        return Status(state.term, Mark.TRIANGLE, Tone.ERROR)
    return Status(state.term, Mark.RING, Tone.MUTED)
