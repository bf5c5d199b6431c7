"""Whose processing is restricted today (GDPR art. 18): what every list and export with identities leaves out."""

from sqlalchemy import Select, select

from lpo_desk.db.tables.special import ProcessingRestriction


def restricted_parties() -> Select[int]:
    """Ids of the parties under a restriction in force; `Party.id.not_in(restricted_parties())` leaves them out."""
    return select(ProcessingRestriction.party_id).where(ProcessingRestriction.lifted_on.is_(None))
