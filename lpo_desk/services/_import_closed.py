"""Whom an import may not touch: people whose processing is restricted, and those who were erased (GDPR art. 17, 18).

Their rows wait in the old file. The erased are told by the keyed hashes of the ledger, as a restored record would be.
"""

from collections.abc import Mapping

from sqlalchemy import select

from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.restricted import restricted_parties
from lpo_desk.db.tables.register import PersonalIdentityCode
from lpo_desk.db.tables.rights import ErasureEntry
from lpo_desk.db.unit import Unit
from lpo_desk.domain.identifiers import parse_hetu
from lpo_desk.domain.legacy import ImportReason, LegacyCustomer
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.services._known_by import Mark, born_as, digest

_NAMED = (Category.BASIC.value, Retention.CUSTOMER.value)
"""The group that goes with the last of a record."""


class Closed:
    """Read once at the beginning of a run: the database refuses the rows of others who are restricted meanwhile."""

    def __init__(self, unit: Unit, hetu_key: bytes) -> None:
        self._key = hetu_key
        self._parties = frozenset(unit.connection.scalars(restricted_parties()))
        held = select(PersonalIdentityCode.lookup_hash).where(
            PersonalIdentityCode.party_id.in_(restricted_parties()), PersonalIdentityCode.valid_to.is_(None)
        )
        self._codes = frozenset(bytes(digest) for digest in unit.connection.scalars(held))
        self._ledger_key = unit.secret("erasure")
        entries = unit.connection.execute(select(ErasureEntry.plan, ErasureEntry.digests))
        self._erased = frozenset(
            digest for plan, digests in entries if list(_NAMED) in plan["erased"] for digest in digests
        )

    def party(self, party_id: int | None) -> ImportReason | None:
        return ImportReason.RESTRICTED if party_id in self._parties else None

    def customer(self, customer: LegacyCustomer) -> ImportReason | None:
        """Whose whole record was erased does not come back with an old file: somebody has to enter him anew."""
        if not self._erased:
            return None
        born = parse_hetu(customer.hetu).born if customer.hetu else None
        known = {
            Mark.NUMBER: customer.number,
            Mark.HETU: customer.hetu,
            Mark.BUSINESS_ID: customer.business_id,
            Mark.BORN: born_as(customer.last_name, customer.first_names, born),
        }
        return ImportReason.ERASED if self._is_erased(known) else None

    def user(self, hetu: str) -> ImportReason | None:
        """A restricted person gets no new role either, though the subscription is another's; nor does an erased one."""
        if not hetu:
            return None
        if lookup_hash(self._key, hetu) in self._codes:
            return ImportReason.RESTRICTED
        return ImportReason.ERASED if self._is_erased({Mark.HETU: hetu}) else None

    def _is_erased(self, known: Mapping[Mark, str]) -> bool:
        return any(
            text and digest(self._ledger_key, mark, text) in self._erased for mark, text in known.items()
        )
