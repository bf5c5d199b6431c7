import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.phones import PhoneFault, PhoneRefused, PhoneWarning, parse_phone, split_phones
from lpo_desk.terms import has


@pytest.mark.parametrize(
    ("typed", "e164", "national"),
    [
        ("019 505 81", "+3581950581", "019 50581"),  # LPOnet's own
        ("019-50581", "+3581950581", "019 50581"),
        ("040-000 0123", "+358400000123", "040 0000123"),
        ("0400-0123", "+3584000123", "040 00123"),
        ("040\u2013000\u20110123", "+358400000123", "040 0000123"),
        ("(040) 000.0123", "+358400000123", "040 0000123"),
        ("+358 (0)40 000 0123", "+358400000123", "040 0000123"),
        ("00358 40 0000123", "+358400000123", "040 0000123"),
        ("358400000123", "+358400000123", "040 0000123"),
        ("\u202a+358 40 000 0123\u202c", "+358400000123", "040 0000123"),
        ("puh. 019 505 81", "+3581950581", "019 50581"),
        ("GSM: 040 000 0123", "+358400000123", "040 0000123"),
        ("0457 0000123", "+3584570000123", "045 70000123"),
        ("+46 8 123 456", "+468123456", "+46 8 12 34 56"),
    ],
)
def test_numbers(typed: str, e164: str, national: str) -> None:
    phone = parse_phone(typed)
    assert (phone.e164, phone.national) == (e164, national)
    assert phone.warning is None


@pytest.mark.parametrize(
    ("typed", "e164", "warning"),
    [
        ("112", "112", PhoneWarning.SHORT_NUMBER),
        ("116 117", "116117", PhoneWarning.SHORT_NUMBER),
        ("118", "118", PhoneWarning.SHORT_NUMBER),
        ("10022", "10022", PhoneWarning.SHORT_NUMBER),
        ("1234567", "+3581234567", PhoneWarning.NOT_IN_PLAN),
        ("400000123", "+358400000123", PhoneWarning.ZERO_ADDED),
    ],
)
def test_numbers_to_be_looked_at(typed: str, e164: str, warning: PhoneWarning) -> None:
    assert (parse_phone(typed).e164, parse_phone(typed).warning) == (e164, warning)


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("ei ole", PhoneFault.NOT_A_NUMBER),
        ("?", PhoneFault.NOT_A_NUMBER),
        ("kysy pojalta", PhoneFault.NOT_A_NUMBER),
        ("", PhoneFault.NOT_A_NUMBER),
        ("040 LPONET", PhoneFault.NOT_A_NUMBER),
        ("\uff10\uff14\uff10 0000123", PhoneFault.NOT_A_NUMBER),
        ("+0 123 4567", PhoneFault.NOT_A_NUMBER),
        ("12", PhoneFault.TOO_SHORT),
        ("09-1", PhoneFault.TOO_SHORT),
        ("019-50581 / 040 000 0123", PhoneFault.TOO_LONG),
    ],
)
def test_not_numbers(typed: str, fault: PhoneFault) -> None:
    with pytest.raises(PhoneRefused) as caught:
        parse_phone(typed)
    assert caught.value.fault is fault
    assert caught.value.values == {}, "the sentence cannot repeat the text"


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("019-50581 / 040 123 4567", ["019-50581", "040 123 4567"]),
        ("019-50581;040 000 0123,", ["019-50581", "040 000 0123"]),
        ("019-50581 tai 040 000 0123", ["019-50581", "040 000 0123"]),
        ("040 000 0123", ["040 000 0123"]),
        (" ", []),
    ],
)
def test_several_numbers_in_one_cell(cell: str, parts: list[str]) -> None:
    assert split_phones(cell) == parts


@given(st.text(st.sampled_from("0123456789+-() ./aö\u2013\uff11"), max_size=20) | st.text(max_size=20))
def test_any_text_is_read_or_refused_and_reading_is_stable(text: str) -> None:
    try:
        phone = parse_phone(text)
    except PhoneRefused:
        return
    assert parse_phone(phone.e164).e164 == phone.e164


@pytest.mark.parametrize(
    "key",
    [f"phone.refused_{f.value}" for f in PhoneFault] + [f"phone.warning_{w.value}" for w in PhoneWarning],
)
def test_every_outcome_has_its_term(key: str) -> None:
    assert has(key)
