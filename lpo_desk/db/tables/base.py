"""What all tables share: column types, naming, and the declaration every column carries."""

import enum
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import BigInteger, Dialect, Enum, Integer, LargeBinary, MetaData, Text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import DateTime, TypeDecorator

from lpo_desk.domain.party import Source
from lpo_desk.domain.privacy import Category, Personal, Retention, Subject, Technical

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Key = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite numbers rows by itself only where the type is spelt INTEGER."""

SearchText = Text().with_variant(postgresql.VARCHAR(collation="C"), "postgresql")
"""Text compared byte by byte on both databases, so that a prefix is a range of the index."""


class Instant(TypeDecorator[datetime]):
    """An instant in UTC. SQLite keeps no zone, so it is taken off on the way in and put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its zone")
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Cents(TypeDecorator[int]):
    """An amount of money in euro cents."""

    impl = Integer
    cache_ok = True


def enumeration(kind: type[enum.Enum]) -> Enum:
    """An enumeration stored as its value: no native type, so that a member can be added without a migration."""
    return Enum(
        kind, native_enum=False, length=40, values_callable=lambda members: [m.value for m in members]
    )


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
        datetime: Instant(),
        bytes: LargeBinary(),
        str: Text(),
    }


def personal(
    category: Category,
    retention: Retention,
    label: str,
    *,
    portable: bool = False,
    secret: bool = False,
    others: bool = False,
) -> dict[Any, Any]:
    """`info=` of a column that holds data of a person."""
    return {"privacy": Personal(category, retention, label, portable, secret, others)}


def subject(label: str | None = None, shows: tuple[str, ...] | None = None) -> dict[Any, Any]:
    """`info=` of a column that points at the person whose data the row is."""
    return {"privacy": Subject(label, shows)}


def technical(reason: str) -> dict[Any, Any]:
    """`info=` of a column that says nothing of a person."""
    return {"privacy": Technical(reason)}


def primary_key() -> Mapped[int]:
    return mapped_column(Key, primary_key=True, autoincrement=True, info=technical("key"))


class Sourced:
    """Provenance of a row: which of the notice's sources it came from, and when (GDPR art. 15(1)(g))."""

    source: Mapped[Source] = mapped_column(
        enumeration(Source),
        info=personal(Category.BASIC, Retention.CUSTOMER, "field.source"),
    )
    source_on: Mapped[date] = mapped_column(
        info=personal(Category.BASIC, Retention.CUSTOMER, "field.source_on"),
    )
    source_by: Mapped[str] = mapped_column(default="", info=technical("the clerk who entered it"))
