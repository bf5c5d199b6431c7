"""What a reviewer looks at before an extract leaves, and whether that is still what it holds (GDPR art. 15(4))."""

import hmac
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Row

from lpo_desk.db import declared
from lpo_desk.db.declared import Held
from lpo_desk.db.tables.imports import ImportWarning
from lpo_desk.db.tables.requests import CaseEventRow, RequestCase, RequestClaim
from lpo_desk.db.unit import Unit
from lpo_desk.domain.case import CaseDiary
from lpo_desk.domain.extract import ReviewLine
from lpo_desk.domain.masking import hide_codes
from lpo_desk.services.cards import warning_value

_WENT = frozenset({CaseDiary.PRINTED, CaseDiary.SAVED})


def lines(unit: Unit, party_id: int) -> tuple[ReviewLine, ...]:
    """Every filled-in value whose column may name others, but for what the program itself has written there."""
    return tuple(
        ReviewLine(
            key(part, row, column), personal.label, hide_codes(str(value(row, column))), _case_of(part, row)
        )
        for part in declared.held(unit, party_id)
        for column, personal in part.columns
        if personal.others
        for row in part.rows
        if row._mapping[column] not in (None, "") and not _of_the_program(part, row)
    )


def digest(unit: Unit, case_id: int, seen: Iterable[ReviewLine]) -> bytes:
    """A keyed digest of what was seen, so that nothing of it can be guessed from the case.

    The case's own lines are not in it: what is written there afterwards are the words of whoever decides.
    """
    texts = sorted([line.key, line.text] for line in seen if line.case_id != case_id)
    return hmac.digest(unit.secret("review"), json.dumps(texts).encode(), "sha256")


def is_current(unit: Unit, case: RequestCase, claim: RequestClaim) -> bool:
    """Whether the register holds what the reviewer saw, no text more and none less."""
    if case.party_id is None:
        return True
    now = digest(unit, case.id, lines(unit, case.party_id))
    return claim.reviewed is not None and hmac.compare_digest(claim.reviewed, now)


def key(part: Held, row: Row[Any], column: Column[Any]) -> str:
    keys = "-".join(str(row._mapping[key]) for key in part.table.primary_key.columns)
    return f"{part.table.name}:{keys}:{column.name}"


def value(row: Row[Any], column: Column[Any]) -> Any:  # noqa: ANN401 - any column's value
    """As it lies in the register; of a refused old value only what a person may see."""
    if column is ImportWarning.__table__.c.value:
        return warning_value(row.column, row.value, row.reason)
    return row._mapping[column]


def _of_the_program(part: Held, row: Row[Any]) -> bool:
    """Names of papers that left: nobody has typed them, and printing one may not make a review out of date."""
    return part.table is CaseEventRow.__table__ and row._mapping["kind"] in _WENT


def _case_of(part: Held, row: Row[Any]) -> int | None:
    """The case that a row belongs to."""
    column = part.table.c.id if part.table is RequestCase.__table__ else part.table.c.get("case_id")
    return None if column is None else row._mapping[column]
