"""Offices, accounts, saves, the audit and the read log."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, Key, enumeration, personal, primary_key, subject, technical
from lpo_desk.domain.accounts import Role
from lpo_desk.domain.audit import AuditKind, Purpose
from lpo_desk.domain.case import DraftKind
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.terms import Lang


class Office(Base):
    __tablename__ = "office"
    id: Mapped[int] = primary_key()
    code: Mapped[str] = mapped_column(unique=True, info=technical("begins case and paper numbers"))
    name_fi: Mapped[str] = mapped_column(info=technical("office"))
    name_sv: Mapped[str] = mapped_column(info=technical("office"))
    street: Mapped[str] = mapped_column(default="", info=technical("office"))
    postcode: Mapped[str] = mapped_column(default="", info=technical("office"))
    town_fi: Mapped[str] = mapped_column(default="", info=technical("office"))
    town_sv: Mapped[str] = mapped_column(default="", info=technical("office"))


class Account(Base):
    """A user. Passwords are not here: they unwrap the key of the file, or are the server's (reliability.md 2)."""

    __tablename__ = "account"
    id: Mapped[int] = primary_key()
    username: Mapped[str] = mapped_column(unique=True, info=technical("staff"))
    display_name: Mapped[str] = mapped_column(info=technical("staff"))
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), info=technical("staff"))
    lang: Mapped[Lang] = mapped_column(enumeration(Lang), info=technical("staff"))
    enabled: Mapped[bool] = mapped_column(default=True, info=technical("staff"))
    created_at: Mapped[datetime] = mapped_column(info=technical("staff"))
    preferences: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict, info=technical("screen settings"))


class AccountRole(Base):
    __tablename__ = "account_role"
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id"), primary_key=True, info=technical("staff")
    )
    role: Mapped[Role] = mapped_column(enumeration(Role), primary_key=True, info=technical("staff"))


class Secret(Base):
    """Keys the register itself needs: the key of the personal identity codes' look-up hash, of row digests, of seals."""

    __tablename__ = "secret"
    name: Mapped[str] = mapped_column(primary_key=True, info=technical("key material"))
    value: Mapped[bytes] = mapped_column(info=technical("key material"))


class Setting(Base):
    __tablename__ = "setting"
    name: Mapped[str] = mapped_column(primary_key=True, info=technical("setting"))
    value: Mapped[Any] = mapped_column(JSON, info=technical("setting"))


class Save(Base):
    """One writing unit. A save whose reply was lost is looked up here by its id, never repeated."""

    __tablename__ = "save"
    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, info=technical("key"))
    at: Mapped[datetime] = mapped_column(info=technical("when"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), info=technical("who"))


_OF_PAPERS = text("table_name IN ('manual_record', 'manual_record_party')")


class AuditEvent(Base):
    """Who did what to which row and which fields: no value of any field (architecture.md rule 8)."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index(None, "party_id", "at"),
        Index(None, "at"),
        # A paper tells who changed it: its rows alone, so that no other save writes an index more.
        Index("ix_audit_event_paper", "row_key", sqlite_where=_OF_PAPERS, postgresql_where=_OF_PAPERS),
    )
    id: Mapped[int] = primary_key()
    at: Mapped[datetime] = mapped_column(info=technical("when"))
    account_id: Mapped[int | None] = mapped_column(
        info=technical("who; no foreign key, the row outlives the account")
    )
    account_name: Mapped[str] = mapped_column(info=technical("who, as named then"))
    kind: Mapped[AuditKind] = mapped_column(enumeration(AuditKind), info=technical("what"))
    table_name: Mapped[str] = mapped_column(default="", info=technical("what"))
    row_key: Mapped[str] = mapped_column(default="", info=technical("what"))
    party_id: Mapped[int | None] = mapped_column(
        Key, info=technical("whose; the history of the card reads by it")
    )
    case_id: Mapped[int | None] = mapped_column(Key, info=technical("in which case"))
    purpose: Mapped[Purpose | None] = mapped_column(enumeration(Purpose), info=technical("why"))
    save_id: Mapped[UUID | None] = mapped_column(Uuid, info=technical("in which unit"))
    fields: Mapped[list[str]] = mapped_column(
        JSON, default=list, info=technical("names of fields, no values")
    )
    detail: Mapped[str] = mapped_column(default="", info=technical("a reason code or a count"))
    salt: Mapped[bytes] = mapped_column(info=technical("of the digest"))
    digest: Mapped[bytes] = mapped_column(info=technical("of the body"))


class AuditBody(Base):
    """Before and after of one audit row; may be redacted without breaking the chain of seals."""

    __tablename__ = "audit_body"
    event_id: Mapped[int] = mapped_column(
        ForeignKey("audit_event.id"), primary_key=True, info=technical("key")
    )
    body: Mapped[dict[str, Any]] = mapped_column(
        JSON, info=personal(Category.HISTORY, Retention.LOG, "field.change", others=True)
    )


class AuditSeal(Base):
    """A link of the chain over all audit rows up to `last_event_id`."""

    __tablename__ = "audit_seal"
    id: Mapped[int] = primary_key()
    at: Mapped[datetime] = mapped_column(info=technical("when"))
    last_event_id: Mapped[int] = mapped_column(Key, info=technical("chain"))
    events: Mapped[int] = mapped_column(info=technical("chain"))
    digest: Mapped[bytes] = mapped_column(info=technical("chain"))


class ReadEvent(Base):
    """One opening of a customer: the ticket that detail reads demand, and the row the customer may ask for."""

    __tablename__ = "read_event"
    __table_args__ = (Index(None, "party_id", "at"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    at: Mapped[datetime] = mapped_column(info=personal(Category.LOOKUP, Retention.LOG, "field.looked_up_at"))
    purpose: Mapped[Purpose] = mapped_column(
        enumeration(Purpose), info=personal(Category.LOOKUP, Retention.LOG, "field.purpose")
    )
    expires_at: Mapped[datetime] = mapped_column(info=technical("life of the ticket"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id"), info=technical("who; not told to the customer (C-579/21)")
    )
    case_id: Mapped[int | None] = mapped_column(Key, info=technical("in which case"))
    save_id: Mapped[UUID] = mapped_column(
        Uuid, info=technical("its unit: a ticket never serves the unit it came from")
    )


class DraftRow(Base):
    """Half-finished work of one account, saved while it is typed."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("draft_key"),)
    id: Mapped[int] = primary_key()
    draft_key: Mapped[UUID] = mapped_column(
        Uuid, info=technical("the form's own key, so that saving again replaces")
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("whose work"))
    kind: Mapped[DraftKind] = mapped_column(enumeration(DraftKind), info=technical("form"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("party.id"), info=subject())
    page: Mapped[int] = mapped_column(default=0, info=technical("page of the form"))
    data: Mapped[dict[str, Any]] = mapped_column(
        JSON, info=personal(Category.REQUEST, Retention.CASE, "field.draft", others=True)
    )
    saved_at: Mapped[datetime] = mapped_column(info=technical("when"))
