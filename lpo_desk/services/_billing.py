"""Section 5's lists as a card reads them: payment references, and collection cases with their stages."""

from collections import defaultdict
from typing import Any

from lpo_desk.db.tables.billing import CollectionEvent, PaymentReference
from lpo_desk.db.tables.relationship import CollectionCase
from lpo_desk.domain.collecting import CollectionLine, Reference, ReferenceLine, Stage, StageLine
from lpo_desk.domain.masking import hide_codes
from lpo_desk.services._clerks import came
from lpo_desk.services._held import Held


def reference_lines(held: Held) -> tuple[ReferenceLine, ...]:
    return tuple(
        ReferenceLine(row.id, reference_of(row), came(row, held.clerks)) for row in held.of(PaymentReference)
    )


def collection_lines(held: Held) -> tuple[CollectionLine, ...]:
    """The cases, oldest first, each with its stages in the order they were recorded."""
    stages: dict[int, list[StageLine]] = defaultdict(list)
    for row in held.of(CollectionEvent):
        stages[row.collection_case_id].append(StageLine(row.id, stage_of(row), came(row, held.clerks)))
    return tuple(
        CollectionLine(row.id, tuple(stages[row.id]), row.agency, row.opened_on, row.ended_on)
        for row in held.of(CollectionCase)
    )


def reference_of(row: Any) -> Reference:  # noqa: ANN401 - a PaymentReference row or its columns
    return Reference(row.number, row.description)


def stage_of(row: Any) -> Stage:  # noqa: ANN401 - a CollectionEvent row or its columns
    return Stage(row.stage, row.on_date, row.due_on, row.amount, hide_codes(row.note))
