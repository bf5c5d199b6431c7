"""Two records become one: nothing is lost, both lead to the survivor, and what says no."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.register import Address, PartyName, PersonalIdentityCode
from lpo_desk.db.tables.special import AccountParty, PartyMerge, ProcessingRestriction
from lpo_desk.db.unit import Forbidden, NoTicket
from lpo_desk.domain.audit import Purpose, RevealReason, Ticket
from lpo_desk.domain.card import Card
from lpo_desk.domain.merge import Comparison, Merged, MergeField, MergeRefused
from lpo_desk.domain.party import ContactDetails, NameKind, PersonDetails, Source, Standing
from lpo_desk.domain.permissions import all_banned
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.staff import StaffTie
from lpo_desk.services import customers, duplicates, history, merging, search, sections
from lpo_desk.services._reveals import DetailsHidden
from lpo_desk.services.registering import NewParty
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, audited, card, code, fresh, opened

TWIN = NewParty(
    PersonDetails(
        last_name="Aaltonen", first_names="Maija", language=Lang.SV, date_of_birth=date(1952, 10, 13)
    ),
    number="10050",
    hetu=code(date(1952, 10, 13), 912),
    contact=ContactDetails(
        street="Kauppakatu 7", postcode="07900", town="Loviisa", phone="040 000 0101", email="m@example.fi"
    ),
    notes=("Toinen tietue.",),
)


def compare(desk: Desk, one: int, other: int) -> tuple[Comparison, tuple[Ticket, Ticket]]:
    tickets = opened(desk, one, "leena"), opened(desk, other, "leena")
    with desk.database.reading(desk["leena"]) as unit:
        return merging.compare(unit, *tickets), tickets


def merge(desk: Desk, kept: int, gone: int, *taken: MergeField) -> Merged:
    compared, tickets = compare(desk, kept, gone)
    versions = compared.first.version, compared.second.version
    with desk.database.unit(desk["leena"]) as unit:
        return merging.merge(unit, *tickets, versions, taken or compared.taken(compared.first))


def former(shown: Card) -> tuple[str, ...]:
    return tuple(each.value.name for each in shown.name_history)


def undo(desk: Desk, merge_id: int) -> None:
    with desk.database.unit(desk["leena"]) as unit:
        merging.undo(unit, merge_id)


def test_side_by_side(desk: Desk) -> None:
    maija, twin = add(desk, MAIJA), add(desk, TWIN)
    compared, _ = compare(desk, maija, twin)
    assert compared.refusal is None
    assert compared.first.values[MergeField.NAME] == ("Aalto Maija Helena",)
    assert compared.second.values[MergeField.HETU] == ("131052-****",)
    assert compared.codes_differ
    assert compared.taken(compared.first) == {MergeField.DATE_OF_BIRTH}
    assert compared.taken(compared.second) == {MergeField.BILLING, MergeField.MEMBERSHIP}
    assert dict(compared.second.holds)["contact_point"] == 2
    assert compared.survivor is compared.first


def test_the_losing_values_become_former_ones(desk: Desk) -> None:
    maija, twin = add(desk, MAIJA), add(desk, TWIN)
    merge(desk, maija, twin)
    shown = fresh(desk, maija)
    assert shown.numbers == ("10042", "10050")
    assert shown.name == "Aalto Maija Helena"
    assert former(shown) == ("Aaltonen Maija",)
    assert isinstance(shown.basic, PersonDetails)
    assert (shown.basic.language, shown.basic.date_of_birth) == (Lang.FI, date(1952, 10, 13))
    assert shown.contact.street == "Linnunrata 12 A 3"
    assert (shown.contact.phone, shown.contact.phone_2, shown.contact.email_2) == (
        "+358400000101",
        "+35819000102",
        "m@example.fi",
    )
    assert "Toinen tietue." in [note.value.text for note in shown.notes]
    with desk.database.reading(desk["leena"]) as unit:
        ended = select(Address.street).where(Address.party_id == maija, Address.valid_to < unit.today)
        assert unit.session.scalars(ended).all() == ["Kauppakatu 7"]
        codes = select(PersonalIdentityCode).where(PersonalIdentityCode.party_id == maija)
        assert [(row.value, row.valid_to is None) for row in unit.session.scalars(codes)] == [
            (MAIJA.hetu, True),
            (TWIN.hetu, False),
        ]


def test_field_by_field_the_other_may_be_chosen(desk: Desk) -> None:
    maija, twin = add(desk, MAIJA), add(desk, TWIN)
    chosen = MergeField.NAME, MergeField.HETU, MergeField.LANGUAGE, MergeField.POSTAL_ADDRESS
    merge(desk, maija, twin, *chosen, MergeField.MEMBERSHIP)
    shown = fresh(desk, maija)
    assert (shown.name, former(shown)) == ("Aaltonen Maija", ("Aalto Maija Helena",))
    assert (shown.contact.street, shown.basic.language) == ("Kauppakatu 7", Lang.SV)
    assert not shown.basic.member
    with desk.database.reading(desk["leena"]) as unit:
        current = select(PersonalIdentityCode.value).where(PersonalIdentityCode.valid_to.is_(None))
        assert unit.session.scalars(current).all() == [TWIN.hetu]


def test_everything_leads_to_the_survivor(desk: Desk) -> None:
    maija, twin = add(desk, MAIJA), add(desk, TWIN)
    merge(desk, maija, twin)
    with desk.database.reading(desk["maija"]) as unit:
        for text in ("10050", "10042", "aaltonen", "aalto", TWIN.hetu, MAIJA.hetu, "m@example.fi"):
            assert [row.party_id for row in search.find(unit, text).rows] == [maija], text
    ticket = opened(desk, twin)
    assert ticket.party_id == maija
    assert card(desk, ticket).name == "Aalto Maija Helena"


def test_both_histories_tell_it(desk: Desk) -> None:
    maija, twin = add(desk, MAIJA), add(desk, TWIN)

    def told(party_id: int) -> list[str]:
        ticket = opened(desk, party_id, "leena")
        with desk.database.reading(desk["leena"]) as unit:
            return [line.text for line in history.lines(unit, ticket) if "merge" in line.text]

    done = merge(desk, maija, twin)
    assert told(maija) == ["history.merged_here"]
    assert [row.detail for row in audited(desk, twin) if row.kind == "merge"] == ["merged"]
    undo(desk, done.id)
    assert sorted(told(maija)) == ["history.merge_undone", "history.merged_here"]
    assert sorted(told(twin)) == ["history.merge_undone", "history.merged_away"]


def test_a_ban_of_either_wins(desk: Desk) -> None:
    reached = ContactDetails(phone="040 000 0808")  # by another phone, or the ban would meet her at the door
    banned = replace(TWIN, contact=reached, permissions=all_banned(TWIN.permissions))
    given = replace(MAIJA, permissions=replace(MAIJA.permissions, own_email=Standing.CONSENT))
    twin, maija = add(desk, banned), add(desk, given)
    done = merge(desk, maija, twin)
    assert fresh(desk, maija).permissions.own_email is Standing.BANNED
    undo(desk, done.id)
    assert fresh(desk, maija).permissions.own_email is Standing.CONSENT


def test_a_protection_of_either_holds(desk: Desk) -> None:
    maija = add(desk, replace(MAIJA, basic=PROTECTED.basic))
    secret = add(desk, PROTECTED)
    with pytest.raises(DetailsHidden):
        compare(desk, maija, secret)
    tickets = opened(desk, maija, "leena"), opened(desk, secret, "leena")
    with desk.database.unit(desk["leena"]) as unit:
        customers.reveal_protected(unit, tickets[1], RevealReason.CORRECTION)
    with desk.database.unit(desk["leena"]) as unit:
        merging.merge(unit, *tickets, (1, 1), ())
    assert fresh(desk, maija, "maija").masked


# --- undoing


def test_an_edit_makes_it_final(desk: Desk) -> None:
    maija, twin = add(desk, MAIJA), add(desk, TWIN)
    done = merge(desk, maija, twin)
    with desk.database.reading(desk["leena"]) as unit:
        assert [line.merged for line in merging.undoable(unit)] == [done]
    ticket = opened(desk, maija)
    contact = card(desk, ticket).contact
    with desk.database.unit(desk["maija"]) as unit:
        sections.save_contact(unit, ticket, contact, replace(contact, co="c/o Lind"), Source.SUBJECT)
    with desk.database.reading(desk["leena"]) as unit:
        assert merging.undoable(unit) == ()
    with pytest.raises(MergeRefused) as refused:
        undo(desk, done.id)
    assert refused.value.key == "merge.final"
    third = add(desk, replace(TWIN, number="10051", hetu=""))
    merge(desk, maija, third)
    with desk.database.reading(desk["leena"]) as unit:
        assert not unit.session.get_one(PartyMerge, done.id).moved, "what was kept for the undoing is gone"


def test_a_merge_is_undone_once(desk: Desk) -> None:
    done = merge(desk, add(desk, MAIJA), add(desk, TWIN))
    undo(desk, done.id)
    with pytest.raises(MergeRefused) as refused:
        undo(desk, done.id)
    assert refused.value.key == "merge.undone_already"


def test_a_merge_of_the_merged_leads_all_on(desk: Desk) -> None:
    maija, twin = add(desk, MAIJA), add(desk, TWIN)
    third = add(desk, replace(TWIN, number="10051", hetu=""))
    merge(desk, twin, third)
    second = merge(desk, maija, twin)
    assert opened(desk, third).party_id == maija
    undo(desk, second.id)
    assert opened(desk, third).party_id == twin
    assert fresh(desk, twin).numbers == ("10050", "10051")


def test_who_is_not_the_same_stays_so(desk: Desk) -> None:
    maija, twin = add(desk, MAIJA), add(desk, TWIN)
    third = add(desk, replace(MAIJA, number="10051"))
    with desk.database.unit(desk["leena"]) as unit:
        duplicates.tell_apart(unit, twin, third)
    merge(desk, maija, twin)
    with desk.database.reading(desk["leena"]) as unit:
        assert duplicates.pairs(unit) == ()


# --- what says no


def refusal(desk: Desk, one: int, other: int) -> str:
    compared, tickets = compare(desk, one, other)
    with pytest.raises(MergeRefused) as refused, desk.database.unit(desk["leena"]) as unit:
        merging.merge(unit, *tickets, (compared.first.version, compared.second.version), ())
    assert compared.refusal is not None
    assert compared.refusal.key == refused.value.key
    return refused.value.key


def test_a_person_and_an_organisation_stay_two(desk: Desk) -> None:
    assert refusal(desk, add(desk, MAIJA), add(desk, FIRM)) == "merge.kinds_differ"


def test_nobody_is_merged_with_himself(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    with pytest.raises(MergeRefused):
        compare(desk, maija, maija)


def test_nobody_merges_his_own_record(desk: Desk) -> None:
    maija, twin = add(desk, MAIJA), add(desk, TWIN)
    with desk.database.unit(desk["admin"]) as unit:
        mine = AccountParty(account_id=desk["leena"].account_id, party_id=twin, tie=StaffTie.SELF)
        unit.session.add(mine)
    assert refusal(desk, maija, twin) == "merge.own_record"


def test_a_restricted_record_is_left_alone(desk: Desk) -> None:
    maija, twin = add(desk, MAIJA), add(desk, TWIN)
    with desk.database.unit(desk["admin"]) as unit:
        row = ProcessingRestriction(
            party_id=twin,
            ground=RestrictionGround.ACCURACY,
            from_on=unit.today,
            source=Source.SUBJECT,
            source_on=unit.today,
        )
        unit.session.add(row)
    assert refusal(desk, maija, twin) == "merge.restricted"


def test_what_was_edited_meanwhile_is_compared_again(desk: Desk) -> None:
    compared, tickets = compare(desk, add(desk, MAIJA), add(desk, TWIN))
    with pytest.raises(MergeRefused) as refused, desk.database.unit(desk["leena"]) as unit:
        merging.merge(unit, *tickets, (compared.first.version, compared.second.version + 1), ())
    assert refused.value.key == "merge.changed"


def test_merging_is_the_office_leads(desk: Desk) -> None:
    tickets = opened(desk, add(desk, MAIJA)), opened(desk, add(desk, TWIN))
    with pytest.raises(Forbidden), desk.database.reading(desk["maija"]) as unit:
        merging.compare(unit, *tickets)
    with pytest.raises(Forbidden), desk.database.unit(desk["maija"]) as unit:
        merging.merge(unit, *tickets, (1, 1), ())


def test_the_card_in_use_leads_on(desk: Desk) -> None:
    """A ticket of the merged record is worth nothing more; the next opening is of the survivor."""
    maija, twin = add(desk, MAIJA), add(desk, TWIN)
    before = opened(desk, twin)
    merge(desk, maija, twin)
    with pytest.raises(NoTicket), desk.database.reading(desk["maija"]) as unit:
        unit.demand_ticket(before)
    with desk.database.unit(desk["maija"]) as unit:
        assert customers.open(unit, twin, Purpose.COUNTER).party_id == maija


def test_equal_values_are_not_doubled(desk: Desk) -> None:
    one, other = add(desk, MAIJA), add(desk, replace(MAIJA, number="10043"))
    merge(desk, one, other)
    shown = fresh(desk, one)
    assert (former(shown), shown.contact.phone_3, shown.contact.email_2) == ((), "", "")
    with desk.database.reading(desk["leena"]) as unit:
        names = select(PartyName.kind).where(PartyName.party_id == one)
        assert unit.session.scalars(names).all() == [NameKind.CURRENT]
