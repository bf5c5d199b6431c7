"""Search shows the list view and nothing else, and is logged without what was typed."""

import pytest

from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.party import DirectoryState, Flag, Source
from lpo_desk.domain.products import ProductDetails, ServiceKind
from lpo_desk.domain.search import QueryKind
from lpo_desk.domain.subscribing import NumberDetails, ServiceDetails
from lpo_desk.services import customers, numbers, products, search, subscriptions
from lpo_desk.services.search import SearchResult
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, audited


def find(desk: Desk, text: str, by: str = "maija") -> SearchResult:
    with desk.database.reading(desk[by]) as unit:
        return search.find(unit, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("aalto mai", QueryKind.WORDS),
        ("linnunrata", QueryKind.WORDS),
        ("10042", QueryKind.NUMBER),
        ("040 000 0101", QueryKind.NUMBER),
        ("maija.aalto@", QueryKind.EMAIL),
        (MAIJA.hetu.lower(), QueryKind.HETU),
    ],
)
def test_a_customer_is_found_by_what_a_clerk_has(desk: Desk, text: str, kind: QueryKind) -> None:
    party_id = add(desk, MAIJA)
    add(desk, FIRM)
    result = find(desk, text)
    assert result.kind is kind
    assert [row.party_id for row in result.rows] == [party_id]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("S-4711", True),
        ("s-4711", True),
        ("K2019/0815", True),
        ("019 500 0001", True),
        ("+358 19 5000001", True),
        ("0195000001", True),
        ("019 500 0002", False),
        ("S-4712", False),
    ],
)
def test_a_customer_is_found_by_what_a_service_is_known_by(desk: Desk, text: str, found: bool) -> None:
    """By its own number, its contract's and its telephone number, none of which is the customer's own."""
    party_id = add(desk, MAIJA)
    add(desk, FIRM)
    with desk.database.unit(desk["leena"]) as unit:
        names = ProductDetails(ServiceKind.TELEPHONE, "Puhelinnumero Sulo", "Sulo Trådnummer")
        product = products.add(unit, names)
        ticket = customers.open(unit, party_id, Purpose.COUNTER)
    with desk.database.unit(desk["leena"]) as unit:
        details = ServiceDetails(product.id, number="S-4711", contract_number="K2019/0815")
        service = subscriptions.order(unit, ticket, details, Source.SUBJECT)
        phone = NumberDetails("019 500 0001", None, None, DirectoryState.PUBLIC)
        numbers.add(unit, ticket, service, phone, Source.SUBJECT)
    rows = [row.party_id for row in find(desk, text).rows]
    assert rows == ([party_id] if found else [])


def test_a_row_tells_number_name_town_and_flags(desk: Desk) -> None:
    add(desk, MAIJA)
    (row,) = find(desk, "aalto").rows
    assert (row.number, row.name, row.town) == ("10042", "Aalto Maija Helena", "Loviisa")


def test_a_protected_person_is_a_number_and_a_shield(desk: Desk) -> None:
    add(desk, PROTECTED)
    (row,) = find(desk, "katko salla").rows
    assert (row.number, row.name, row.town, row.types) == ("10077", "", "", ())
    assert row.flags == {Flag.PROTECTED}
    assert find(desk, "piilokuja").rows == ()
    assert find(desk, "0400000909").rows == ()


@pytest.mark.parametrize(
    "text", ["", "  ", "\x00", "a\x00@b", "\ud800", "'; DROP TABLE party; --", "%", "x" * 5000]
)
def test_any_text_may_be_typed(desk: Desk, text: str) -> None:
    assert find(desk, text).rows == ()


def test_what_led_to_an_opening_is_logged_without_the_text(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    found = find(desk, MAIJA.hetu)
    with desk.database.unit(desk["maija"]) as unit:
        customers.open(unit, party_id, Purpose.COUNTER, found=found)
    (logged,) = [row for row in audited(desk, party_id) if row.kind == "search"]
    assert (logged.who, logged.detail) == ("maija", "hetu:1")


def test_a_search_alone_is_logged_when_asked(desk: Desk) -> None:
    told = SearchResult((), False, QueryKind.HETU)
    with desk.database.unit(desk["maija"]) as unit:
        search.log(unit, told)
    assert told.trace == "hetu:0"


@pytest.mark.parametrize("who", ["esko", "admin"])
def test_who_does_not_serve_customers_does_not_search(desk: Desk, who: str) -> None:
    with pytest.raises(Forbidden):
        find(desk, "aalto", by=who)
