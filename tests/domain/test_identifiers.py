"""Vectors of DVV, YTJ, the Ombudsman and Finance Finland, and python-stdnum as a second opinion."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iso11649

from lpo_desk.domain.identifiers import (
    IdentifierFault,
    IdentifierKind,
    IdentifierRefused,
    format_iban,
    format_reference,
    mask_hetu,
    national_reference,
    parse_business_id,
    parse_hetu,
    parse_iban,
    parse_ovt,
    parse_reference,
    parse_rf,
    reference_for,
    rf_of,
)

Fault = IdentifierFault
TRAINING = [
    "010594Y9032",
    "010594Y9021",
    "020594X903P",
    "020594X902N",
    "030594W903B",
    "030694W9024",
    "040594V9030",
    "040594V902Y",
    "050594U903M",
    "050594U902L",
    "010516B903X",
    "010516B902W",
    "020516C903K",
    "020516C902J",
    "030516D9037",
    "030516D9026",
    "010501E9032",
    "020502E902X",
    "020503F9037",
    "020504A902E",
    "020504B904H",
]
PUBLISHED = [
    "131052-308T",
    "010190-002R",
    "010101-0101",
    "010101+0101",
    "010101A0101",
    "111111-111C",
    "010195+433X",
    "010197-100P",
    "010114A173M",
    "290296-7808",
    "290200A248A",
    "280264-051U",
]


def wide(digits: str) -> str:
    """The digits in their full-width forms, which `\\d` takes for digits too."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdigit() else sign for sign in digits)


def fault(parse: Callable[[str], object], text: str) -> IdentifierFault:
    with pytest.raises(IdentifierRefused) as caught:
        parse(text)
    return caught.value.reason


def accepts(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except IdentifierRefused:
        return False
    return True


@pytest.mark.parametrize("code", TRAINING)
def test_dvvs_training_codes_are_temporary(code: str) -> None:
    assert parse_hetu(code).value == code
    assert parse_hetu(code).temporary


@pytest.mark.parametrize("code", PUBLISHED)
def test_published_codes(code: str) -> None:
    assert parse_hetu(code).value == code
    assert not parse_hetu(code).temporary


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("131052-308U", Fault.CHECK),
        ("310252-308Y", Fault.DATE),
        ("131052/308T", Fault.FORM),
        ("131052G308T", Fault.FORM),
        ("010190-001P", Fault.NUMBER),
        ("010190-000N", Fault.NUMBER),
        ("000190-0023", Fault.DATE),
        ("010090-002X", Fault.DATE),
        ("101010-0102", Fault.CHECK),
        ("290200-101P", Fault.DATE),
        ("290201A0011", Fault.DATE),
        ("301398-1233", Fault.DATE),
        ("0205169C03K", Fault.FORM),
        ("131052308T", Fault.FORM),
        ("010190-999K", Fault.CHECK),  # wrong on a public page (law.md 4.1)
        ("010190Y999K", Fault.CHECK),
        ("", Fault.FORM),
        ("ei ole", Fault.FORM),
        ("010594Y903", Fault.FORM),
        ("010594Y90322", Fault.FORM),
        ("010594Y903G", Fault.CHECK),
        (wide("010594Y9032"), Fault.DIGITS),
        ("010594Y90٣2", Fault.DIGITS),
        ("010594Y903²", Fault.DIGITS),
        ("010594Ɏ9032", Fault.FORM),
        ("020594\u017f903P", Fault.FORM),
    ],
)
def test_refused_codes(code: str, reason: IdentifierFault) -> None:
    assert fault(parse_hetu, code) is reason


@pytest.mark.parametrize(
    "typed",
    [
        "100190\u2013999p",
        "100190\u2212999P",
        "100190\u2011999P",
        "100190\u2010999P",
        " 100190 -999P\n",
        "\u00a0100190-999p",
        "100190-99 9P",
    ],
)
def test_typed_codes_are_normalised(typed: str) -> None:
    assert parse_hetu(typed).value == "100190-999P"


def test_the_sign_tells_two_people_apart() -> None:
    assert parse_hetu("100190-999P").value != parse_hetu("100190Y999P").value
    assert parse_hetu("100190-999P").born == parse_hetu("100190Y999P").born == date(1990, 1, 10)


@pytest.mark.parametrize(
    ("code", "born"),
    [("010101+0101", date(1801, 1, 1)), ("010594Y9032", date(1994, 5, 1)), ("020503F9037", date(2003, 5, 2))],
)
def test_the_sign_gives_the_century(code: str, born: date) -> None:
    assert parse_hetu(code).born == born


def test_nobody_is_born_tomorrow() -> None:
    assert parse_hetu("010516B903X", today=date(2016, 5, 1)).temporary
    with pytest.raises(IdentifierRefused) as caught:
        parse_hetu("010516B903X", today=date(2016, 4, 30))
    assert caught.value.reason is Fault.FUTURE
    assert parse_hetu("010516B903X").temporary, "without a day nothing is said about the future"


def test_the_code_is_never_shown_by_accident() -> None:
    code = parse_hetu("010594Y9032")
    assert "9032" not in repr(code) + str(code)
    assert code.masked == "010594Y****"
    with pytest.raises(IdentifierRefused) as caught:
        parse_hetu("010594Y9033")
    assert "9033" not in str(caught.value) + repr(caught.value) + caught.value.sentence("fi")
    assert caught.value.__context__ is None


@pytest.mark.parametrize("odd", ["", "010594", "kysy pojalta", "Matti Virta"])
def test_a_mask_hides_whatever_is_no_code(odd: str) -> None:
    assert mask_hetu(odd) == "***********"


@given(
    st.text(st.sampled_from("0123456789-–+YXWVUABCDEFGT \uff10\u0663\u0131"), max_size=13)
    | st.text(max_size=13)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (
        parse_hetu,
        parse_business_id,
        parse_reference,
        parse_rf,
        parse_iban,
        parse_ovt,
    ):
        accepts(parse, text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("0129056-4", "0129056-4"),
        ("129056-4", "0129056-4"),
        ("1290564", "0129056-4"),
        ("01290564", "0129056-4"),
        (" 0129056 \u2013 4 ", "0129056-4"),
        *(
            (code, code)
            for code in (
                "2077474-0",
                "0737546-2",
                "1572860-0",
                "0201256-6",
                "0112038-9",
                "0245974-7",
                "2884270-1",
            )
        ),
    ],
)
def test_business_ids(typed: str, stored: str) -> None:
    assert parse_business_id(typed) == stored


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("0737546-1", Fault.CHECK),
        ("1333333-8", Fault.CHECK),
        ("1231233-9", Fault.CHECK),
        ("3000001-1", Fault.NUMBER),
        ("1234567-8", Fault.CHECK),
        ("2069746-9", Fault.CHECK),
        ("0000000-0", Fault.NUMBER),
        ("12345-6", Fault.FORM),
        ("012905-64", Fault.FORM),
        ("FI01290564", Fault.FORM),
        (wide("0129056") + "-4", Fault.DIGITS),
        ("", Fault.FORM),
    ],
)
def test_refused_business_ids(typed: str, reason: IdentifierFault) -> None:
    assert fault(parse_business_id, typed) is reason


@pytest.mark.parametrize(
    "code", ["003701290564", "003702459747234", "003721291126", "003723327487", "003708599126"]
)
def test_ovt(code: str) -> None:
    assert parse_ovt(code) == code


def test_ovt_is_normalised_and_refused() -> None:
    assert parse_ovt("0037 0129056-4 ab1") == "003701290564AB1"
    assert fault(parse_ovt, "003712345678") in (Fault.CHECK, Fault.NUMBER)
    assert fault(parse_ovt, "003701290564ABCDEF") is Fault.FORM
    assert fault(parse_ovt, "003801290564") is Fault.FORM


@pytest.mark.parametrize(
    ("typed", "stored", "printed"),
    [
        ("1232", "1232", "1232"),
        ("61 74354", "6174354", "61 74354"),
        ("2340 96783", "234096783", "2340 96783"),
        ("0000 01232", "1232", "1232"),
        (
            reference_for("1234567890123456789"),
            reference_for("1234567890123456789"),
            "12345 67890 12345 67894",
        ),
    ],
)
def test_references(typed: str, stored: str, printed: str) -> None:
    assert parse_reference(typed) == stored
    assert format_reference(stored) == printed


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1233", Fault.CHECK),
        ("123", Fault.FORM),
        ("0", Fault.FORM),
        ("1" * 21, Fault.FORM),
        ("12A2", Fault.FORM),
    ],
)
def test_refused_references(typed: str, reason: IdentifierFault) -> None:
    assert fault(parse_reference, typed) is reason


@pytest.mark.parametrize(
    ("reference", "rf", "printed"),
    [
        ("2348236", "RF332348236", "RF33 2348 236"),
        ("1232", "RF111232", "RF11 1232"),
        ("123ABCZ", "RF35123ABCZ", "RF35 123A BCZ"),
    ],
)
def test_rf(reference: str, rf: str, printed: str) -> None:
    assert rf_of(reference) == rf
    assert parse_rf(printed.lower()) == rf
    assert format_reference(rf) == printed


def test_an_rf_need_not_be_finnish() -> None:
    assert national_reference("RF111232") == "1232"
    assert national_reference("RF1100001232") == "1232"
    assert parse_rf("RF18 5390 0754 7034") == "RF18539007547034"
    assert national_reference("RF18539007547034") is None
    assert fault(parse_rf, "RF12 1232") is Fault.CHECK
    assert parse_rf(rf_of("133")) == "RF02133"
    assert fault(parse_rf, "RF99133") is Fault.CHECK, (
        "the same rest, but no RF is ever made with 00, 01 or 99"
    )
    assert fault(parse_rf, "1232") is Fault.FORM


@given(st.text("0123456789", min_size=3, max_size=19).filter(lambda base: base[0] != "0"))
def test_references_and_their_rf_form(base: str) -> None:
    reference = reference_for(base)
    assert parse_reference(format_reference(reference)) == reference
    assert parse_rf(format_reference(rf_of(reference))) == rf_of(reference)
    assert national_reference(rf_of(reference)) == reference
    assert iso11649.is_valid(rf_of(reference))
    wrong = reference[:-1] + str((int(reference[-1]) + 1) % 10)
    assert fault(parse_reference, wrong) is Fault.CHECK


@pytest.mark.parametrize(
    "iban", ["FI21 1234 5600 0007 85", "FI14 1009 3000 1234 58", "FI42 5000 1510 0000 23"]
)
def test_ibans(iban: str) -> None:
    assert format_iban(parse_iban(iban)) == iban
    assert parse_iban(iban.lower().replace(" ", "")) == iban.replace(" ", "")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("FI21 1234 5600 0007 86", Fault.CHECK),
        ("FI21 1234 5600 0007 8", Fault.FORM),
        ("SE45 5000 0000 0583 9825 7466", Fault.COUNTRY),
        ("123456-785", Fault.FORM),
        ("FI00 1234 5600 0007 85", Fault.CHECK),
    ],
)
def test_refused_ibans(typed: str, reason: IdentifierFault) -> None:
    assert fault(parse_iban, typed) is reason


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        *((kind, reason) for kind in IdentifierKind for reason in (Fault.FORM, Fault.DIGITS, Fault.CHECK)),
        *((IdentifierKind.HETU, reason) for reason in (Fault.DATE, Fault.FUTURE, Fault.NUMBER)),
        *((kind, Fault.NUMBER) for kind in (IdentifierKind.BUSINESS_ID, IdentifierKind.OVT)),
        (IdentifierKind.IBAN, Fault.COUNTRY),
    ],
)
def test_every_refusal_has_its_sentence(kind: IdentifierKind, reason: IdentifierFault) -> None:
    assert all(len(IdentifierRefused(kind, reason).sentence(lang)) > 20 for lang in ("fi", "sv", "en"))
