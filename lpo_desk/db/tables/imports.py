"""Imports of the old register: runs, the rows that came in, and the values left out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, personal, primary_key, subject, technical
from lpo_desk.domain.privacy import Category, Retention


class ImportRun(Base):
    __tablename__ = "import_run"
    id: Mapped[int] = primary_key()
    at: Mapped[datetime] = mapped_column(info=technical("when"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), info=technical("who"))
    file_digest: Mapped[bytes] = mapped_column(info=technical("which file"))
    counts: Mapped[dict[str, Any]] = mapped_column(JSON, info=technical("counts"))


class ImportRow(Base):
    """A row that came in: the keyed digest of its cells, so that the same row coming again changes nothing."""

    __tablename__ = "import_row"
    sheet: Mapped[int] = mapped_column(
        SmallInteger, primary_key=True, autoincrement=False, info=technical("sheet")
    )
    digest: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True, info=technical("keyed digest"))
    occurrence: Mapped[int] = mapped_column(
        SmallInteger,
        primary_key=True,
        autoincrement=False,
        info=technical("n-th equal row of its file, from 0"),
    )


class ImportWarning(Base):
    """A value of the old register that fits no field; shown on the card until it is settled."""

    __tablename__ = "import_warning"
    __table_args__ = (Index(None, "party_id"),)
    id: Mapped[int] = primary_key()
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), info=subject())
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"), info=technical("which import"))
    sheet: Mapped[str] = mapped_column(info=technical("where"))
    row: Mapped[int] = mapped_column(info=technical("where"))
    column: Mapped[str] = mapped_column(info=personal(Category.BASIC, Retention.CUSTOMER, "field.old_field"))
    value: Mapped[str] = mapped_column(
        info=personal(Category.BASIC, Retention.CUSTOMER, "field.old_value", others=True)
    )
    reason: Mapped[str] = mapped_column(info=technical("reason code"))
    settled_at: Mapped[datetime | None] = mapped_column(info=technical("when"))
