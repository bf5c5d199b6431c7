"""The plan of an erasure: what goes, what stays, until when and because of what, from the register itself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from lpo_desk.db import declared
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.billing import CollectionEvent
from lpo_desk.db.tables.register import PartyName, PartyRelation
from lpo_desk.db.tables.relationship import CollectionCase, PermissionEvent, Subscription
from lpo_desk.db.unit import Forbidden, NoTicket
from lpo_desk.domain.erasure import ErasurePlan, PlannedGroup
from lpo_desk.domain.party import (
    BillingDetails,
    Channel,
    CollectionState,
    NameKind,
    PermissionState,
    RelationKind,
    Sender,
    Source,
    SubscriptionState,
)
from lpo_desk.domain.privacy import Category, Personal, Retention
from lpo_desk.services import erasing
from lpo_desk.terms import Lang
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, add, opened

CAME = {"source": Source.SUBJECT, "source_on": date(2020, 1, 1), "source_by": "maija"}
FREE = replace(MAIJA, billing=BillingDetails())
"""Somebody of whom nothing needs to be kept: no service, no bill."""


def planned(
    desk: Desk, party_id: int, categories: frozenset[Category] | None = None, by: str = "jani"
) -> ErasurePlan:
    ticket = opened(desk, party_id, by)
    with desk.database.reading(desk[by]) as unit:
        return erasing.plan(unit, ticket, categories)


def by_group(plan: ErasurePlan) -> Mapping[tuple[Category, Retention], PlannedGroup]:
    found = {(group.category, group.retention): group for group in plan.groups}
    assert len(found) == len(plan.groups)
    return found


def put(desk: Desk, *rows: Base) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.add_all(rows)


def service(
    party_id: int, ends_on: date | None, state: SubscriptionState = SubscriptionState.ACTIVE
) -> Subscription:
    return Subscription(
        party_id=party_id, number="L-77", product="Laajakaista", ends_on=ends_on, state=state, **CAME
    )


def whys(plan: ErasurePlan) -> set[str]:
    return {group.why.key for group in plan.groups}


def test_of_one_with_no_service_and_no_bill_all_goes_but_the_log(desk: Desk) -> None:
    plan = planned(desk, add(desk, FREE))
    assert {group.retention for group in plan.staying} == {Retention.LOG}
    assert {Category.BASIC, Category.CONTACT, Category.RELATIONSHIP, Category.HISTORY} == {
        group.category for group in plan.going
    }
    (log,) = plan.staying
    assert (log.category, log.until, log.why.key) == (Category.LOOKUP, date(2031, 11, 23), "erasure.log")


def test_a_running_service_keeps_the_customer(desk: Desk) -> None:
    party = add(desk, MAIJA)
    put(desk, service(party, None))
    groups = by_group(planned(desk, party))
    for category in (Category.BASIC, Category.CONTACT, Category.RELATIONSHIP, Category.HISTORY):
        group = groups[category, Retention.CUSTOMER]
        assert (group.goes, group.until, group.why.key) == (False, None, "erasure.contract_running")
    assert groups[Category.BILLING, Retention.ACCOUNTING].why.key == "erasure.vouchers_running"


def test_vouchers_of_an_ended_service_keep_the_name_and_nothing_more(desk: Desk) -> None:
    party = add(desk, MAIJA)
    put(desk, service(party, date(2022, 3, 31), SubscriptionState.ENDED))
    groups = by_group(planned(desk, party))
    bills, names = groups[Category.BILLING, Retention.ACCOUNTING], groups[Category.BASIC, Retention.CUSTOMER]
    assert (bills.goes, bills.until, bills.why.key) == (False, date(2028, 12, 31), "erasure.vouchers")
    assert (names.goes, names.until, names.why.key) == (False, date(2028, 12, 31), "erasure.identifies")
    assert groups[Category.CONTACT, Retention.CUSTOMER].goes
    assert groups[Category.RELATIONSHIP, Retention.CUSTOMER].goes, "claims are time-barred after three years"


def test_an_open_claim_keeps_where_the_person_is_reached(desk: Desk) -> None:
    party = add(desk, MAIJA)
    case = CollectionCase(party_id=party, opened_on=date(2026, 5, 1), **CAME)
    put(desk, case)
    stage = CollectionEvent(
        party_id=party,
        collection_case_id=case.id,
        stage=CollectionState.REMINDER,
        on_date=date(2026, 5, 1),
        **CAME,
    )
    put(desk, stage)
    plan = planned(desk, party)
    groups = by_group(plan)
    for category in (Category.CONTACT, Category.RELATIONSHIP):
        group = groups[category, Retention.CUSTOMER]
        assert (group.goes, group.until, group.why.key) == (False, None, "erasure.balance_open")
    assert "collect" not in " ".join(group.why.text(Lang.EN) for group in plan.groups), (
        "a clerk may not know of collection"
    )


def test_a_role_in_anothers_running_service_keeps_who_has_it(desk: Desk) -> None:
    payer, firm = add(desk, FREE), add(desk, FIRM)
    line = service(firm, None)
    put(desk, line)
    role = PartyRelation(
        party_id=payer, other_id=firm, kind=RelationKind.PAYER, subscription_id=line.id, **CAME
    )
    put(desk, role)
    assert by_group(planned(desk, payer))[Category.ROLE, Retention.CUSTOMER].why.key == (
        "erasure.contract_running"
    )


def test_a_ban_stays_with_the_record_or_as_a_hash(desk: Desk) -> None:
    party = add(desk, FREE)
    ban = PermissionEvent(
        party_id=party, sender=Sender.OWN, channel=Channel.ALL, state=PermissionState.BANNED, **CAME
    )
    put(desk, ban)
    ban_group = by_group(planned(desk, party))[Category.MARKETING, Retention.BAN]
    assert (ban_group.goes, ban_group.why.key) == (True, "erasure.ban_as_hash")
    put(desk, service(party, date(2027, 6, 30)))
    ban_group = by_group(planned(desk, party))[Category.MARKETING, Retention.BAN]
    assert (ban_group.goes, ban_group.why.key) == (False, "erasure.ban_in_force")


def test_names_stay_while_what_was_not_asked_for_does(desk: Desk) -> None:
    party = add(desk, FREE)
    plan = planned(desk, party, frozenset({Category.BASIC, Category.CONTACT}))
    groups = by_group(plan)
    assert set(groups) == {(Category.BASIC, Retention.CUSTOMER), (Category.CONTACT, Retention.CUSTOMER)}
    assert groups[Category.CONTACT, Retention.CUSTOMER].goes
    names = groups[Category.BASIC, Retention.CUSTOMER]
    assert (names.goes, names.until, names.why.key) == (False, None, "erasure.identifies")


def test_the_digest_is_of_what_was_shown(desk: Desk) -> None:
    """It stays while nothing changes that goes, whoever looks meanwhile; a new note changes it."""
    party = add(desk, FREE)
    first = planned(desk, party)
    desk.clock.forward(days=2)
    assert planned(desk, party, by="leena").digest == first.digest
    put(desk, PartyName(party_id=party, kind=NameKind.FORMER, last_name="Entinen", **CAME))
    second = planned(desk, party)
    assert second.digest != first.digest
    put(desk, service(party, None))
    assert planned(desk, party).digest not in (first.digest, second.digest)
    assert planned(desk, party, frozenset({Category.CONTACT})).digest != planned(desk, party).digest


def test_a_plan_needs_an_opening_and_a_right(desk: Desk) -> None:
    party = add(desk, FREE)
    ticket = opened(desk, party, "jani")
    with desk.database.reading(desk["maija"]) as unit, pytest.raises(NoTicket):
        erasing.plan(unit, ticket)
    with pytest.raises(Forbidden), desk.database.reading(desk["esko"]) as unit:
        erasing.plan(unit, ticket)


def test_every_reason_is_a_sentence_in_every_language(desk: Desk) -> None:
    party = add(desk, MAIJA)
    put(desk, service(party, date(2026, 1, 31), SubscriptionState.ENDED))
    plan = planned(desk, party)
    for group in plan.groups:
        for lang in Lang:
            assert group.why.text(lang).endswith((".", ")."))
    assert whys(plan) == {
        "erasure.identifies",
        "erasure.no_cause",
        "erasure.claims",
        "erasure.vouchers",
        "erasure.log",
    }


def test_the_plan_reaches_every_table_of_personal_data() -> None:
    """Of the change log's bodies the erasure itself takes care (services/erasing.py)."""
    reached = {table.name for table, _, _ in declared.roads(elsewhere=True)}
    held = {
        table.name
        for table in Base.metadata.sorted_tables
        if any(isinstance(column.info["privacy"], Personal) for column in table.columns)
    }
    assert held - reached == {"audit_body"}
