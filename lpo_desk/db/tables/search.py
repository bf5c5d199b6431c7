"""What search reads: both tables are derived, and rebuilt by db/search.py alone."""

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, Key, SearchText, enumeration, technical
from lpo_desk.domain.party import PartyKind

_DERIVED = "derived for search; the row it comes from declares itself"


class ListEntry(Base):
    """One line of a result list. Protected people have no name, town, type or other flag here."""

    __tablename__ = "list_entry"
    __table_args__ = (Index(None, "sort_key", "party_id"),)
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, info=technical(_DERIVED))
    number: Mapped[str] = mapped_column(default="", info=technical(_DERIVED))
    name: Mapped[str] = mapped_column(default="", info=technical(_DERIVED))
    town: Mapped[str] = mapped_column(default="", info=technical(_DERIVED))
    kind: Mapped[PartyKind] = mapped_column(enumeration(PartyKind), info=technical(_DERIVED))
    types: Mapped[str] = mapped_column(default="", info=technical(_DERIVED))
    flags: Mapped[str] = mapped_column(default="", info=technical(_DERIVED))
    sort_key: Mapped[str] = mapped_column(SearchText, default="", info=technical(_DERIVED))


class SearchTerm(Base):
    """A folded word a party is found by. `field`: n name, f former name, a address, p phone, e e-mail, i identifier."""

    __tablename__ = "search_term"
    __table_args__ = (Index(None, "party_id", "term"),)
    term: Mapped[str] = mapped_column(SearchText, primary_key=True, info=technical(_DERIVED))
    field: Mapped[str] = mapped_column(SearchText, primary_key=True, info=technical(_DERIVED))
    party_id: Mapped[int] = mapped_column(
        Key, ForeignKey("party.id"), primary_key=True, info=technical(_DERIVED)
    )
