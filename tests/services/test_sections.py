"""Saving a section: merged or told, sourced, audited, kept as history, taken back."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from lpo_desk.db.errors import Conflict
from lpo_desk.db.tables.register import Address, PartyName, PersonalIdentityCode, ProtectionNote
from lpo_desk.db.tables.relationship import PermissionEvent
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.audit import Purpose, RevealReason, Ticket
from lpo_desk.domain.card import Card
from lpo_desk.domain.entries import AddressEntry
from lpo_desk.domain.identifiers import IdentifierRefused
from lpo_desk.domain.party import (
    AddressKind,
    BillingMethod,
    CustomerType,
    DirectoryState,
    Flag,
    PermissionState,
    PersonDetails,
    Sender,
    Source,
    Sourced,
    Standing,
)
from lpo_desk.domain.permissions import column
from lpo_desk.domain.sections import FieldsRefused, SavedSection, ValueRefused
from lpo_desk.services import customers, entries, search, sections
from lpo_desk.services._reveals import DetailsHidden
from lpo_desk.services.entries import EntryChanged
from lpo_desk.services.registering import NewParty
from lpo_desk.services.sections import SavedCode
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, audited, card, code, fresh, opened

SAVE = {
    "basic": sections.save_basic,
    "contact": sections.save_contact,
    "billing": sections.save_billing,
    "permissions": sections.save_permissions,
}


class Clerk:
    """One clerk with one customer's card open, as it was when it was read."""

    def __init__(self, desk: Desk, party_id: int, by: str = "maija") -> None:
        self.desk, self.by = desk, by
        self.ticket: Ticket = opened(desk, party_id, by)
        self.card: Card = card(desk, self.ticket, by)

    def save(self, section: str, source: Source = Source.SUBJECT, **changes: object) -> SavedSection[Any]:
        base: Any = getattr(self.card, section)
        function: Any = SAVE[section]
        with self.desk.database.unit(self.desk[self.by]) as unit:
            saved: SavedSection[Any] = function(unit, self.ticket, base, replace(base, **changes), source)
        return saved

    def undo(self, saved: SavedSection[Any]) -> SavedSection[Any]:
        with self.desk.database.unit(self.desk[self.by]) as unit:
            return sections.undo(unit, self.ticket, saved)

    def hetu(self, text: str) -> SavedCode:
        with self.desk.database.unit(self.desk[self.by]) as unit:
            return sections.save_hetu(unit, self.ticket, text, Source.SUBJECT)

    def now(self) -> Card:
        return card(self.desk, self.ticket, self.by)


def former(card: Card) -> list[str]:
    return [each.value.name for each in card.name_history]


@pytest.fixture
def maija(desk: Desk) -> Clerk:
    """Maija at the counter, a day after the customer was registered."""
    party_id = add(desk, MAIJA)
    desk.clock.forward(days=1)
    return Clerk(desk, party_id)


CHANGES: list[tuple[str, dict[str, Any]]] = [
    ("basic", {"last_name": "Salo"}),
    ("basic", {"language": None, "language_note": "viro"}),
    ("basic", {"types": (CustomerType.PRIVATE, CustomerType.COMPANY), "business_id": "0129056-4"}),
    ("basic", {"member": False, "member_number": "", "customer_since": date(2005, 5, 1)}),
    ("basic", {"date_of_death": date(2026, 11, 20)}),
    ("contact", {"street": "Mannerheiminkatu 16", "postcode": "06100", "town": "Porvoo"}),
    ("contact", {"street": "", "postcode": "", "town": ""}),
    ("contact", {"phone": "+358400000199", "phone_2": "", "email_2": "toinen@example.fi"}),
    ("contact", {"contact_address": "Kirjasto, Loviisa", "co": "Salo"}),
    (
        "billing",
        {"method": BillingMethod.EINVOICE, "einvoice_address": "003701290564", "operator": "DABAFIHH"},
    ),
    ("billing", {"billing_street": "PL 1", "billing_postcode": "07901", "billing_town": "Loviisa"}),
    ("billing", {"iban": "FI1410093000123458"}),
    ("permissions", {**column(Sender.PARTNER, Standing.CONSENT), "directory": DirectoryState.SECRET}),
    ("permissions", {"own_email": Standing.SOFT_OPT_IN, "own_phone": Standing.REFUSED}),
    ("permissions", {"protected": True, "protected_until": date(2028, 1, 31)}),
]


@pytest.mark.parametrize(("section", "changes"), CHANGES)
def test_what_was_typed_is_what_the_card_shows(maija: Clerk, section: str, changes: dict[str, Any]) -> None:
    before = maija.card
    saved = maija.save(section, **changes)
    assert set(saved.changed) == set(changes)
    assert saved.version == before.version + 1
    after = maija.now()
    assert after.version == saved.version
    if not after.masked:
        assert getattr(after, section) == saved.after == replace(getattr(before, section), **changes)


@pytest.mark.parametrize(("section", "changes"), CHANGES)
def test_every_save_is_audited_and_can_be_taken_back(
    maija: Clerk, section: str, changes: dict[str, Any]
) -> None:
    maija.by = "leena"  # who may also end a protection
    maija.ticket = opened(maija.desk, maija.card.party_id, "leena")
    rows = len(audited(maija.desk, maija.card.party_id))
    saved = maija.save(section, **changes)
    logged = audited(maija.desk, maija.card.party_id)[rows:]
    assert logged
    assert {row.who for row in logged} == {"leena"}
    undone = maija.undo(saved)
    assert set(undone.changed) == set(changes)
    after = maija.now()
    assert getattr(after, section) == getattr(maija.card, section)
    assert after.version == maija.card.version + 2
    assert after.name_history == ()
    if section in ("contact", "basic"):
        for name in changes:
            assert after.sources.get(name) == maija.card.sources.get(name), (
                "the value came from where it came from"
            )


def test_each_changed_row_says_its_source_and_the_others_keep_theirs(maija: Clerk) -> None:
    maija.save("contact", Source.POPULATION, phone_2="019 000 555")
    sources = maija.now().sources
    assert sources["phone_2"] == Sourced(Source.POPULATION, date(2026, 11, 24), "maija")
    for untouched in ("phone", "street", "email", "last_name"):
        assert sources[untouched] == Sourced(Source.SUBJECT, date(2026, 11, 23), "maija")


def test_only_changed_rows_are_touched(maija: Clerk) -> None:
    rows = len(audited(maija.desk, maija.card.party_id))
    maija.save("contact", phone="040 000 0177")
    (logged,) = audited(maija.desk, maija.card.party_id)[rows:]
    assert (logged.kind, logged.table) == ("update", "contact_point")
    assert "value" in logged.fields


def test_the_audit_says_for_what_purpose_the_card_was_open(desk: Desk, maija: Clerk) -> None:
    maija.ticket = opened(desk, maija.card.party_id, purpose=Purpose.FAULT)
    maija.save("contact", phone="040 000 0177")
    with desk.database.reading(desk["jani"]) as unit:
        newest = unit.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert newest is not None
        assert (newest.table_name, newest.purpose) == ("contact_point", Purpose.FAULT)


def test_membership_needs_a_customer_number(desk: Desk) -> None:
    clerk = Clerk(desk, add(desk, NewParty(PersonDetails(last_name="Aalto", first_names="Eino"))))
    with pytest.raises(FieldsRefused) as refusal:
        clerk.save("basic", member=True)
    assert [name for name, _ in refusal.value.errors] == ["member"]
    clerk.save("basic", calling_name="Eikka")


def test_nothing_changed_saves_nothing(maija: Clerk) -> None:
    rows = len(audited(maija.desk, maija.card.party_id))
    saved = maija.save("contact", phone="040-000 0101")
    assert saved.changed == ()
    assert saved.version == maija.card.version
    assert len(audited(maija.desk, maija.card.party_id)) == rows


def test_others_changes_of_other_fields_are_kept_and_the_merge_is_logged(desk: Desk, maija: Clerk) -> None:
    kalle = Clerk(desk, maija.card.party_id, "kalle")
    kalle.save("contact", email="uusi@example.fi")
    saved = maija.save("contact", phone="040 000 0188")
    assert saved.merged
    contact = maija.now().contact
    assert (contact.email, contact.phone) == ("uusi@example.fi", "+358400000188")
    (merge,) = [row for row in audited(desk, maija.card.party_id) if row.kind == "merge"]
    assert merge.who == "maija"
    assert set(merge.fields) == {"phone", "email"}


def test_the_same_field_changed_twice_is_told_value_by_value(desk: Desk, maija: Clerk) -> None:
    kalle = Clerk(desk, maija.card.party_id, "kalle")
    kalle.save("contact", town="Porvoo", phone="040 000 0111")
    at = desk.clock.now
    desk.clock.forward(minutes=3)
    with pytest.raises(Conflict) as conflict:
        maija.save("contact", town="Lovisa", email="m@example.fi")
    (field,) = conflict.value.fields
    assert (field.field, field.base, field.mine, field.theirs) == ("town", "Loviisa", "Lovisa", "Porvoo")
    assert (conflict.value.who, conflict.value.at) == ("Kalle Lind", at), "a name, not a user name"
    assert maija.now().contact == kalle.now().contact, "a conflict saves nothing"
    maija.card = maija.now()
    maija.save("contact", town="Lovisa", email="m@example.fi")
    assert maija.now().contact.town == "Lovisa"


def test_both_typing_the_same_is_no_conflict(desk: Desk, maija: Clerk) -> None:
    Clerk(desk, maija.card.party_id, "kalle").save("contact", town="Porvoo")
    assert maija.save("contact", town="Porvoo").changed == ()


def test_a_changed_name_leaves_a_former_name(desk: Desk, maija: Clerk) -> None:
    maija.save("basic", last_name="Salo")
    now = maija.now()
    assert now.name == "Salo Maija Helena"
    assert former(now) == ["Aalto Maija Helena"]
    with desk.database.reading(desk["maija"]) as unit:
        names = {row.last_name: row for row in unit.session.scalars(select(PartyName))}
        assert names["Aalto"].valid_to == names["Salo"].valid_from == date(2026, 11, 24)
        for text in ("aalto", "salo"):
            assert [row.party_id for row in search.find(unit, text).rows] == [maija.card.party_id]


def test_a_slip_corrected_the_same_day_is_no_former_name(maija: Clerk) -> None:
    maija.save("basic", last_name="Sallo")
    maija.card = maija.now()
    maija.save("basic", last_name="Salo")
    assert former(maija.now()) == ["Aalto Maija Helena"]


def test_a_calling_name_is_no_name_of_its_own(maija: Clerk) -> None:
    maija.save("basic", calling_name="Helena")
    assert former(maija.now()) == []


def test_a_changed_address_is_kept_with_its_last_day(desk: Desk, maija: Clerk) -> None:
    maija.save("contact", street="Mannerheiminkatu 16", postcode="06100", town="Porvoo")
    with desk.database.reading(desk["maija"]) as unit:
        ends = {row.street: row.valid_to for row in unit.session.scalars(select(Address))}
    assert ends == {"Linnunrata 12 A 3": date(2026, 11, 23), "Mannerheiminkatu 16": None}
    with desk.database.reading(desk["maija"]) as unit:
        (row,) = search.find(unit, "aalto").rows
        assert row.town == "Porvoo"
        assert not search.find(unit, "linnunrata").rows


def test_refused_fields_save_nothing_of_the_section(maija: Clerk) -> None:
    with pytest.raises(FieldsRefused):
        maija.save("contact", town="Porvoo", phone="ei ole")
    assert maija.now().contact == maija.card.contact


def test_permissions_are_events(desk: Desk, maija: Clerk) -> None:
    maija.save("permissions", own_phone=Standing.CONSENT)
    maija.card = maija.now()
    saved = maija.save("permissions", own_phone=Standing.BANNED)
    assert Flag.MARKETING_BAN in maija.now().flags
    assert saved.undoable, "the permission that was given may be given again"
    maija.card = maija.now()
    with pytest.raises(FieldsRefused):
        maija.save("permissions", own_phone=Standing.NOT_ASKED)
    with desk.database.reading(desk["maija"]) as unit:
        states = unit.session.scalars(select(PermissionEvent.state).order_by(PermissionEvent.id)).all()
    assert states == [PermissionState.GIVEN, PermissionState.BANNED]


def test_a_ban_at_one_key_says_that_it_is_not_undone_by_one(maija: Clerk) -> None:
    saved = maija.save("permissions", own_phone=Standing.BANNED)
    assert not saved.undoable
    with pytest.raises(FieldsRefused):
        maija.undo(saved)


def test_the_dead_get_no_marketing_at_once(maija: Clerk) -> None:
    maija.save("basic", date_of_death=date(2026, 11, 20))
    now = maija.now()
    assert now.permissions.partner_sms is Standing.BANNED
    assert {Flag.DECEASED, Flag.MARKETING_BAN} <= now.flags


def test_any_clerk_protects_and_the_lead_ends_it(desk: Desk, maija: Clerk) -> None:
    maija.save("permissions", protected=True)
    maija.card = maija.now()
    assert maija.card.masked
    with desk.database.reading(desk["maija"]) as unit:
        assert not search.find(unit, "linnunrata").rows
    with pytest.raises(Forbidden):
        maija.save("permissions", protected=False)
    with pytest.raises(Forbidden):
        maija.save("permissions", protected_until=date(2027, 1, 1))
    leena = Clerk(desk, maija.card.party_id, "leena")
    leena.save("permissions", protected_until=date(2027, 1, 1))
    leena.card = leena.now()
    leena.save("permissions", protected=False)
    assert not leena.now().masked
    with desk.database.reading(desk["maija"]) as unit:
        (note,) = unit.session.scalars(select(ProtectionNote))
        assert (note.until, note.ended_on) == (date(2027, 1, 1), date(2026, 11, 24))
        assert search.find(unit, "linnunrata").rows


def test_a_code_is_added_changed_and_its_former_one_kept(desk: Desk) -> None:
    clerk = Clerk(desk, add(desk, replace(MAIJA, hetu="")))
    assert not clerk.card.has_hetu
    first, second = code(date(1952, 10, 13), 909), code(date(1952, 10, 14), 910)
    clerk.hetu(f" {first.lower().replace('-', chr(0x2013))} ")
    assert clerk.now().hetu_masked == "131052-****"
    basic = clerk.now().basic
    assert isinstance(basic, PersonDetails)
    assert basic.date_of_birth == date(1952, 10, 13)
    saved = clerk.hetu(second)
    assert saved.version == clerk.card.version + 2
    basic = clerk.now().basic
    assert isinstance(basic, PersonDetails)
    assert basic.date_of_birth == date(1952, 10, 14)
    with desk.database.reading(desk["maija"]) as unit:
        rows = unit.session.scalars(select(PersonalIdentityCode).order_by(PersonalIdentityCode.id)).all()
        assert [(row.value, row.valid_to) for row in rows] == [(first, date(2026, 11, 23)), (second, None)]
        assert search.find(unit, second).rows
    assert clerk.hetu(second).version == saved.version, "the same code again changes nothing"


def test_a_code_that_was_never_the_customers_leaves_the_register(desk: Desk) -> None:
    wrong, right = code(date(1952, 10, 13), 909), code(date(1952, 10, 14), 910)
    clerk = Clerk(desk, add(desk, replace(MAIJA, hetu=wrong)))
    with desk.database.unit(desk["maija"]) as unit:
        sections.save_hetu(unit, clerk.ticket, right, Source.SUBJECT, mistaken=True)
    with desk.database.reading(desk["maija"]) as unit:
        assert not search.find(unit, wrong).rows, "or whoever has the code would be taken for this one"
        assert search.find(unit, right).rows
        assert [row.value for row in unit.session.scalars(select(PersonalIdentityCode))] == [right]
    with desk.database.unit(desk["maija"]) as unit:
        sections.save_hetu(unit, clerk.ticket, "", Source.SUBJECT, mistaken=True)
    assert not clerk.now().has_hetu
    with pytest.raises(IdentifierRefused):
        clerk.hetu("")


def keep_codes(desk: Desk) -> tuple[Clerk, list[str]]:
    """Somebody with two former codes and one in use, oldest first."""
    codes = [code(date(1952, 10, 12 + n), 909 + n) for n in range(3)]
    clerk = Clerk(desk, add(desk, replace(MAIJA, hetu=codes[0])))
    for text in codes[1:]:
        desk.clock.forward(days=1)
        clerk = Clerk(desk, clerk.ticket.party_id)
        clerk.hetu(text)
    return clerk, codes


def codes_left(desk: Desk) -> list[str]:
    with desk.database.reading(desk["maija"]) as unit:
        kept = select(PersonalIdentityCode.value).order_by(PersonalIdentityCode.id)
        return list(unit.session.scalars(kept))


def test_every_former_code_that_was_never_the_customers_leaves_the_register(desk: Desk) -> None:
    clerk, codes = keep_codes(desk)
    card = clerk.now()
    assert card.hetu_masked == "141052-****"
    assert [each.masked for each in card.former_codes] == ["131052-****", "121052-****"]
    assert [each.valid_to for each in card.former_codes] == [date(2026, 11, 25), date(2026, 11, 24)]
    oldest = card.former_codes[-1].id
    with desk.database.unit(desk["maija"]) as unit:
        saved = sections.save_hetu(unit, clerk.ticket, "", Source.SUBJECT, former=[oldest])
    assert saved.version == card.version + 1
    assert codes_left(desk) == codes[1:], "the others stay, also the one in use"
    with desk.database.reading(desk["maija"]) as unit:
        assert not search.find(unit, codes[0]).rows
        assert search.find(unit, codes[1]).rows
    with pytest.raises(EntryChanged), desk.database.unit(desk["maija"]) as unit:
        sections.save_hetu(unit, clerk.ticket, "", Source.SUBJECT, former=[oldest])
    left, right = clerk.now().former_codes[0].id, code(date(1952, 10, 20), 950)
    with desk.database.unit(desk["maija"]) as unit:
        sections.save_hetu(unit, clerk.ticket, right, Source.SUBJECT, mistaken=True, former=[left])
    assert codes_left(desk) == [right], "a new one, and none that was wrong"
    assert clerk.now().former_codes == ()


def test_what_is_no_former_code_of_the_customer_is_not_taken_out(desk: Desk) -> None:
    clerk, codes = keep_codes(desk)
    with desk.database.reading(desk["maija"]) as unit:
        ids = list(unit.session.scalars(select(PersonalIdentityCode.id).order_by(PersonalIdentityCode.id)))
    other = Clerk(desk, add(desk, replace(MAIJA, number="10077", hetu=code(date(1952, 10, 12), 960))))
    for visit, key in ((other, ids[0]), (clerk, ids[2]), (clerk, 99_999)):
        with pytest.raises(EntryChanged), desk.database.unit(desk["maija"]) as unit:
            sections.save_hetu(unit, visit.ticket, "", Source.SUBJECT, former=[key])
    assert set(codes) <= set(codes_left(desk))


def test_former_codes_of_a_protected_person_are_hidden_until_revealed(desk: Desk) -> None:
    clerk, codes = keep_codes(desk)
    former = [each.id for each in clerk.now().former_codes]
    with desk.database.unit(desk["maija"]) as unit:
        came = {"source": Source.SUBJECT, "source_on": unit.today}
        unit.session.add(ProtectionNote(party_id=clerk.ticket.party_id, told_on=unit.today, **came))
    assert clerk.now().masked
    assert clerk.now().former_codes == ()
    with pytest.raises(DetailsHidden), desk.database.unit(desk["maija"]) as unit:
        sections.save_hetu(unit, clerk.ticket, "", Source.SUBJECT, former=former)
    assert codes_left(desk) == codes
    lead = Clerk(desk, clerk.ticket.party_id, "leena")
    with desk.database.unit(desk["leena"]) as unit:
        customers.reveal_protected(unit, lead.ticket, RevealReason.CORRECTION)
    assert [each.id for each in lead.now().former_codes] == former
    with desk.database.unit(desk["leena"]) as unit:
        sections.save_hetu(unit, lead.ticket, "", Source.SUBJECT, former=former)
    assert codes_left(desk) == codes[2:]


def test_a_contact_address_entered_in_parts_is_shown_whole(desk: Desk, maija: Clerk) -> None:
    entry = AddressEntry(AddressKind.CONTACT, "PL 12", "07901", "Loviisa", "Asianajaja Öhman")
    with desk.database.unit(desk["maija"]) as unit:
        entries.add(unit, maija.ticket, entry, Source.SUBJECT)
    maija.card = maija.now()
    assert maija.card.contact.contact_address == "c/o Asianajaja Öhman, PL 12, 07901 Loviisa"
    assert maija.card.addresses == (), "it stands in the form"
    maija.save("contact", contact_address="PL 13, 07900 Loviisa")
    assert maija.now().contact.contact_address == "PL 13, 07900 Loviisa"


def test_the_same_code_at_another_customer_is_told_by_number(desk: Desk) -> None:
    add(desk, MAIJA)
    clerk = Clerk(desk, add(desk, replace(MAIJA, number="10043", hetu="")))
    assert [row.number for row in clerk.hetu(MAIJA.hetu).same] == ["10042"]


@pytest.mark.parametrize(
    "text", ["", "131052-908", "131052-9080", "311152-908K", "131052-000A", "010199A999X"]
)
def test_a_wrong_code_is_refused_without_repeating_it(maija: Clerk, text: str) -> None:
    with pytest.raises(IdentifierRefused) as refusal:
        maija.hetu(text)
    assert not text or text not in refusal.value.sentence("fi") + str(refusal.value)


def test_an_organisation_has_no_personal_identity_code(desk: Desk) -> None:
    with pytest.raises(ValueRefused):
        Clerk(desk, add(desk, FIRM)).hetu(MAIJA.hetu)


def test_an_undo_does_not_overwrite_what_another_saved_since(desk: Desk, maija: Clerk) -> None:
    saved = maija.save("contact", town="Porvoo")
    Clerk(desk, maija.card.party_id, "kalle").save("contact", town="Lapinjärvi")
    with pytest.raises(Conflict):
        maija.undo(saved)
    assert maija.now().contact.town == "Lapinjärvi"


def test_an_undo_takes_back_its_own_fields_alone(desk: Desk, maija: Clerk) -> None:
    saved = maija.save("contact", town="Porvoo")
    Clerk(desk, maija.card.party_id, "kalle").save("contact", email="k@example.fi")
    maija.undo(saved)
    contact = maija.now().contact
    assert (contact.town, contact.email) == ("Loviisa", "k@example.fi")


def test_a_protected_card_opened_by_two_stays_masked_for_the_other(desk: Desk) -> None:
    party_id = add(desk, PROTECTED)
    assert fresh(desk, party_id, "leena").masked
    assert fresh(desk, party_id, "kalle").masked
