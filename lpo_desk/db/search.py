"""Finding customers by a prefix of any word. The same statements on both databases.

The words lie in one table, ordered byte by byte, so a prefix is a range of its primary key. A query never sorts an
unbounded set: it takes at most `CAP` hits in index order, where whole words come before longer ones, and orders those
(performance.md, search design).
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, select, union_all
from sqlalchemy.orm import aliased

from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.tables.register import PersonalIdentityCode
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.search import ListEntry, SearchTerm
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import CustomerType, Flag, ListRow
from lpo_desk.domain.search import LIMIT, Field, Query, QueryKind
from lpo_desk.domain.text import words

CAP = 300
MOST_WORDS = 6
_BEYOND = "\U0010ffff"
"""Sorts after every letter a folded word may hold."""

_INDEX = (SearchTerm.term, SearchTerm.field, SearchTerm.party_id)
"""The primary key. Ordered by the whole of it, the first CAP hits are the same on both databases."""

_LIST = select(
    ListEntry.party_id,
    ListEntry.number,
    ListEntry.name,
    ListEntry.town,
    ListEntry.kind,
    ListEntry.types,
    ListEntry.flags,
    ListEntry.sort_key,
).where(ListEntry.party_id.in_(bindparam("ids", expanding=True)))


def find(unit: Unit, query: Query) -> tuple[list[ListRow], bool]:
    """At most LIMIT rows, best first, and whether there are more."""
    hits = _hits(unit, query)
    if not hits:
        return [], False
    ids = list(dict.fromkeys(hits))
    found = [(_row(row), row.sort_key) for row in unit.connection.execute(_LIST, {"ids": ids})]
    if query.kind is QueryKind.WORDS:
        found.sort(key=lambda pair: (_rank(pair[0], query), pair[1], pair[0].number))
    else:
        place = {party_id: n for n, party_id in enumerate(ids)}
        found.sort(key=lambda pair: place[pair[0].party_id])
    rows = [row for row, _ in found]
    return rows[:LIMIT], len(rows) > LIMIT


def _hits(unit: Unit, query: Query) -> Sequence[int]:
    """Party ids in the order of the index, perhaps repeated."""
    connection = unit.connection
    match query.kind:
        case QueryKind.NOTHING:
            return []
        case QueryKind.HETU:
            sought = lookup_hash(unit.secret("hetu"), query.terms[0])
            statement = select(PersonalIdentityCode.party_id).where(
                PersonalIdentityCode.lookup_hash == sought
            )
            return connection.scalars(statement).all()
        case QueryKind.CASE:
            by_number = select(RequestCase.party_id).where(RequestCase.number == query.terms[0])
            return [party_id for party_id in connection.scalars(by_number) if party_id is not None]
        case QueryKind.NUMBER:
            digits = query.terms[0]
            return connection.scalars(_number_statement(), _number_bounds(digits)).all()
        case QueryKind.EMAIL:
            return connection.scalars(_word_statement(1), _bounds(query.terms)).all()
        case QueryKind.WORDS:
            # The longest word is the rarest guess, so its range is walked and the others are looked up.
            terms = sorted(query.terms, key=len, reverse=True)[:MOST_WORDS]
            return connection.scalars(_word_statement(len(terms)), _bounds(terms)).all()


@cache
def _word_statement(count: int) -> Select[int]:
    """Parties having, for each of `count` words, a term beginning with it. Bounds: low0, high0, low1, ..."""
    statement = select(SearchTerm.party_id).where(
        SearchTerm.term >= bindparam("low0"), SearchTerm.term < bindparam("high0")
    )
    for n in range(1, count):
        other = aliased(SearchTerm)
        statement = statement.where(
            exists().where(
                other.party_id == SearchTerm.party_id,
                other.term >= bindparam(f"low{n}"),
                other.term < bindparam(f"high{n}"),
            )
        )
    return statement.order_by(*_INDEX).limit(CAP)


@cache
def _number_statement() -> Select[int]:
    """Parties whose own number or phone begins so, and phones that end so. Postcodes are words: half a town has one."""
    forward = (
        select(*_INDEX)
        .where(SearchTerm.term >= bindparam("low0"), SearchTerm.term < bindparam("high0"))
        .where(SearchTerm.field.in_([Field.IDENTIFIER.value, Field.PHONE.value]))
        .order_by(*_INDEX)
        .limit(CAP)
        .subquery()
    )
    backward = (
        select(*_INDEX)
        .where(SearchTerm.term >= bindparam("low1"), SearchTerm.term < bindparam("high1"))
        .order_by(*_INDEX)
        .limit(CAP)
        .subquery()
    )
    both = union_all(select(forward), select(backward)).subquery()
    return select(both.c.party_id).order_by(both.c.term, both.c.field, both.c.party_id).limit(CAP)


def _bounds(terms: Sequence[str]) -> dict[str, str]:
    bounds = {}
    for n, term in enumerate(terms):
        bounds[f"low{n}"] = term
        bounds[f"high{n}"] = term + _BEYOND
    return bounds


def _number_bounds(digits: str) -> dict[str, str]:
    # "+358 40 ...", "00358 40 ..." and "+358 (0)40 ..." are one phone; fewer than four last digits find too much.
    plain = digits.removeprefix("00")
    plain = "358" + plain[4:] if plain.startswith("3580") else plain
    tail = "~" + digits[::-1] if len(digits) >= 4 else "~~"
    return _bounds([plain, tail])


def _row(row: Row[*tuple[Any, ...]]) -> ListRow:
    return ListRow(
        row.party_id,
        row.number,
        row.name,
        row.town,
        row.kind,
        tuple(CustomerType(kind) for kind in row.types.split(",") if kind),
        frozenset(Flag(flag) for flag in row.flags.split(",") if flag),
    )


def _rank(row: ListRow, query: Query) -> tuple[int, int]:
    """Exact words first, as typed before folded: "öhman" puts Öhman before Ohman, "ohman" the other way."""
    folded = set(words(row.name))
    written = set(row.name.casefold().replace("-", " ").split())
    as_typed = sum(word in written for word in query.typed)
    whole = sum(word in folded for word in query.terms)
    begun = sum(any(name.startswith(word) for name in folded) for word in query.terms)
    return -(whole + as_typed), -begun
