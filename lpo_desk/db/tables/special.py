"""What limits the handling of a party: restrictions, suppression, ties to the staff, merges."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, Sourced, enumeration, personal, primary_key, subject, technical
from lpo_desk.domain.party import Channel, Sender
from lpo_desk.domain.permissions import SuppressionKind
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.staff import StaffTie


class ProcessingRestriction(Sourced, Base):
    """A restriction of processing (GDPR art. 18). In force until `lifted_on`; the person is told before that, and of
    the day `lifting_on` where one is promised."""

    __tablename__ = "processing_restriction"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    ground: Mapped[RestrictionGround] = mapped_column(
        enumeration(RestrictionGround),
        info=personal(Category.PROTECTION, Retention.CASE, "field.restriction_ground"),
    )
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("request_case.id"), info=technical("the case that asks for it")
    )
    reason: Mapped[str] = mapped_column(
        default="", info=personal(Category.PROTECTION, Retention.CASE, "field.reason", others=True)
    )
    from_on: Mapped[date] = mapped_column(
        info=personal(Category.PROTECTION, Retention.CASE, "field.valid_from")
    )
    told_on: Mapped[date | None] = mapped_column(
        info=personal(Category.PROTECTION, Retention.CASE, "field.lifting_told_on")
    )
    lifting_on: Mapped[date | None] = mapped_column(
        info=personal(Category.PROTECTION, Retention.CASE, "field.lifting_on")
    )
    lifted_on: Mapped[date | None] = mapped_column(
        info=personal(Category.PROTECTION, Retention.CASE, "field.lifted_on")
    )


class SuppressionEntry(Base):
    """A marketing ban that outlives its record: a keyed hash (HMAC-SHA256, 16 bytes) of how somebody could be reached.

    Nothing leads from here to a party. Whoever comes into the register with the same phone, e-mail, or name and
    address is banned again.
    """

    __tablename__ = "suppression_entry"
    __table_args__ = (Index(None, "digest"),)
    id: Mapped[int] = primary_key()
    digest: Mapped[bytes] = mapped_column(
        LargeBinary(16), info=technical("keyed hash; tells nothing of a person")
    )
    kind: Mapped[SuppressionKind] = mapped_column(enumeration(SuppressionKind), info=technical("of what"))
    sender: Mapped[Sender] = mapped_column(enumeration(Sender), info=technical("whose marketing"))
    channel: Mapped[Channel] = mapped_column(enumeration(Channel), info=technical("by which channel"))
    since: Mapped[date] = mapped_column(info=technical("when"))


class PartyRoad(Base):
    """By which digests the suppression list would know a party: derived by db/roads.py, so that marketing can be
    counted without hashing the whole register. Goes with the party's rows."""

    __tablename__ = "party_road"
    __table_args__ = (Index(None, "digest"), {"sqlite_with_rowid": False})
    party_id: Mapped[int] = mapped_column(
        ForeignKey("party.id"), primary_key=True, info=technical("derived from name, addresses and contacts")
    )
    digest: Mapped[bytes] = mapped_column(
        LargeBinary(16), primary_key=True, info=technical("keyed hash; tells nothing of a person")
    )


class AccountParty(Base):
    """A user of the program who is, or is close to, a customer."""

    __tablename__ = "account_party"
    __table_args__ = (Index(None, "party_id"),)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id"), primary_key=True, info=technical("which user")
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, info=subject())
    tie: Mapped[StaffTie] = mapped_column(
        enumeration(StaffTie), info=personal(Category.ROLE, Retention.CUSTOMER, "field.staff_tie")
    )


class PartyMerge(Base):
    """Two records that were one person. `moved` lets it be taken back until either record is edited, then it is
    emptied; the parties' versions after the merge tell whether one was."""

    __tablename__ = "party_merge"
    __table_args__ = (Index(None, "survivor_id"), Index(None, "merged_id"))
    id: Mapped[int] = primary_key()
    survivor_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject("merge.survivor"))
    merged_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject("merge.merged"))
    at: Mapped[datetime] = mapped_column(info=personal(Category.HISTORY, Retention.LOG, "field.merged_at"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    survivor_version: Mapped[int] = mapped_column(info=technical("concurrency"))
    merged_version: Mapped[int] = mapped_column(info=technical("concurrency"))
    moved: Mapped[dict[str, Any]] = mapped_column(
        JSON,
        default=dict,
        info=technical("keys of the rows that moved and what they were; emptied when final"),
    )
    undone_at: Mapped[datetime | None] = mapped_column(
        info=personal(Category.HISTORY, Retention.LOG, "field.merge_undone_at")
    )
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))


class NotSame(Base):
    """Two parties that look like one and were looked at: they are two. `first_id` is the lower key."""

    __tablename__ = "not_same"
    first_id: Mapped[int] = mapped_column(
        ForeignKey("party.id"), primary_key=True, info=technical("tells two records apart")
    )
    second_id: Mapped[int] = mapped_column(
        ForeignKey("party.id"), primary_key=True, info=technical("tells two records apart")
    )
    at: Mapped[datetime] = mapped_column(info=technical("when"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
