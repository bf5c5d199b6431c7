"""Products, connections and telephone numbers: what a subscription is made of."""

from datetime import date

from sqlalchemy import ForeignKey, Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, Sourced, enumeration, personal, primary_key, subject, technical
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.domain.products import OwnerConsent, ServiceKind

R, K = Category.RELATIONSHIP, Retention.CUSTOMER


class Product(Base):
    """Something that can be ordered. A retired product stays with those who have it and is offered to nobody."""

    __tablename__ = "product"
    id: Mapped[int] = primary_key()
    code: Mapped[str] = mapped_column(unique=True, info=technical("product"))
    kind: Mapped[ServiceKind] = mapped_column(enumeration(ServiceKind), info=technical("product"))
    name_fi: Mapped[str] = mapped_column(info=technical("product"))
    name_sv: Mapped[str] = mapped_column(info=technical("product"))
    retired: Mapped[bool] = mapped_column(default=False, info=technical("product"))


class Connection(Sourced, Base):
    """The line into a property: its place, who has it, who owns the property and whether he agreed.

    A service over it is at its place, so whoever has the service is told the place with the number. `party` has the
    connection; the `owner` of the property may be another.
    """

    __tablename__ = "connection"
    __table_args__ = (
        Index(None, "party_id"),
        Index(None, "owner_id"),
        {"info": {"told_by": ("number", "street", "postcode", "town")}},
    )
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject("connection.holder"))
    number: Mapped[str] = mapped_column(unique=True, info=personal(R, K, "field.connection_number"))
    street: Mapped[str] = mapped_column(
        default="", info=personal(R, K, "field.installation_street", portable=True)
    )
    postcode: Mapped[str] = mapped_column(default="", info=personal(R, K, "field.postcode", portable=True))
    town: Mapped[str] = mapped_column(default="", info=personal(R, K, "field.town", portable=True))
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("party.id"),
        info=subject(
            "connection.owner", shows=("number", "street", "postcode", "town", "consent", "consent_on")
        ),
    )
    consent: Mapped[OwnerConsent] = mapped_column(
        enumeration(OwnerConsent), info=personal(R, K, "field.owner_consent")
    )
    consent_on: Mapped[date | None] = mapped_column(info=personal(R, K, "field.owner_consent_on"))


class ServiceNumber(Sourced, Base):
    """A telephone number (E.164) of a subscription; what may be published of it is in DirectoryListing.

    `sent_on`: when the directory service was last told of it. `sent_digest`: of what it was told to publish, none once
    it was told to remove the number.
    """

    __tablename__ = "service_number"
    __table_args__ = (Index(None, "party_id"), Index(None, "subscription_id"))
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    subscription_id: Mapped[int] = mapped_column(
        ForeignKey("subscription.id"), info=personal(R, K, "field.subscription_number")
    )
    number: Mapped[str] = mapped_column(info=personal(R, K, "field.telephone_number", portable=True))
    valid_from: Mapped[date | None] = mapped_column(info=personal(R, K, "field.valid_from"))
    valid_to: Mapped[date | None] = mapped_column(info=personal(R, K, "field.valid_to"))
    sent_on: Mapped[date | None] = mapped_column(
        info=personal(Category.DIRECTORY, K, "field.sent_to_directory_on")
    )
    sent_digest: Mapped[bytes | None] = mapped_column(
        LargeBinary(16), info=technical("keyed digest of what was sent, so that the same is sent once")
    )
