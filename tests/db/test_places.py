"""Sets of places in blocks: what is packed comes back, and the best come first however many blocks there are."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.db.places import BLOCK, NONE, Places, as_bits, best_first, in_all, pack, unpack

# Few places at the edges of few blocks, so that sets have some of them in common and some blocks to themselves.
PLACES = st.builds(
    lambda block, place: BLOCK * block + place,
    st.integers(0, 3),
    st.sampled_from([0, 1, 7, 8, 500, BLOCK - 1]),
)
SETS = st.frozensets(PLACES)
LAYERS = st.lists(st.lists(SETS, max_size=4), max_size=3)


@given(st.frozensets(st.integers(0, 5 * BLOCK), max_size=40) | SETS)
def test_what_was_packed_comes_back_in_order(places: frozenset[int]) -> None:
    found = unpack(pack(as_bits(places)))
    assert list(found) == sorted(places)
    assert all((place in found) == (place in places) for place in {*places, 0, 9, BLOCK, 7 * BLOCK})


def test_a_block_is_packed_only_where_that_makes_it_much_smaller() -> None:
    block = BLOCK // 8
    assert len(pack(as_bits(range(BLOCK + 1)))) < block // 8, "all of a block, and one of the next"
    scattered = Random(1).sample(range(BLOCK), 20_000)
    assert block < len(pack(as_bits(scattered))) < block + 100
    assert list(unpack(pack(as_bits(scattered)))) == sorted(scattered)


@given(st.lists(SETS, min_size=1, max_size=4))
def test_those_in_all_sets(sets: list[frozenset[int]]) -> None:
    assert list(in_all([unpack(pack(as_bits(one))) for one in sets])) == sorted(frozenset.intersection(*sets))


@given(SETS, LAYERS)
def test_the_best_come_first(hits: frozenset[int], layers: list[list[frozenset[int]]]) -> None:
    def order(place: int) -> tuple[list[int], int]:
        return [-sum(place in one for one in layer) for layer in layers], place

    found = best_first(
        unpack(pack(as_bits(hits))), [[unpack(pack(as_bits(one))) for one in layer] for layer in layers]
    )
    assert list(found) == sorted(hits, key=order)


def test_blocks_that_a_page_does_not_need_are_not_looked_at() -> None:
    looked_at = []

    def make(number: int) -> int:
        looked_at.append(number)
        return 1

    places = best_first(in_all([Places(range(16), make)]), [[NONE, NONE], [NONE]])
    assert [next(places), next(places)] == [0, BLOCK]
    assert looked_at == [0, 1]
