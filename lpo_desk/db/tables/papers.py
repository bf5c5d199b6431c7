"""The log of paper records: places, papers and where they are."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, Sourced, enumeration, personal, primary_key, subject, technical
from lpo_desk.domain.paper import CustodyKind, PaperKind
from lpo_desk.domain.privacy import Category, Retention


class Place(Base):
    """A binder or box: `path` is spelt as the old register spells it, "C/kaappi 1/mappi 20"."""

    __tablename__ = "place"
    __table_args__ = (Index(None, "office_id", "path", unique=True),)
    id: Mapped[int] = primary_key()
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), info=technical("place"))
    path: Mapped[str] = mapped_column(info=technical("place"))


class ManualRecord(Sourced, Base):
    __tablename__ = "manual_record"
    id: Mapped[int] = primary_key()
    paper_number: Mapped[str] = mapped_column(
        unique=True, info=personal(Category.PAPER, Retention.PAPER, "field.paper_number")
    )
    kind: Mapped[PaperKind] = mapped_column(
        enumeration(PaperKind), info=personal(Category.PAPER, Retention.PAPER, "field.paper_kind")
    )
    year: Mapped[int | None] = mapped_column(info=personal(Category.PAPER, Retention.PAPER, "field.year"))
    retention_until: Mapped[date | None] = mapped_column(
        info=personal(Category.PAPER, Retention.PAPER, "field.retention_until")
    )
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), info=technical("office"))
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("request_case.id"), info=technical("the case it belongs to")
    )


class ManualRecordParty(Base):
    """Whose data a paper holds; one paper may name several people."""

    __tablename__ = "manual_record_party"
    __table_args__ = (Index(None, "party_id"),)
    record_id: Mapped[int] = mapped_column(
        ForeignKey("manual_record.id"), primary_key=True, info=technical("key")
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, info=subject())


class CustodyEvent(Base):
    """Where a paper went. Append-only; its place today is the last event (architecture.md rule 5)."""

    __tablename__ = "custody_event"
    __table_args__ = (Index(None, "record_id"),)
    id: Mapped[int] = primary_key()
    record_id: Mapped[int] = mapped_column(ForeignKey("manual_record.id"), info=technical("key"))
    kind: Mapped[CustodyKind] = mapped_column(enumeration(CustodyKind), info=technical("place"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), info=technical("place"))
    holder: Mapped[str] = mapped_column(
        default="", info=technical("who of the staff, or which office, has it")
    )
    at: Mapped[datetime] = mapped_column(info=technical("when"))
