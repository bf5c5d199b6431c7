"""What a typed search means, and what a customer is found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.qr import qr_text
from lpo_desk.domain.search import Field, Findable, Query, QueryKind, read_query, written_rows, written_terms

SCANNED = qr_text("L-2026-0042")


@pytest.mark.parametrize(
    ("typed", "kind", "terms"),
    [
        ("", QueryKind.NOTHING, ()),
        ("  \t ", QueryKind.NOTHING, ()),
        ("--%_--", QueryKind.NOTHING, ()),
        ("Öhman Maija", QueryKind.WORDS, ("ohman", "maija")),
        ("maija MAIJA", QueryKind.WORDS, ("maija",)),
        ("O\u0308hman", QueryKind.WORDS, ("ohman",)),
        ("100%", QueryKind.WORDS, ("100",)),
        ("a_b", QueryKind.WORDS, ("a", "b")),
        ("'; DROP TABLE party; --", QueryKind.WORDS, ("drop", "table", "party")),
        ("5", QueryKind.WORDS, ("5",)),
        ("10042", QueryKind.NUMBER, ("10042",)),
        ("040 188 8104", QueryKind.NUMBER, ("0401888104",)),
        ("+358 (0)40 1888104", QueryKind.NUMBER, ("3580401888104",)),
        ("0129056-4", QueryKind.NUMBER, ("01290564",)),
        ("Maija@Example.fi", QueryKind.EMAIL, ("maija@example.fi",)),
        ("100190-999P", QueryKind.HETU, ("100190-999P",)),
        (" 100190-999p ", QueryKind.HETU, ("100190-999P",)),
        ("L-2026-0042", QueryKind.CASE, ("L-2026-0042",)),
        ("l-2026-42", QueryKind.CASE, ("L-2026-0042",)),
        ("L-2026-123456", QueryKind.CASE, ("L-2026-123456",)),
        (SCANNED, QueryKind.CASE, ("L-2026-0042",)),
        (SCANNED.replace(":", "Ö").replace("-", "+"), QueryKind.CASE, ("L-2026-0042",)),
        (SCANNED.lower(), QueryKind.CASE, ("L-2026-0042",)),
        ("LPO:L-2026-0043-" + SCANNED[-1], QueryKind.NOTHING, ()),
    ],
)
def test_a_search_is_routed_by_its_shape(typed: str, kind: QueryKind, terms: tuple[str, ...]) -> None:
    query = read_query(typed)
    assert (query.kind, query.terms) == (kind, terms)


def test_a_wrong_identity_code_is_no_identity_code() -> None:
    assert read_query("100190-999X").kind is QueryKind.WORDS


def test_the_words_as_typed_are_kept_for_ranking() -> None:
    assert read_query("ÖHMAN Maija").typed == ("öhman", "maija")


@given(st.text(st.characters(), max_size=300))
def test_anything_can_be_typed_and_nothing_unprintable_is_sought(typed: str) -> None:
    query = read_query(typed)
    assert isinstance(query, Query)
    assert all(term and term.isprintable() for term in query.terms)
    if query.kind is QueryKind.NOTHING:
        assert not query.terms


def found_by(party: Findable) -> set[tuple[str, Field]]:
    return {(term, Field(letter)) for letter, term in written_rows(written_terms(party))}


def test_a_party_is_found_by_each_of_its_words() -> None:
    party = Findable(
        name="Öhman-Virtanen Maija",
        calling_name="Maikki",
        former_names=("Lind",),
        addresses=("Brandsgatan 12 A", "07900", "Lovisa"),
        phones=("+358401888104", "+4670123456"),
        emails=("Maija@Example.fi",),
        identifiers=("10042", "0129056-4"),
    )
    assert found_by(party) == {
        ("ohman", Field.FIRST),
        *((word, Field.NAME) for word in ("virtanen", "maija")),
        ("ohman/öhman", Field.SPELLING),
        ("maikki", Field.CALLED),
        ("lind", Field.FORMER),
        *((word, Field.ADDRESS) for word in ("brandsgatan", "12", "a", "07900", "lovisa")),
        *((word, Field.PHONE) for word in ("358401888104", "0401888104", "4670123456")),
        *((word, Field.TAIL) for word in ("401888104853", "6543210764")),
        ("maija@example.fi", Field.EMAIL),
        *((word, Field.IDENTIFIER) for word in ("10042", "0129056-4", "01290564")),
    }


def test_nothing_is_found_by_nothing() -> None:
    assert found_by(Findable(former_names=("",), phones=("",), emails=("",), identifiers=("",))) == set()
