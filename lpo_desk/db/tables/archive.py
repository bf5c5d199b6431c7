"""What is done with the papers of the log: scans, inventories, destruction, and what requests order of them."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, enumeration, personal, primary_key, technical
from lpo_desk.domain.custody import CustodyKind
from lpo_desk.domain.destroying import DestructionMethod, ItemVerdict
from lpo_desk.domain.inventory import FindingOutcome
from lpo_desk.domain.paper_tasks import PaperTaskKind, PaperTaskState
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.domain.scans import ScanMedia, ScanState

Q, C = Category.REQUEST, Retention.CASE


class Scan(Base):
    """A scanned paper, byte for byte as it came. It is told to a person by the paper or the case that it belongs to,
    and goes when that goes."""

    __tablename__ = "scan"
    __table_args__ = (
        Index(None, "state"),
        Index(None, "digest"),
        Index(None, "record_id"),
        Index(None, "case_id"),
    )
    id: Mapped[int] = primary_key()
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), info=technical("whose folder it came to"))
    state: Mapped[ScanState] = mapped_column(enumeration(ScanState), info=technical("state"))
    arrived_at: Mapped[datetime] = mapped_column(info=technical("when"))
    media: Mapped[ScanMedia | None] = mapped_column(
        enumeration(ScanMedia), info=technical("by its bytes, not by its name")
    )
    pages: Mapped[int | None] = mapped_column(info=technical("count"))
    size: Mapped[int] = mapped_column(info=technical("octets"))
    digest: Mapped[bytes] = mapped_column(info=technical("SHA-256 of the bytes"))
    code: Mapped[str] = mapped_column(default="", info=technical("number in the code that was read on it"))
    failure: Mapped[str] = mapped_column(default="", info=technical("term key: why it could not be read"))
    case_id: Mapped[int | None] = mapped_column(ForeignKey("request_case.id"), info=technical("its case"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("manual_record.id"), info=technical("its paper"))
    duplicate_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("scan.id"), info=technical("an earlier scan of the same bytes")
    )
    filed_at: Mapped[datetime | None] = mapped_column(info=technical("when"))
    filed_by: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), info=technical("who; none where the code found its place")
    )
    content: Mapped[bytes | None] = mapped_column(
        deferred=True, info=technical("the picture; none of a file too large to be taken in")
    )


class InventoryRound(Base):
    """Counting a place. One is open at a time for each place."""

    __tablename__ = "inventory_round"
    __table_args__ = (Index(None, "place_id"),)
    id: Mapped[int] = primary_key()
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), info=technical("place"))
    started_at: Mapped[datetime] = mapped_column(info=technical("when"))
    started_by: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    ended_at: Mapped[datetime | None] = mapped_column(info=technical("when"))


class InventoryFinding(Base):
    """One number that was seen, or a paper that was not. `settled`: the event that corrected the log, if any."""

    __tablename__ = "inventory_finding"
    __table_args__ = (UniqueConstraint("round_id", "number"),)
    id: Mapped[int] = primary_key()
    round_id: Mapped[int] = mapped_column(ForeignKey("inventory_round.id"), info=technical("key"))
    number: Mapped[str] = mapped_column(info=technical("as it was read or typed"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("manual_record.id"), info=technical("the paper"))
    outcome: Mapped[FindingOutcome] = mapped_column(enumeration(FindingOutcome), info=technical("outcome"))
    believed_id: Mapped[int | None] = mapped_column(
        ForeignKey("place.id"), info=technical("where the log had it")
    )
    at: Mapped[datetime] = mapped_column(info=technical("when"))
    settled: Mapped[CustodyKind | None] = mapped_column(
        enumeration(CustodyKind), info=technical("what corrected it")
    )


class DestructionList(Base):
    """A list of papers to be destroyed: proposed by one, approved by another, executed by two after the waiting time."""

    __tablename__ = "destruction_list"
    id: Mapped[int] = primary_key()
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), info=technical("office"))
    proposed_at: Mapped[datetime] = mapped_column(info=technical("when"))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    approved_at: Mapped[datetime | None] = mapped_column(info=technical("when"))
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    not_before: Mapped[date | None] = mapped_column(info=technical("the day after the waiting time"))
    cancelled_at: Mapped[datetime | None] = mapped_column(info=technical("when"))
    cancelled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    executed_on: Mapped[date | None] = mapped_column(info=technical("when"))
    executed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    witness: Mapped[str] = mapped_column(default="", info=technical("the second of the staff who saw it"))
    method: Mapped[DestructionMethod | None] = mapped_column(
        enumeration(DestructionMethod), info=technical("how")
    )
    certificate: Mapped[bytes | None] = mapped_column(
        deferred=True, info=technical("the PDF; it names papers by number and kind")
    )


class DestructionItem(Base):
    __tablename__ = "destruction_item"
    __table_args__ = (UniqueConstraint("list_id", "record_id"), Index(None, "record_id"))
    id: Mapped[int] = primary_key()
    list_id: Mapped[int] = mapped_column(ForeignKey("destruction_list.id"), info=technical("key"))
    record_id: Mapped[int] = mapped_column(ForeignKey("manual_record.id"), info=technical("key"))
    verdict: Mapped[ItemVerdict] = mapped_column(enumeration(ItemVerdict), info=technical("verdict"))
    reason: Mapped[str] = mapped_column(
        default="", info=technical("code of the obstacle by which it was left out")
    )


class PaperTask(Base):
    """What a claim orders of a paper: looked through, annotated, destroyed or kept with its reason."""

    __tablename__ = "paper_task"
    __table_args__ = (UniqueConstraint("case_id", "record_id", "kind"), Index(None, "record_id"))
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    record_id: Mapped[int] = mapped_column(ForeignKey("manual_record.id"), info=technical("key"))
    kind: Mapped[PaperTaskKind] = mapped_column(
        enumeration(PaperTaskKind), info=personal(Q, C, "field.paper_task")
    )
    state: Mapped[PaperTaskState] = mapped_column(
        enumeration(PaperTaskState), info=personal(Q, C, "field.paper_task_state")
    )
    reason: Mapped[str] = mapped_column(default="", info=personal(Q, C, "field.reason", others=True))
    until: Mapped[date | None] = mapped_column(info=personal(Q, C, "field.kept_until"))
    at: Mapped[datetime | None] = mapped_column(info=personal(Q, C, "field.done_at"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))
