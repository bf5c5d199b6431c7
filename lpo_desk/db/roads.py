"""Keyed hashes of how somebody can be reached: what the suppression list holds, and who in the register would be on it.

The list's own rows lead to nobody (tables/special.py). A living record's hashes stand beside the data they are of, so
they tell nothing new, and go with them.
"""

import hmac
from collections.abc import Mapping, Sequence

from sqlalchemy import bindparam, delete, select

from lpo_desk.db import bulk
from lpo_desk.db.among import among
from lpo_desk.db.keyed import Keyed
from lpo_desk.db.tables.special import PartyRoad
from lpo_desk.db.unit import Unit
from lpo_desk.domain.suppression import Reach, Road

_SIZE = 16
_GONE = delete(PartyRoad).where(
    PartyRoad.party_id == bindparam("id_"), PartyRoad.digest == bindparam("digest_")
)


def key(unit: Unit) -> bytes:
    return unit.secret("suppression")


def digest(secret: bytes, road: Road) -> bytes:
    """HMAC-SHA256 of a road, 16 bytes: useless without the register's key."""
    return hmac.digest(secret, _hashed(road), "sha256")[:_SIZE]


def _hashed(road: Road) -> bytes:
    kind, text = road
    return f"{kind.value}\0{text}".encode()


def replace(unit: Unit, ids: Sequence[int], reaches: Mapping[int, Reach]) -> None:
    """Derive the roads of these parties, ascending. `reaches`: of those among them that are in the register.

    Written is only what differs: every road is somewhere else in the index of digests.
    """
    keyed = Keyed(key(unit))
    found = {
        (party_id, keyed.digest(_hashed(road))[:_SIZE])
        for party_id, reach in reaches.items()
        for road in reach.roads
    }
    there = select(PartyRoad.party_id, PartyRoad.digest).where(among(PartyRoad.party_id, ids))
    before = {(row.party_id, bytes(row.digest)) for row in unit.connection.execute(there)}
    if gone := sorted(before - found):
        unit.connection.execute(_GONE, [{"id_": party_id, "digest_": code} for party_id, code in gone])
    if new := sorted(found - before):
        columns = dict(zip(("party_id", "digest"), zip(*new, strict=True), strict=True))
        bulk.insert_columns(unit.connection, PartyRoad, columns)
