"""Property: whatever two records hold, a merge loses nothing, a ban wins, and undoing gives back every byte."""

import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lpo_desk.db import declared, search_index
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose, RevealReason, Ticket
from lpo_desk.domain.merge import MergeField
from lpo_desk.domain.party import Standing
from lpo_desk.domain.permissions import CELLS, matrix
from lpo_desk.services import customers, extract, merging
from lpo_desk.services._held import Held, said
from lpo_desk.terms import Term
from tests.fixtures_db import Desk
from tests.services.fillings import Filling, dump, keys_of

_EXAMPLES = {"sqlite": 25, "postgres": 5}


def printed(unit: Unit, party_id: int) -> list[str]:
    """The extract of a party, block by block, without the record of merges."""
    found = list(declared.held(unit, party_id))
    sections = extract._sections(unit, found, party_id, frozenset(), frozenset())
    return [
        repr(block)
        for section in sections
        for block in section.blocks
        if not (isinstance(block.title, Term) and block.title.key.startswith("merge."))
    ] + [repr(extract._look_ups(unit, party_id))]


def revealed(desk: Desk, party_id: int) -> Ticket:
    with desk.database.unit(desk["leena"]) as unit:
        ticket = customers.open(unit, party_id, Purpose.COUNTER)
    with desk.database.unit(desk["leena"]) as unit:
        customers.reveal_protected(unit, ticket, RevealReason.CORRECTION)
    return ticket


def bans(unit: Unit, party_id: int) -> set[str]:
    standings = matrix(said(Held(unit, party_id)))
    return {name for name in CELLS if standings[name] is Standing.BANNED}


def try_one(desk: Desk, rnd: random.Random, taken: frozenset[MergeField]) -> None:
    with desk.database.unit(desk["admin"]) as unit:
        filling = Filling(unit, rnd)
        one, other = filling.fill()
        search_index.refresh(unit, filling.parties)
    tickets = revealed(desk, one), revealed(desk, other)
    with desk.database.reading(desk["leena"]) as unit:
        before, rows = dump(unit), set(keys_of(unit))
        told = [printed(unit, party_id) for party_id in filling.parties]
        banned = bans(unit, one) | bans(unit, other)
        compared = merging.compare(unit, *tickets)
    versions = compared.first.version, compared.second.version
    with desk.database.unit(desk["leena"]) as unit:
        done = merging.merge(unit, *tickets, versions, taken)
    with desk.database.reading(desk["leena"]) as unit:
        assert rows <= set(keys_of(unit)), "a merge takes no row away"
        assert banned <= bans(unit, one), "a ban wins"
        assert dump(unit) != before
    with desk.database.unit(desk["leena"]) as unit:
        merging.undo(unit, done.id)
    with desk.database.reading(desk["leena"]) as unit:
        after = dump(unit)
        assert {name: after[name] for name in after if after[name] != before[name]} == {}
        assert [printed(unit, party_id) for party_id in filling.parties] == told


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_merge_then_undo_gives_back_every_byte(request: pytest.FixtureRequest, kind: str) -> None:
    if kind == "sqlite":
        desk: Desk = request.getfixturevalue("local_desk")
    else:
        desk = request.getfixturevalue("postgres_desk")

    @settings(
        max_examples=_EXAMPLES[kind],
        phases=(Phase.explicit, Phase.generate),  # a register of sixty tables shrinks too slowly to be of use
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(rnd=st.randoms(use_true_random=False), taken=st.frozensets(st.sampled_from(MergeField)))
    def examples(rnd: random.Random, taken: frozenset[MergeField]) -> None:
        try_one(desk, rnd, taken)

    examples()
