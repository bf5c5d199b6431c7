"""Among many neighbours, whose rows move from page to page while trees are rebuilt, no trace is left either."""

import random

from sqlalchemy import select

from lpo_desk.db import search_index
from lpo_desk.db.database import WIPING
from lpo_desk.db.tables.register import CustomerNote
from lpo_desk.db.tables.system import Setting
from lpo_desk.domain.party import ContactDetails, PersonDetails
from lpo_desk.services import accounts, erasing
from lpo_desk.services.registering import NewParty, add_party
from tests.conftest import CI
from tests.fixtures_db import CHEAP, PASSWORD, Desk
from tests.services.marked import CASE, order
from tests.services.people import opened
from tests.services.test_no_trace import on_disk, plan_of

PEOPLE, ERASED = 240, 8


def someone(number: int, length: int) -> NewParty:
    mark = f"zq{number}x"
    return NewParty(
        PersonDetails(last_name=f"{mark}nimi", first_names=f"{mark}etu"),
        number=f"1{number:05d}",
        contact=ContactDetails(
            street=f"{mark}katu 1", postcode="07900", town="Loviisa", email=f"{mark}@example.fi"
        ),
        notes=(f"{mark}huom " + "y" * length,),
    )


def test_no_trace_is_left_among_many(local_desk: Desk) -> None:
    seed = 2026 if CI else random.randrange(10**6)
    desk, rnd = local_desk, random.Random(seed)
    with desk.database.unit(desk["maija"]) as unit:
        ids = [add_party(unit, someone(number, rnd.randrange(900))) for number in range(PEOPLE)]
    for number in rnd.choices(range(PEOPLE), k=PEOPLE):  # rows grow and shrink, and leave their pages
        with desk.database.unit(desk["maija"]) as unit:
            mine = select(CustomerNote).where(CustomerNote.party_id == ids[number])
            unit.session.scalars(mine).one().text = f"zq{number}xhuom " + "z" * rnd.randrange(1500)
    with desk.database.unit(desk["maija"]) as unit:
        search_index.rebuild(unit)
    gone = rnd.sample(range(PEOPLE), ERASED)
    for place, number in enumerate(gone):
        case = order(desk, ids[number], number=f"{CASE}{place}")
        plan, ticket = plan_of(desk, ids[number]), opened(desk, ids[number], "jani")
        with desk.database.unit(desk["jani"]) as unit:
            erasing.erase(unit, ticket, plan, case, prepared_by=desk["leena"].account_id)
    content = on_disk(desk).lower()
    there = {number for number in range(PEOPLE) if f"zq{number}x".encode() in content}
    assert there == set(range(PEOPLE)) - set(gone), f"seed {seed}"


def test_a_file_that_was_not_written_anew_is_at_the_next_sign_in(local_desk: Desk) -> None:
    desk, path = local_desk, local_desk.opened.path
    assert path is not None
    with desk.database.unit(desk["admin"]) as unit:
        unit.session.add(Setting(name=WIPING, value=True))
    desk.opened.close()
    signed = accounts.sign_in(str(path), "jani", PASSWORD, cost=CHEAP, clock=desk.clock)
    with signed.opened.database.reading(signed.actor) as unit:
        assert unit.session.get(Setting, WIPING) is None
    signed.opened.close()
