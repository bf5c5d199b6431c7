"""The customer register's people: names, identifiers, addresses, contact points, roles, protection."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, Key, Sourced, enumeration, personal, primary_key, subject, technical
from lpo_desk.domain.authority import AuthorityKind, AuthorityScope
from lpo_desk.domain.party import (
    AddressKind,
    Channel,
    ContactKind,
    CustomerType,
    NameKind,
    PartyKind,
    RelationKind,
)
from lpo_desk.domain.privacy import Category, Retention
from lpo_desk.terms import Lang

B, C, K = Category.BASIC, Category.CONTACT, Retention.CUSTOMER


class Party(Sourced, Base):
    """A person or an organisation. `version` counts every saved change of it and of its child rows."""

    __tablename__ = "party"
    __table_args__ = (Index(None, "replaced_by_id"), {"info": {"stub": True}})
    id: Mapped[int] = mapped_column(Key, primary_key=True, autoincrement=True, info=subject())
    kind: Mapped[PartyKind] = mapped_column(enumeration(PartyKind), info=personal(B, K, "field.party_kind"))
    lang: Mapped[Lang | None] = mapped_column(
        enumeration(Lang), info=personal(B, K, "field.language", portable=True)
    )
    language_note: Mapped[str] = mapped_column(default="", info=personal(B, K, "field.language_note"))
    date_of_birth: Mapped[date | None] = mapped_column(
        info=personal(B, K, "field.date_of_birth", portable=True)
    )
    date_of_death: Mapped[date | None] = mapped_column(info=personal(B, K, "field.date_of_death"))
    preferred_channel: Mapped[Channel | None] = mapped_column(
        enumeration(Channel), info=personal(C, K, "field.preferred_channel", portable=True)
    )
    replaced_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("party.id"), info=technical("the party that this one was merged into")
    )
    created_at: Mapped[datetime] = mapped_column(info=personal(B, K, "field.created_at"))
    version: Mapped[int] = mapped_column(default=1, info=technical("concurrency"))
    import_run_id: Mapped[int | None] = mapped_column(
        ForeignKey("import_run.id"), info=technical("which import")
    )
    erased_on: Mapped[date | None] = mapped_column(
        info=technical("when the record was erased; the row is left for cases and logs to point at")
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy reads it as a class attribute


class PartyName(Sourced, Base):
    __tablename__ = "party_name"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    kind: Mapped[NameKind] = mapped_column(
        enumeration(NameKind), info=personal(B, K, "field.name_kind", portable=True)
    )
    last_name: Mapped[str] = mapped_column(default="", info=personal(B, K, "field.last_name", portable=True))
    first_names: Mapped[str] = mapped_column(
        default="", info=personal(B, K, "field.first_names", portable=True)
    )
    calling_name: Mapped[str] = mapped_column(
        default="", info=personal(B, K, "field.calling_name", portable=True)
    )
    organisation_name: Mapped[str] = mapped_column(
        default="", info=personal(B, K, "field.organisation_name", portable=True)
    )
    valid_from: Mapped[date | None] = mapped_column(info=personal(B, K, "field.valid_from"))
    valid_to: Mapped[date | None] = mapped_column(info=personal(B, K, "field.valid_to"))


class PersonalIdentityCode(Sourced, Base):
    """The hetu, in a table of its own: on the server nobody but one function will be granted it.

    `lookup_hash` is HMAC-SHA256 of the eleven characters, 16 bytes; the code is found by it and by nothing else.
    Two parties may hold the same code: the old register has such pairs, and they are shown as possible duplicates.
    """

    __tablename__ = "personal_identity_code"
    __table_args__ = (Index(None, "party_id"), Index(None, "lookup_hash"))
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    value: Mapped[str] = mapped_column(info=personal(B, K, "field.hetu", portable=True, secret=True))
    lookup_hash: Mapped[bytes] = mapped_column(info=technical("keyed hash, for search"))
    valid_to: Mapped[date | None] = mapped_column(info=personal(B, K, "field.valid_to"))


class BusinessId(Sourced, Base):
    __tablename__ = "business_id"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    value: Mapped[str] = mapped_column(info=personal(B, K, "field.business_id", portable=True))


class ForeignId(Sourced, Base):
    """An identifier given abroad, of one who has no Finnish code; `country` is an ISO 3166 code, "" when unknown."""

    __tablename__ = "foreign_id"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    value: Mapped[str] = mapped_column(info=personal(B, K, "field.foreign_id", portable=True))
    country: Mapped[str] = mapped_column(default="", info=personal(B, K, "field.country", portable=True))


class FieldSource(Sourced, Base):
    """Where one field came from that shares its row with others: the language beside the date of birth.

    `field` is the name of the card's field. A field without an entry came with its row.
    """

    __tablename__ = "field_source"
    __table_args__ = (UniqueConstraint("party_id", "field"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    field: Mapped[str] = mapped_column(info=personal(B, K, "field.field"))


class CustomerAccount(Sourced, Base):
    """A customer number; one party may have several."""

    __tablename__ = "customer_account"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    number: Mapped[str] = mapped_column(
        unique=True, info=personal(Category.RELATIONSHIP, K, "field.customer_number")
    )
    since: Mapped[date | None] = mapped_column(
        info=personal(Category.RELATIONSHIP, K, "field.customer_since")
    )
    member: Mapped[bool] = mapped_column(
        default=False, info=personal(Category.RELATIONSHIP, K, "field.member")
    )
    member_number: Mapped[str] = mapped_column(
        default="", info=personal(Category.RELATIONSHIP, K, "field.member_number")
    )


class PartyType(Sourced, Base):
    """A customer type of a party; a party may be several (`private` and, later, a trader's `company`)."""

    __tablename__ = "party_type"
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, info=subject())
    type: Mapped[CustomerType] = mapped_column(
        enumeration(CustomerType),
        primary_key=True,
        info=personal(Category.RELATIONSHIP, K, "field.customer_type"),
    )


class Address(Sourced, Base):
    __tablename__ = "address"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    kind: Mapped[AddressKind] = mapped_column(
        enumeration(AddressKind), info=personal(C, K, "field.address_kind", portable=True)
    )
    co: Mapped[str] = mapped_column(default="", info=personal(C, K, "field.co", portable=True, others=True))
    street: Mapped[str] = mapped_column(default="", info=personal(C, K, "field.street", portable=True))
    postcode: Mapped[str] = mapped_column(default="", info=personal(C, K, "field.postcode", portable=True))
    town: Mapped[str] = mapped_column(default="", info=personal(C, K, "field.town", portable=True))
    country: Mapped[str] = mapped_column(default="FI", info=personal(C, K, "field.country", portable=True))
    valid_from: Mapped[date | None] = mapped_column(info=personal(C, K, "field.valid_from", portable=True))
    valid_to: Mapped[date | None] = mapped_column(info=personal(C, K, "field.valid_to", portable=True))


class ContactPoint(Sourced, Base):
    """A phone (E.164) or an e-mail; `position` 0 is the preferred one of its kind."""

    __tablename__ = "contact_point"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    kind: Mapped[ContactKind] = mapped_column(
        enumeration(ContactKind), info=personal(C, K, "field.contact_kind", portable=True)
    )
    value: Mapped[str] = mapped_column(info=personal(C, K, "field.contact_value", portable=True))
    position: Mapped[int] = mapped_column(SmallInteger, default=0, info=technical("order"))


class PartyRelation(Sourced, Base):
    """`party` is the KIND of `other`: contact person of a company, payer or user of another's subscription.

    Both ends are subjects; the extract of the one leaves the other's identity out (GDPR art. 15(4)).
    """

    __tablename__ = "party_relation"
    __table_args__ = (Index(None, "party_id"), Index(None, "other_id"), Index(None, "subscription_id"))
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject("relation.is"))
    kind: Mapped[RelationKind] = mapped_column(
        enumeration(RelationKind), info=personal(Category.ROLE, K, "field.relation_kind")
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("party.id"),
        info=subject(
            "relation.has",
            shows=(
                "kind",
                "subscription_id",
                "authority",
                "authority_on",
                "confirmed_on",
                "scope",
                "valid_from",
                "valid_to",
            ),
        ),
    )
    subscription_id: Mapped[int | None] = mapped_column(
        ForeignKey("subscription.id"), info=personal(Category.ROLE, K, "field.subscription_number")
    )
    task: Mapped[str] = mapped_column(default="", info=personal(Category.ROLE, K, "field.task"))
    position: Mapped[str] = mapped_column(default="", info=personal(Category.ROLE, K, "field.position"))
    authority: Mapped[AuthorityKind | None] = mapped_column(
        enumeration(AuthorityKind), info=personal(Category.ROLE, K, "field.authority_document")
    )
    authority_on: Mapped[date | None] = mapped_column(info=personal(Category.ROLE, K, "field.authority_on"))
    confirmed_on: Mapped[date | None] = mapped_column(info=personal(Category.ROLE, K, "field.confirmed_on"))
    scope: Mapped[AuthorityScope | None] = mapped_column(
        enumeration(AuthorityScope), info=personal(Category.ROLE, K, "field.authority_scope")
    )
    scope_note: Mapped[str] = mapped_column(
        default="", info=personal(Category.ROLE, K, "field.authority_note", others=True)
    )
    seen_on: Mapped[date | None] = mapped_column(info=personal(Category.ROLE, K, "field.authority_seen_on"))
    seen_by: Mapped[str] = mapped_column(default="", info=technical("the clerk who saw the paper"))
    valid_from: Mapped[date | None] = mapped_column(info=personal(Category.ROLE, K, "field.valid_from"))
    valid_to: Mapped[date | None] = mapped_column(info=personal(Category.ROLE, K, "field.valid_to"))


class ProtectionNote(Sourced, Base):
    """Turvakielto as told to us: hides name, address and contact from lists and from clerks (law.md section 5)."""

    __tablename__ = "protection_note"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    told_on: Mapped[date | None] = mapped_column(info=personal(Category.PROTECTION, K, "field.told_on"))
    until: Mapped[date | None] = mapped_column(info=personal(Category.PROTECTION, K, "field.protected_until"))
    ended_on: Mapped[date | None] = mapped_column(
        info=personal(Category.PROTECTION, K, "field.protection_ended")
    )


class CustomerNote(Sourced, Base):
    """Free words about a customer, from the old register's remarks and its unknown columns."""

    __tablename__ = "customer_note"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    text: Mapped[str] = mapped_column(info=personal(Category.HISTORY, K, "field.note", others=True))
