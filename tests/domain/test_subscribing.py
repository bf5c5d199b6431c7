"""What may be typed of connections, services and their numbers, and what they may become."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.directory import Listing, number_state, strictest
from lpo_desk.domain.money import MoneyRefused, parse_cents, written_cents
from lpo_desk.domain.party import DirectoryState, SubscriptionState
from lpo_desk.domain.products import (
    OwnerConsent,
    Product,
    ProductDetails,
    ServiceKind,
    check_product,
    guess_kind,
    product_code,
)
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.domain.subscribing import (
    FOLLOWING,
    ConnectionDetails,
    NumberDetails,
    ServiceDetails,
    StateChange,
    check_connection,
    check_number,
    check_service,
    check_state,
    overlap,
    parse_connection_number,
)
from lpo_desk.terms import Lang

TODAY = date(2026, 11, 23)
ORDERED, ACTIVE, SUSPENDED, ENDED = (
    SubscriptionState(v) for v in ("ordered", "active", "suspended", "ended")
)
states = st.sampled_from(DirectoryState)


def refused(call: Any, *args: Any) -> dict[str, str]:  # noqa: ANN401 - any check
    with pytest.raises(FieldsRefused) as raised:
        call(*args)
    return {name: error.key for name, error in raised.value.errors}


# Products


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sulo Trådnummer", ServiceKind.TELEPHONE),
        ("Mobiili 4G", ServiceKind.MOBILE),
        ("Kaapeli-TV perus", ServiceKind.TELEVISION),
        ("Kabel-tv tilläggskanaler", ServiceKind.TELEVISION),
        ("Taloyhtiölaajakaista lisänopeus", ServiceKind.BROADBAND),
        ("FiberHem 1000/200", ServiceKind.BROADBAND),
        ("Laajakaista 100", ServiceKind.BROADBAND),
        ("Kuituliittymä 100 M", ServiceKind.BROADBAND),
        ("Lankapuhelin", ServiceKind.TELEPHONE),
        ("Muu", ServiceKind.OTHER),
        ("", ServiceKind.OTHER),
    ],
)
def test_the_words_of_an_old_name_tell_what_it_is(name: str, kind: ServiceKind) -> None:
    assert guess_kind(name) is kind


def test_a_code_is_never_taken_twice() -> None:
    assert product_code("FiberHem 100/100", ()) == "fiberhem-100-100"
    assert product_code("Fiberhem 100-100", {"fiberhem-100-100"}) == "fiberhem-100-100-2"
    assert product_code("???", ()) == "product"


def test_a_product_has_a_name_in_both_languages_and_of_its_own() -> None:
    alone = ProductDetails(ServiceKind.MOBILE, " Mobiili  5G ", "")
    assert check_product(alone, ()) == ProductDetails(ServiceKind.MOBILE, "Mobiili 5G", "Mobiili 5G")
    assert refused(check_product, ProductDetails(), ()) == {"name_fi": "product.name_missing"}
    other = Product(1, "m", ServiceKind.MOBILE, "mobiili 5g", "Mobil 5G")
    assert refused(check_product, alone, (other,)) == {"name_fi": "product.name_taken"}
    assert check_product(alone, (replace(other, retired=True),)).name_fi == "Mobiili 5G"


# Money


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("29,90", 2990), ("29.9 €", 2990), ("0", 0), ("1 200,05 e", 120005), ("7 euroa", 700)],
)
def test_money_is_read_as_it_is_typed(typed: str, cents: int) -> None:
    assert parse_cents(typed) == cents


@pytest.mark.parametrize("typed", ["", "-5", "1,234", "kaksi", "1,2,3", "12345678"])
def test_what_is_no_money_is_refused(typed: str) -> None:
    with pytest.raises(MoneyRefused):
        parse_cents(typed)


@given(st.integers(0, 999_999_999))
def test_written_money_is_read_back(cents: int) -> None:
    assert parse_cents(written_cents(cents)) == cents


# Connections


def test_a_connection_needs_a_place_and_the_postcode_tells_the_town() -> None:
    empty = ConnectionDetails()
    assert refused(check_connection, empty, empty, TODAY, Lang.FI) == {"street": "service.street_missing"}
    typed = ConnectionDetails("Kauppakatu 7", "06100")
    assert check_connection(empty, typed, TODAY, Lang.SV).town == "Borgå"
    assert check_connection(empty, typed, TODAY, None).town == "Porvoo"
    wrong = replace(typed, postcode="610")
    assert refused(check_connection, empty, wrong, TODAY, None) == {"postcode": "card.postcode_refused"}


def test_a_consent_given_has_its_day_and_one_not_needed_has_none() -> None:
    typed = ConnectionDetails("Kauppakatu 7", consent=OwnerConsent.GIVEN)
    assert check_connection(ConnectionDetails(), typed, TODAY, None).consent_on == TODAY
    none = replace(typed, consent=OwnerConsent.NOT_NEEDED, consent_on=TODAY)
    assert check_connection(ConnectionDetails(), none, TODAY, None).consent_on is None
    late = replace(typed, consent_on=date(2026, 11, 24))
    found = refused(check_connection, ConnectionDetails(), late, TODAY, None)
    assert found == {"consent_on": "date.refused_too_late"}


@pytest.mark.parametrize("typed", ["12", "k12", "K-00012", " k-12 "])
def test_a_connection_is_found_by_its_number_however_typed(typed: str) -> None:
    assert parse_connection_number(typed) == "K-00012"


@pytest.mark.parametrize("typed", ["", "K", "L12", "12a"])
def test_what_is_no_connection_number_is_refused(typed: str) -> None:
    with pytest.raises(ValueRefused):
        parse_connection_number(typed)


# Services


def test_over_a_connection_a_service_has_no_place_of_its_own() -> None:
    typed = ServiceDetails(1, connection_id=5, street="Muualla 1", postcode="06100", town="Porvoo")
    checked = check_service(ServiceDetails(), typed, None, None)
    assert (checked.street, checked.postcode, checked.town) == ("", "", "")
    alone = check_service(ServiceDetails(), replace(typed, connection_id=None, town=""), None, None)
    assert (alone.street, alone.town) == ("Muualla 1", "Porvoo")


def test_what_the_old_register_left_faulty_stands_until_it_is_touched() -> None:
    old = ServiceDetails(None, "L1", street="Katu 1", postcode="0790O", starts_on=date(2026, 1, 1))
    assert check_service(old, replace(old, contract_number="S-1"), date(2025, 1, 1), None).postcode == "0790O"
    touched = replace(old, street="Katu 2")
    assert refused(check_service, old, touched, None, None) == {"postcode": "card.postcode_refused"}


def test_a_service_does_not_begin_after_its_end_nor_cost_a_fortune() -> None:
    typed = ServiceDetails(1, starts_on=date(2026, 12, 2), monthly_fee=10_000_001)
    assert refused(check_service, ServiceDetails(), typed, date(2026, 12, 1), None) == {
        "starts_on": "service.ends_before_start",
        "monthly_fee": "service.fee_too_high",
    }


@pytest.mark.parametrize("now", list(SubscriptionState))
@pytest.mark.parametrize("then", list(SubscriptionState))
def test_only_states_that_follow_are_taken(now: SubscriptionState, then: SubscriptionState) -> None:
    change = StateChange(then, TODAY)
    if then in FOLLOWING[now]:
        assert check_state(now, None, change, TODAY) == change
    else:
        assert refused(check_state, now, None, change, TODAY) == {"state": "service.state_does_not_follow"}


def test_every_service_can_be_ended_and_none_is_ordered_again() -> None:
    assert all(ENDED in FOLLOWING[state] for state in (ORDERED, ACTIVE, SUSPENDED))
    assert all(ORDERED not in following for following in FOLLOWING.values())


def test_an_end_has_its_day_and_that_is_not_before_the_beginning() -> None:
    assert refused(check_state, ACTIVE, None, StateChange(ENDED), TODAY) == {"on": "service.last_day_missing"}
    early = StateChange(ENDED, date(2025, 12, 31))
    found = refused(check_state, ACTIVE, date(2026, 1, 1), early, TODAY)
    assert found == {"on": "service.ends_before_start"}
    assert check_state(ACTIVE, TODAY, StateChange(SUSPENDED), TODAY).on == TODAY


# Telephone numbers


def test_a_number_is_kept_in_its_international_form() -> None:
    checked = check_number(ServiceKind.MOBILE, NumberDetails(), NumberDetails("040 000 0101"))
    assert checked.number == "+358400000101"


@pytest.mark.parametrize(
    ("kind", "typed", "error"),
    [
        (ServiceKind.BROADBAND, NumberDetails("040 000 0101"), {"number": "service.product_without_numbers"}),
        (ServiceKind.MOBILE, NumberDetails(" "), {"number": "service.number_missing"}),
        (ServiceKind.MOBILE, NumberDetails("ei ole"), {"number": "phone.refused_not_a_number"}),
        (
            ServiceKind.TELEPHONE,
            NumberDetails("019 505 81", date(2026, 2, 2), date(2026, 2, 1)),
            {"valid_to": "service.ends_before_start"},
        ),
    ],
)
def test_a_faulty_number_is_refused(kind: ServiceKind, typed: NumberDetails, error: dict[str, str]) -> None:
    assert refused(check_number, kind, NumberDetails(), typed) == error


def test_spans_of_days_overlap_where_they_share_a_day() -> None:
    first, second = date(2026, 1, 1), date(2026, 1, 2)
    assert overlap((None, None), (first, first))
    assert overlap((None, first), (first, None))
    assert not overlap((None, first), (second, None))
    assert not overlap((second, None), (None, first))


# The directory


def own(state: DirectoryState) -> Listing:
    return Listing(state, of_number=True)


def common(state: DirectoryState) -> Listing:
    return Listing(state, of_number=False)


@pytest.mark.parametrize(
    ("events", "state"),
    [
        ((), "public"),
        ((common(DirectoryState.BANNED),), "banned"),
        ((common(DirectoryState.BANNED), own(DirectoryState.PUBLIC)), "public"),
        ((own(DirectoryState.PUBLIC), common(DirectoryState.BANNED)), "banned"),
        ((own(DirectoryState.SECRET), common(DirectoryState.PUBLIC)), "secret"),
        (
            (own(DirectoryState.PUBLIC), common(DirectoryState.BANNED), common(DirectoryState.PUBLIC)),
            "public",
        ),
        ((own(DirectoryState.SECRET), own(DirectoryState.NO_ADDRESS)), "no_address"),
    ],
)
def test_what_holds_of_a_number(events: tuple[Listing, ...], state: str) -> None:
    assert number_state(events).value == state


@given(st.lists(st.builds(Listing, states, st.booleans())), states)
def test_a_state_of_all_numbers_never_publishes_more_of_one_that_has_its_own(
    events: list[Listing], state: DirectoryState
) -> None:
    chosen = [event.state for event in events if event.of_number]
    held = number_state([*events, common(state)])
    if chosen:
        assert held is strictest((chosen[-1], state))
    else:
        assert held is state


@given(st.lists(st.builds(Listing, states, st.booleans())), states)
def test_what_was_said_last_of_the_number_itself_holds(events: list[Listing], state: DirectoryState) -> None:
    assert number_state([*events, own(state)]) is state
