"""Whom an import may not touch: people whose processing is restricted. Their rows wait in the old file (GDPR art. 18)."""

from sqlalchemy import select

from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.restricted import restricted_parties
from lpo_desk.db.tables.register import PersonalIdentityCode
from lpo_desk.db.unit import Unit
from lpo_desk.domain.legacy import ImportReason


class Closed:
    """Read once at the beginning of a run: the database refuses the rows of others who are restricted meanwhile."""

    def __init__(self, unit: Unit, hetu_key: bytes) -> None:
        self._key = hetu_key
        self._parties = frozenset(unit.connection.scalars(restricted_parties()))
        held = select(PersonalIdentityCode.lookup_hash).where(
            PersonalIdentityCode.party_id.in_(restricted_parties()), PersonalIdentityCode.valid_to.is_(None)
        )
        self._codes = frozenset(bytes(digest) for digest in unit.connection.scalars(held))

    def party(self, party_id: int | None) -> ImportReason | None:
        return ImportReason.RESTRICTED if party_id in self._parties else None

    def user(self, hetu: str) -> ImportReason | None:
        """A restricted person gets no new role either, though the subscription is another's."""
        if not hetu or not self._codes:
            return None
        return ImportReason.RESTRICTED if lookup_hash(self._key, hetu) in self._codes else None
