"""The case book of signed requests."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, enumeration, personal, primary_key, subject, technical
from lpo_desk.domain.case import (
    CaseDiary,
    CaseStatus,
    DocumentKind,
    FileMedium,
    GatherPlace,
    HandoverMethod,
    IdentityMethod,
    IntakeChannel,
    LateReason,
    ReplyForm,
    Requester,
)
from lpo_desk.domain.claims import CopyFormat, ErasureGround, RecipientState, RequestRight, Resolution
from lpo_desk.domain.deadlines import ClockKind
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.terms import Lang

Q, K = Category.REQUEST, Retention.CASE


class CaseCounter(Base):
    """The last case number given; locked while a case is numbered, so the numbers have no gaps."""

    __tablename__ = "case_counter"
    office_id: Mapped[int] = mapped_column(
        ForeignKey("office.id"), primary_key=True, info=technical("counter")
    )
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=technical("counter"))
    last: Mapped[int] = mapped_column(info=technical("counter"))


class RequestCase(Base):
    """One signed (or otherwise received) request. Never deleted, only closed with a reason."""

    __tablename__ = "request_case"
    __table_args__ = (Index(None, "party_id"), Index(None, "status"), {"info": {"stub": True}})
    id: Mapped[int] = primary_key()
    number: Mapped[str] = mapped_column(unique=True, info=personal(Q, K, "field.case_number"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), info=subject())
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), info=technical("office"))
    status: Mapped[CaseStatus] = mapped_column(
        enumeration(CaseStatus), info=personal(Q, K, "field.case_status")
    )
    requester: Mapped[Requester] = mapped_column(
        enumeration(Requester), info=personal(Q, K, "field.requester")
    )
    requester_name: Mapped[str] = mapped_column(
        default="", info=personal(Q, K, "field.requester_name", others=True)
    )
    channel: Mapped[IntakeChannel] = mapped_column(
        enumeration(IntakeChannel), info=personal(Q, K, "field.channel")
    )
    received_on: Mapped[date] = mapped_column(info=personal(Q, K, "field.received_on"))
    signed_on: Mapped[date | None] = mapped_column(info=personal(Q, K, "field.signed_on"))
    entered_at: Mapped[datetime] = mapped_column(info=personal(Q, K, "field.entered_at"))
    entered_by: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    signed: Mapped[bool] = mapped_column(info=personal(Q, K, "field.signed"))
    names_register: Mapped[bool] = mapped_column(info=personal(Q, K, "field.names_register"))
    delivered_to_office: Mapped[bool] = mapped_column(info=personal(Q, K, "field.delivered_to_office"))
    pages: Mapped[int | None] = mapped_column(info=personal(Q, K, "field.pages"))
    reply_form: Mapped[ReplyForm] = mapped_column(
        enumeration(ReplyForm), info=personal(Q, K, "field.reply_form")
    )
    reply_lang: Mapped[Lang] = mapped_column(enumeration(Lang), info=personal(Q, K, "field.reply_language"))
    reply_address: Mapped[str] = mapped_column(
        default="", info=personal(Q, K, "field.reply_address", others=True)
    )
    closed_on: Mapped[date | None] = mapped_column(info=personal(Q, K, "field.closed_on"))
    late_reason: Mapped[LateReason | None] = mapped_column(
        enumeration(LateReason), info=personal(Q, K, "field.late_reason")
    )
    duplicate_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("request_case.id"), info=technical("the case that answers the same request")
    )
    version: Mapped[int] = mapped_column(default=1, info=technical("concurrency"))

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as a class attribute


class RequestClaim(Base):
    """One right asked in a case, decided alone."""

    __tablename__ = "request_claim"
    __table_args__ = (Index(None, "case_id"),)
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    right: Mapped[RequestRight] = mapped_column(
        enumeration(RequestRight), info=personal(Q, K, "field.request_right")
    )
    scope: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.scope", others=True))
    resolution: Mapped[Resolution | None] = mapped_column(
        enumeration(Resolution), info=personal(Q, K, "field.resolution")
    )
    grounds: Mapped[list[str]] = mapped_column(
        JSON, default=list, info=technical("codes; the reasons say it in words")
    )
    reasons: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.reasons", others=True))
    withheld: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.withheld", others=True))
    left_out: Mapped[list[Any]] = mapped_column(JSON, default=list, info=technical("keys of values left out"))
    reviewed: Mapped[bytes | None] = mapped_column(info=technical("keyed digest of the reviewed texts"))
    decided_at: Mapped[datetime | None] = mapped_column(info=personal(Q, K, "field.decided_at"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    restriction_ground: Mapped[RestrictionGround | None] = mapped_column(
        enumeration(RestrictionGround), info=personal(Q, K, "field.restriction_ground")
    )
    erasure_ground: Mapped[ErasureGround | None] = mapped_column(
        enumeration(ErasureGround), info=personal(Q, K, "field.erasure_ground")
    )
    copy_format: Mapped[CopyFormat | None] = mapped_column(
        enumeration(CopyFormat), info=personal(Q, K, "field.copy_format")
    )
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    prepared_by: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), info=technical("who made the erasure plan that a second person confirms")
    )
    plan: Mapped[bytes | None] = mapped_column(info=technical("digest of the erasure plan that was shown"))
    effected_at: Mapped[datetime | None] = mapped_column(info=personal(Q, K, "field.effected_at"))


class ClaimItem(Base):
    """One thing that a claim is about: a value to be corrected, or a group of data to be erased.

    `datum`: its name in the language of the reply, as the person reads it. `wanted` and `reason` are word for word.
    """

    __tablename__ = "claim_item"
    __table_args__ = (Index(None, "claim_id"),)
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("request_claim.id"), info=technical("key"))
    target: Mapped[str] = mapped_column(info=technical("where it lies: field of the card, or category"))
    datum: Mapped[str] = mapped_column(info=personal(Q, K, "field.claim_datum"))
    present: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.value_before", others=True))
    wanted: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.claim_wanted", others=True))
    reason: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.reason", others=True))
    accepted: Mapped[bool | None] = mapped_column(info=personal(Q, K, "field.claim_accepted"))
    applied_at: Mapped[datetime | None] = mapped_column(info=personal(Q, K, "field.effected_at"))


class RecipientNotice(Base):
    """A recipient who must be told of a correction, an erasure or a restriction, and what came of it (art. 19)."""

    __tablename__ = "recipient_notice"
    __table_args__ = (Index(None, "case_id"),)
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    claim_id: Mapped[int] = mapped_column(ForeignKey("request_claim.id"), info=technical("key"))
    recipient: Mapped[str] = mapped_column(info=personal(Q, K, "field.recipient"))
    disclosed_on: Mapped[date | None] = mapped_column(info=personal(Q, K, "field.disclosed_on"))
    state: Mapped[RecipientState] = mapped_column(
        enumeration(RecipientState), info=personal(Q, K, "field.recipient_state")
    )
    on_date: Mapped[date | None] = mapped_column(info=personal(Q, K, "field.date"))
    reason: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.reason", others=True))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), info=technical("its letter"))


class IdentityCheck(Base):
    """How identity was seen, when and by whom. No document number, no copy (law.md 1.2)."""

    __tablename__ = "identity_check"
    __table_args__ = (Index(None, "case_id"),)
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    method: Mapped[IdentityMethod] = mapped_column(
        enumeration(IdentityMethod), info=personal(Q, K, "field.identity_method")
    )
    matches: Mapped[bool] = mapped_column(info=personal(Q, K, "field.identity_matches"))
    at: Mapped[datetime] = mapped_column(info=personal(Q, K, "field.checked_at"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    at_handover: Mapped[bool] = mapped_column(default=False, info=technical("which step"))


class Authority(Base):
    """The paper that lets somebody act for the person; seen, not copied."""

    __tablename__ = "authority"
    __table_args__ = (Index(None, "case_id"),)
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    document: Mapped[str] = mapped_column(info=personal(Q, K, "field.authority_document", others=True))
    scope: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.authority_scope", others=True))
    until: Mapped[date | None] = mapped_column(info=personal(Q, K, "field.valid_to"))
    at: Mapped[datetime] = mapped_column(info=personal(Q, K, "field.checked_at"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))


class ClockEventRow(Base):
    """An event of the time limit. Append-only: the due date is computed from these and never stored."""

    __tablename__ = "clock_event"
    __table_args__ = (Index(None, "case_id"),)
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    kind: Mapped[ClockKind] = mapped_column(enumeration(ClockKind), info=personal(Q, K, "field.clock_kind"))
    on_date: Mapped[date] = mapped_column(info=personal(Q, K, "field.date"))
    reason: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.reason", others=True))
    at: Mapped[datetime] = mapped_column(info=technical("when entered"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))


class GatherTask(Base):
    """A place asked for the person's data; "looked, found nothing" is an answer with a name and a date."""

    __tablename__ = "gather_task"
    __table_args__ = (Index(None, "case_id"),)
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    place: Mapped[GatherPlace] = mapped_column(
        enumeration(GatherPlace), info=personal(Q, K, "field.gather_place")
    )
    found: Mapped[int | None] = mapped_column(info=personal(Q, K, "field.found"))
    note: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.note", others=True))
    processor_id: Mapped[int | None] = mapped_column(
        ForeignKey("processor.id"), info=technical("which processor, where the place is one")
    )
    asked_at: Mapped[datetime | None] = mapped_column(info=technical("when"))
    chased_at: Mapped[datetime | None] = mapped_column(info=technical("when"))
    answered_at: Mapped[datetime | None] = mapped_column(info=personal(Q, K, "field.answered_at"))
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))


class Document(Base):
    """A paper the program made, kept byte for byte as it was handed over."""

    __tablename__ = "document"
    __table_args__ = (Index(None, "case_id"),)
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    kind: Mapped[DocumentKind] = mapped_column(
        enumeration(DocumentKind), info=personal(Q, K, "field.document_kind")
    )
    lang: Mapped[Lang] = mapped_column(enumeration(Lang), info=personal(Q, K, "field.reply_language"))
    made_at: Mapped[datetime] = mapped_column(info=personal(Q, K, "field.made_at"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    digest: Mapped[bytes] = mapped_column(info=technical("SHA-256 of the bytes"))
    text_version: Mapped[int | None] = mapped_column(
        info=technical("of the editable texts, where it has any")
    )
    printed_at: Mapped[datetime | None] = mapped_column(info=technical("when it was last printed"))
    saved_at: Mapped[datetime | None] = mapped_column(
        info=technical("when it last stood in a file outside the program")
    )
    content: Mapped[bytes] = mapped_column(
        deferred=True, info=technical("the PDF itself; the extract names it by kind and date")
    )


class Handover(Base):
    __tablename__ = "handover"
    __table_args__ = (Index(None, "case_id"),)
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    method: Mapped[HandoverMethod] = mapped_column(
        enumeration(HandoverMethod), info=personal(Q, K, "field.handover_method")
    )
    on_date: Mapped[date] = mapped_column(info=personal(Q, K, "field.handed_over_on"))
    identity_check_id: Mapped[int | None] = mapped_column(
        ForeignKey("identity_check.id"), info=technical("key")
    )
    note: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.note", others=True))
    signed: Mapped[bool] = mapped_column(default=False, info=personal(Q, K, "field.receipt_signed"))
    returned_on: Mapped[date | None] = mapped_column(info=personal(Q, K, "field.returned_on"))
    medium: Mapped[FileMedium | None] = mapped_column(
        enumeration(FileMedium), info=personal(Q, K, "field.file_medium")
    )
    files: Mapped[list[Any]] = mapped_column(
        JSON, default=list, info=technical("kind and SHA-256 of each paper and file that went")
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))


class CaseEventRow(Base):
    """The case's own diary: every change of state, with its reason."""

    __tablename__ = "case_event"
    __table_args__ = (Index(None, "case_id", "at"),)
    id: Mapped[int] = primary_key()
    case_id: Mapped[int] = mapped_column(ForeignKey("request_case.id"), info=technical("key"))
    at: Mapped[datetime] = mapped_column(info=personal(Q, K, "field.date"))
    kind: Mapped[CaseDiary] = mapped_column(enumeration(CaseDiary), info=personal(Q, K, "field.case_event"))
    reason: Mapped[str] = mapped_column(default="", info=personal(Q, K, "field.reason", others=True))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
