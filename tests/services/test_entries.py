"""Entries of a card: added, corrected, taken away and back, each with its source, on both databases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lpo_desk.db import search_index
from lpo_desk.db.tables.register import CustomerNote, PartyName
from lpo_desk.db.tables.relationship import Interaction
from lpo_desk.db.unit import Unit
from lpo_desk.domain.card import HistoryKind
from lpo_desk.domain.entries import (
    AddressEntry,
    ContactEntry,
    Entry,
    ForeignEntry,
    FormerName,
    FormerOrganisationName,
    HistoryEntry,
    NoteEntry,
    NumberEntry,
    check_entry,
)
from lpo_desk.domain.party import AddressKind, InteractionKind, PersonDetails, Source, Sourced, Standing
from lpo_desk.domain.permissions import Way
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import entries, history, search
from lpo_desk.services._reveals import DetailsHidden
from lpo_desk.services.entries import EntryChanged, NotYours, SavedEntry
from lpo_desk.services.registering import NewParty
from lpo_desk.terms import Term
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, audited, card, opened
from tests.services.test_sections import Clerk

TODAY = date(2026, 11, 24)


@pytest.fixture
def maija(desk: Desk) -> Clerk:
    party_id = add(desk, MAIJA)
    desk.clock.forward(days=1)
    return Clerk(desk, party_id)


def put(clerk: Clerk, entry: Entry, source: Source = Source.SUBJECT) -> SavedEntry[Any]:
    with clerk.desk.database.unit(clerk.desk[clerk.by]) as unit:
        return entries.add(unit, clerk.ticket, entry, source)


def correct(clerk: Clerk, entry_id: int, base: Entry, mine: Entry, source: Source = Source.PARTNER) -> None:
    with clerk.desk.database.unit(clerk.desk[clerk.by]) as unit:
        entries.save(unit, clerk.ticket, entry_id, base, mine, source)


def take_back(clerk: Clerk, saved: SavedEntry[Any]) -> None:
    with clerk.desk.database.unit(clerk.desk[clerk.by]) as unit:
        entries.undo(unit, clerk.ticket, saved)


def listed(clerk: Clerk, entry: Entry) -> list[Any]:
    now = clerk.now()
    match entry:
        case AddressEntry():
            return list(now.addresses)
        case NumberEntry():
            return list(now.accounts[1:])
        case FormerName() | FormerOrganisationName():
            return list(now.name_history)
        case ForeignEntry():
            return list(now.foreign_ids)
        case ContactEntry():
            return list(now.other_contacts)
        case NoteEntry():
            return [note for note in now.notes if note.value.text != "Soita iltapäivällä."]
        case HistoryEntry():
            return [line.entry for line in told(clerk) if line.entry is not None]


def told(clerk: Clerk, *kinds: HistoryKind | InteractionKind) -> Any:  # noqa: ANN401 - the lines
    with clerk.desk.database.reading(clerk.desk[clerk.by]) as unit:
        return history.lines(unit, clerk.ticket, kinds or [HistoryKind.INTERACTION])


ENTRIES: list[tuple[Entry, dict[str, Any]]] = [
    (AddressEntry(AddressKind.VISITING, "Satamatie 1", "07900", "Loviisa"), {"street": "Satamatie 2"}),
    (NumberEntry("L-7731", date(2020, 1, 1), True, "44"), {"number": "L-7732", "member": False}),
    (ForeignEntry("AB 123-456", "SE"), {"country": "NO"}),
    (FormerName("Sjöberg", "Maija", None, date(1999, 6, 1)), {"last_name": "Sjöblom"}),
    (NoteEntry("Asioi tyttären kanssa."), {"text": "Asioi pojan kanssa."}),
    (
        HistoryEntry(InteractionKind.COMPLAINT, TODAY, Way.PHONE, "R-1", "", "Yhteys katkeilee."),
        {"text": "Yhteys katkeilee iltaisin."},
    ),
]


@pytest.mark.parametrize(("entry", "change"), ENTRIES, ids=lambda value: type(value).__name__)
def test_added_corrected_removed_and_each_taken_back(
    maija: Clerk,
    entry: Any,  # noqa: ANN401 - one of many kinds
    change: dict[str, Any],
) -> None:
    version = maija.now().version
    saved = put(maija, entry, Source.POPULATION)
    (line,) = listed(maija, entry)
    assert line.value == entry
    came = Sourced(Source.POPULATION, TODAY, "maija")
    assert line.came == came
    changed = replace(entry, **change)
    with maija.desk.database.unit(maija.desk["maija"]) as unit:
        corrected = entries.save(unit, maija.ticket, saved.id, entry, changed, Source.PARTNER)
    (line,) = listed(maija, entry)
    assert (line.value, line.came.source) == (changed, Source.PARTNER)
    take_back(maija, corrected)
    (line,) = listed(maija, entry)
    assert (line.value, line.came) == (entry, came), "with the source it had"
    with maija.desk.database.unit(maija.desk["maija"]) as unit:
        removed = entries.remove(unit, maija.ticket, saved.id, entry)
    assert listed(maija, entry) == []
    take_back(maija, removed)
    (line,) = listed(maija, entry)
    assert (line.value, line.came) == (entry, came)
    assert maija.now().version == version + 5
    kinds = [row.kind for row in audited(maija.desk, maija.card.party_id)][-5:]
    assert kinds[-2:] == ["delete", "insert"]


@pytest.mark.parametrize(("entry", "change"), ENTRIES, ids=lambda value: type(value).__name__)
def test_an_entry_that_somebody_changed_meanwhile_is_told(
    maija: Clerk,
    entry: Any,  # noqa: ANN401 - one of many kinds
    change: dict[str, Any],
) -> None:
    saved = put(maija, entry)
    correct(maija, saved.id, entry, replace(entry, **change))
    acts: list[Callable[[Unit], object]] = [
        lambda unit: entries.save(unit, maija.ticket, saved.id, entry, entry, Source.SUBJECT),
        lambda unit: entries.remove(unit, maija.ticket, saved.id, entry),
        lambda unit: entries.undo(unit, maija.ticket, saved),
    ]
    for act in acts:
        with pytest.raises(EntryChanged), maija.desk.database.unit(maija.desk["maija"]) as unit:
            act(unit)


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (AddressEntry(), "street"),
        (AddressEntry(street="Tie 1", postcode="123"), "postcode"),
        (AddressEntry(street="Tie 1", country="Ruritania"), "country"),
        (AddressEntry(street="Tie 1", valid_from=TODAY, valid_to=TODAY - timedelta(1)), "valid_to"),
        (NumberEntry(), "number"),
        (NumberEntry("10042"), "number"),
        (NumberEntry("1", TODAY + timedelta(1)), "since"),
        (ForeignEntry(country="SE"), "value"),
        (ContactEntry("ei ole"), "value"),
        (ContactEntry("ei@"), "value"),
        (NoteEntry("  \n "), "text"),
        (HistoryEntry(), "text"),
        (HistoryEntry(on_date=TODAY + timedelta(1), text="x"), "on_date"),
        (HistoryEntry(text="x", subscription="999"), "subscription"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(maija: Clerk, entry: Entry, field: str) -> None:
    with pytest.raises(FieldsRefused) as refusal:
        put(maija, entry)
    assert [name for name, _ in refusal.value.errors] == [field]


def test_an_address_takes_over_and_gives_back_on_its_days(desk: Desk, maija: Clerk) -> None:
    summer = AddressEntry(
        AddressKind.POSTAL,
        "Rantatie 5",
        "06100",
        "Porvoo",
        valid_from=date(2026, 12, 1),
        valid_to=date(2026, 12, 3),
    )
    put(maija, summer)

    def seen() -> tuple[str, str, int]:
        clerk = Clerk(desk, maija.card.party_id)
        with desk.database.unit(desk["maija"]) as unit:
            search_index.refresh_expired(unit)
            (row,) = search.find(unit, "rantatie").rows or search.find(unit, "aalto maija").rows
            found = len(search.find(unit, "rantatie").rows)
        return clerk.card.contact.street, row.town, found

    assert seen() == ("Linnunrata 12 A 3", "Loviisa", 1), "what is to come finds already"
    desk.clock.forward(days=7)
    assert seen() == ("Rantatie 5", "Porvoo", 1)
    desk.clock.forward(days=2)
    assert seen() == ("Rantatie 5", "Porvoo", 1), "its last day counts"
    desk.clock.forward(days=1)
    assert seen() == ("Linnunrata 12 A 3", "Loviisa", 0)
    (former,) = Clerk(desk, maija.card.party_id).card.addresses
    assert former.value == summer


def test_no_address_is_none_even_behind_an_older_one(maija: Clerk) -> None:
    put(maija, AddressEntry(AddressKind.POSTAL, "Rantatie 5", "06100", "Porvoo"))
    maija.card = maija.now()
    maija.save("contact", street="", postcode="", town="")
    assert maija.now().contact.street == ""


@pytest.mark.parametrize("typed", ["AB 123-456", "ab123456", "AB 123", "123-456 ab"])
def test_a_foreign_identifier_finds_its_person(desk: Desk, maija: Clerk, typed: str) -> None:
    put(maija, ForeignEntry("AB 123-456", "SE"))
    with desk.database.reading(desk["maija"]) as unit:
        assert [row.party_id for row in search.find(unit, typed).rows] == [maija.card.party_id]


def test_a_second_number_finds_too_and_the_first_one_stays(desk: Desk, maija: Clerk) -> None:
    put(maija, NumberEntry("L-7731"))
    with desk.database.reading(desk["maija"]) as unit:
        assert search.find(unit, "L-7731").rows
    first = maija.now().accounts[0]
    with pytest.raises(FieldsRefused), desk.database.unit(desk["maija"]) as unit:
        entries.remove(unit, maija.ticket, first.id, first.value)


def test_the_first_number_shares_its_row_and_each_field_keeps_its_source(maija: Clerk) -> None:
    first = maija.now().accounts[0]
    correct(maija, first.id, first.value, replace(first.value, member_number="7732"), Source.PARTNER)
    sources = maija.now().sources
    assert sources["member_number"].source is Source.PARTNER
    assert (
        sources["member"] == sources["customer_since"] == Sourced(Source.SUBJECT, date(2026, 11, 23), "maija")
    )
    assert maija.now().accounts[0].came.source is Source.SUBJECT


def test_more_phones_than_the_form_has_fields_are_entries(maija: Clerk) -> None:
    maija.save("contact", phone_3="040 000 0103")
    put(maija, ContactEntry("040 000 0104"))
    put(maija, ContactEntry("kolmas@example.fi"))
    maija.card = maija.now()
    values = [each.value.value for each in maija.card.other_contacts]
    assert values == ["+358400000104"]
    assert maija.card.contact.email_2 == "kolmas@example.fi", "a field of the form was free"


def test_history_is_corrected_by_its_writer_on_its_day(desk: Desk, maija: Clerk) -> None:
    entry = HistoryEntry(InteractionKind.OFFER, TODAY, Way.COUNTER, "T-12", "", "Tarjottiin kuitua.")
    saved = put(maija, entry)
    kalle = Clerk(desk, maija.card.party_id, "kalle")
    with pytest.raises(NotYours):
        correct(kalle, saved.id, entry, replace(entry, text="Muu"))
    assert [line.entry.mine for line in told(kalle)] == [False]
    desk.clock.forward(days=1)
    maija.ticket = opened(desk, maija.card.party_id)
    with pytest.raises(NotYours):
        correct(maija, saved.id, entry, replace(entry, text="Muu"))


def test_a_history_entry_tells_office_person_and_kind_and_is_filtered_by_it(desk: Desk, maija: Clerk) -> None:
    for kind in InteractionKind:
        put(maija, HistoryEntry(kind, None, Way.PHONE, "", "", f"Teksti {kind.value}"))
    assert len(told(maija)) == len(InteractionKind)
    (complaint,) = told(maija, InteractionKind.COMPLAINT)
    assert complaint.text == "Teksti complaint"
    assert complaint.at == TODAY
    assert complaint.who != "maija", "people read names"
    assert complaint.office[0] == "Loviisa"
    both = told(maija, InteractionKind.OFFER, InteractionKind.ORDER)
    assert {line.detail for line in both} == {"interaction_kind.offer", "interaction_kind.order"}


def test_each_save_of_the_time_line_tells_its_source(maija: Clerk) -> None:
    maija.save("contact", Source.POPULATION, street="Uusi katu 1")
    put(maija, NoteEntry("Muistiinpano"), Source.PARTNER)
    sources = [line.source for line in told(maija, HistoryKind.CHANGE)]
    assert sources[:2] == [Source.PARTNER, Source.POPULATION]


def test_a_code_in_a_note_is_shown_hidden_and_the_note_can_be_corrected(desk: Desk, maija: Clerk) -> None:
    saved = put(maija, NoteEntry("Tunnus 131052-9085 kysytty."))
    (line,) = [note for note in maija.now().notes if note.id == saved.id]
    assert line.value.text == "Tunnus 131052-**** kysytty."
    correct(maija, line.id, line.value, NoteEntry("Tunnus kysytty."))


def test_nothing_is_entered_for_somebody_who_is_not_revealed(desk: Desk) -> None:
    ticket = opened(desk, add(desk, PROTECTED))
    assert card(desk, ticket).masked
    with pytest.raises(DetailsHidden), desk.database.unit(desk["maija"]) as unit:
        entries.add(unit, ticket, NoteEntry("x"), Source.SUBJECT)


def test_the_office_is_kept_with_the_entry(desk: Desk, maija: Clerk) -> None:
    put(maija, HistoryEntry(text="Kävi toimistolla."))
    with desk.database.reading(desk["maija"]) as unit:
        row = unit.session.scalars(select(Interaction)).one()
        assert (row.office_id, row.recorded_by) == (desk["maija"].office_id, "maija")


def test_what_is_drawn_from_the_card_says_from_what(maija: Clerk) -> None:
    maija.save("basic", date_of_birth=date(1952, 10, 13))
    put(maija, HistoryEntry(InteractionKind.ORDER, TODAY, text="Tilasi."))
    drawn = {each.label: each for each in maija.now().derived}
    assert drawn["derived.age"].value == Term("derived.years", {"count": 74})
    assert drawn["derived.customer_for"].basis.values == {"since": date(2004, 5, 1), "count": 1}
    assert drawn["derived.last_contact"].value == TODAY
    assert "derived.services" not in drawn


def test_who_wrote_is_told_by_name_and_by_user_name_once_gone(maija: Clerk) -> None:
    """Rows keep the user name; people read what the clerk is called, under each value and beside notes."""
    put(maija, NoteEntry("Soittaa iltapäivisin."))
    shown = card(maija.desk, maija.ticket)
    assert {each.who for each in shown.sources.values()} == {"Maija Virtanen"}
    note = shown.notes[0]
    assert (note.came.by, note.came.who) == ("maija", "Maija Virtanen")
    with maija.desk.database.unit(maija.desk["leena"]) as unit:
        unit.session.get_one(CustomerNote, note.id).source_by = "entinen"
    assert card(maija.desk, maija.ticket).notes[0].came.who == "entinen"


def test_a_former_name_is_found_and_the_present_one_is_no_entry(desk: Desk, maija: Clerk) -> None:
    """A name that was only mistyped is taken out of the former ones; one that is told is added."""
    maija.save("basic", last_name="Salo")
    (mistyped,) = maija.now().name_history
    put(maija, FormerName("Sjöberg", "Maija", valid_to=date(1980, 6, 1)))
    assert [each.value.name for each in maija.now().name_history] == ["Aalto Maija Helena", "Sjöberg Maija"]
    with desk.database.unit(desk["maija"]) as unit:
        entries.remove(unit, maija.ticket, mistyped.id, mistyped.value)
    with desk.database.reading(desk["maija"]) as unit:
        found = {text: len(search.find(unit, text).rows) for text in ("sjoberg", "salo", "aalto")}
        present = unit.connection.execute(
            select(PartyName.id, PartyName.valid_from).where(PartyName.last_name == "Salo")
        ).one()
    assert found == {"sjoberg": 1, "salo": 1, "aalto": 0}
    named = FormerName("Salo", "Maija Helena", present.valid_from, None)
    with pytest.raises(EntryChanged), desk.database.unit(desk["maija"]) as unit:
        entries.remove(unit, maija.ticket, present.id, named)


def test_an_organisation_has_former_names_of_its_own(desk: Desk) -> None:
    clerk = Clerk(desk, add(desk, FIRM))
    put(clerk, FormerOrganisationName("Lovisa Elektriska Ab", None, date(2011, 1, 31)))
    (line,) = clerk.now().name_history
    assert line.value == FormerOrganisationName("Lovisa Elektriska Ab", None, date(2011, 1, 31))
    with pytest.raises(TypeError):
        put(clerk, FormerName("Aalto"))


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (FormerName(), "last_name"),
        (FormerName("Salo", valid_to=TODAY + timedelta(days=1)), "valid_to"),
        (FormerName("Salo", "", TODAY, TODAY - timedelta(days=1)), "valid_to"),
        (FormerOrganisationName(), "organisation_name"),
    ],
)
def test_a_former_name_that_cannot_be_is_refused(entry: Entry, field: str) -> None:
    with pytest.raises(FieldsRefused) as refusal:
        check_entry(entry, TODAY)
    assert [name for name, _ in refusal.value.errors] == [field]


def test_a_ban_comes_back_with_a_phone_that_is_entered_beside_the_form(desk: Desk) -> None:
    """Who forbade marketing under the number is another record now; the number brings the ban with it."""
    forbidding = Clerk(desk, add(desk, MAIJA))
    forbidding.save("permissions", own_phone=Standing.BANNED)
    phone = forbidding.card.contact.phone
    other = Clerk(
        desk, add(desk, NewParty(PersonDetails(last_name="Lind", first_names="Åke"), number="77001"))
    )
    assert other.now().permissions.own_phone is not Standing.BANNED
    put(other, ContactEntry(phone))
    assert other.now().permissions.own_phone is Standing.BANNED
