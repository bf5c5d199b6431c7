"""What the directory service is told: what may be published and is new, and what is to be removed. Nobody else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.directory import DirectoryAct, DirectoryLine
from lpo_desk.domain.party import DirectoryState, PersonDetails, SubscriptionState
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.domain.subscribing import NumberDetails, ServiceDetails, StateChange
from lpo_desk.services import directory, products, sections
from lpo_desk.services.registering import NewParty
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, add, fresh, opened
from tests.services.test_subscriptions import (
    CAME,
    PHONE,
    become,
    give_number,
    number,
    order,
    product,
    set_directory,
)

NUMBER = "+358190001234"
EVA = NewParty(PersonDetails("Lind", "Eva"), number="10050")


def telephone(desk: Desk, party_id: int, typed: str = "019 000 1234", name: str = "L-1") -> int:
    """A running telephone service with one number; gives its id."""
    key = order(desk, party_id, ServiceDetails(_phone(desk), name))
    become(desk, party_id, key, StateChange(SubscriptionState.ACTIVE, date(2026, 1, 1)))
    give_number(desk, party_id, key, NumberDetails(typed, date(2026, 1, 1)))
    return key


def _phone(desk: Desk) -> int:
    with desk.database.reading(desk["leena"]) as unit:
        found = [each.id for each in products.everything(unit)]
    return found[0] if found else product(desk, PHONE).id


def due(desk: Desk) -> tuple[DirectoryLine, ...]:
    with desk.database.reading(desk["leena"]) as unit:
        return directory.due(unit)


def send(desk: Desk) -> tuple[DirectoryLine, ...]:
    lines = due(desk)
    with desk.database.unit(desk["leena"]) as unit:
        assert directory.mark_sent(unit, lines) == len(lines)
    return lines


def protect(desk: Desk, party_id: int) -> None:
    base, ticket = fresh(desk, party_id).permissions, opened(desk, party_id)
    with desk.database.unit(desk["maija"]) as unit:
        sections.save_permissions(unit, ticket, base, replace(base, protected=True), CAME)


def restrict(desk: Desk, party_id: int) -> None:
    with desk.database.unit(desk["jani"]) as unit:
        unit.session.add(
            ProcessingRestriction(
                party_id=party_id,
                ground=RestrictionGround.ACCURACY,
                from_on=unit.today,
                source=CAME,
                source_on=unit.today,
            )
        )


def test_a_new_number_is_published_with_name_and_address_and_told_once(desk: Desk) -> None:
    telephone(desk, add(desk, MAIJA))
    (line,) = send(desk)
    told = (line.act, line.number, line.name, line.street, line.postcode, line.town)
    assert told == (
        DirectoryAct.PUBLISH,
        NUMBER,
        "Aalto Maija Helena",
        "Linnunrata 12 A 3",
        "07900",
        "Loviisa",
    )
    assert due(desk) == ()


def test_the_day_it_was_sent_is_told_on_the_card(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    telephone(desk, maija)
    assert number(desk, maija).sent_on is None
    send(desk)
    assert number(desk, maija).sent_on == date(2026, 11, 23)


def test_a_changed_address_is_due_again_and_a_changed_phone_is_not(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    telephone(desk, maija)
    send(desk)
    changes: list[tuple[dict[str, Any], int]] = [
        ({"email": "m@example.fi"}, 0),
        ({"street": "Kauppakatu 7"}, 1),
    ]
    for change, lines in changes:
        base, ticket = fresh(desk, maija).contact, opened(desk, maija)
        with desk.database.unit(desk["maija"]) as unit:
            sections.save_contact(unit, ticket, base, replace(base, **change), CAME)
        assert len(due(desk)) == lines


def test_without_address_means_without_address(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    telephone(desk, maija)
    set_directory(desk, maija, number(desk, maija), DirectoryState.NO_ADDRESS)
    (line,) = send(desk)
    assert (line.name, line.street, line.postcode, line.town) == ("Aalto Maija Helena", "", "", "")


@pytest.mark.parametrize("state", [DirectoryState.SECRET, DirectoryState.BANNED])
def test_a_number_that_is_taken_back_is_removed_by_its_number_alone(
    desk: Desk, state: DirectoryState
) -> None:
    maija = add(desk, MAIJA)
    telephone(desk, maija)
    send(desk)
    set_directory(desk, maija, number(desk, maija), state)
    (line,) = send(desk)
    assert line == DirectoryLine(line.key, DirectoryAct.REMOVE, NUMBER)
    assert due(desk) == ()


def test_a_number_that_was_never_told_is_not_told_as_a_removal(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    telephone(desk, maija)
    set_directory(desk, maija, number(desk, maija), DirectoryState.SECRET)
    assert due(desk) == ()


@pytest.mark.parametrize("hide", [protect, restrict])
def test_who_is_protected_or_restricted_is_never_published_and_is_removed(
    desk: Desk, hide: Callable[[Desk, int], None]
) -> None:
    maija, eva = add(desk, MAIJA), add(desk, EVA)
    telephone(desk, maija)
    hide(desk, maija)
    assert due(desk) == ()
    telephone(desk, eva, "019 000 4321", "L-2")
    send(desk)
    hide(desk, eva)
    (line,) = send(desk)
    assert (line.act, line.number, line.name) == (DirectoryAct.REMOVE, "+358190004321", "")
    assert due(desk) == ()


def test_an_ended_service_is_removed_and_an_ordered_one_not_yet_told(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    key = telephone(desk, maija)
    send(desk)
    become(desk, maija, key, StateChange(SubscriptionState.ENDED, date(2026, 11, 23)))
    assert [line.act for line in due(desk)] == [DirectoryAct.REMOVE]
    firm = add(desk, FIRM)
    waiting = order(desk, firm, ServiceDetails(_phone(desk), "L-2"))
    give_number(desk, firm, waiting, NumberDetails("019 000 4321"))
    assert len(due(desk)) == 1


def test_what_changes_while_the_list_is_on_its_way_is_due_again(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    telephone(desk, maija)
    lines = due(desk)
    set_directory(desk, maija, number(desk, maija), DirectoryState.SECRET)
    with desk.database.unit(desk["leena"]) as unit:
        directory.mark_sent(unit, lines)
    assert [line.act for line in due(desk)] == [DirectoryAct.REMOVE]


def test_the_trace_of_a_workbook_counts_its_rows(desk: Desk) -> None:
    telephone(desk, add(desk, MAIJA))
    with desk.database.unit(desk["leena"]) as unit:
        found = directory.export(unit, directory.due(unit), "1.0")
    assert [line.number for line in found.lines] == [NUMBER]
    with desk.database.reading(desk["jani"]) as unit:
        row = unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.EXPORT)).one()
        trace = (row.table_name, row.detail, row.account_name)
    assert trace == ("directory", "1", "leena")


@pytest.mark.parametrize("name", ["maija", "jani", "esko", "admin"])
def test_only_the_office_lead_passes_directory_data_on(desk: Desk, name: str) -> None:
    with pytest.raises(Forbidden), desk.database.reading(desk[name]) as unit:
        directory.due(unit)
