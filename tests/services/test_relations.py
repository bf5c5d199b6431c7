"""Roles between parties, on both databases: recorded, shown at both ends, changed, ended, taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TypeVar

import pytest
from sqlalchemy import func, select

from lpo_desk.db.tables import Base
from lpo_desk.db.tables.register import Party, PartyName, PartyRelation, PersonalIdentityCode
from lpo_desk.db.tables.search import ListEntry
from lpo_desk.db.unit import Forbidden, NoTicket, Unit
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.authority import AuthorityKind, AuthorityScope
from lpo_desk.domain.card import RoleLine
from lpo_desk.domain.party import (
    ContactDetails,
    CustomerType,
    OrganisationDetails,
    PersonDetails,
    RelationKind,
    Source,
)
from lpo_desk.domain.relations import Relation, RelationState, RoleRefused
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import relations, search
from lpo_desk.services._reveals import DetailsHidden
from lpo_desk.services.registering import NewParty, NewSubscription, add_relation, add_subscription
from lpo_desk.services.relations import RoleChanged, SamePerson, SavedRole
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, audited, bodies, code, fresh, opened

T = TypeVar("T")
TODAY = date(2026, 11, 23)
GUARDIAN = Relation(
    RelationKind.GUARDIAN,
    authority=AuthorityKind.GUARDIANSHIP_ORDER,
    authority_on=date(2026, 3, 1),
    scope=AuthorityScope.FINANCES,
    seen_on=TODAY,
)
EINO = NewParty(PersonDetails(last_name="Aalto", first_names="Eino"), number="10043")


def written(desk: Desk, act: Callable[[Unit], T], by: str = "maija") -> T:
    with desk.database.unit(desk[by]) as unit:
        return act(unit)


def added(
    desk: Desk, ticket: Ticket, other: int, relation: Relation, *, outgoing: bool = False, by: str = "maija"
) -> SavedRole:
    return written(
        desk,
        lambda unit: relations.add(unit, ticket, other, relation, Source.SUBJECT, outgoing=outgoing),
        by,
    )


def role(desk: Desk, party_id: int) -> RoleLine:
    (line,) = fresh(desk, party_id).roles
    return line


def undone(desk: Desk, party_id: int, saved: SavedRole) -> SavedRole:
    ticket = opened(desk, party_id)
    return written(desk, lambda unit: relations.undo(unit, ticket, saved))


def counted(desk: Desk, *models: type[Base]) -> list[int]:
    with desk.database.reading(desk["maija"]) as unit:
        return [unit.session.scalar(select(func.count()).select_from(model)) or 0 for model in models]


@pytest.mark.parametrize("outgoing", [False, True])
def test_a_guardian_is_on_both_cards(desk: Desk, outgoing: bool) -> None:
    ward, guardian = add(desk, MAIJA), add(desk, EINO)
    here, there = (guardian, ward) if outgoing else (ward, guardian)
    ticket = opened(desk, here)
    told: list[frozenset[int]] = []
    desk.database.committed = lambda changes: told.append(changes.parties)
    added(desk, ticket, there, GUARDIAN, outgoing=outgoing)
    assert {ward, guardian} <= told[-1], "both cards are read again"
    mine, theirs = role(desk, ward), role(desk, guardian)
    assert (mine.outgoing, mine.other_party_id, mine.other_name) == (False, guardian, "Aalto Eino")
    assert (theirs.outgoing, theirs.other_party_id) == (True, ward)
    assert mine.state is theirs.state is RelationState.IN_FORCE
    assert mine.relation == theirs.relation == replace(GUARDIAN, valid_from=TODAY)
    assert (mine.seen_by, mine.came and mine.came.source) == ("Maija Virtanen", Source.SUBJECT)


@pytest.mark.parametrize("kind", list(RelationKind))
def test_every_kind_is_recorded_from_either_end(desk: Desk, kind: RelationKind) -> None:
    child = PersonDetails(last_name="Aalto", first_names="Lumi", date_of_birth=date(2015, 6, 1))
    estate = OrganisationDetails(organisation_name="Niemi Sven dbo", types=(CustomerType.ESTATE,))
    others = {
        RelationKind.CONTACT_PERSON: FIRM,
        RelationKind.CUSTODIAN: NewParty(child, number="10044"),
        RelationKind.SHAREHOLDER: NewParty(estate, number="30001"),
    }
    paper = {
        RelationKind.GUARDIAN: AuthorityKind.GUARDIANSHIP_ORDER,
        RelationKind.ATTORNEY: AuthorityKind.CONFIRMED_MANDATE,
        RelationKind.PROXY: AuthorityKind.POWER_OF_ATTORNEY,
        RelationKind.CUSTODIAN: AuthorityKind.CUSTODY_EXTRACT,
        RelationKind.SHAREHOLDER: AuthorityKind.GENEALOGY_REPORT,
    }.get(kind)
    relation = replace(GUARDIAN, kind=kind, authority=paper, confirmed_on=date(2026, 5, 1), task="laskut")
    other, holder = add(desk, others.get(kind, MAIJA)), add(desk, EINO)
    saved = added(desk, opened(desk, other), holder, relation)
    assert (saved.holder_id, saved.other_id) == (holder, other)
    assert role(desk, other).state is RelationState.IN_FORCE
    undone(desk, other, saved)
    assert fresh(desk, holder).roles == ()
    again = added(desk, opened(desk, holder), other, relation, outgoing=True)
    assert (again.holder_id, again.other_id) == (holder, other)
    assert role(desk, holder).outgoing


def test_the_rules_are_asked_and_nothing_is_half_done(desk: Desk) -> None:
    maija, firm, eino = add(desk, MAIJA), add(desk, FIRM), add(desk, EINO)
    ticket = opened(desk, maija)
    user = Relation(RelationKind.USER)
    refusals: list[tuple[int, Relation, type[Exception], str]] = [
        (maija, user, RoleRefused, "relation.with_oneself"),
        (firm, GUARDIAN, RoleRefused, "relation.holder_person"),
        (eino, Relation(RelationKind.CONTACT_PERSON), RoleRefused, "relation.other_organisation"),
        (eino, replace(GUARDIAN, seen_on=None), FieldsRefused, "card.fields_refused"),
        (eino, replace(user, subscription="L999"), FieldsRefused, "card.fields_refused"),
    ]
    for other, relation, kind, key in refusals:
        with pytest.raises(kind) as caught:
            added(desk, ticket, other, relation)
        assert str(caught.value) == key
    assert counted(desk, PartyRelation) == [0]
    added(desk, ticket, eino, user)
    with pytest.raises(RoleRefused, match=r"relation\.exists"):
        added(desk, ticket, eino, user)
    added(desk, ticket, firm, Relation(RelationKind.PAYER))
    with pytest.raises(RoleRefused, match=r"relation\.other_payer"):
        added(desk, ticket, eino, Relation(RelationKind.PAYER))


def test_a_role_needs_an_opening_and_the_right(desk: Desk) -> None:
    maija, eino = add(desk, MAIJA), add(desk, EINO)
    ticket = opened(desk, maija)
    with pytest.raises(NoTicket):
        added(desk, replace(ticket, id=ticket.id + 1), eino, GUARDIAN)
    with pytest.raises(Forbidden):
        added(desk, opened(desk, maija, "jani"), eino, GUARDIAN, by="jani")
    secret = add(desk, PROTECTED)
    with pytest.raises(DetailsHidden):
        added(desk, opened(desk, secret), eino, GUARDIAN)
    stranger = opened(desk, add(desk, FIRM))
    saved = added(desk, ticket, eino, GUARDIAN)
    assert saved.after is not None
    with pytest.raises(RoleChanged):
        written(desk, lambda unit: relations.remove(unit, stranger, saved.id, saved.after or GUARDIAN))


def test_a_protected_guardian_stays_hidden(desk: Desk) -> None:
    maija, secret = add(desk, MAIJA), add(desk, PROTECTED)
    added(desk, opened(desk, maija), secret, GUARDIAN)
    told = role(desk, maija)
    assert (told.protected, told.other_name, told.other_number) == (True, "", "10077")
    assert "Kätkö" not in repr(told)


def test_user_and_payer_of_one_subscription_or_all(desk: Desk) -> None:
    maija, eino, firm = add(desk, MAIJA), add(desk, EINO), add(desk, FIRM)
    for number in ("L1", "L2"):
        new = NewSubscription(number, "Kuitu")
        written(desk, partial(add_subscription, party_id=maija, new=new, source=Source.SUBJECT))
    ticket = opened(desk, maija)
    added(desk, ticket, eino, Relation(RelationKind.USER, subscription="L2"))
    added(desk, ticket, firm, Relation(RelationKind.PAYER))
    lines = {line.number: (line.user, line.payer) for line in fresh(desk, maija).subscriptions}
    assert lines == {"L1": ("", "Åberg Rör Ab"), "L2": ("Aalto Eino", "Åberg Rör Ab")}
    assert role(desk, eino).relation.subscription == "L2"


def test_a_person_of_no_number_is_made_with_the_role(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    payer = NewParty(
        PersonDetails(last_name="Lind", first_names="Karin", types=()),
        hetu=code(date(1970, 4, 4), 944),
        contact=ContactDetails(street="Parkgatan 2", postcode="06100", town="Borgå", phone="040 000 0777"),
    )
    ticket = opened(desk, maija)
    saved = written(
        desk, lambda unit: relations.add_with_person(unit, ticket, payer, Relation(RelationKind.PAYER))
    )
    assert (role(desk, maija).other_name, role(desk, maija).other_number) == ("Lind Karin", "")
    with desk.database.reading(desk["maija"]) as unit:
        (found,) = search.find(unit, payer.hetu).rows
    assert found.party_id == saved.holder_id, "the person's own request finds the role"
    told = fresh(desk, found.party_id)
    assert (told.contact.street, told.has_hetu, told.numbers) == ("Parkgatan 2", True, ())
    assert told.roles[0].other_party_id == maija


def test_a_known_code_offers_the_one_who_has_it(desk: Desk) -> None:
    maija, firm = add(desk, MAIJA), add(desk, FIRM)
    ticket, before = opened(desk, firm), counted(desk, Party)
    twin = NewParty(PersonDetails(last_name="Alto", first_names="Maija", types=()), hetu=MAIJA.hetu)
    with pytest.raises(SamePerson) as caught:
        written(
            desk, lambda unit: relations.add_with_person(unit, ticket, twin, Relation(RelationKind.PAYER))
        )
    assert (caught.value.found.party_id, caught.value.found.number) == (maija, "10042")
    assert MAIJA.hetu not in str(caught.value.sentence("fi"))
    assert counted(desk, Party) == before


def test_undo_takes_the_new_person_back_too_unless_somebody_used_him(desk: Desk) -> None:
    maija = add(desk, MAIJA)
    before = counted(desk, Party, PartyName, PersonalIdentityCode, ListEntry)
    person = NewParty(
        PersonDetails(last_name="Lind", first_names="Karin", types=()),
        hetu=code(date(1970, 4, 4), 944),
        contact=ContactDetails(street="Parkgatan 2", phone="040 000 0777"),
    )

    def make() -> SavedRole:
        ticket = opened(desk, maija)
        return written(
            desk, lambda unit: relations.add_with_person(unit, ticket, person, Relation(RelationKind.PAYER))
        )

    undone(desk, maija, make())
    assert counted(desk, Party, PartyName, PersonalIdentityCode, ListEntry) == before
    saved = make()
    opened(desk, saved.holder_id)
    undone(desk, maija, saved)
    assert fresh(desk, saved.holder_id).name == "Lind Karin", "somebody has looked at him, so he stays"
    assert fresh(desk, maija).roles == ()


def test_a_role_is_corrected_ended_and_taken_back(desk: Desk) -> None:
    maija, eino = add(desk, MAIJA), add(desk, EINO)
    added(desk, opened(desk, maija), eino, replace(GUARDIAN, valid_from=date(2026, 3, 1)))
    line = role(desk, maija)
    wider = replace(line.relation, scope=AuthorityScope.EVERYTHING)
    leena = opened(desk, maija, "leena")
    saved = written(
        desk,
        lambda unit: relations.save(unit, leena, line.id, line.relation, wider, Source.POPULATION),
        "leena",
    )
    changed = role(desk, maija)
    assert (changed.relation.scope, changed.seen_by) == (AuthorityScope.EVERYTHING, "Maija Virtanen")
    assert changed.came is not None
    assert changed.came.source is Source.POPULATION
    undone(desk, maija, saved)
    back = role(desk, maija)
    assert (back.relation, back.came) == (line.relation, line.came)

    ticket, last = opened(desk, eino), TODAY - timedelta(days=1)
    ended = written(desk, lambda unit: relations.end(unit, ticket, line.id, back.relation, last))
    told = fresh(desk, maija)
    assert told.roles == ()
    assert [(each.id, each.state) for each in told.past_roles] == [(line.id, RelationState.EXPIRED)]
    assert undone(desk, maija, ended).after == line.relation
    removed = written(desk, lambda unit: relations.remove(unit, ticket, line.id, line.relation))
    assert fresh(desk, maija).past_roles == ()
    undone(desk, maija, removed)
    restored = role(desk, eino)
    assert (restored.relation, restored.came, restored.seen_by) == (
        line.relation,
        line.came,
        "Maija Virtanen",
    )


def test_a_new_paper_is_witnessed_by_whoever_saw_it(desk: Desk) -> None:
    maija, eino = add(desk, MAIJA), add(desk, EINO)
    added(desk, opened(desk, maija), eino, GUARDIAN)
    line, ticket = role(desk, maija), opened(desk, maija, "leena")
    newer = replace(line.relation, authority_on=date(2026, 11, 1))
    written(
        desk,
        lambda unit: relations.save(unit, ticket, line.id, line.relation, newer, Source.SUBJECT),
        "leena",
    )
    assert role(desk, maija).seen_by == "Leena Salo"


def test_two_who_change_the_same_role_are_told(desk: Desk) -> None:
    maija, eino = add(desk, MAIJA), add(desk, EINO)
    saved = added(desk, opened(desk, maija), eino, GUARDIAN)
    base = role(desk, maija).relation
    mine, his = opened(desk, maija), opened(desk, eino, "kalle")
    written(desk, lambda unit: relations.end(unit, his, saved.id, base, TODAY), "kalle")
    stale: list[Callable[[Unit], SavedRole]] = [
        lambda unit: relations.save(unit, mine, saved.id, base, base, Source.SUBJECT),
        lambda unit: relations.end(unit, mine, saved.id, base, TODAY),
        lambda unit: relations.remove(unit, mine, saved.id, base),
        lambda unit: relations.undo(unit, mine, saved),
    ]
    for act in stale:
        with pytest.raises(RoleChanged):
            written(desk, act)
    assert role(desk, maija).relation.valid_to == TODAY


def test_what_an_import_left_without_a_paper_entitles_to_nothing(desk: Desk) -> None:
    maija, eino = add(desk, MAIJA), add(desk, EINO)
    written(desk, lambda unit: add_relation(unit, eino, RelationKind.PROXY, maija, source=Source.OWN_SYSTEMS))
    line = role(desk, maija)
    assert line.state is RelationState.NO_PAPER
    ticket = opened(desk, maija)
    written(desk, lambda unit: relations.end(unit, ticket, line.id, line.relation, TODAY))


def test_every_save_is_in_the_audit_and_no_code_is(desk: Desk) -> None:
    maija, eino = add(desk, MAIJA), add(desk, EINO)
    saved = added(desk, opened(desk, maija), eino, replace(GUARDIAN, scope_note=f"asiat, {MAIJA.hetu}"))
    undone(desk, maija, saved)
    acts = [(row.kind, row.table) for row in audited(desk, eino) if row.table == "party_relation"]
    assert acts == [("insert", "party_relation"), ("delete", "party_relation")]
    with desk.database.reading(desk["maija"]) as unit:
        assert MAIJA.hetu not in bodies(unit)
