"""Rules from cells to values: examples of each, and that no rule ever raises or loses anything."""

import string
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.legacy import ImportEffect, ImportReason, LegacyCustomer, LegacySheet
from lpo_desk.domain.party import (
    BillingMethod,
    CollectionState,
    CustomerType,
    DirectoryState,
    PartyKind,
    PermissionState,
)
from lpo_desk.domain.phones import parse_phone
from lpo_desk.domain.text import clean, scrub
from lpo_desk.imports.cells import Cell, is_blank, show
from lpo_desk.imports.columns import (
    COLUMNS,
    CUSTOMER_COLUMNS,
    EVENT_COLUMNS,
    PAPER_COLUMNS,
    SUBSCRIPTION_COLUMNS,
)
from lpo_desk.imports.normalise import contact, customers, others, relationship, values
from lpo_desk.imports.normalise.identity import capitalised
from lpo_desk.imports.reader import RawRow
from lpo_desk.imports.row import Row
from lpo_desk.terms import Lang

TODAY = date(2026, 11, 22)
R, E = ImportReason, ImportEffect
PERSON = {"Sukunimi": "Virtanen", "Etunimet": "Aino"}


def row(sheet: LegacySheet = LegacySheet.CUSTOMERS, /, **cells: Cell) -> Row:
    full: dict[str, Cell] = dict.fromkeys(COLUMNS[sheet].all, "") | cells
    return Row(sheet, RawRow(2, full, ()), TODAY)


def imported(
    cells: dict[str, Any],
) -> tuple[LegacyCustomer, list[tuple[str, ImportReason, ImportEffect, str]]]:
    """The customer and what was said of it, but for a missing code."""
    read = row(**cells)
    customer = customers.customer(read, "10001")
    spoken = [problem for problem in read.problems if problem.reason is not R.HETU_MISSING]
    return customer, [(problem.column, problem.reason, problem.effect, problem.stored) for problem in spoken]


def said_of(
    column: str, cell: Cell, rule: Callable[[Row, str], Any]
) -> tuple[Any, list[tuple[ImportReason, ImportEffect]]]:
    read = row(**{column: cell})
    return rule(read, column), [(p.reason, p.effect) for p in read.problems]


# --- single cells


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1000\uff11", "10001"), ("10 001", "10 001"), ("\u00b41", "\u03011"), ("\ufdfa" * 9, None)],
)
def test_numbers_are_plain_and_no_longer_than_a_number(cell: str, number: str | None) -> None:
    found, said = said_of("Asnro", cell, values.code)
    assert found == (number or found)
    assert clean(found, limit=values.NUMBER_LIMIT) == found
    assert said == ([] if found == cell else [(R.ODD_UNICODE, E.CHANGED)])


@pytest.mark.parametrize(
    ("cell", "stored", "reason", "effect"),
    [
        ("07900", "07900", None, None),
        (7900.0, "07900", R.POSTCODE_NUMBER, E.CHANGED),
        (100.0, "00100", R.POSTCODE_NUMBER, E.CHANGED),
        ("7900", "07900", R.POSTCODE_NUMBER, E.CHANGED),
        ("FI-07900 ", "07900", R.POSTCODE_ODD, E.CHANGED),
        ("FIN-07900", "07900", R.POSTCODE_ODD, E.CHANGED),
        ("0790O", "", R.POSTCODE_ODD, E.LEFT_OUT),
        ("123", "", R.POSTCODE_ODD, E.LEFT_OUT),
        ("\uff10\uff17\uff19\uff10\uff10", "", R.POSTCODE_ODD, E.LEFT_OUT),
        (790000.0, "", R.POSTCODE_ODD, E.LEFT_OUT),
        ("", "", None, None),
    ],
)
def test_postcodes(cell: Cell, stored: str, reason: ImportReason | None, effect: ImportEffect | None) -> None:
    assert said_of("Postinro", cell, values.postcode) == (stored, [(reason, effect)] if reason else [])


@pytest.mark.parametrize(
    ("cell", "stored", "reason", "effect"),
    [
        (date(2015, 2, 1), date(2015, 2, 1), None, None),
        (datetime(2015, 2, 1, 12), date(2015, 2, 1), None, None),
        ("1.2.2015", date(2015, 2, 1), R.DATE_TEXT, E.CHANGED),
        ("2015-02-01", date(2015, 2, 1), R.DATE_TEXT, E.CHANGED),
        (42036.0, date(2015, 2, 1), R.DATE_SERIAL, E.CHANGED),
        ("31.2.2014", None, R.DATE_INVALID, E.LEFT_OUT),
        ("0.0.0000", None, R.DATE_INVALID, E.LEFT_OUT),
        ("ennen 90-lukua", None, R.DATE_INVALID, E.LEFT_OUT),
        (float("inf"), None, R.DATE_INVALID, E.LEFT_OUT),
        (True, None, R.DATE_INVALID, E.LEFT_OUT),
    ],
)
def test_dates(
    cell: Cell, stored: date | None, reason: ImportReason | None, effect: ImportEffect | None
) -> None:
    assert said_of("Asiakas alkaen", cell, values.day) == (stored, [(reason, effect)] if reason else [])


@pytest.mark.parametrize(
    ("cell", "stored", "reason", "effect"),
    [
        ("010594Y9032", "010594Y9032", None, None),
        ("020504a902e", "020504A902E", R.HETU_REFORMATTED, E.CHANGED),
        ("100190–999P", "100190-999P", R.HETU_REFORMATTED, E.CHANGED),
        (" 100190 -999P ", "100190-999P", R.HETU_REFORMATTED, E.CHANGED),
        ("100190-999R", "", R.HETU_INVALID, E.LEFT_OUT),
        ("310290-999P", "", R.HETU_INVALID, E.LEFT_OUT),
        ("\uff11\uff10\uff10\uff11\uff19\uff10-999P", "", R.HETU_INVALID, E.LEFT_OUT),
        ("ei tiedossa", "", R.HETU_INVALID, E.LEFT_OUT),
    ],
)
def test_identity_codes(
    cell: str, stored: str, reason: ImportReason | None, effect: ImportEffect | None
) -> None:
    read = row(**{"Hetu/Y-tunnus": cell})
    assert values.hetu(read, "Hetu/Y-tunnus") == stored
    assert [(p.reason, p.effect) for p in read.problems] == ([(reason, effect)] if reason else [])
    assert all(p.secret and p.stored in ("", "100190-****", "020504A****") for p in read.problems)


def test_a_birth_date_after_today_is_impossible() -> None:
    born_2030 = "150330A924"
    code = next(
        born_2030 + check for check in string.digits + string.ascii_uppercase if _valid(born_2030 + check)
    )
    assert said_of("Hetu/Y-tunnus", code, values.hetu) == ("", [(R.HETU_INVALID, E.LEFT_OUT)])


def _valid(code: str) -> bool:
    return "0123456789ABCDEFHJKLMNPRSTUVWXY"[int(code[:6] + code[7:10]) % 31] == code[10]


@pytest.mark.parametrize(
    ("cell", "cents"),
    [
        (14.9, 1490),
        ("39,90 €", 3990),
        ("29.90", 2990),
        (0.0, 0),
        ("7 e/kk", None),
        ("ilmainen", None),
        (-5.0, None),
    ],
)
def test_fees(cell: Cell, cents: int | None) -> None:
    read = row(LegacySheet.SUBSCRIPTIONS, **{"Kk-maksu": cell})
    assert values.cents(read, "Kk-maksu") == cents
    assert [p.reason for p in read.problems] == ([] if cents is not None else [R.FEE_INVALID])


@pytest.mark.parametrize(
    ("cell", "numbers", "reasons"),
    [
        ("040 000 0123", ["+358400000123"], []),
        ("019-50581 / 040 123 4567", ["+3581950581", "+358401234567"], [R.PHONE_TWO]),
        ("ei ole", [], [R.PHONE_INVALID]),
        ("?", [], [R.PHONE_INVALID]),
        ("kysy pojalta", [], [R.PHONE_INVALID]),
        ("040 123 4567 / ei ole", ["+358401234567"], [R.PHONE_INVALID, R.PHONE_TWO]),
        ("040 123 4567, 0401234567", ["+358401234567"], [R.PHONE_TWO]),
    ],
)
def test_phones(cell: str, numbers: list[str], reasons: list[ImportReason]) -> None:
    read = row(Matkapuhelin=cell)
    assert [phone.e164 for phone in contact.phones(read, "Puhelin", "Matkapuhelin")] == numbers
    assert [p.reason for p in read.problems] == reasons


@given(st.from_regex(r"(0|\+358 ?)(4[0-9]|50|19)[0-9][ -]?[0-9]{2,4} ?[0-9]{1,4}", fullmatch=True))
def test_plain_numbers_are_what_the_numbering_plan_says(text: str) -> None:
    plain = contact.plain_number(text)
    assert not plain or (parse_phone(text).e164, parse_phone(text).warning) == (plain, None)


def test_plain_numbers_are_the_usual_ones() -> None:
    usual = ["0400-7956371", "019 607 268", "+358 50 464 4650", "0443942199"]
    assert all(contact.plain_number(number) for number in usual)
    assert not any(contact.plain_number(text) for text in ("-040123456", "ei ole", "", "112", "0600 123 456"))


@pytest.mark.parametrize(
    ("cell", "addresses", "effect"),
    [
        ("aino@example.fi", ("aino@example.fi",), None),
        ("a@example.fi; b@example.fi", ("a@example.fi", "b@example.fi"), E.CHANGED),
        ("maija(at)example.fi", ("maija@example.fi",), E.CHANGED),
        ("example.fi", (), E.LEFT_OUT),
        ("a@example.fi; kysy", ("a@example.fi",), E.LEFT_OUT),
    ],
)
def test_emails(cell: str, addresses: tuple[str, ...], effect: ImportEffect | None) -> None:
    expected = [(R.EMAIL_ODD, effect)] if effect else []
    assert said_of("Sähköposti", cell, contact.emails) == (addresses, expected)


def test_towns_and_names_in_capitals() -> None:
    towns = ("LOVIISA", "PERNAJAN VANHAKYLÄ", "FORSBY SÅG", "ÅBO", "Isnäs", "VÄSTRA-NYLAND")
    found = ["Loviisa", "Pernajan vanhakylä", "Forsby såg", "Åbo", "Isnäs", "Västra-Nyland"]
    assert [contact.nice_town(town) for town in towns] == found
    assert [capitalised(name) for name in ("JÄRVINEN", "ANN-SOFIE", "O'BRIEN")] == [
        "Järvinen",
        "Ann-Sofie",
        "O'brien",
    ]


# --- codes of the old register


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        *((word, PermissionState.GIVEN) for word in ("kyllä", "K", "x", "1", 1.0, True)),
        *((word, PermissionState.REFUSED) for word in ("E", "Ei", "ei")),
        ("kielto", PermissionState.BANNED),
        ("", PermissionState.NOT_ASKED),
    ],
)
def test_marketing(cell: Cell, state: PermissionState) -> None:
    customer, said = imported(PERSON | {"Suoramarkkinointi": cell})
    assert (customer.marketing, said) == (state, [])


def test_an_unclear_answer_is_no_permission() -> None:
    customer, said = imported(PERSON | {"Suoramarkkinointi": "ehkä"})
    assert customer.marketing is PermissionState.NOT_ASKED
    assert said == [("Suoramarkkinointi", R.VALUE_ODD, E.LEFT_OUT, "")]


@pytest.mark.parametrize(
    ("cell", "protected", "until", "clear"),
    [
        ("", False, None, True),
        ("x", True, None, True),
        ("ei", False, None, True),
        ("31.12.2027", True, date(2027, 12, 31), True),
        (date(2027, 12, 31), True, date(2027, 12, 31), True),
        ("on, kysy Maijalta", True, None, False),
    ],
)
def test_protection_errs_on_the_safe_side(
    cell: Cell, protected: bool, until: date | None, clear: bool
) -> None:
    customer, said = imported(PERSON | {"Turvakielto": cell})
    assert (customer.protected, customer.protected_until) == (protected, until)
    assert [reason for _, reason, _, _ in said] == ([] if clear else [R.PROTECTION_UNCLEAR])
    assert bool(customer.notes) != clear


def test_codes_of_the_old_register() -> None:
    cells = {
        "Kieli": "Svenska",
        "Jäsen": "K",
        "Jäsennro": 93.0,
        "Lasku": "e-lasku",
        "Perintä": "maksusuunnitelma",
        "Luettelokielto": "salainen",
        "Laskutusosoite": "Linnunrata 6, 07900 LOVIISA",
    }
    customer, said = imported(PERSON | cells)
    assert not said
    assert (customer.language, customer.member, customer.member_number) == (Lang.SV, True, "93")
    assert (customer.billing_method, customer.collection) == (
        BillingMethod.CONSUMER_EINVOICE,
        CollectionState.PAYMENT_PLAN,
    )
    assert customer.directory is DirectoryState.SECRET
    billed_to = customer.billing_street, customer.billing_postcode, customer.billing_town
    assert billed_to == ("Linnunrata 6", "07900", "Loviisa")


def test_an_organisations_e_invoice_is_not_the_consumers() -> None:
    customer, _ = imported(
        {"Yrityksen nimi": "Koy Kuusi", "Lasku": "e-lasku", "Verkkolaskuosoite": "003701290564"}
    )
    assert (customer.billing_method, customer.einvoice_address) == (BillingMethod.EINVOICE, "003701290564")


@pytest.mark.parametrize("word", [*relationship.YES_NO, *relationship.LANGUAGES])
def test_tables_are_keyed_as_they_are_looked_up(word: str) -> None:
    assert word == word.strip().casefold()


# --- who it is


@pytest.mark.parametrize(
    ("cells", "name", "last", "stored_word"),
    [
        ({"Sukunimi": "Niemi dbo", "Etunimet": "Sven"}, "Niemi Sven dbo", "Niemi", "dbo"),
        ({"Sukunimi": "Niemi kp", "Etunimet": "Sven"}, "Niemi Sven kp", "Niemi", "kp"),
        (
            {"Sukunimi": "NIEMI KUOLINPESÄ", "Etunimet": "Sven"},
            "Niemi Sven Kuolinpesä",
            "Niemi",
            "Kuolinpesä",
        ),
        ({"Sukunimi": "Niemi, kp.", "Etunimet": ""}, "Niemi kp.", "Niemi", "kp."),
        ({"Yrityksen nimi": "Sven Niemen kuolinpesä"}, "Sven Niemen kuolinpesä", "", "kuolinpesä"),
    ],
)
def test_estates(cells: dict[str, str], name: str, last: str, stored_word: str) -> None:
    customer, said = imported(cells)
    assert customer.estate
    assert (customer.kind, customer.list_name, customer.last_name) == (PartyKind.ORGANISATION, name, last)
    assert [reason for _, reason, _, _ in said if reason is not R.NAME_SPACING] == [R.ESTATE]
    assert stored_word in customer.organisation_name


@pytest.mark.parametrize("name", ["Kpala", "Dbolin", "Akp", "Lundbo"])
def test_names_that_only_look_like_estates(name: str) -> None:
    assert not imported({"Sukunimi": name})[0].estate


@pytest.mark.parametrize(
    ("note", "deceased", "on"),
    [
        ("kuollut 3.4.2021", True, date(2021, 4, 3)),
        ("avliden 12.1.2020", True, date(2020, 1, 12)),
        ("Asiakas on kuollut", True, None),
        ("kuollut 31.2.2021", True, None),
        ("kuollutta linjaa korjattu", False, None),
        ("soita", False, None),
    ],
)
def test_notes_of_a_death(note: str, deceased: bool, on: date | None) -> None:
    customer, said = imported(PERSON | {"Huomautus": note, "Suoramarkkinointi": "kyllä"})
    assert (customer.deceased, customer.deceased_on) == (deceased, on)
    assert customer.marketing is (PermissionState.BANNED if deceased else PermissionState.GIVEN)
    assert customer.notes == (note,)
    assert (R.DECEASED_NOTE in [reason for _, reason, _, _ in said]) == deceased


def test_a_death_noted_on_a_company_is_somebody_elses() -> None:
    assert not imported({"Yrityksen nimi": "Koy Kuusi", "Huomautus": "isännöitsijä kuollut 3.4.2021"})[
        0
    ].deceased


@pytest.mark.parametrize(
    ("cells", "kind", "types", "reasons"),
    [
        (PERSON, PartyKind.PERSON, (CustomerType.PRIVATE,), []),
        (PERSON | {"Tyyppi": "H"}, PartyKind.PERSON, (CustomerType.PRIVATE,), []),
        (PERSON | {"Tyyppi": "Y"}, PartyKind.PERSON, (CustomerType.PRIVATE,), [R.TYPE_MISMATCH]),
        (PERSON | {"Tyyppi": "Z"}, PartyKind.PERSON, (CustomerType.PRIVATE,), [R.TYPE_ODD]),
        ({"Yrityksen nimi": "Koy Kuusi"}, PartyKind.ORGANISATION, (CustomerType.COMPANY,), []),
        (
            {"Yrityksen nimi": "Kuusi ry", "Tyyppi": "yhdistys"},
            PartyKind.ORGANISATION,
            (CustomerType.ASSOCIATION,),
            [],
        ),
        (
            {"Yrityksen nimi": "As Oy", "Tyyppi": "Taloyhtiö"},
            PartyKind.ORGANISATION,
            (CustomerType.HOUSING_COMPANY,),
            [],
        ),
        (
            {"Yrityksen nimi": "Oy", "Tyyppi": "H"},
            PartyKind.ORGANISATION,
            (CustomerType.COMPANY,),
            [R.TYPE_MISMATCH],
        ),
        (
            PERSON | {"Yrityksen nimi": "Koy Kuusi", "Tyyppi": "H"},
            PartyKind.PERSON,
            (CustomerType.PRIVATE,),
            [R.NAME_MISMATCH],
        ),
        (
            PERSON | {"Yrityksen nimi": "Koy Kuusi"},
            PartyKind.ORGANISATION,
            (CustomerType.COMPANY,),
            [R.NAME_MISMATCH, R.NAME_MISMATCH],
        ),
    ],
)
def test_kinds_and_types(
    cells: dict[str, str], kind: PartyKind, types: tuple[CustomerType, ...], reasons: list[ImportReason]
) -> None:
    customer, said = imported(cells)
    assert (customer.kind, customer.types) == (kind, types)
    assert [reason for _, reason, _, _ in said] == reasons


@pytest.mark.parametrize(
    ("cells", "hetu", "business_id", "reason"),
    [
        (PERSON, "010594Y9032", "", None),
        (PERSON, "01290564", "0129056-4", R.BUSINESS_ID_REFORMATTED),
        (PERSON, "0129056-5", "", R.HETU_INVALID),
        ({"Yrityksen nimi": "Oy"}, "0129056-4", "0129056-4", None),
        ({"Yrityksen nimi": "Oy"}, "0129056-5", "", R.BUSINESS_ID_INVALID),
        ({"Yrityksen nimi": "Oy"}, "010594Y9032", "", R.BUSINESS_ID_INVALID),
    ],
)
def test_code_of_a_person_or_a_company(
    cells: dict[str, str], hetu: str, business_id: str, reason: ImportReason | None
) -> None:
    read = row(**(cells | {"Hetu/Y-tunnus": hetu}))
    customer = customers.customer(read, "10001")
    person = cells is PERSON and not business_id and reason is None
    assert (customer.hetu, customer.business_id) == (hetu if person else "", business_id)
    assert [p.reason for p in read.problems] == ([reason] if reason else [])
    if hetu == "010594Y9032":
        assert all(p.secret for p in read.problems)


def test_contact_person() -> None:
    cells = {"Yhteyshenkilö": "Aino Virtanen", "Yht. puhelin": "040 000 0123", "Yht. tehtävä": "disponent"}
    found = imported({"Yrityksen nimi": "Oy", **cells, "Yht. sähköposti": "aino@example.fi"})[
        0
    ].contact_person
    assert found is not None
    assert (found.name, found.task, found.emails) == ("Aino Virtanen", "disponent", ("aino@example.fi",))
    assert found.phones[0].e164 == "+358400000123"
    assert imported({"Yrityksen nimi": "Oy"})[0].contact_person is None


# --- whatever stands in the cells

_REAL = [
    "kyllä",
    "K",
    "x",
    "1",
    "E",
    "Ei",
    "kielto",
    "salainen",
    "suomi",
    "viro",
    "paperi",
    "e-lasku",
    "H",
    "Y",
    "yritys",
    "07900",
    "7900",
    "FI-07900",
    "0790O",
    "1.2.2015",
    "31.2.2014",
    "010594Y9032",
    "010594y9033",
    "0129056-4",
    "01290564",
    "99999999",
    "?",
    "LOVIISA",
    "kp",
    "kuollut",
    "perinnässä",
    "31.12.2027",
    "a@example.fi",
]
_PHRASES = [
    "ei ole",
    "Niemi dbo",
    "kuollut 3.4.2021",
    "019-50581 / 040 123 4567",
    "a@example.fi; b@",
    "=1+1",
    "  \xa0Åsa  ",
]
any_cell = st.one_of(
    st.just(""),
    st.sampled_from([*_REAL, *_PHRASES]),
    st.text(max_size=30),
    st.text(alphabet="0123456789+-/. ", max_size=20),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.booleans(),
)


def rows_of(names: tuple[str, ...]) -> st.SearchStrategy[dict[str, Cell]]:
    return st.fixed_dictionaries(dict.fromkeys(names, any_cell))


def texts(value: object) -> list[str]:
    """Every text inside a dataclass, tuple or value."""
    if is_dataclass(value):
        inside = (getattr(value, field.name) for field in fields(value) if field.name != "canonical")
        return [text for part in inside for text in texts(part)]
    if isinstance(value, tuple):
        return [text for part in value for text in texts(part)]
    return [] if value is None else [value.isoformat() if isinstance(value, date) else str(value)]


CODED = {
    "Tyyppi",
    "Kieli",
    "Jäsen",
    "Lasku",
    "Suoramarkkinointi",
    "Luettelokielto",
    "Turvakielto",
    "Perintä",
    "Tila",
    "Laji",
}
"""Columns whose known words become members of enumerations; an unknown word must be among the problems."""


def assert_nothing_lost(read: Row, result: object) -> None:
    reported = {problem.column for problem in read.problems}
    kept = " | ".join(texts(result)).casefold()
    for column, cell in read.cells.items():
        if is_blank(cell) or column in reported or column in CODED:
            continue
        if isinstance(cell, datetime):
            assert cell.date().isoformat() in kept or show(cell) in kept, column
            continue
        text = scrub(show(cell), limit=10_000)[0].casefold()
        if column == "Kk-maksu":
            assert result.monthly_fee is not None  # type: ignore[attr-defined]
        elif column == "Paikka":
            assert all(part.strip() in kept for part in text.split("/")), column
        elif column == "Sähköposti" or column == "Yht. sähköposti" or column == "Verkkolaskuosoite":
            assert text.replace(" ", "") in kept.replace(" ", "") or "@" in text, column
        else:
            assert text in kept or text.replace(" ", "") in kept.replace(" ", ""), column
    for problem in read.problems:
        assert clean(problem.value, limit=10_000, multiline=True) == clean(
            problem.value.strip(), limit=10_000, multiline=True
        )
    for text in (text for text in texts(result) if text):
        assert clean(text, limit=10_000, multiline=True) == text


def assert_codes_known(read: Row) -> None:
    """A word of a coded column either is in a table or is reported."""
    known = {
        *relationship.YES_NO,
        *relationship.LANGUAGES,
        *_REAL,
        "kielto",
        "salainen",
        "henkilö",
        "taloyhtiö",
    }
    reported = {problem.column for problem in read.problems}
    for column in CODED & read.cells.keys():
        shown = read.shown(column).strip().casefold()
        if shown and column not in reported and column != "Turvakielto":
            assert shown in {word.casefold() for word in known}, (column, shown)


@given(rows_of(CUSTOMER_COLUMNS.all))
def test_customers_never_raise_and_never_lose(cells: dict[str, Cell]) -> None:
    read = row(**cells)
    number = values.code(read, "Asnro")
    taken: set[str] = set()
    if customers.refusal(read, number, taken):
        assert not taken
        return
    customer = customers.customer(read, number)
    assert taken == {customer.number}
    assert customer.list_name
    assert_nothing_lost(read, customer)
    assert_codes_known(read)


@given(rows_of(SUBSCRIPTION_COLUMNS.all))
def test_subscriptions_never_raise_and_never_lose(cells: dict[str, Cell]) -> None:
    read = row(LegacySheet.SUBSCRIPTIONS, **cells)
    owner, number = values.code(read, "Asnro"), values.code(read, "Liittymänro")
    assert_nothing_lost(read, others.subscription(read, owner, number))


@given(rows_of(EVENT_COLUMNS.all))
def test_events_never_raise_and_never_lose(cells: dict[str, Cell]) -> None:
    read = row(LegacySheet.EVENTS, **cells)
    assert_nothing_lost(read, others.event(read, values.code(read, "Asnro")))


@given(rows_of(PAPER_COLUMNS.all))
def test_papers_never_raise_and_never_lose(cells: dict[str, Cell]) -> None:
    read = row(LegacySheet.PAPERS, **cells)
    owner, number = values.code(read, "Asnro"), values.code(read, "Paperinro")
    assert_nothing_lost(read, others.paper(read, owner, number))
