"""Keyed hashes of how somebody can be reached: what the suppression list holds, and who in the register would be on it.

The list's own rows lead to nobody (tables/special.py). A living record's hashes stand beside the data they are of, so
they tell nothing new, and go with them.
"""

import hmac
from collections.abc import Collection, Mapping

from sqlalchemy import delete

from lpo_desk.db import bulk
from lpo_desk.db.keyed import Keyed
from lpo_desk.db.tables.special import PartyRoad
from lpo_desk.db.unit import Unit
from lpo_desk.domain.suppression import Reach, Road

_SIZE = 16


def key(unit: Unit) -> bytes:
    return unit.secret("suppression")


def digest(secret: bytes, road: Road) -> bytes:
    """HMAC-SHA256 of a road, 16 bytes: useless without the register's key."""
    return hmac.digest(secret, _hashed(road), "sha256")[:_SIZE]


def _hashed(road: Road) -> bytes:
    kind, text = road
    return f"{kind.value}\0{text}".encode()


def replace(unit: Unit, ids: Collection[int] | None, reaches: Mapping[int, Reach]) -> None:
    """Derive the roads of these parties, or of all. `reaches`: of those among them that are in the register."""
    gone = delete(PartyRoad)
    unit.connection.execute(gone if ids is None else gone.where(PartyRoad.party_id.in_(ids)))
    keyed = Keyed(key(unit))
    found = sorted(
        (party_id, keyed.digest(_hashed(road))[:_SIZE])
        for party_id, reach in reaches.items()
        for road in reach.roads
    )
    if found:
        columns = dict(zip(("party_id", "digest"), zip(*found, strict=True), strict=True))
        bulk.insert_columns(unit.connection, PartyRoad, columns)
