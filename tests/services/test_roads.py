"""The hashes that stand beside a record are always those of the record, and go with it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from lpo_desk.db import roads
from lpo_desk.db.tables.register import Party
from lpo_desk.db.tables.special import PartyRoad
from lpo_desk.domain.party import ContactDetails, PersonDetails, Source
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.services import _suppression, cards, merging, restrictions, sections
from lpo_desk.services.registering import NewParty
from tests.fixtures_db import Desk
from tests.services import test_erasing_done as erasing
from tests.services.marked import order
from tests.services.people import FIRM, MAIJA, PROTECTED, add, opened
from tests.services.test_merging import TWIN, merge


def stored(desk: Desk, party_id: int) -> set[bytes]:
    with desk.database.reading(desk["maija"]) as unit:
        rows = unit.connection.scalars(select(PartyRoad.digest).where(PartyRoad.party_id == party_id))
        return {bytes(code) for code in rows}


def hashed(desk: Desk, party_id: int) -> set[bytes]:
    """What its rows say now."""
    with desk.database.reading(desk["maija"]) as unit:
        reach = _suppression.reaches(unit, [party_id])[party_id]
        return {roads.digest(roads.key(unit), road) for road in reach.roads}


@pytest.mark.parametrize("new", [MAIJA, FIRM, PROTECTED])
def test_whoever_is_entered_has_them(desk: Desk, new: NewParty) -> None:
    party_id = add(desk, new)
    assert stored(desk, party_id) == hashed(desk, party_id) != set()


def renamed(desk: Desk, party_id: int) -> None:
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        base = cards.read(unit, ticket).basic
        assert isinstance(base, PersonDetails)
        sections.save_basic(unit, ticket, base, replace(base, last_name="Berg"), Source.SUBJECT)


def moved(desk: Desk, party_id: int) -> None:
    ticket = opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        base = cards.read(unit, ticket).contact
        new = replace(base, street="Kauppakatu 7", email="")
        sections.save_contact(unit, ticket, base, new, Source.SUBJECT)


@pytest.mark.parametrize("change", [renamed, moved])
def test_a_save_renews_them(desk: Desk, change: Callable[[Desk, int], None]) -> None:
    party_id, other = add(desk, MAIJA), add(desk, FIRM)
    before, others = stored(desk, party_id), stored(desk, other)
    change(desk, party_id)
    assert stored(desk, party_id) == hashed(desk, party_id) != before
    assert stored(desk, other) == others


def test_a_restriction_leaves_them(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    before = stored(desk, party_id)
    ticket = opened(desk, party_id, by="jani")
    with desk.database.unit(desk["jani"]) as unit:
        restrictions.restrict(unit, ticket, RestrictionGround.ACCURACY, "Osoite on kiistetty")
    assert stored(desk, party_id) == before


def test_the_survivor_of_a_merge_has_those_of_both_and_an_undo_divides_them(desk: Desk) -> None:
    kept, gone = add(desk, MAIJA), add(desk, TWIN)
    before = stored(desk, kept), stored(desk, gone)
    made = merge(desk, kept, gone)
    assert stored(desk, gone) == set()
    assert stored(desk, kept) == hashed(desk, kept)
    with desk.database.unit(desk["leena"]) as unit:
        merging.undo(unit, made.id)
    assert (stored(desk, kept), stored(desk, gone)) == before


def test_an_erasure_takes_them(desk: Desk, tmp_path: Path) -> None:
    if desk.database.is_server:
        desk.database.ledger = tmp_path / "server.erasures"
    party_id = add(desk, erasing.FREE)
    order(desk, party_id)
    assert stored(desk, party_id)
    erasing.erase(desk, erasing.plan_of(desk, party_id))
    assert stored(desk, party_id) == set()
    with desk.database.reading(desk["maija"]) as unit:
        assert unit.session.get_one(Party, party_id).erased_on is not None


def test_two_with_one_address_share_its_hash_only_under_one_name(desk: Desk) -> None:
    home = ContactDetails(street="Kauppakatu 7", postcode="07900", town="Loviisa")
    one, same, other = (
        add(desk, NewParty(PersonDetails(last, first), contact=home))
        for last, first in (("Aalto", "Aino"), ("AALTO", "Aino Maria"), ("Aalto", "Eino"))
    )
    assert stored(desk, one) == stored(desk, same)
    assert not stored(desk, one) & stored(desk, other)
