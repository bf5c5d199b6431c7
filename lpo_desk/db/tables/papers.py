"""The log of paper records: places, papers and where they are."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, Sourced, enumeration, personal, primary_key, subject, technical
from lpo_desk.domain.custody import CustodyKind, PaperState
from lpo_desk.domain.paper import PaperKind, RetentionClass
from lpo_desk.domain.places import PlaceKind
from lpo_desk.domain.privacy import Category, Retention

P, K = Category.PAPER, Retention.PAPER


class Place(Base):
    """A place in an office's tree. `path` is kept by services/places.py: the names from the room down, spelt as the old
    register spells them, "C/kaappi 1/mappi 20"."""

    __tablename__ = "place"
    __table_args__ = (Index(None, "office_id", "path", unique=True), Index(None, "code", unique=True))
    id: Mapped[int] = primary_key()
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), info=technical("place"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), info=technical("what it stands in"))
    kind: Mapped[PlaceKind] = mapped_column(enumeration(PlaceKind), info=technical("place"))
    name: Mapped[str] = mapped_column(info=technical("place"))
    code: Mapped[str] = mapped_column(info=technical("on its label"))
    path: Mapped[str] = mapped_column(info=technical("place"))
    access: Mapped[str] = mapped_column(default="", info=technical("who of the staff may enter"))
    retired: Mapped[bool] = mapped_column(default=False, info=technical("no paper is placed there any more"))


class PlaceEvent(Base):
    """A place was moved, with all that lies in it. Append-only; the papers in it tell it as theirs."""

    __tablename__ = "place_event"
    __table_args__ = (Index(None, "place_id"),)
    id: Mapped[int] = primary_key()
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), info=technical("key"))
    from_path: Mapped[str] = mapped_column(info=technical("where it stood, with its name"))
    to_path: Mapped[str] = mapped_column(info=technical("where it stands"))
    at: Mapped[datetime] = mapped_column(info=technical("when"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))


class PaperCounter(Base):
    """The last running number of an office's papers, and of its places; locked while one is numbered."""

    __tablename__ = "paper_counter"
    office_id: Mapped[int] = mapped_column(
        ForeignKey("office.id"), primary_key=True, info=technical("counter")
    )
    last_paper: Mapped[int] = mapped_column(info=technical("counter"))
    last_place: Mapped[int] = mapped_column(info=technical("counter"))


class ManualRecord(Sourced, Base):
    """A paper. `year`: of a paper of the old register, which has no day. `retention_until`: by `retention` and
    `retained_from` (domain/paper.py), or the old register's own; None: until further notice."""

    __tablename__ = "manual_record"
    __table_args__ = (Index(None, "case_id"), Index(None, "retention_until"), Index(None, "title"))
    id: Mapped[int] = primary_key()
    paper_number: Mapped[str] = mapped_column(unique=True, info=personal(P, K, "field.paper_number"))
    kind: Mapped[PaperKind] = mapped_column(enumeration(PaperKind), info=personal(P, K, "field.paper_kind"))
    title: Mapped[str] = mapped_column(default="", info=personal(P, K, "field.paper_title", others=True))
    dated_on: Mapped[date | None] = mapped_column(info=personal(P, K, "field.paper_date"))
    year: Mapped[int | None] = mapped_column(info=personal(P, K, "field.year"))
    pages: Mapped[int | None] = mapped_column(info=personal(P, K, "field.pages"))
    retention: Mapped[RetentionClass] = mapped_column(
        enumeration(RetentionClass), info=personal(P, K, "field.retention_class")
    )
    retained_from: Mapped[date | None] = mapped_column(info=technical("the day its time is counted from"))
    retention_until: Mapped[date | None] = mapped_column(info=personal(P, K, "field.retention_until"))
    hold_reason: Mapped[str] = mapped_column(
        default="", info=personal(P, K, "field.hold_reason", others=True)
    )
    hold_on: Mapped[date | None] = mapped_column(info=technical("since when the hold blocks destruction"))
    hold_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), info=technical("whose number it has"))
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("request_case.id"), info=technical("the case it belongs to")
    )
    subscription_id: Mapped[int | None] = mapped_column(
        ForeignKey("subscription.id"), info=technical("the contract it belongs to")
    )
    relation_id: Mapped[int | None] = mapped_column(
        ForeignKey("party_relation.id"), info=technical("the right to act that it proves")
    )
    version: Mapped[int] = mapped_column(default=1, info=technical("concurrency"))
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as a class attribute


class ManualRecordParty(Base):
    """Whose data a paper holds; one paper may name several people."""

    __tablename__ = "manual_record_party"
    __table_args__ = (Index(None, "party_id"),)
    record_id: Mapped[int] = mapped_column(
        ForeignKey("manual_record.id"), primary_key=True, info=technical("key")
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, info=subject())


class CustodyEvent(Base):
    """What happened to a paper. Append-only; its place today is what they come to (domain/custody.py).

    Holder and reason name the staff and the work, never a customer: the form says so.
    """

    __tablename__ = "custody_event"
    __table_args__ = (Index(None, "record_id"), Index(None, "place_id"))
    id: Mapped[int] = primary_key()
    record_id: Mapped[int] = mapped_column(ForeignKey("manual_record.id"), info=technical("key"))
    kind: Mapped[CustodyKind] = mapped_column(enumeration(CustodyKind), info=technical("place"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), info=technical("place"))
    holder: Mapped[str] = mapped_column(
        default="", info=technical("who of the staff, or which office, has it")
    )
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), info=technical("office"))
    due_on: Mapped[date | None] = mapped_column(info=technical("when it is to be back"))
    reason: Mapped[str] = mapped_column(default="", info=technical("why, in words that name no customer"))
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("request_case.id"), info=technical("the case that ordered it")
    )
    at: Mapped[datetime] = mapped_column(info=technical("when"))
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), info=technical("who; none of the old register")
    )


class CustodyNow(Base):
    """What a paper's events come to, kept so that a list of many can be filtered; only services/custody.py writes it,
    from the events."""

    __tablename__ = "custody_now"
    __table_args__ = (Index(None, "place_id"), Index(None, "state"), Index(None, "office_id"))
    record_id: Mapped[int] = mapped_column(
        ForeignKey("manual_record.id"), primary_key=True, info=technical("key")
    )
    state: Mapped[PaperState] = mapped_column(enumeration(PaperState), info=technical("derived"))
    home_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), info=technical("derived"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), info=technical("derived"))
    holder: Mapped[str] = mapped_column(info=technical("derived"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), info=technical("derived"))
    due_on: Mapped[date | None] = mapped_column(info=technical("derived"))
    since: Mapped[datetime | None] = mapped_column(info=technical("derived"))
