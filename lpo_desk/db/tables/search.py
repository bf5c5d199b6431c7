"""What search reads: the tables are derived, and filled by db/search_index.py and db/search_sets.py alone."""

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from lpo_desk.db.tables.base import Base, Key, SearchText, enumeration, technical
from lpo_desk.domain.party import PartyKind

_DERIVED = "derived for search; the row it comes from declares itself"


class ListEntry(Base):
    """One line of a result list. Protected people have no name, town, type or other flag here.

    place: where the party stood among all in the order of lists when the sets were made, from 0; none for one that is
    new or found by something else since. Places and `SearchGap`s together are a row of numbers without holes.
    terms: all the party is found by (domain.search.written_terms), to look for further words where one is found.
    """

    __tablename__ = "list_entry"
    __table_args__ = (
        Index(None, "sort_key", "number", "party_id"),
        # All that a line shows, in the order of lines: a page of the list, or of what was found, is read from it alone.
        Index(
            "ix_list_entry_line",
            *("place", "party_id", "number", "name", "town", "kind", "types", "flags", "sort_key"),
        ),
        # Each sign-in looks for flags that time has taken away: among the few who have any, not in the whole register.
        Index(
            "ix_list_entry_flagged",
            "flags",
            sqlite_where=text("flags <> ''"),
            postgresql_where=text("flags <> ''"),
        ),
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("party.id"), primary_key=True, info=technical(_DERIVED))
    number: Mapped[str] = mapped_column(SearchText, default="", info=technical(_DERIVED))
    name: Mapped[str] = mapped_column(default="", info=technical(_DERIVED))
    town: Mapped[str] = mapped_column(default="", info=technical(_DERIVED))
    kind: Mapped[PartyKind] = mapped_column(enumeration(PartyKind), info=technical(_DERIVED))
    types: Mapped[str] = mapped_column(default="", info=technical(_DERIVED))
    flags: Mapped[str] = mapped_column(default="", info=technical(_DERIVED))
    sort_key: Mapped[str] = mapped_column(SearchText, default="", info=technical(_DERIVED))
    place: Mapped[int | None] = mapped_column(info=technical(_DERIVED))
    terms: Mapped[str] = mapped_column(default="", info=technical(_DERIVED))


class SearchTerm(Base):
    """A folded word a party is found by. `field`: the value of domain.search.Field."""

    __tablename__ = "search_term"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy reads it as a class attribute
    field: Mapped[str] = mapped_column(SearchText, primary_key=True, info=technical(_DERIVED))
    term: Mapped[str] = mapped_column(SearchText, primary_key=True, info=technical(_DERIVED))
    # No foreign key: nothing could be looked up by it, and each party taken out would be sought in the whole table.
    party_id: Mapped[int] = mapped_column(Key, primary_key=True, info=technical(_DERIVED))


class SearchSet(Base):
    """Who is found by a beginning that very many have, as a set of places: what many share tells of nobody.

    key, bits: db/search_sets.py.
    """

    __tablename__ = "search_set"
    key: Mapped[str] = mapped_column(SearchText, primary_key=True, info=technical(_DERIVED))
    bits: Mapped[bytes] = mapped_column(info=technical(_DERIVED))


class SearchGap(Base):
    """A place whose party has left it since the sets were made."""

    __tablename__ = "search_gap"
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, info=technical(_DERIVED))
