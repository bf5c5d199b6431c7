"""Sorting in runs, comparing in lists and making sets part by part give what doing it at once gives."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from operator import itemgetter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lpo_desk.db.places import Growing, as_bits
from lpo_desk.db.search_sets import BEYOND, FEW, beginnings
from lpo_desk.db.sorting import Sorter, clear, compared, merged
from lpo_desk.db.tables.search import SearchSet
from lpo_desk.db.unit import Unit
from tests.fixtures_db import Desk

WORDS = st.text(alphabet="abåö1 ", max_size=4)
SIZES = st.integers(1, 7)


def parts(rows: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def put_away(unit: Unit) -> int:
    kept = select(func.count()).select_from(SearchSet).where(SearchSet.key.startswith("~"))
    return unit.connection.scalar(kept) or 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(WORDS, unique=True, max_size=6), max_size=300), st.sampled_from([1, 2, 1000]))
def test_words_come_out_sorted_each_once_with_ascending_numbers(
    local_desk: Desk, people: list[list[str]], at_once: int
) -> None:
    with local_desk.database.reading(local_desk["maija"]) as unit:  # rolled back: each example begins empty
        sorter = Sorter(unit, "words", at_once)
        for number, words in enumerate(people):
            sorter.add(words, number)
        if at_once == 1 and sum(map(len, people)) >= 200:
            assert put_away(unit), "what is put away does not stay in memory"
        found = [(word, numbers) for part in sorter.take() for word, numbers in part]
    expected = sorted({word for words in people for word in words})
    assert [word for word, _ in found] == expected
    for word, numbers in found:
        assert numbers == [number for number, words in enumerate(people) if word in words]


@given(st.lists(st.lists(st.integers(0, 30)), max_size=5), SIZES)
def test_sources_are_merged_and_what_is_equal_comes_together(sources: list[list[int]], size: int) -> None:
    each_once = [sorted(set(source)) for source in sources]
    found = list(merged([parts(source, size) for source in each_once], key=int))
    assert [row for part in found for row in part] == sorted(row for source in each_once for row in source)
    assert all(before[-1] < after[0] for before, after in pairwise(found))


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60)), SIZES, SIZES)
def test_only_what_differs_is_told(new: set[int], old: set[int], size: int, old_size: int) -> None:
    told = list(compared(parts(sorted(new), size), parts(sorted(old), old_size)))
    assert [row for came, _ in told for row in came] == sorted(new - old)
    assert [row for _, gone in told for row in gone] == sorted(old - new)


@given(st.lists(st.lists(WORDS, unique=True, max_size=6), max_size=300), st.sampled_from([1, 2, 1000]))
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_of_one_beginning_are_taken_alone_and_twice(
    local_desk: Desk, people: list[list[str]], at_once: int
) -> None:
    with local_desk.database.reading(local_desk["maija"]) as unit:
        sorter = Sorter(unit, "words", at_once)
        for number, words in enumerate(people):
            sorter.add(words, number)
        whole = [posting for part in sorter.take() for posting in part]
        for first in "aå ":
            found = [posting for part in sorter.take(first, first + BEYOND) for posting in part]
            assert found == [(word, ids) for word, ids in whole if word.startswith(first)]
        assert [posting for part in sorter.take() for posting in part] == whole
        clear(unit)
        assert not put_away(unit)


@settings(max_examples=40)
@given(st.lists(WORDS, min_size=1, max_size=12), st.integers(0, 2**32), SIZES)
def test_sets_of_beginnings_are_those_of_looking_at_every_word(
    words: list[str], seed: int, size: int
) -> None:
    """Each word is had by some of 400, many of them by more than `FEW`; lists end within every beginning, and within a
    word."""
    rows = sorted(
        {
            (word, (seed * (n + 1) + place * place) % 400)
            for n, word in enumerate(words)
            for place in range(90)
        }
        | {(word + "x", place) for word in words[:2] for place in range(FEW + seed % 3)}
    )
    having: dict[str, set[int]] = {}
    for word, place in rows:
        for length in range(1, len(word) + 1):
            having.setdefault(word[:length], set()).add(place)
    at_once = size * 37
    listed = [rows[start : start + at_once] for start in range(0, len(rows), at_once)]
    parts = [
        [(word, [place for _, place in found]) for word, found in groupby(part, itemgetter(0))]
        for part in listed
    ]
    expected = {word: as_bits(found) for word, found in having.items() if len(found) > FEW}
    found = list(beginnings(parts))
    assert len(found) == len(dict(found)), "each beginning once"
    assert dict(found) == expected


def test_a_set_that_has_grown_is_what_was_put_into_it() -> None:
    places = [place * 7 % 200_003 for place in range(20_000)]
    whole, part = Growing(), Growing()
    part.add(places[:9000])
    for place in places[8000:]:
        whole.add([place])
    whole.join(part)
    assert whole.bits == as_bits(places)
