"""Whose processing is restricted today (GDPR art. 18), and who is protected: what lists and exports leave out."""

from datetime import date

from sqlalchemy import Select, or_, select

from lpo_desk.db.tables.register import ProtectionNote
from lpo_desk.db.tables.special import ProcessingRestriction


def restricted_parties() -> Select[int]:
    """Ids of the parties under a restriction in force; `Party.id.not_in(restricted_parties())` leaves them out."""
    return select(ProcessingRestriction.party_id).where(ProcessingRestriction.lifted_on.is_(None))


def protected_parties(today: date) -> Select[int]:
    """Ids of the parties whose non-disclosure is in force, as domain.flags.is_protected has it."""
    return select(ProtectionNote.party_id).where(
        or_(ProtectionNote.ended_on.is_(None), ProtectionNote.ended_on > today),
        or_(ProtectionNote.until.is_(None), ProtectionNote.until >= today),
    )
