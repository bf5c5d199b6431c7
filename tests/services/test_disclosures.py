"""The log of data given out: by hand, and by the program itself where it gives data to somebody."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.register import ProtectionNote
from lpo_desk.db.tables.relationship import Subscription
from lpo_desk.db.tables.rights import Disclosure
from lpo_desk.db.tables.services import ServiceNumber
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.card import HistoryKind
from lpo_desk.domain.collecting import Stage
from lpo_desk.domain.directory import DirectoryAct
from lpo_desk.domain.disclosing import DisclosureLine, NewDisclosure, last_days
from lpo_desk.domain.party import CollectionState, DirectoryState, Source, SubscriptionState
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import cards, collection, customers, directory, disclosures, extract, history
from lpo_desk.services._reveals import DetailsHidden
from tests.db.people import Someone, add
from tests.fixtures_db import Desk
from tests.services.case_steps import MATTI, ON_THE_FILE, TODAY, customer, opened, register

POLICE = NewDisclosure(
    "Itä-Uudenmaan poliisi", "Liittymän haltijan nimi", "Poliisilaki 4:3 §", date(2026, 11, 20)
)


def told(desk: Desk, party_id: int) -> tuple[DisclosureLine, ...]:
    ticket = opened(desk, party_id, "leena")
    with desk.database.reading(desk["leena"]) as unit:
        return disclosures.of_party(unit, ticket)


def write(desk: Desk, party_id: int, mine: NewDisclosure, who: str = "maija") -> DisclosureLine:
    ticket = opened(desk, party_id, who)
    with desk.database.unit(desk[who]) as unit:
        return disclosures.add(unit, ticket, mine)


def test_a_disclosure_is_on_the_card_and_its_recipient_in_the_extract(desk: Desk) -> None:
    party = customer(desk)
    write(desk, party, replace(POLICE, recipient="  Itä-Uudenmaan   poliisi "))
    write(desk, party, NewDisclosure("Kumppani Oy", "Osoite", on_date=TODAY))
    first, second = told(desk, party)
    assert (first.recipient, first.on_date) == ("Kumppani Oy", TODAY)
    assert (second.recipient, second.what, second.basis, second.by) == (*_texts(POLICE), "maija")
    case, ticket = register(desk, party).case_id, opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        content = extract.build(unit, ticket, case)
    assert content.information.recipients == ("Itä-Uudenmaan poliisi", "Kumppani Oy")


def _texts(mine: NewDisclosure) -> tuple[str, str, str]:
    return mine.recipient, mine.what, mine.basis


@ON_THE_FILE
def test_the_time_line_tells_it_and_hides_it_of_the_protected(desk: Desk) -> None:
    party = customer(desk)
    write(desk, party, POLICE)
    write(desk, party, replace(POLICE, basis=""))
    ticket = opened(desk, party, "maija")
    with desk.database.reading(desk["maija"]) as unit:
        plain, based = history.lines(unit, ticket, [HistoryKind.DISCLOSURE])
    assert (based.at, based.text, based.who) == (POLICE.on_date, "history.disclosed", "Maija Virtanen")
    assert dict(based.values) == {"recipient": POLICE.recipient, "what": POLICE.what, "basis": POLICE.basis}
    assert plain.text == "history.disclosed_no_basis"
    with desk.database.unit(desk["maija"]) as unit:
        came = {"source": Source.SUBJECT, "source_on": TODAY}
        unit.session.add(ProtectionNote(party_id=party, told_on=TODAY, **came))
    with desk.database.reading(desk["maija"]) as unit:
        hidden = history.lines(unit, ticket, [HistoryKind.DISCLOSURE])
    assert [(line.text, line.values) for line in hidden] == [("history.hidden", ())] * 2


@ON_THE_FILE
@pytest.mark.parametrize(
    ("mine", "field"),
    [
        (replace(POLICE, recipient=" "), "recipient"),
        (replace(POLICE, what=""), "what"),
        (replace(POLICE, on_date=None), "on_date"),
        (replace(POLICE, on_date=date(2026, 11, 24)), "on_date"),
        (replace(POLICE, on_date=date(1900, 1, 1)), "on_date"),
        (replace(POLICE, basis="x" * 201), "basis"),
    ],
)
def test_what_is_missing_or_impossible_is_said_by_field(desk: Desk, mine: NewDisclosure, field: str) -> None:
    with pytest.raises(FieldsRefused) as refused:
        write(desk, customer(desk), mine)
    assert set(dict(refused.value.errors)) == {field}


@ON_THE_FILE
def test_who_may_not_edit_writes_none_and_the_protected_are_masked(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        write(desk, customer(desk), POLICE, "jani")
    with desk.database.unit(desk["maija"]) as unit:
        hidden = add(unit, replace(MATTI, number="10043", hetu="", protected=True))
    with pytest.raises(DetailsHidden):
        write(desk, hidden, POLICE)
    with pytest.raises(DetailsHidden):
        told(desk, hidden)


def with_number(desk: Desk, number: str, state: DirectoryState) -> int:
    came = {"source": Source.SUBJECT, "source_on": TODAY}
    with desk.database.unit(desk["maija"]) as unit:
        party = add(unit, replace(MATTI, number=number, hetu="", directory=(state,)))
        row = Subscription(
            party_id=party, number=f"S{number}", product="Puhelin", state=SubscriptionState.ACTIVE, **came
        )
        unit.session.add(row)
        unit.session.flush()
        unit.session.add(
            ServiceNumber(party_id=party, subscription_id=row.id, number=f"+35819{number}", **came)
        )
    return party


def test_the_directory_service_is_written_down_for_whom_it_was_told(desk: Desk) -> None:
    public = with_number(desk, "20001", DirectoryState.PUBLIC)
    no_address = with_number(desk, "20002", DirectoryState.NO_ADDRESS)
    secret = with_number(desk, "20003", DirectoryState.SECRET)
    with desk.database.unit(desk["leena"]) as unit:
        directory.mark_sent(unit, directory.due(unit))
    (line,) = told(desk, public)
    assert line.recipient == "Suomen Numeropalvelu Oy"
    assert "postiosoite" in line.what
    assert line.on_date == TODAY
    assert "postiosoite" not in told(desk, no_address)[0].what
    assert not told(desk, secret)
    with desk.database.unit(desk["leena"]) as unit:
        assert not directory.due(unit)


def test_a_removal_from_the_directory_discloses_nothing(desk: Desk) -> None:
    party = with_number(desk, "20001", DirectoryState.PUBLIC)
    with desk.database.unit(desk["leena"]) as unit:
        directory.mark_sent(unit, directory.due(unit))
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.scalars(select(Subscription)).one().state = SubscriptionState.ENDED
    with desk.database.unit(desk["leena"]) as unit:
        lines = directory.due(unit)
        assert [line.act for line in lines] == [DirectoryAct.REMOVE]
        directory.mark_sent(unit, lines)
    assert len(told(desk, party)) == 1


def test_a_collection_agency_is_written_down_once_and_taken_back_with_its_stage(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        party = add(unit, Someone("Öhman", "Siv", "30001"))
    ticket = _billing(desk, party)
    with desk.database.unit(desk["leena"]) as unit:
        opened_case = collection.open(
            unit, ticket, Stage(CollectionState.REMINDER, TODAY), Source.OWN_SYSTEMS
        )
    assert opened_case.disclosure_id is None
    given = _advance(desk, party, CollectionState.COLLECTION, "Perintä Oy")
    assert [(line.recipient, line.on_date) for line in told(desk, party)] == [("Perintä Oy", TODAY)]
    again = _advance(desk, party, CollectionState.COURT, "perintä oy")
    assert again.disclosure_id is None
    for saved in (again, given):
        with desk.database.unit(desk["leena"]) as unit:
            collection.undo(unit, ticket, saved)
    assert not told(desk, party)
    with desk.database.reading(desk["leena"]) as unit:
        assert not unit.session.scalars(select(Disclosure)).all()


def _billing(desk: Desk, party: int) -> Ticket:
    with desk.database.unit(desk["leena"]) as unit:
        return customers.open(unit, party, Purpose.BILLING)


def _advance(desk: Desk, party: int, state: CollectionState, agency: str) -> collection.SavedStage:
    ticket = _billing(desk, party)
    with desk.database.reading(desk["leena"]) as unit:
        (base,) = cards.read(unit, ticket).collection
    with desk.database.unit(desk["leena"]) as unit:
        return collection.advance(unit, ticket, base, Stage(state, TODAY), Source.OWN_SYSTEMS, agency)


def test_a_recipient_counts_once_however_it_was_typed() -> None:
    days = [("ÖHMAN Ab", date(2026, 1, 1)), ("Öhman AB", date(2026, 3, 1)), ("Perintä Oy", date(2026, 2, 1))]
    assert last_days(days) == {"Öhman AB": date(2026, 3, 1), "Perintä Oy": date(2026, 2, 1)}
