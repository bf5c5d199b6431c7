"""Payment references and the stages of collection."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import (
    Base,
    Cents,
    Sourced,
    enumeration,
    personal,
    primary_key,
    subject,
    technical,
)
from lpo_desk.domain.party import CollectionState
from lpo_desk.domain.privacy import Category, Retention

B, K = Category.BILLING, Retention.ACCOUNTING


class PaymentReference(Sourced, Base):
    """A reference number the customer pays with: Finnish (digits) or RF (ISO 11649), as it is stored without blanks."""

    __tablename__ = "payment_reference"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    number: Mapped[str] = mapped_column(info=personal(B, K, "field.payment_reference"))
    description: Mapped[str] = mapped_column(default="", info=personal(B, K, "field.description"))


class CollectionEvent(Sourced, Base):
    """A stage that a collection case reached. Append-only; NONE closes the case. `amount`: open that day, in euro cents.

    Without a day: the old register told only how far collection had come.
    """

    __tablename__ = "collection_event"
    __table_args__ = (Index(None, "party_id"), Index(None, "collection_case_id"))
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    collection_case_id: Mapped[int] = mapped_column(ForeignKey("collection_case.id"), info=technical("key"))
    stage: Mapped[CollectionState] = mapped_column(
        enumeration(CollectionState), info=personal(B, K, "field.collection_state")
    )
    on_date: Mapped[date | None] = mapped_column(info=personal(B, K, "field.date"))
    due_on: Mapped[date | None] = mapped_column(info=personal(B, K, "field.due_on"))
    amount: Mapped[int | None] = mapped_column(Cents, info=personal(B, K, "field.amount"))
    note: Mapped[str] = mapped_column(default="", info=personal(B, K, "field.note", others=True))
