"""The directory states of telephone numbers, from the events."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from lpo_desk.db.tables.relationship import DirectoryListing
from lpo_desk.db.tables.services import ServiceNumber
from lpo_desk.db.unit import Unit
from lpo_desk.domain.directory import Listing, number_state
from lpo_desk.domain.party import DirectoryState


def states_of(unit: Unit, *party_ids: int) -> dict[int, DirectoryState]:
    """Key of each number of these customers -> what holds of it."""
    return states(unit, party_ids)


def states(unit: Unit, party_ids: Collection[int] | None = None) -> dict[int, DirectoryState]:
    """As `states_of`; of all customers where no keys are given."""
    numbers = select(ServiceNumber.id, ServiceNumber.party_id)
    listings = select(
        DirectoryListing.party_id, DirectoryListing.service_number_id, DirectoryListing.state
    ).order_by(DirectoryListing.id)
    if party_ids is not None:
        numbers = numbers.where(ServiceNumber.party_id.in_(party_ids))
        listings = listings.where(DirectoryListing.party_id.in_(party_ids))
    events: dict[int, list[tuple[int | None, DirectoryState]]] = defaultdict(list)
    for row in unit.connection.execute(listings):
        events[row.party_id].append((row.service_number_id, row.state))
    return {
        row.id: number_state(
            Listing(state, of_number=key is not None)
            for key, state in events.get(row.party_id, ())
            if key in (None, row.id)
        )
        for row in unit.connection.execute(numbers)
    }
