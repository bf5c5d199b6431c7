"""Restriction of processing: how it begins, what it refuses in every service that saves, and how it ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from lpo_desk.db.errors import LiftedUntold, Restricted
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Forbidden, NoTicket, Unit
from lpo_desk.domain.audit import RevealReason, Ticket
from lpo_desk.domain.case import IdentityMethod, Intake
from lpo_desk.domain.party import (
    DirectoryState,
    Flag,
    InteractionKind,
    PermissionDetails,
    RelationKind,
    Source,
    Standing,
)
from lpo_desk.domain.permissions import all_banned
from lpo_desk.domain.restriction import Restriction, RestrictionGround
from lpo_desk.services import (
    casework,
    customers,
    extract,
    intake,
    registering,
    restrictions,
    search,
    sections,
)
from lpo_desk.services.registering import NewSubscription
from lpo_desk.services.restrictions import RestrictionRefused
from tests.fixtures_db import Desk
from tests.services.case_steps import answer_all, do
from tests.services.people import FIRM, MAIJA, add, audited, card, code, fresh, opened

ACCURACY, OBJECTION = RestrictionGround.ACCURACY, RestrictionGround.OBJECTION
TODAY = date(2026, 11, 23)


def restrict(
    desk: Desk,
    party_id: int,
    ground: RestrictionGround = ACCURACY,
    **values: Any,  # noqa: ANN401
) -> int:
    ticket = opened(desk, party_id, "jani")
    made: int = do(desk, restrictions.restrict, ticket, ground, "Kiistää osoitteen.", **values)
    return made


def held(desk: Desk, party_id: int, by: str = "jani") -> tuple[Restriction, ...]:
    return fresh(desk, party_id, by).restrictions


def test_a_restriction_holds_at_once_and_is_told_on_the_card_and_in_the_search(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    restrict(desk, party_id)
    assert Flag.RESTRICTED in fresh(desk, party_id).flags
    (told,) = held(desk, party_id)
    assert (told.ground, told.from_on, told.reason) == (ACCURACY, TODAY, "Kiistää osoitteen.")
    assert held(desk, party_id, "maija")[0].reason == "", "the reason is the officer's"
    with desk.database.reading(desk["maija"]) as unit:
        (found,) = search.find(unit, "Aalto").rows
    assert Flag.RESTRICTED in found.flags
    assert [entry.kind for entry in audited(desk, party_id) if entry.table == "processing_restriction"] == [
        "insert"
    ]


SAVES: dict[str, Callable[[Unit, Ticket, Any], object]] = {
    "basic": lambda u, t, c: sections.save_basic(
        u, t, c.basic, replace(c.basic, first_names="Maija"), Source.SUBJECT
    ),
    "contact": lambda u, t, c: sections.save_contact(
        u, t, c.contact, replace(c.contact, street="Uusi 1"), Source.SUBJECT
    ),
    "billing": lambda u, t, c: sections.save_billing(
        u, t, c.billing, replace(c.billing, billing_street="Uusi 1"), Source.SUBJECT
    ),
    "permission": lambda u, t, c: sections.save_permissions(
        u, t, c.permissions, replace(c.permissions, own_post=Standing.CONSENT), Source.SUBJECT
    ),
    "listing": lambda u, t, c: sections.save_permissions(
        u, t, c.permissions, replace(c.permissions, directory=DirectoryState.NO_ADDRESS), Source.SUBJECT
    ),
    "hetu": lambda u, t, c: sections.save_hetu(u, t, code(date(1952, 10, 13), 909), Source.SUBJECT),
    "subscription": lambda u, t, c: registering.add_subscription(
        u, t.party_id, NewSubscription("S9", "Kuitu"), Source.SUBJECT
    ),
    "interaction": lambda u, t, c: registering.add_interaction(
        u, t.party_id, InteractionKind.CONTACT, "Soitti.", source=Source.SUBJECT
    ),
}
"""Every way a service writes to a customer; those of later sections are caught by the same triggers (tests/db)."""


@pytest.mark.parametrize("name", SAVES)
def test_no_service_saves_anything_of_a_restricted_person(desk: Desk, name: str) -> None:
    party_id = add(desk, MAIJA)
    before = fresh(desk, party_id)
    restrict(desk, party_id)
    ticket = opened(desk, party_id)
    with pytest.raises(Restricted) as refused:
        do(desk, SAVES[name], ticket, before, who="maija")
    assert (refused.value.ground, refused.value.since) == (ACCURACY, TODAY)
    assert "23.11.2026" in refused.value.sentence("fi")
    after = fresh(desk, party_id)
    assert (
        replace(after, flags=before.flags, restrictions=(), derived=before.derived, version=before.version)
        == before
    )


def test_nobody_gets_a_role_with_a_restricted_person_from_either_end(desk: Desk) -> None:
    party_id, firm = add(desk, MAIJA), add(desk, FIRM)
    restrict(desk, party_id)
    for one, other in ((party_id, firm), (firm, party_id)):
        with pytest.raises(Restricted):
            do(
                desk,
                registering.add_relation,
                one,
                RelationKind.PAYER,
                other,
                source=Source.SUBJECT,
                who="maija",
            )


def test_what_protects_is_saved_all_the_same(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    restrict(desk, party_id)
    ticket = opened(desk, party_id)
    base = card(desk, ticket).permissions
    mine = replace(
        all_banned(base),
        directory=DirectoryState.SECRET,
        protected=True,
        protected_until=date(2028, 1, 1),
    )
    do(desk, sections.save_permissions, ticket, base, mine, Source.SUBJECT, who="maija")
    assert fresh(desk, party_id).permissions == mine
    longer = replace(mine, protected_until=date(2030, 1, 1))
    do(desk, sections.save_permissions, ticket, mine, longer, Source.SUBJECT, who="maija")
    shorter = replace(mine, protected=False, protected_until=None)
    ticket = opened(desk, party_id, "leena")
    do(desk, customers.reveal_protected, ticket, RevealReason.CONTRACT, who="leena")
    with pytest.raises(Restricted):
        do(desk, sections.save_permissions, ticket, longer, shorter, Source.SUBJECT, who="leena")


def test_the_persons_own_rights_go_on(desk: Desk) -> None:
    """A request is taken in and answered: the extract tells the restriction too."""
    party_id = add(desk, MAIJA)
    restrict(desk, party_id)
    ticket = opened(desk, party_id)
    asked = Intake(party_id, received_on=TODAY, identity=IdentityMethod.PASSPORT, identity_matches=True)
    case = do(desk, intake.register, asked, ticket, who="maija").case_id
    answer_all(desk, case)
    do(desk, casework.finish_gathering, case)
    ticket = opened(desk, party_id, "jani")
    paper = do(desk, extract.build, ticket, case)
    assert ACCURACY in [
        cell for part in paper.sections for t in part.blocks for row in t.rows for cell in row.cells
    ]


def test_it_is_lifted_only_after_the_person_was_told(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    made = restrict(desk, party_id)
    desk.clock.forward(days=10)
    ticket, today = opened(desk, party_id, "jani"), TODAY + timedelta(10)
    with pytest.raises(LiftedUntold):
        do(desk, restrictions.lift, ticket, made)
    for day in (TODAY - timedelta(1), today + timedelta(1)):
        with pytest.raises(RestrictionRefused) as refused:
            do(desk, restrictions.tell, ticket, made, day)
        assert "23.11.2026" in refused.value.sentence("sv")
    do(desk, restrictions.tell, ticket, made, TODAY + timedelta(9))
    assert held(desk, party_id)[0].told_on == TODAY + timedelta(9)
    do(desk, restrictions.lift, ticket, made)
    after = fresh(desk, party_id)
    assert (after.restrictions, Flag.RESTRICTED in after.flags) == ((), False)
    do(desk, SAVES["contact"], opened(desk, party_id), after, who="maija")
    assert fresh(desk, party_id).contact.street == "Uusi 1"
    with pytest.raises(RestrictionRefused):
        do(desk, restrictions.lift, ticket, made)
    with desk.database.reading(desk["jani"]) as unit:
        assert unit.session.scalars(select(ProcessingRestriction.lifted_on)).all() == [today]


def test_two_grounds_are_lifted_one_by_one(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    first, second = restrict(desk, party_id), restrict(desk, party_id, OBJECTION)
    with pytest.raises(RestrictionRefused):
        restrict(desk, party_id, OBJECTION)
    ticket = opened(desk, party_id, "jani")
    for made, left in ((first, {OBJECTION}), (second, set())):
        do(desk, restrictions.tell, ticket, made, TODAY)
        do(desk, restrictions.lift, ticket, made)
        assert {each.ground for each in held(desk, party_id)} == left


def test_what_a_restriction_needs(desk: Desk) -> None:
    party_id, other = add(desk, MAIJA), add(desk, FIRM)
    ticket = opened(desk, party_id, "jani")
    number = do(
        desk, intake.register, Intake(other, received_on=TODAY), opened(desk, other), who="maija"
    ).number
    for reason, case in (("  ", ""), ("Syy.", number), ("Syy.", "L-2026-9999")):
        with pytest.raises(RestrictionRefused) as refused:
            do(desk, restrictions.restrict, ticket, ACCURACY, reason, case)
        assert refused.value.sentence("fi")
    with pytest.raises(NoTicket):
        do(desk, restrictions.restrict, replace(ticket, party_id=other), ACCURACY, "Syy.")
    own = do(
        desk, intake.register, Intake(party_id, received_on=TODAY), opened(desk, party_id), who="maija"
    ).number
    restrict(desk, party_id, case_number=own.lower())
    assert held(desk, party_id)[0].case_number == own
    with pytest.raises(RestrictionRefused):
        do(desk, restrictions.tell, opened(desk, other, "jani"), restrict(desk, party_id, OBJECTION), TODAY)


@pytest.mark.parametrize("who", ["maija", "leena", "esko", "admin"])
def test_only_the_officer_restricts_and_lifts(desk: Desk, who: str) -> None:
    party_id = add(desk, MAIJA)
    made = restrict(desk, party_id)
    ticket = opened(desk, party_id, "jani")
    for act, values in (
        (restrictions.restrict, (OBJECTION, "Syy.")),
        (restrictions.tell, (made, TODAY)),
        (restrictions.lift, (made,)),
    ):
        with pytest.raises(Forbidden):
            do(desk, act, ticket, *values, who=who)


def test_a_masked_card_tells_the_restriction_and_not_why(desk: Desk) -> None:
    party_id = add(desk, replace(MAIJA, permissions=PermissionDetails(protected=True)))
    restrict(desk, party_id)
    masked = card(desk, opened(desk, party_id, "jani"), "jani")
    assert masked.masked
    assert masked.flags == {Flag.PROTECTED, Flag.RESTRICTED}
    assert [(each.ground, each.reason) for each in masked.restrictions] == [(ACCURACY, "")]
