"""Registers made on the fly as if read from a workbook, and what an import leaves in a database."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from lpo_desk.db.tables import Base
from lpo_desk.db.unit import Unit
from lpo_desk.domain.legacy import (
    LegacyCustomer,
    LegacyEvent,
    LegacyPaper,
    LegacySheet,
    LegacySubscription,
    ParsedRegister,
    Problem,
)
from lpo_desk.domain.paper import PaperKind
from lpo_desk.domain.party import CustomerType, InteractionKind, PartyKind

LOGS = frozenset({"audit_event", "audit_body", "audit_seal", "import_run", "read_event", "save"})
"""Tables that grow by the very attempt."""


def customer(number: str, row: int = 2, **values: Any) -> LegacyCustomer:  # noqa: ANN401 - any field of it
    fields: dict[str, Any] = {
        "kind": PartyKind.PERSON,
        "types": (CustomerType.PRIVATE,),
        "last_name": "Virtanen",
        "first_names": "Maija",
        **values,
    }
    return LegacyCustomer(row=row, number=number, canonical=_canonical("Asiakkaat", number, fields), **fields)


def subscription(number: str, owner: str, row: int = 2, **values: Any) -> LegacySubscription:  # noqa: ANN401 - as above
    fields: dict[str, Any] = {"product": "Mobiili 4G", **values}
    return LegacySubscription(
        row=row,
        customer_number=owner,
        number=number,
        canonical=_canonical("Liittymät", number + owner, fields),
        **fields,
    )


def event(owner: str, text: str, row: int = 2, **values: Any) -> LegacyEvent:  # noqa: ANN401 - as above
    fields: dict[str, Any] = {"on": None, "kind": InteractionKind.CONTACT, "text": text, **values}
    return LegacyEvent(
        row=row, customer_number=owner, canonical=_canonical("Tapahtumat", owner, fields), **fields
    )


def paper(number: str, owner: str = "", row: int = 2, **values: Any) -> LegacyPaper:  # noqa: ANN401 - as above
    fields: dict[str, Any] = {
        "office": "Loviisa",
        "place": ("C", "kaappi 1", "mappi 20"),
        "kind": PaperKind.CONTRACT,
        **values,
    }
    return LegacyPaper(
        row=row,
        number=number,
        customer_number=owner,
        canonical=_canonical("Mapit", number + owner, fields),
        **fields,
    )


def register(
    customers: Sequence[LegacyCustomer] = (),
    subscriptions: Sequence[LegacySubscription] = (),
    events: Sequence[LegacyEvent] = (),
    papers: Sequence[LegacyPaper] = (),
    problems: Sequence[Problem] = (),
) -> ParsedRegister:
    return ParsedRegister(
        customers=tuple(customers),
        subscriptions=tuple(subscriptions),
        events=tuple(events),
        papers=tuple(papers),
        problems=tuple(problems),
        refused=(),
        duplicates=(),
        unknown_columns=(),
        rows=len(customers),
        blank=0,
        sheet_rows={
            LegacySheet.CUSTOMERS: len(customers),
            LegacySheet.SUBSCRIPTIONS: len(subscriptions),
            LegacySheet.EVENTS: len(events),
            LegacySheet.PAPERS: len(papers),
        },
    )


def contents(unit: Unit) -> dict[str, tuple[int, str]]:
    """Of every table but the logs: how many rows it has, and a digest of all of them."""
    found = {}
    for table in Base.metadata.sorted_tables:
        if table.name in LOGS:
            continue
        digest, count = hashlib.sha256(), 0
        for row in unit.connection.execute(select(table).order_by(*table.primary_key.columns)):
            digest.update(repr(tuple(row)).encode())
            count += 1
        found[table.name] = count, digest.hexdigest()
    return found


def sizes(unit: Unit) -> dict[str, int]:
    """The number of rows of every table but the logs."""
    return {
        table.name: unit.connection.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name not in LOGS
    }


def _canonical(title: str, number: str, fields: dict[str, Any]) -> bytes:
    """Equal for equal rows, as the reader's (imports/cells.py); JSON of a title and cells."""
    return f'["{title}",["Asnro","str","{number}"],["Muut","str","{sorted(fields.items())!r}"]]'.encode()
