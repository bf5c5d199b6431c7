"""A file of the first release, opened by this one: nothing of it is lost on the way to the newest schema."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lpo_desk.db import roads, schema
from lpo_desk.db.opening import open_local
from lpo_desk.db.tables.billing import CollectionEvent
from lpo_desk.db.tables.papers import PaperCounter
from lpo_desk.db.tables.relationship import CollectionCase
from lpo_desk.db.tables.special import PartyRoad, SuppressionEntry
from lpo_desk.domain import custody as rules
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.card import Card
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper import PaperFilter
from lpo_desk.domain.party import (
    Channel,
    CollectionState,
    ContactDetails,
    Flag,
    PersonDetails,
    Sender,
    Source,
    Standing,
)
from lpo_desk.domain.permissions import SuppressionKind
from lpo_desk.domain.places import PlaceKind
from lpo_desk.services import _custody, accounts, cards, customers, papers, places, registering
from lpo_desk.services.accounts import SignedIn
from lpo_desk.services.registering import NewParty
from tests.db.old_file import ENTERED, USER, OldFile
from tests.fixtures_db import CHEAP, PASSWORD, Clock

Open = Callable[[], SignedIn]


@pytest.fixture
def old(tmp_path: Path) -> OldFile:
    return OldFile(tmp_path / "old.lpodb")


@pytest.fixture
def sign_in(old: OldFile) -> Iterator[Open]:
    """Closes the old file and signs in to it with this program, as often as asked."""
    signed: list[SignedIn] = []

    def act() -> SignedIn:
        old.close()
        for before in signed:
            before.opened.close()
        signed.append(accounts.sign_in(str(old.path), USER, PASSWORD, clock=Clock(), cost=CHEAP))
        return signed[-1]

    yield act
    signed[-1].opened.close()


def card(signed: SignedIn, party_id: int) -> Card:
    with signed.opened.database.unit(signed.actor) as unit:
        ticket = customers.open(unit, party_id, Purpose.COUNTER)
    with signed.opened.database.reading(signed.actor) as unit:
        return cards.read(unit, ticket)


def test_every_old_state_of_a_collection_case_becomes_its_first_event(old: OldFile, sign_in: Open) -> None:
    parties = {}
    for number, state in enumerate(CollectionState):
        parties[state] = old.customer(f"100{number}", "Aalto")
        old.add("collection_case", party_id=parties[state], state=state.value)
    over = old.customer("1099", "Berg")
    old.add("collection_case", party_id=over, state="collection", ended_on=date(2025, 6, 1))
    signed = sign_in()
    with signed.opened.database.engine.connect() as connection:
        assert schema.current(connection) == schema.HEAD
    assert "state" not in CollectionCase.__table__.c
    for state, party_id in parties.items():
        (case,) = card(signed, party_id).collection
        (event,) = case.stages
        assert (event.stage.state, case.state, case.running) == (
            state,
            state,
            state is not CollectionState.NONE,
        )
        assert event.stage.on is None, "the old register told no day"
        assert (event.came.source, event.came.on) == (Source.OWN_SYSTEMS, ENTERED)
        flagged = Flag.COLLECTION in card(signed, party_id).flags
        assert flagged is (state is not CollectionState.NONE)
    (ended,) = card(signed, over).collection
    assert (ended.state, ended.running, ended.ended_on) == (
        CollectionState.COLLECTION,
        False,
        date(2025, 6, 1),
    )
    with signed.opened.database.reading(signed.actor) as unit:
        count = unit.session.scalar(select(func.count()).select_from(CollectionEvent))
        orphans = unit.session.scalar(
            select(func.count()).where(
                CollectionEvent.party_id
                != select(CollectionCase.party_id)
                .where(CollectionCase.id == CollectionEvent.collection_case_id)
                .scalar_subquery()
            )
        )
    assert (count, orphans) == (len(parties) + 1, 0)


def remembered(signed: SignedIn) -> list[tuple[SuppressionKind, Sender, Channel, date]]:
    with signed.opened.database.reading(signed.actor) as unit:
        rows = unit.session.scalars(select(SuppressionEntry).order_by(SuppressionEntry.id))
        return [(row.kind, row.sender, row.channel, row.since) for row in rows]


def banned(old: OldFile, number: str, phone: str, *states: tuple[str, date]) -> int:
    party = old.customer(number, "Aalto")
    old.add("contact_point", party_id=party, kind="phone", value=phone, position=0)
    for state, on in states:
        old.add("permission_event", party_id=party, sender="own", channel="phone", state=state, on_date=on)
    return party


def test_a_ban_older_than_the_list_is_remembered_at_the_first_sign_in(old: OldFile, sign_in: Open) -> None:
    """Before, only the next save of the customer did it: an erasure meanwhile would have lost the ban."""
    said = date(2024, 5, 2)
    banned(old, "1001", "+358400000111", ("banned", said))
    banned(old, "1002", "+358400000222", ("banned", said), ("given", date(2025, 1, 1)))
    banned(old, "1003", "+358400000333", ("refused", said))
    signed = sign_in()
    assert remembered(signed) == [(SuppressionKind.PHONE, Sender.OWN, Channel.PHONE, said)]
    with signed.opened.database.unit(signed.actor) as unit:
        details = PersonDetails(last_name="Toinen", first_names="Eino")
        back = registering.add_party(
            unit, NewParty(details, "2001", contact=ContactDetails(phone="040 000 0111"))
        )
        free = registering.add_party(
            unit, NewParty(details, "2002", contact=ContactDetails(phone="040 000 0222"))
        )
    assert card(signed, back).permissions.own_phone is Standing.BANNED
    assert card(signed, free).permissions.own_phone is not Standing.BANNED
    count = len(remembered(signed))
    assert len(remembered(sign_in())) == count, "once is enough"


def test_an_old_file_gets_its_roads_at_the_first_sign_in(old: OldFile, sign_in: Open) -> None:
    party = banned(old, "1001", "+358400000111")
    signed = sign_in()
    with signed.opened.database.reading(signed.actor) as unit:
        road = SuppressionKind.PHONE, "+358400000111"
        rows = unit.session.execute(select(PartyRoad.party_id, PartyRoad.digest)).all()
        assert [(party_id, bytes(code)) for party_id, code in rows] == [
            (party, roads.digest(roads.key(unit), road))
        ]


def test_opening_gives_an_old_file_the_key_of_the_list(old: OldFile) -> None:
    """A migration has none to hash with, so the bans wait for the sign-in."""
    old.close()
    opened = open_local(old.path, USER, PASSWORD, cost=CHEAP)
    with opened.database.reading(accounts.FOUNDER) as unit:
        assert len(unit.secret("suppression")) == 32
    opened.close()


def test_old_places_become_a_tree_and_papers_stay_where_they_were(old: OldFile, sign_in: Open) -> None:
    office = old.add(
        "office",
        code="L",
        name_fi="Loviisa",
        name_sv="Lovisa",
        street="",
        postcode="",
        town_fi="",
        town_sv="",
    )
    at = datetime(2026, 3, 2, 8, tzinfo=UTC)
    for number, path in enumerate(("C/kaappi 1/mappi 20", "C/kaappi 1/mappi 3", "C"), 1):
        place = old.add("place", office_id=office, path=path)
        paper = old.add(
            "manual_record", paper_number=f"L-{number:05}", kind="contract", office_id=office, year=2006
        )
        old.add("custody_event", record_id=paper, kind="placed", place_id=place, at=at)
    old.add("custody_event", record_id=paper, kind="lent", holder="mv", at=at)
    bare = old.add("manual_record", paper_number="L-00007", kind="other", office_id=office)
    signed = sign_in()
    with signed.opened.database.unit(signed.actor) as unit:
        lines = {line.path: line for line in places.everything(unit)}
        assert {path: line.details.kind for path, line in lines.items()} == {
            "C": PlaceKind.BINDER,  # papers lie in it
            "C/kaappi 1": PlaceKind.CABINET,
            "C/kaappi 1/mappi 3": PlaceKind.BINDER,
            "C/kaappi 1/mappi 20": PlaceKind.BINDER,
        }
        assert lines["C/kaappi 1/mappi 3"].parent_id == lines["C/kaappi 1"].id
        assert len({line.code for line in lines.values()}) == len(lines)
        states = {
            row.number: (row.custody.state, row.path or row.home) for row in papers.find(unit, PaperFilter())
        }
        assert states == {
            "L-00001": (PaperState.IN_PLACE, "C/kaappi 1/mappi 20"),
            "L-00002": (PaperState.IN_PLACE, "C/kaappi 1/mappi 3"),
            "L-00003": (PaperState.OUT, "C"),
            "L-00007": (PaperState.UNPLACED, ""),
        }
        for row in papers.find(unit, PaperFilter()):
            events = [event for event, _ in _custody.events_of(unit, row.id)]
            assert replace(rules.custody(events), office_id=row.custody.office_id) == row.custody
        assert papers.get(unit, bare).kept.until is None
        counted = unit.session.get_one(PaperCounter, office)
        assert (counted.last_paper, counted.last_place) == (7, len(lines))
