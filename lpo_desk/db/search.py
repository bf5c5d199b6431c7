"""Finding customers by a prefix of any word. The same statements on both databases.

The words lie in one table, ordered byte by byte, so a prefix is a range of its primary key. A query never sorts an
unbounded set: it takes at most `CAP` hits in index order, where whole words come before longer ones, and orders those
(performance.md, search design).
"""

from collections.abc import Collection, Sequence
from functools import cache, reduce
from operator import add, itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    ScalarSelect,
    Select,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from lpo_desk.db.hetu import lookup_hash
from lpo_desk.db.tables.base import SearchText
from lpo_desk.db.tables.register import PersonalIdentityCode
from lpo_desk.db.tables.requests import RequestCase
from lpo_desk.db.tables.search import ListEntry, SearchTerm
from lpo_desk.db.unit import Unit
from lpo_desk.domain.party import CustomerType, Flag, ListRow
from lpo_desk.domain.search import LIMIT, Field, Query, QueryKind
from lpo_desk.domain.text import sort_key

CAP = 300
MOST_WORDS = 6
COMMON = 5000
"""A word with so many terms is common; how common is not worth counting for each key."""
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
)
_SOME = _LIST.where(ListEntry.party_id.in_(bindparam("ids", expanding=True)))


def find(unit: Unit, query: Query) -> tuple[list[ListRow], bool]:
    """At most LIMIT rows, best first, and whether there are more."""
    if query.kind is QueryKind.WORDS:
        rows = _by_words(unit, query)
    else:
        ids = list(dict.fromkeys(_hits(unit, query)))[: LIMIT + 1]
        place = {party_id: n for n, party_id in enumerate(ids)}
        rows = [_row(row) for row in unit.connection.execute(_SOME, {"ids": ids})] if ids else []
        rows.sort(key=lambda row: place[row.party_id])
    return rows[:LIMIT], len(rows) > LIMIT


def listed(unit: Unit, ids: Collection[int]) -> dict[int, ListRow]:
    """How lists show these parties, by key; those who are in no list (merged into another) are left out."""
    if not ids:
        return {}
    return {row.party_id: row for row in map(_row, unit.connection.execute(_SOME, {"ids": list(ids)}))}


def _by_words(unit: Unit, query: Query) -> list[ListRow]:
    terms = _rarest_first(unit, sorted(query.terms, key=len, reverse=True)[:MOST_WORDS])
    typed = [sort_key(word) for word in query.typed[:MOST_WORDS]]
    values = _bounds(terms)
    values |= {f"whole{n}": f"% {term} %" for n, term in enumerate(terms)}
    values |= {f"first{n}": f" {term}%" for n, term in enumerate(terms)}
    values |= {f"begun{n}": f"% {term}%" for n, term in enumerate(terms)}
    values |= {f"typed{n}": f"% {word} %" for n, word in enumerate(typed)}
    found = unit.connection.execute(_ranked_statement(len(terms), len(typed)), values)
    return [_row(row) for row in found]


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
            raise AssertionError("words are found and ranked by one statement")


def _rarest_first(unit: Unit, terms: list[str]) -> list[str]:
    """The range of the first word is walked and the others are looked up in it, so the first should be the shortest.

    Of words that are all common the one given first stays first: the longest, which is a fair guess.
    """
    if len(terms) == 1:
        return terms
    counts = unit.connection.execute(_count_statement(len(terms)), _bounds(terms)).one()
    return [term for _, term in sorted(zip(counts, terms, strict=True), key=itemgetter(0))]


@cache
def _count_statement(count: int) -> Select[*tuple[Any, ...]]:
    """How many terms begin with each word, counted no further than COMMON."""

    def counted(n: int) -> ScalarSelect[int]:
        begins = SearchTerm.term >= bindparam(f"low{n}"), SearchTerm.term < bindparam(f"high{n}")
        some = select(SearchTerm.party_id).where(*begins).limit(COMMON).subquery()
        return select(func.count()).select_from(some).scalar_subquery()

    return select(*(counted(n) for n in range(count)))


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
def _ranked_statement(count: int, typed: int) -> Select[*tuple[Any, ...]]:
    """The rows of `_word_statement(count)`, best first: exact words before longer ones, as typed before folded.

    "öhman" puts Öhman before Ohman, "ohman" the other way, and both put who is called so before "As Oy Öhman".
    Patterns: whole0, first0, begun0, typed0, ... A sort key is the
    folded name but for å ä ö, so both forms of the name are read from it (domain.text.sort_key).
    """
    written: ColumnElement[str] = literal_column("' '") + ListEntry.sort_key + literal_column("' '")
    folded = func.replace(func.replace(func.replace(written, "{", "a"), "|", "a"), "}", "o")
    whole = [_is(folded, f"whole{n}") for n in range(count)] + [
        _is(written, f"typed{n}") for n in range(typed)
    ]
    first = [_is(folded, f"first{n}") for n in range(count)]
    begun = [_is(folded, f"begun{n}") for n in range(count)]
    hits = select(_word_statement(count).subquery().c.party_id)
    return (
        _LIST.where(ListEntry.party_id.in_(hits))
        .order_by(
            reduce(add, whole).desc(),
            reduce(add, first).desc(),
            reduce(add, begun).desc(),
            ListEntry.sort_key,
            cast(ListEntry.number, SearchText),
        )
        .limit(LIMIT + 1)
    )


def _is(text: ColumnElement[str], pattern: str) -> ColumnElement[int]:
    return case((text.like(bindparam(pattern)), 1), else_=0)


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
    return ListRow(row[0], row[1], row[2], row[3], row[4], _types(row[5]), _flags(row[6]))


@cache
def _types(text: str) -> tuple[CustomerType, ...]:
    return tuple(CustomerType(kind) for kind in text.split(",") if kind)


@cache
def _flags(text: str) -> frozenset[Flag]:
    return frozenset(Flag(flag) for flag in text.split(",") if flag)
