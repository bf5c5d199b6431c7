"""What the rights of persons need besides the cases: who was given data, who handles them for us, what was erased."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, Sourced, enumeration, personal, primary_key, subject, technical
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.terms import Lang

H, K = Category.HISTORY, Retention.CUSTOMER


class Disclosure(Sourced, Base):
    """A person's data given to somebody outside: who must be told of a correction or an erasure (art. 15(1)(c), 19)."""

    __tablename__ = "disclosure"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    recipient: Mapped[str] = mapped_column(info=personal(H, K, "field.recipient"))
    what: Mapped[str] = mapped_column(default="", info=personal(H, K, "field.disclosed_what"))
    basis: Mapped[str] = mapped_column(default="", info=personal(H, K, "field.disclosure_basis"))
    on_date: Mapped[date] = mapped_column(info=personal(H, K, "field.disclosed_on"))


class Processor(Base):
    """Somebody who handles data for the company under a contract (art. 28), and is asked in every gathering."""

    __tablename__ = "processor"
    id: Mapped[int] = primary_key()
    name: Mapped[str] = mapped_column(info=technical("a company"))
    service: Mapped[str] = mapped_column(default="", info=technical("what it does"))
    contact: Mapped[str] = mapped_column(default="", info=technical("where it is asked"))
    contract_on: Mapped[date | None] = mapped_column(info=technical("of the contract"))
    valid_to: Mapped[date | None] = mapped_column(info=technical("last day of the contract"))


class ErasureEntry(Base):
    """A line of the erasure ledger: written before the erasing, and outside the database too.

    It holds no data of the person; `digests` are keyed hashes of what a restored record would be known by. No foreign
    key leads to the party: the ledger outlives the record.
    """

    __tablename__ = "erasure_entry"
    id: Mapped[int] = primary_key()
    at: Mapped[datetime] = mapped_column(info=technical("when"))
    party_key: Mapped[int] = mapped_column(info=technical("internal number of the record"))
    case_number: Mapped[str] = mapped_column(default="", info=technical("the case that ordered it"))
    plan: Mapped[dict[str, Any]] = mapped_column(
        JSON, info=technical("groups to erase, those that went, those kept and until when")
    )
    digests: Mapped[list[str]] = mapped_column(JSON, info=technical("keyed hashes; tell nothing of a person"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    second_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), info=technical("who confirmed it")
    )


class LetterText(Base):
    """A version of an editable paragraph of the letters. Never changed: a new wording is a new version."""

    __tablename__ = "letter_text"
    __table_args__ = (UniqueConstraint("name", "lang", "version"),)
    id: Mapped[int] = primary_key()
    name: Mapped[str] = mapped_column(info=technical("which paragraph"))
    lang: Mapped[Lang] = mapped_column(enumeration(Lang), info=technical("language"))
    version: Mapped[int] = mapped_column(info=technical("version"))
    text: Mapped[str] = mapped_column(info=technical("the paragraph, with its placeholders"))
    at: Mapped[datetime] = mapped_column(info=technical("when"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
