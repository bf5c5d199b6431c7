"""Section 5 on both databases: who may see and save what, references, and cases from opening to close."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from lpo_desk.db.tables.billing import CollectionEvent
from lpo_desk.db.tables.relationship import CollectionCase
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.unit import Forbidden, Unit
from lpo_desk.domain.accounts import Actor, Right, Role, rights_of
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.card import HistoryKind
from lpo_desk.domain.collecting import CollectionLine, Reference, Stage
from lpo_desk.domain.party import BillingDetails, BillingMethod, CollectionState, Flag, Source
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import cards, collection, history, references, search, sections
from lpo_desk.services.collection import CollectionMoved, CollectionRunning, SavedStage
from lpo_desk.services.references import ReferenceChanged
from tests.fixtures_db import Desk
from tests.services.people import MAIJA, add, card, fresh, opened

T = TypeVar("T")
TODAY = date(2026, 11, 23)
REMINDER = Stage(CollectionState.REMINDER, date(2026, 10, 1), date(2026, 10, 15), 12990, "ensimmäinen")
DEMAND = Stage(CollectionState.DEMAND, date(2026, 11, 1), date(2026, 11, 15), 13990)
CLOSED = Stage(CollectionState.NONE, TODAY, amount=0, note="maksettu")


def written(desk: Desk, act: Callable[[Unit], T], by: str = "leena") -> T:
    with desk.database.unit(desk[by]) as unit:
        return act(unit)


def opened_case(desk: Desk, party_id: int, stage: Stage = REMINDER, agency: str = "") -> SavedStage:
    ticket = opened(desk, party_id, "leena")
    return written(desk, lambda unit: collection.open(unit, ticket, stage, Source.OWN_SYSTEMS, agency))


def advanced(desk: Desk, party_id: int, base: CollectionLine, stage: Stage) -> SavedStage:
    ticket = opened(desk, party_id, "leena")
    return written(desk, lambda unit: collection.advance(unit, ticket, base, stage, Source.OWN_SYSTEMS, None))


def cases(desk: Desk, party_id: int) -> tuple[CollectionLine, ...]:
    return fresh(desk, party_id).collection


def test_which_roles_see_and_collect() -> None:
    seeing = {role for role in Role if Right.SEE_BILLING in rights_of(frozenset({role}))}
    collecting = {role for role in Role if Right.SEE_COLLECTION in rights_of(frozenset({role}))}
    editing = {role for role in Role if Right.EDIT_COLLECTION in rights_of(frozenset({role}))}
    assert seeing == {Role.CLERK, Role.BILLING, Role.OFFICE_LEAD, Role.DPO}
    assert collecting == {Role.BILLING, Role.OFFICE_LEAD, Role.DPO}
    assert editing == {Role.BILLING, Role.OFFICE_LEAD}


def test_a_profile_is_saved_whole_and_taken_back(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    ticket = opened(desk, party_id)
    base = card(desk, ticket).billing
    mine = BillingDetails(
        BillingMethod.EINVOICE,
        "FI21 1234 5600 0007 85",
        "DABAFIHH",
        "laskut@example.fi",
        "Storgatan 1",
        "111 22",
        "Stockholm",
        "SE",
        "FI14 1009 3000 1234 58",
    )
    saved = written(
        desk, lambda unit: sections.save_billing(unit, ticket, base, mine, Source.SUBJECT), "maija"
    )
    told = fresh(desk, party_id)
    assert told.billing == replace(mine, einvoice_address="FI2112345600000785", iban="FI1410093000123458")
    assert told.sources["iban"].source is Source.SUBJECT
    written(desk, lambda unit: sections.undo(unit, ticket, saved), "maija")
    assert fresh(desk, party_id).billing == base


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("iban", "FI21 1234 5600 0007 86"),
        ("email", "laskut(at)example.fi"),
        ("operator", "EI OLE"),
        ("einvoice_address", "003712345678"),
        ("billing_postcode", "0790"),
        ("billing_country", "Atlantis"),
    ],
)
def test_faulty_billing_data_are_refused_at_their_field(desk: Desk, field: str, value: str) -> None:
    ticket = opened(desk, add(desk, MAIJA))
    base = card(desk, ticket).billing
    mine = replace(base, **{field: value})  # type: ignore[arg-type]  # a text field
    with pytest.raises(FieldsRefused) as caught:
        written(desk, lambda unit: sections.save_billing(unit, ticket, base, mine, Source.SUBJECT), "maija")
    assert [name for name, _ in caught.value.errors] == [field]


def test_who_may_not_see_billing_gets_none_and_saves_none(desk: Desk) -> None:
    party_id = add(
        desk, replace(MAIJA, billing=BillingDetails(BillingMethod.PAPER, iban="FI1410093000123458"))
    )
    ticket = opened(desk, party_id)
    written(desk, lambda unit: references.add(unit, ticket, Reference("1232"), Source.SUBJECT), "maija")
    blind = _without(desk["maija"], Right.SEE_BILLING)
    with desk.database.reading(blind) as unit:
        told = cards.read(unit, ticket)
        lines = history.lines(unit, ticket)
    assert (told.billing, told.references) == (BillingDetails(), ())
    assert not {"method", "iban"} & set(told.sources)
    assert "1232" not in repr(lines)
    refused: list[Callable[[Unit], object]] = [
        lambda unit: sections.save_billing(unit, ticket, told.billing, BillingDetails(), Source.SUBJECT),
        lambda unit: references.add(unit, ticket, Reference("1232"), Source.SUBJECT),
    ]
    for act in refused:
        with pytest.raises(Forbidden), desk.database.unit(blind) as unit:
            act(unit)


def _without(actor: Actor, right: Right) -> Actor:
    """The same user in a world where the role lacks a right."""
    poorer = replace(actor)
    object.__setattr__(poorer, "rights", actor.rights - {right})
    return poorer


def test_references_are_added_corrected_removed_and_taken_back(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    ticket = opened(desk, party_id)
    added = written(
        desk,
        lambda unit: references.add(unit, ticket, Reference("61 74354", "kuitu"), Source.SUBJECT),
        "maija",
    )
    written(desk, lambda unit: references.add(unit, ticket, Reference("RF11 1232"), Source.SUBJECT), "maija")
    first, second = fresh(desk, party_id).references
    assert (first.written, second.written) == ("61 74354", "RF11 1232")
    for faulty in ("61 74355", "6174354"):
        there = Reference(faulty)
        with pytest.raises(FieldsRefused):
            written(desk, partial(references.add, ticket=ticket, mine=there, source=Source.SUBJECT), "maija")
    changed = written(
        desk,
        lambda unit: references.save(
            unit, ticket, first.id, first.reference, Reference("1232", "kuitu"), Source.PARTNER
        ),
        "maija",
    )
    with pytest.raises(ReferenceChanged):
        written(desk, lambda unit: references.undo(unit, ticket, added), "maija")
    written(desk, lambda unit: references.undo(unit, ticket, changed), "maija")
    back = fresh(desk, party_id).references[0]
    assert (back.reference, back.came) == (first.reference, first.came)
    gone = written(desk, lambda unit: references.remove(unit, ticket, back.id, back.reference), "maija")
    assert [line.written for line in fresh(desk, party_id).references] == ["RF11 1232"]
    written(desk, lambda unit: references.undo(unit, ticket, gone), "maija")
    assert len(fresh(desk, party_id).references) == 2


def test_a_case_goes_through_its_stages_and_another_may_follow(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    opened_case(desk, party_id, agency="Perintä Oy")
    (case,) = cases(desk, party_id)
    assert (case.state, case.agency, case.opened_on) == (CollectionState.REMINDER, "Perintä Oy", REMINDER.on)
    advanced(desk, party_id, case, DEMAND)
    (case,) = cases(desk, party_id)
    assert [line.stage for line in case.stages] == [REMINDER, DEMAND]
    assert Flag.COLLECTION in fresh(desk, party_id).flags
    with pytest.raises(CollectionRunning):
        opened_case(desk, party_id)
    advanced(desk, party_id, case, CLOSED)
    (case,) = cases(desk, party_id)
    assert (case.running, case.ended_on) == (False, TODAY)
    assert Flag.COLLECTION not in fresh(desk, party_id).flags
    opened_case(desk, party_id, replace(REMINDER, on=TODAY, due_on=None))
    assert [each.running for each in cases(desk, party_id)] == [False, True]


def test_two_who_move_the_same_case_are_told(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    opened_case(desk, party_id)
    (case,) = cases(desk, party_id)
    advanced(desk, party_id, case, DEMAND)
    with pytest.raises(CollectionMoved):
        advanced(desk, party_id, case, CLOSED)
    (case,) = cases(desk, party_id)
    assert case.state is CollectionState.DEMAND


def test_only_the_last_stage_is_taken_back(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    first = opened_case(desk, party_id)
    (case,) = cases(desk, party_id)
    second = advanced(desk, party_id, case, CLOSED)
    ticket = opened(desk, party_id, "leena")
    with pytest.raises(CollectionMoved):
        written(desk, lambda unit: collection.undo(unit, ticket, first))
    written(desk, lambda unit: collection.undo(unit, ticket, second))
    (case,) = cases(desk, party_id)
    assert case.running
    assert Flag.COLLECTION in fresh(desk, party_id).flags
    written(desk, lambda unit: collection.undo(unit, ticket, first))
    assert cases(desk, party_id) == ()
    with desk.database.reading(desk["leena"]) as unit:
        for model in (CollectionCase, CollectionEvent):
            assert unit.session.scalar(select(func.count()).select_from(model)) == 0


def test_a_clerk_is_told_of_no_collection_anywhere(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    opened_case(desk, party_id)
    ticket = opened(desk, party_id)
    told = card(desk, ticket)
    assert told.collection == ()
    assert Flag.COLLECTION not in told.flags
    with desk.database.reading(desk["maija"]) as unit:
        (row,) = search.find(unit, "aalto maija").rows
        stored = unit.session.scalar(select(ListEntry.flags).where(ListEntry.party_id == party_id))
        lines = history.lines(unit, ticket, {HistoryKind.CHANGE})
    assert Flag.COLLECTION not in row.flags
    assert "collection" in (stored or ""), "the list keeps it for those who may see it"
    assert "ensimmäinen" not in repr(lines)
    with desk.database.reading(desk["leena"]) as unit:
        (row,) = search.find(unit, "aalto maija").rows
    assert Flag.COLLECTION in row.flags
    refused: list[Callable[[Unit], object]] = [
        lambda unit: collection.open(unit, ticket, REMINDER, Source.OWN_SYSTEMS),
        lambda unit: collection.advance(unit, ticket, CollectionLine(1, ()), DEMAND, Source.OWN_SYSTEMS),
    ]
    for act in refused:
        with pytest.raises(Forbidden):
            written(desk, act, "maija")


def test_the_officer_sees_collection_and_changes_none(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    opened_case(desk, party_id)
    ticket: Ticket = opened(desk, party_id, "jani")
    assert card(desk, ticket, "jani").collection[0].state is CollectionState.REMINDER
    with pytest.raises(Forbidden):
        written(desk, lambda unit: collection.open(unit, ticket, REMINDER, Source.OWN_SYSTEMS), "jani")
