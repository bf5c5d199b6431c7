"""Payment references of a customer: added, corrected, taken away, each with its undo."""

from dataclasses import dataclass

from sqlalchemy import select

from lpo_desk.db.errors import Conflict
from lpo_desk.db.tables.billing import PaymentReference
from lpo_desk.db.unit import Unit, requires
from lpo_desk.domain.accounts import Right
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.collecting import Reference, check_reference
from lpo_desk.domain.party import Source, Sourced
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.services._billing import reference_of
from lpo_desk.services._held import Held
from lpo_desk.services._opened import begin, finish


class ReferenceChanged(Conflict):
    """Somebody else changed or removed the reference since it was read."""

    key = "billing.reference_changed"


@dataclass(frozen=True, slots=True)
class SavedReference:
    """What one save did: before, after are None where there was, or is, no reference. came: where it had come from."""

    id: int
    before: Reference | None
    after: Reference | None
    came: Sourced


@requires(Right.EDIT_CUSTOMER)
def add(unit: Unit, ticket: Ticket, mine: Reference, source: Source) -> SavedReference:
    """Add a reference number. Raises FieldsRefused for one that is faulty or there already."""
    held = _begin(unit, ticket)
    return _insert(held, _checked(held, mine), Sourced(source, unit.today, unit.actor.username))


@requires(Right.EDIT_CUSTOMER)
def save(
    unit: Unit, ticket: Ticket, reference_id: int, base: Reference, mine: Reference, source: Source
) -> SavedReference:
    """Correct a reference number that was read as `base`. Raises ReferenceChanged, FieldsRefused."""
    held = _begin(unit, ticket)
    row = _row(held, reference_id, base)
    checked = _checked(held, mine, but=row.id)
    return _change(held, row, checked, Sourced(source, unit.today, unit.actor.username))


@requires(Right.EDIT_CUSTOMER)
def remove(unit: Unit, ticket: Ticket, reference_id: int, base: Reference) -> SavedReference:
    """Take a reference number away. Raises ReferenceChanged."""
    held = _begin(unit, ticket)
    return _remove(held, _row(held, reference_id, base))


@requires(Right.EDIT_CUSTOMER)
def undo(unit: Unit, ticket: Ticket, saved: SavedReference) -> SavedReference:
    """Take the save back, with the source it had. Raises ReferenceChanged."""
    held = _begin(unit, ticket)
    if saved.after is None:
        assert saved.before is not None  # noqa: S101 - a save has one of them
        return _insert(held, saved.before, saved.came)
    row = _row(held, saved.id, saved.after)
    return _remove(held, row) if saved.before is None else _change(held, row, saved.before, saved.came)


def _begin(unit: Unit, ticket: Ticket) -> Held:
    unit.demand(Right.SEE_BILLING)
    return begin(unit, ticket)


def _checked(held: Held, mine: Reference, *, but: int = 0) -> Reference:
    checked = check_reference(mine)
    if any(row.number == checked.number and row.id != but for row in held.of(PaymentReference)):
        raise FieldsRefused({"number": ValueRefused("billing.reference_there")})
    return checked


def _insert(held: Held, reference: Reference, came: Sourced) -> SavedReference:
    held.unit.source = came.source
    row = PaymentReference(
        party_id=held.party_id,
        number=reference.number,
        description=reference.description,
        source=came.source,
        source_on=came.on,
        source_by=came.by,
    )
    held.unit.session.add(row)
    held.unit.session.flush()
    finish(held.unit, held)
    return SavedReference(row.id, None, reference, came)


def _change(held: Held, row: PaymentReference, after: Reference, came: Sourced) -> SavedReference:
    saved = SavedReference(
        row.id, reference_of(row), after, Sourced(row.source, row.source_on, row.source_by)
    )
    if saved.before != after:
        held.unit.source = came.source
        row.number, row.description = after.number, after.description
        row.source, row.source_on, row.source_by = came.source, came.on, came.by
        finish(held.unit, held)
    return saved


def _remove(held: Held, row: PaymentReference) -> SavedReference:
    saved = SavedReference(row.id, reference_of(row), None, Sourced(row.source, row.source_on, row.source_by))
    held.unit.session.delete(row)
    finish(held.unit, held)
    return saved


def _row(held: Held, reference_id: int, base: Reference) -> PaymentReference:
    """The customer's reference, unchanged since it was read as `base`. Raises ReferenceChanged."""
    row = held.unit.session.scalars(
        select(PaymentReference).where(
            PaymentReference.id == reference_id, PaymentReference.party_id == held.party_id
        )
    ).one_or_none()
    if row is None or reference_of(row) != base:
        raise ReferenceChanged
    return row
