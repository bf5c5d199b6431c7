"""An old file brings nobody back who was erased: his rows are refused aloud, whatever of him they name."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lpo_desk.domain.legacy import ImportReason, LegacySheet
from lpo_desk.domain.privacy import Category
from tests.fixtures_db import Desk
from tests.registers import customer, register, subscription
from tests.services.marked import order
from tests.services.people import add, code
from tests.services.test_erasing_done import FREE, erase, plan_of
from tests.services.test_importing import bring_in

HETU = code(date(1952, 10, 13), 908)
OTHER = code(date(1952, 10, 13), 909)


@pytest.fixture(autouse=True)
def _has_a_ledger(desk: Desk, tmp_path: Path) -> None:
    if desk.database.is_server:
        desk.database.ledger = tmp_path / "server.erasures"


def test_whoever_was_erased_is_refused_by_each_of_his_marks(desk: Desk) -> None:
    party = add(desk, FREE)
    order(desk, party)
    erase(desk, plan_of(desk, party))
    named = {"last_name": "Aalto", "first_names": "Maija"}
    result = bring_in(
        desk,
        register(
            customers=[
                customer("10042", row=2),
                customer("3", row=3, hetu=HETU),
                customer("4", row=4, hetu=OTHER),
                customer("5", row=5, **named),
            ],
            subscriptions=[
                subscription("S1", "10042", row=2),
                subscription("S2", "5", row=3, user_hetu=HETU),
                subscription("S3", "5", row=4),
            ],
        ),
    )
    assert {(refusal.sheet, refusal.row, refusal.reason) for refusal in result.refused} == {
        (LegacySheet.CUSTOMERS, 2, ImportReason.ERASED),
        (LegacySheet.CUSTOMERS, 3, ImportReason.ERASED),
        (LegacySheet.SUBSCRIPTIONS, 2, ImportReason.UNKNOWN_CUSTOMER),
        (LegacySheet.SUBSCRIPTIONS, 3, ImportReason.ERASED),
    }, "a name alone, and another's code, are nobody's mark"


def test_of_whom_a_part_was_erased_the_rows_come_in(desk: Desk) -> None:
    party = add(desk, replace(FREE, number="10042"))
    order(desk, party)
    erase(desk, plan_of(desk, party, frozenset({Category.CONTACT})))
    result = bring_in(desk, register(customers=[customer("7", hetu=HETU)]))
    assert result.refused == ()
