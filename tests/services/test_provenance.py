"""Where each value came from: of its own last change, whatever else was saved beside it, before it and back again."""

from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from lpo_desk.db.tables.register import FieldSource
from lpo_desk.db.tables.relationship import BillingProfile
from lpo_desk.domain.card import Card
from lpo_desk.domain.party import BillingMethod, PersonDetails, Source, Sourced
from lpo_desk.domain.sections import SavedSection
from lpo_desk.services import _held
from lpo_desk.services._held import POSTAL, Held
from lpo_desk.services.registering import NewParty
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.services.people import MAIJA, add, code, fresh
from tests.services.test_sections import Clerk

VALUES: dict[str, dict[str, tuple[Any, ...]]] = {
    "basic": {
        "last_name": ("Aalto", "Salo", "Virta"),
        "first_names": ("Maija Helena", "Maija"),
        "calling_name": ("Maija", "Helena", ""),
        "language": (Lang.FI, Lang.SV, None),
        "language_note": ("", "viro"),
        "date_of_birth": (None, date(1952, 10, 13), date(1952, 10, 14)),
        "member": (True, False),
        "member_number": ("7731", "7732", ""),
        "customer_since": (date(2004, 5, 1), None),
    },
    "contact": {
        "street": ("Linnunrata 12 A 3", "Mannerheiminkatu 16", "Kuningattarenkatu 1"),
        "town": ("Loviisa", "Lovisa"),
        "phone": ("+358400000101", "+358400000199"),
        "phone_2": ("+35819000102", ""),
        "email": ("maija.aalto@example.fi", "m@example.fi", ""),
    },
    "billing": {
        "method": (BillingMethod.PAPER, BillingMethod.EMAIL, None),
        "operator": ("", "DABAFIHH", "NDEAFIHH"),
    },
}
FIELDS = [(section, field) for section, fields in VALUES.items() for field in fields]


@st.composite
def saves(draw: st.DrawFn) -> tuple[str, dict[str, Any], Source, int, bool]:
    """A section, what of it is typed, from which source, days since the save before, and whether it is taken back."""
    section = draw(st.sampled_from(sorted(VALUES)))
    names = draw(st.lists(st.sampled_from(sorted(VALUES[section])), min_size=1, max_size=3, unique=True))
    typed = {name: draw(st.sampled_from(VALUES[section][name])) for name in names}
    return section, typed, draw(st.sampled_from(Source)), draw(st.integers(0, 2)), draw(st.booleans())


def told(card: Card) -> dict[str, Sourced]:
    return {field: card.sources[field] for _, field in FIELDS if field in card.sources}


def expected(before: dict[str, Sourced], saved: SavedSection[Any], came: Sourced) -> dict[str, Sourced]:
    """What a save makes of the sources: of what it changed, and of the address, which is one value."""
    changed = set(saved.changed)
    if changed & set(POSTAL):
        changed |= {field for _, field in FIELDS if field in POSTAL}
    after = before | dict.fromkeys(changed, came)
    for field in changed:
        gone = field.startswith(("phone", "email")) and not getattr(saved.after, field)
        if gone:  # a number that is taken away leaves nothing that could have a source
            del after[field]
    return after


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(saves(), min_size=1, max_size=6))
def test_each_field_has_the_source_of_its_own_last_change(
    local_desk: Desk, sequence: list[tuple[str, dict[str, Any], Source, int, bool]]
) -> None:
    party_id = add(local_desk, replace(MAIJA, number=f"9{next(_NUMBERS)}", hetu=""))
    clerk = Clerk(local_desk, party_id)
    sources = told(clerk.card)
    for section, typed, source, days, back in sequence:
        local_desk.clock.forward(days=days)
        clerk = Clerk(local_desk, party_id)
        assert told(clerk.card) == sources
        saved = clerk.save(section, source, **typed)
        today = clerk.desk.clock.now.date()
        now = told(clerk.now())
        assert now == expected(sources, saved, Sourced(source, today, "maija"))
        if back:
            clerk.undo(saved)
            assert told(clerk.now()) == sources, "what is taken back came from where it had come from"
        else:
            sources = now


_NUMBERS = count(1)


@pytest.mark.parametrize(("section", "field"), [("contact", "street"), ("basic", "last_name")])
def test_a_value_typed_again_came_from_who_says_it_now(desk: Desk, section: str, field: str) -> None:
    """Moved and moved back within a day: that is no undo, and the second word counts."""
    party_id = add(desk, MAIJA)
    at_first = getattr(getattr(fresh(desk, party_id), section), field)
    desk.clock.forward(days=1)
    Clerk(desk, party_id).save(section, Source.POPULATION, **{field: "Kuningattarenkatu 1"})
    Clerk(desk, party_id).save(section, Source.PARTNER, **{field: at_first})
    assert fresh(desk, party_id).sources[field] == Sourced(Source.PARTNER, date(2026, 11, 24), "maija")


def test_what_is_told_is_the_same_on_both_databases(desk: Desk) -> None:
    clerk = Clerk(desk, add(desk, MAIJA))
    desk.clock.forward(days=3)
    clerk = Clerk(desk, clerk.card.party_id)
    clerk.save("basic", Source.POPULATION, last_name="Salo")
    clerk.card = clerk.now()
    clerk.save("basic", Source.SERVICE_USE, language=Lang.SV)
    sources = fresh(desk, clerk.card.party_id).sources
    at_first = Sourced(Source.SUBJECT, date(2026, 11, 23), "maija")
    assert sources["last_name"] == Sourced(Source.POPULATION, date(2026, 11, 26), "maija")
    assert sources["language"] == Sourced(Source.SERVICE_USE, date(2026, 11, 26), "maija")
    for field in ("first_names", "calling_name", "member", "customer_since", "types", "street"):
        assert sources[field] == at_first
    assert "language_note" not in sources, "nobody has said anything of it"


def test_a_profile_that_a_save_made_says_nothing_once_it_is_taken_back(desk: Desk) -> None:
    clerk = Clerk(desk, add(desk, NewParty(PersonDetails(last_name="Aalto"), "1")))
    saved = clerk.save("billing", Source.PARTNER, operator="DABAFIHH")
    assert set(clerk.now().sources) >= {"operator"}
    assert "method" not in clerk.now().sources
    clerk.undo(saved)
    assert "operator" not in clerk.now().sources


def test_a_birthday_from_the_code_came_with_the_code(desk: Desk) -> None:
    clerk = Clerk(desk, add(desk, replace(MAIJA, hetu="")))
    desk.clock.forward(days=1)
    clerk = Clerk(desk, clerk.card.party_id)
    clerk.hetu(code(date(1952, 10, 13), 909))
    sources = clerk.now().sources
    assert sources["date_of_birth"].on == date(2026, 11, 24)
    assert sources["language"].on == date(2026, 11, 23)


@pytest.mark.parametrize("field", sorted(_held.SHARED))
def test_a_field_that_shares_its_row_may_say_where_it_came_from(desk: Desk, field: str) -> None:
    party_id = add(desk, MAIJA)
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.add(
            FieldSource(party_id=party_id, field=field, source=Source.CREDIT, source_on=unit.today)
        )
    with desk.database.reading(desk["maija"]) as unit:
        assert _held.sources(Held(unit, party_id))[field].source is Source.CREDIT
        assert unit.session.scalars(select(BillingProfile.method)).one() is BillingMethod.PAPER
