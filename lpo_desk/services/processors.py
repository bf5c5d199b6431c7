"""The processors of the company: data, so that a gathering asks whoever handles data today (GDPR art. 28)."""

from datetime import date
from typing import Any

from sqlalchemy import select

from lpo_desk.db.tables.rights import Processor
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.processors import ProcessorDetails, ProcessorLine, check_processor
from lpo_desk.domain.text import fold


class NoProcessor(UserError):
    """No processor has this key."""

    key = "processor.none_such"


@requires(Right.MANAGE_PROCESSORS)
def everything(unit: Unit) -> tuple[ProcessorLine, ...]:
    """All processors, those with a contract today first, by name."""
    lines = _lines(unit)
    return tuple(sorted(lines, key=lambda line: (not line.active(unit.today), fold(line.details.name))))


@requires(Right.TAKE_REQUEST)
def active(unit: Unit, on: date) -> tuple[ProcessorLine, ...]:
    """Those with a contract that day, in the order they were entered: whom a gathering asks."""
    return tuple(line for line in _lines(unit) if line.active(on))


@requires(Right.MANAGE_PROCESSORS)
def add(unit: Unit, details: ProcessorDetails) -> ProcessorLine:
    """Raises FieldsRefused."""
    row = Processor(**_columns(check_processor(details, _lines(unit))))
    unit.session.add(row)
    unit.session.flush()
    return _line(row)


@requires(Right.MANAGE_PROCESSORS)
def revise(unit: Unit, processor_id: int, details: ProcessorDetails) -> ProcessorLine:
    """Change a processor, or end its contract by its last day: none is deleted, for old cases name it.

    Raises FieldsRefused, NoProcessor.
    """
    row = unit.session.get(Processor, processor_id)
    if row is None:
        raise NoProcessor
    others = [line for line in _lines(unit) if line.id != processor_id]
    for name, value in _columns(check_processor(details, others)).items():
        setattr(row, name, value)
    unit.session.flush()
    return _line(row)


def _lines(unit: Unit) -> list[ProcessorLine]:
    return [_line(row) for row in unit.connection.execute(select(Processor.__table__).order_by(Processor.id))]


def _line(row: Any) -> ProcessorLine:  # noqa: ANN401 - a row of the session or its columns
    return ProcessorLine(
        row.id, ProcessorDetails(row.name, row.service, row.contact, row.contract_on, row.valid_to)
    )


def _columns(details: ProcessorDetails) -> dict[str, Any]:
    return {
        "name": details.name,
        "service": details.service,
        "contact": details.contact,
        "contract_on": details.contract_on,
        "valid_to": details.valid_to,
    }
