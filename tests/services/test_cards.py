"""The card tells everything of its customer and nothing of anybody else."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime
from statistics import median

from sqlalchemy import event, insert

from lpo_desk.db.tables.papers import Place
from lpo_desk.db.tables.register import ContactPoint, CustomerNote
from lpo_desk.domain.custody import CustodyKind, PaperState
from lpo_desk.domain.paper import PaperDetails, PaperKind
from lpo_desk.domain.party import (
    ContactDetails,
    ContactKind,
    CustomerType,
    Flag,
    InteractionKind,
    OrganisationDetails,
    PersonDetails,
    RelationKind,
    Source,
)
from lpo_desk.domain.places import PlaceKind
from lpo_desk.services import cards, custody, papers
from lpo_desk.services.registering import (
    NewParty,
    NewSubscription,
    add_interaction,
    add_party,
    add_relation,
    add_subscription,
)
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, card, code, fresh, opened


def test_a_person_as_registered(desk: Desk) -> None:
    told = fresh(desk, add(desk, MAIJA))
    assert told.name == "Aalto Maija Helena"
    assert told.numbers == ("10042",)
    assert told.town == "Loviisa"
    assert told.basic == replace(MAIJA.basic)
    assert told.contact.phone == "+358400000101"
    assert told.contact.email_2 == ""
    assert (told.has_hetu, told.hetu_masked) == (True, "131052-****")
    assert told.flags == frozenset()
    assert [note.value.text for note in told.notes] == ["Soita iltapäivällä."]
    assert told.sources["street"].source is Source.SUBJECT


def test_an_organisation_and_an_estate(desk: Desk) -> None:
    assert fresh(desk, add(desk, FIRM)).basic == FIRM.basic
    estate = OrganisationDetails(
        organisation_name="Niemi Sven dbo",
        last_name="Niemi",
        first_names="Sven",
        types=(CustomerType.ESTATE,),
        date_of_death=date(2021, 4, 3),
    )
    told = fresh(desk, add(desk, NewParty(estate, number="30001", hetu=code(date(1940, 1, 1), 940))))
    assert told.basic == estate
    assert told.name == "Niemi Sven dbo"
    assert {Flag.DECEASED, Flag.MARKETING_BAN} <= told.flags


def test_the_code_is_masked_wherever_it_was_written(desk: Desk) -> None:
    new = replace(MAIJA, notes=(f"Vanha merkintä {MAIJA.hetu}, tarkista.",))
    told = fresh(desk, add(desk, new))
    assert MAIJA.hetu not in repr(told)
    assert MAIJA.hetu[7:] not in repr(told)
    assert [note.value.text for note in told.notes] == ["Vanha merkintä 131052-****, tarkista."]


def test_more_phones_than_the_form_has_are_shown_too(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    with desk.database.unit(desk["maija"]) as unit:
        came = {"source": Source.OWN_SYSTEMS, "source_on": unit.today, "source_by": ""}
        rows = [
            {
                "party_id": party_id,
                "kind": ContactKind.PHONE,
                "value": f"+35840000020{n}",
                "position": n,
                **came,
            }
            for n in range(2, 5)
        ]
        unit.session.execute(insert(ContactPoint), rows)
    told = fresh(desk, party_id)
    assert told.contact.phone_3 == "+358400000202"
    assert [each.value.value for each in told.other_contacts] == ["+358400000203", "+358400000204"]


def test_papers_tell_where_they_are_and_who_has_them(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    with desk.database.unit(desk["maija"]) as unit:
        details = PaperDetails(PaperKind.CONTRACT, "Liittymäsopimus", date(2006, 3, 1), people=(party_id,))
        office = unit.actor.office_id or 0
        place = Place(
            office_id=office,
            kind=PlaceKind.BINDER,
            name="mappi 20",
            code="L-K0001",
            path="C/kaappi 1/mappi 20",
        )
        unit.session.add(place)
        unit.session.flush()
        paper = papers.enter(unit, details, place_id=place.id)
        lent = custody.act(unit, [paper.id], CustodyKind.LENT, holder="Porvoo", reason="laskutus")
    assert lent[0].holder == "Porvoo"
    (line,) = fresh(desk, party_id).papers
    assert (line.paper_number, line.title, line.year) == ("L-00001", "Liittymäsopimus", 2006)
    assert (line.place, line.out_to, line.state) == ("C/kaappi 1/mappi 20", "Porvoo", PaperState.OUT)


def test_user_payer_and_contact_person_are_named_and_no_more(desk: Desk) -> None:
    owner, payer = add(desk, MAIJA), add(desk, FIRM)
    user = add(desk, NewParty(PersonDetails(last_name="Aalto", first_names="Eino")))
    with desk.database.unit(desk["maija"]) as unit:
        came = Source.SUBJECT
        service = add_subscription(unit, owner, NewSubscription("L100", "Valokuitu", "Linnunrata 12"), came)
        add_relation(unit, user, RelationKind.USER, owner, source=came, subscription_id=service)
        add_relation(unit, payer, RelationKind.PAYER, owner, source=came)
    told = fresh(desk, owner)
    (line,) = told.subscriptions
    assert (line.user, line.user_id) == ("Aalto Eino", user)
    assert (line.payer, line.payer_id) == ("Åberg Rör Ab", payer)
    assert line.street == "Linnunrata 12"
    assert {(role.kind, role.outgoing, role.other_party_id) for role in told.roles} == {
        (RelationKind.USER, False, user),
        (RelationKind.PAYER, False, payer),
    }
    (theirs,) = fresh(desk, user).roles
    assert (theirs.outgoing, theirs.other_name, theirs.relation.subscription) == (
        True,
        "Aalto Maija Helena",
        "L100",
    )


def test_a_contact_person_is_reached_by_the_card_of_his_organisation_unless_he_is_a_customer(
    desk: Desk,
) -> None:
    firm = add(desk, FIRM)
    reach = ContactDetails(phone="040 000 0333", email="janne@example.fi")
    janne = add(desk, NewParty(PersonDetails(last_name="Miettinen", first_names="Janne"), contact=reach))
    maija = add(desk, MAIJA)
    with desk.database.unit(desk["maija"]) as unit:
        for person in (janne, maija):
            add_relation(
                unit, person, RelationKind.CONTACT_PERSON, firm, source=Source.SUBJECT, task="disponent"
            )
    first, second = fresh(desk, firm).roles
    assert (first.other_name, first.phone, first.email) == (
        "Miettinen Janne",
        "+358400000333",
        "janne@example.fi",
    )
    assert (second.other_name, second.phone, second.email) == ("Aalto Maija Helena", "", "")


def test_a_protected_user_lives_where_no_other_card_says(desk: Desk) -> None:
    owner, user = add(desk, MAIJA), add(desk, PROTECTED)
    with desk.database.unit(desk["maija"]) as unit:
        service = add_subscription(
            unit,
            owner,
            NewSubscription("L100", "Valokuitu", "Piilokuja 9", "06150", "Porvoo"),
            Source.SUBJECT,
        )
        add_relation(unit, user, RelationKind.USER, owner, source=Source.SUBJECT, subscription_id=service)
    told = fresh(desk, owner)
    (role,) = told.roles
    assert role.protected
    assert role.other_number == "10077"
    for secret in ("Kätkö", "Salla", "Piilokuja", "06150", "0909"):
        assert secret not in repr(told)
    assert told.subscriptions[0].user_id == user


CANARY = "KANARIA"


def test_no_detail_of_one_customer_is_on_the_card_of_another(desk: Desk) -> None:
    """Every text of one carries a mark; the other, tied to him in every way, shows his name and number alone."""
    marked = NewParty(
        PersonDetails(
            last_name="Lind",
            first_names="Kaj",
            calling_name=CANARY,
            language=Lang.EN,
            language_note=CANARY,
            member_number=CANARY,
            business_id="0129056-4",
        ),
        number="10099",
        hetu=code(date(1961, 7, 7), 961),
        contact=ContactDetails(
            co=CANARY,
            street=CANARY,
            postcode="99999",
            town=CANARY,
            contact_address=CANARY,
            phone="040 099 9999",
            email="kanaria@example.fi",
        ),
        billing=replace(
            MAIJA.billing, operator="DABAFIHHXXX", billing_street=CANARY, einvoice_address="003701290564"
        ),
        notes=(CANARY,),
    )
    other, bird = add(desk, MAIJA), add(desk, marked)
    with desk.database.unit(desk["maija"]) as unit:
        came = Source.SUBJECT
        mine = add_subscription(unit, other, NewSubscription("L1", "Laajakaista"), came)
        his = add_subscription(unit, bird, NewSubscription("L2", CANARY, CANARY, "99999", CANARY), came)
        for kind in RelationKind:
            add_relation(unit, bird, kind, other, source=came, subscription_id=mine)
            add_relation(unit, other, kind, bird, source=came, subscription_id=his)
        add_interaction(unit, bird, InteractionKind.CONTACT, CANARY, source=came)
        unit.session.add(CustomerNote(party_id=bird, text=CANARY, source=came, source_on=unit.today))
    told = repr(fresh(desk, other))
    assert "Lind Kaj" in told
    for secret in (
        CANARY,
        "99999",
        "kanaria",
        "0129056",
        "003701290564",
        "DABAFIHHXXX",
        "1961",
        "070761",
        "Lang.EN",
    ):
        assert secret not in told, secret


def test_each_table_is_read_once_and_fast(desk: Desk) -> None:
    """The goal is 30 ms for the whole card with its committed ticket, 95 of 100 times (issue, performance)."""
    with desk.database.unit(desk["maija"]) as unit:
        party_id = add_party(unit, replace(MAIJA, since=datetime(2004, 5, 1, 9, tzinfo=UTC)))
        for n in range(5):
            add_subscription(unit, party_id, NewSubscription(f"L{n}", "Valokuitu"), Source.SUBJECT)
    asked: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    ticket = opened(desk, party_id)
    event.listen(desk.database.engine, "before_cursor_execute", note)
    try:
        with desk.database.reading(desk["maija"]) as unit:
            cards.read(unit, ticket)
    finally:
        event.remove(desk.database.engine, "before_cursor_execute", note)
    assert len(asked) == len(set(asked)), "no statement twice"
    assert len(asked) < 33, "as many as there are tables"
    spent = []
    for _ in range(40):
        start = time.perf_counter()
        card(desk, opened(desk, party_id))
        spent.append((time.perf_counter() - start) * 1000)
    # Ten times the goal: a machine shared with others must not make the test red, a query for each row must.
    assert median(spent) < 300
