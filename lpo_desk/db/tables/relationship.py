"""The customer relationship: subscriptions, billing, collection, history, permissions, directory."""

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
from lpo_desk.domain.party import (
    BillingMethod,
    Channel,
    DirectoryState,
    InteractionKind,
    PermissionState,
    Sender,
    SubscriptionState,
)
from lpo_desk.domain.permissions import PermissionBasis, Way
from lpo_desk.domain.privacy import Category, Retention

R, K = Category.RELATIONSHIP, Retention.CUSTOMER


class Subscription(Sourced, Base):
    """An ordered service. `monthly_fee` in euro cents; the place is its own only where it has no connection."""

    __tablename__ = "subscription"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    number: Mapped[str] = mapped_column(unique=True, info=personal(R, K, "field.subscription_number"))
    product: Mapped[str] = mapped_column(info=personal(R, K, "field.product", portable=True))
    product_id: Mapped[int | None] = mapped_column(
        ForeignKey("product.id"),
        info=technical("what kind of service it is; `product` is its name as ordered"),
    )
    connection_id: Mapped[int | None] = mapped_column(
        ForeignKey("connection.id"), info=personal(R, K, "field.connection_number")
    )
    contract_number: Mapped[str] = mapped_column(default="", info=personal(R, K, "field.contract_number"))
    street: Mapped[str] = mapped_column(
        default="", info=personal(R, K, "field.installation_street", portable=True)
    )
    postcode: Mapped[str] = mapped_column(default="", info=personal(R, K, "field.postcode", portable=True))
    town: Mapped[str] = mapped_column(default="", info=personal(R, K, "field.town", portable=True))
    starts_on: Mapped[date | None] = mapped_column(info=personal(R, K, "field.starts_on", portable=True))
    ends_on: Mapped[date | None] = mapped_column(info=personal(R, K, "field.ends_on", portable=True))
    state: Mapped[SubscriptionState] = mapped_column(
        enumeration(SubscriptionState), info=personal(R, K, "field.subscription_state")
    )
    monthly_fee: Mapped[int | None] = mapped_column(Cents, info=personal(R, K, "field.monthly_fee"))


class BillingProfile(Sourced, Base):
    __tablename__ = "billing_profile"
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), unique=True, info=subject())
    method: Mapped[BillingMethod | None] = mapped_column(
        enumeration(BillingMethod),
        info=personal(Category.BILLING, Retention.ACCOUNTING, "field.billing_method", portable=True),
    )
    einvoice_address: Mapped[str] = mapped_column(
        default="",
        info=personal(Category.BILLING, Retention.ACCOUNTING, "field.einvoice_address", portable=True),
    )
    operator: Mapped[str] = mapped_column(
        default="",
        info=personal(Category.BILLING, Retention.ACCOUNTING, "field.einvoice_operator", portable=True),
    )
    email: Mapped[str] = mapped_column(
        default="",
        info=personal(Category.BILLING, Retention.ACCOUNTING, "field.billing_email", portable=True),
    )
    iban: Mapped[str] = mapped_column(
        default="", info=personal(Category.BILLING, Retention.ACCOUNTING, "field.iban", portable=True)
    )


class CollectionCase(Sourced, Base):
    """One claim's way through collection. Where it is now is the stage of its last CollectionEvent."""

    __tablename__ = "collection_case"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    agency: Mapped[str] = mapped_column(
        default="", info=personal(Category.BILLING, Retention.ACCOUNTING, "field.collection_agency")
    )
    opened_on: Mapped[date | None] = mapped_column(
        info=personal(Category.BILLING, Retention.ACCOUNTING, "field.valid_from")
    )
    ended_on: Mapped[date | None] = mapped_column(
        info=personal(Category.BILLING, Retention.ACCOUNTING, "field.valid_to")
    )


class Interaction(Sourced, Base):
    """One event of the customer history: contact, offer, order, contract or change of service."""

    __tablename__ = "interaction"
    __table_args__ = (Index(None, "party_id", "on_date"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    on_date: Mapped[date | None] = mapped_column(info=personal(Category.HISTORY, K, "field.date"))
    kind: Mapped[InteractionKind] = mapped_column(
        enumeration(InteractionKind), info=personal(Category.HISTORY, K, "field.interaction_kind")
    )
    text: Mapped[str] = mapped_column(
        default="", info=personal(Category.HISTORY, K, "field.description", others=True)
    )
    number: Mapped[str] = mapped_column(
        default="", info=personal(Category.HISTORY, K, "field.document_number")
    )
    way: Mapped[Way | None] = mapped_column(enumeration(Way), info=personal(Category.HISTORY, K, "field.way"))
    subscription_id: Mapped[int | None] = mapped_column(
        ForeignKey("subscription.id"), info=personal(Category.HISTORY, K, "field.subscription_number")
    )
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), info=technical("where"))
    recorded_by: Mapped[str] = mapped_column(default="", info=technical("a clerk's initials"))


class PermissionEvent(Sourced, Base):
    """A permission given, refused, banned or withdrawn. Append-only; the latest wins, and a ban over all."""

    __tablename__ = "permission_event"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    sender: Mapped[Sender] = mapped_column(
        enumeration(Sender), info=personal(Category.MARKETING, Retention.BAN, "field.sender", portable=True)
    )
    channel: Mapped[Channel] = mapped_column(
        enumeration(Channel), info=personal(Category.MARKETING, Retention.BAN, "field.channel", portable=True)
    )
    state: Mapped[PermissionState] = mapped_column(
        enumeration(PermissionState),
        info=personal(Category.MARKETING, Retention.BAN, "field.permission_state", portable=True),
    )
    on_date: Mapped[date | None] = mapped_column(
        info=personal(Category.MARKETING, Retention.BAN, "field.date", portable=True)
    )
    reason: Mapped[str] = mapped_column(
        default="", info=personal(Category.MARKETING, Retention.BAN, "field.reason")
    )
    basis: Mapped[PermissionBasis | None] = mapped_column(
        enumeration(PermissionBasis),
        info=personal(Category.MARKETING, Retention.BAN, "field.permission_basis"),
    )
    way: Mapped[Way | None] = mapped_column(
        enumeration(Way), info=personal(Category.MARKETING, Retention.BAN, "field.way")
    )
    text_version: Mapped[str] = mapped_column(
        default="", info=personal(Category.MARKETING, Retention.BAN, "field.text_version")
    )
    office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"), info=technical("where"))


class DirectoryListing(Sourced, Base):
    """What the directory services may publish; append-only, the latest holds. No number: all of the customer's."""

    __tablename__ = "directory_listing"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    subscription_id: Mapped[int | None] = mapped_column(
        ForeignKey("subscription.id"), info=technical("which service")
    )
    service_number_id: Mapped[int | None] = mapped_column(
        ForeignKey("service_number.id"),
        info=personal(Category.DIRECTORY, K, "field.telephone_number", portable=True),
    )
    state: Mapped[DirectoryState] = mapped_column(
        enumeration(DirectoryState),
        info=personal(Category.DIRECTORY, K, "field.directory_state", portable=True),
    )
    on_date: Mapped[date | None] = mapped_column(
        info=personal(Category.DIRECTORY, K, "field.date", portable=True)
    )
