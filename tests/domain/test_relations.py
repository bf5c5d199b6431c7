"""Which roles can be between whom, what each needs, and when one holds (law.md section 5)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from lpo_desk.domain.authority import AuthorityKind, AuthorityScope
from lpo_desk.domain.party import CustomerType, PartyKind, RelationKind
from lpo_desk.domain.relations import (
    ACTING,
    RULES,
    Relation,
    RelationState,
    RoleRefused,
    Side,
    check,
    check_end,
    misfit,
    papers,
    state_of,
)
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.terms import Lang

TODAY = date(2026, 11, 23)
ADULT = Side(PartyKind.PERSON, (CustomerType.PRIVATE,), date(1980, 5, 1))
CHILD = Side(PartyKind.PERSON, (), date(2012, 2, 29))
DEAD = Side(PartyKind.PERSON, (), date(1930, 1, 1), date(2025, 3, 3))
NAMELESS = Side(PartyKind.PERSON)
FIRM = Side(PartyKind.ORGANISATION, (CustomerType.COMPANY,))
TOWN = Side(PartyKind.ORGANISATION, (CustomerType.PUBLIC_BODY,))
ESTATE = Side(PartyKind.ORGANISATION, (CustomerType.ESTATE,))

GUARDIAN = Relation(
    RelationKind.GUARDIAN,
    authority=AuthorityKind.GUARDIANSHIP_ORDER,
    authority_on=date(2026, 3, 1),
    scope=AuthorityScope.FINANCES,
    seen_on=TODAY,
)
ATTORNEY = replace(
    GUARDIAN,
    kind=RelationKind.ATTORNEY,
    authority=AuthorityKind.CONFIRMED_MANDATE,
    confirmed_on=date(2026, 4, 1),
)
PROXY = replace(GUARDIAN, kind=RelationKind.PROXY, authority=AuthorityKind.POWER_OF_ATTORNEY)
CUSTODIAN = replace(
    GUARDIAN, kind=RelationKind.CUSTODIAN, authority=AuthorityKind.CUSTODY_EXTRACT, scope=None
)
SHAREHOLDER = replace(CUSTODIAN, kind=RelationKind.SHAREHOLDER, authority=AuthorityKind.ESTATE_INVENTORY)


def refused(relation: Relation, other: Side = ADULT, *, new: bool = True) -> dict[str, str]:
    """Field -> the key of what is wrong with it."""
    with pytest.raises(FieldsRefused) as caught:
        check(relation, ADULT, other, TODAY, new=new)
    return {name: error.key for name, error in caught.value.errors}


@pytest.mark.parametrize(
    ("kind", "holder", "other", "expected"),
    [
        (RelationKind.USER, ADULT, ADULT, None),
        (RelationKind.USER, FIRM, ADULT, None),
        (RelationKind.PAYER, FIRM, ADULT, None),
        (RelationKind.PAYER, ADULT, ESTATE, None),
        (RelationKind.PAYER, DEAD, ADULT, "relation.holder_deceased"),
        (RelationKind.CONTACT_PERSON, ADULT, FIRM, None),
        (RelationKind.CONTACT_PERSON, ADULT, ADULT, "relation.other_organisation"),
        (RelationKind.CONTACT_PERSON, FIRM, FIRM, "relation.holder_person"),
        (RelationKind.GUARDIAN, ADULT, ADULT, None),
        (RelationKind.GUARDIAN, ADULT, CHILD, None),
        (RelationKind.GUARDIAN, TOWN, ADULT, None),
        (RelationKind.GUARDIAN, FIRM, ADULT, "relation.holder_person"),
        (RelationKind.GUARDIAN, CHILD, ADULT, "relation.holder_minor"),
        (RelationKind.GUARDIAN, ADULT, FIRM, "relation.other_person"),
        (RelationKind.GUARDIAN, ADULT, DEAD, "relation.other_deceased"),
        (RelationKind.ATTORNEY, ADULT, ADULT, None),
        (RelationKind.ATTORNEY, ADULT, CHILD, "relation.other_adult"),
        (RelationKind.ATTORNEY, TOWN, ADULT, "relation.holder_person"),
        (RelationKind.PROXY, ADULT, FIRM, None),
        (RelationKind.PROXY, FIRM, ADULT, None),
        (RelationKind.CUSTODIAN, ADULT, CHILD, None),
        (RelationKind.CUSTODIAN, ADULT, ADULT, "relation.other_minor"),
        (RelationKind.CUSTODIAN, ADULT, NAMELESS, "relation.birth_missing"),
        (RelationKind.CUSTODIAN, ADULT, ESTATE, "relation.other_person"),
        (RelationKind.SHAREHOLDER, ADULT, ESTATE, None),
        (RelationKind.SHAREHOLDER, ADULT, DEAD, None),
        (RelationKind.SHAREHOLDER, ADULT, ADULT, "relation.other_estate"),
        (RelationKind.SHAREHOLDER, ADULT, FIRM, "relation.other_estate"),
    ],
)
def test_which_kinds_fit(kind: RelationKind, holder: Side, other: Side, expected: str | None) -> None:
    assert misfit(kind, holder, other, TODAY) == expected
    if expected is not None:
        with pytest.raises(RoleRefused) as caught:
            check(Relation(kind), holder, other, TODAY, new=True)
        for lang in Lang:
            assert len(caught.value.sentence(lang)) > 40, "says what happened, why and what to do"


@pytest.mark.parametrize(
    ("relation", "other"),
    [(GUARDIAN, ADULT), (ATTORNEY, ADULT), (PROXY, FIRM), (CUSTODIAN, CHILD), (SHAREHOLDER, ESTATE)],
)
def test_whole_authorities_are_in_force_at_once(relation: Relation, other: Side) -> None:
    saved = check(relation, ADULT, other, TODAY, new=True)
    assert saved.valid_from == TODAY
    assert state_of(saved, other, TODAY) is RelationState.IN_FORCE


@pytest.mark.parametrize("kind", [kind for kind in RelationKind if kind in ACTING])
def test_nobody_acts_for_another_without_a_paper(kind: RelationKind) -> None:
    other = {RelationKind.CUSTODIAN: CHILD, RelationKind.SHAREHOLDER: ESTATE}.get(kind, ADULT)
    told = refused(Relation(kind), other)
    assert {"authority", "authority_on", "seen_on"} <= set(told)
    imported = Relation(kind, valid_from=date(2020, 1, 1))
    assert state_of(imported, other, TODAY) is RelationState.NO_PAPER


def test_another_paper_proves_another_role() -> None:
    wrong = replace(GUARDIAN, authority=AuthorityKind.POWER_OF_ATTORNEY)
    assert refused(wrong) == {"authority": "relation.paper_missing"}
    assert papers(RelationKind.PROXY, FIRM) == (AuthorityKind.POWER_OF_ATTORNEY, AuthorityKind.TRADE_REGISTER)
    assert papers(RelationKind.PROXY, ADULT) == (AuthorityKind.POWER_OF_ATTORNEY,)


def test_a_mandate_holds_only_once_confirmed() -> None:
    unconfirmed = replace(ATTORNEY, confirmed_on=None)
    assert refused(unconfirmed) == {"confirmed_on": "relation.confirmation_missing"}
    assert state_of(unconfirmed, ADULT, TODAY) is RelationState.UNCONFIRMED
    early = replace(ATTORNEY, confirmed_on=date(2026, 2, 1))
    assert refused(early) == {"confirmed_on": "relation.confirmed_before_dated"}
    later = replace(ATTORNEY, confirmed_on=TODAY + timedelta(days=1))
    assert refused(later) == {"confirmed_on": "relation.paper_in_future"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"authority_on": None}, {"authority_on": "relation.authority_on_missing"}),
        ({"seen_on": date(2026, 2, 1)}, {"seen_on": "relation.seen_before_dated"}),
        ({"seen_on": TODAY + timedelta(days=1)}, {"seen_on": "relation.paper_in_future"}),
        ({"authority_on": date(1826, 3, 1)}, {"authority_on": "relation.date_too_early"}),
        ({"scope": None}, {"scope": "relation.scope_missing"}),
        ({"scope": AuthorityScope.STATED}, {"scope_note": "relation.scope_note_missing"}),
        ({"valid_to": TODAY - timedelta(days=1)}, {"valid_to": "relation.paper_expired"}),
        ({"valid_from": date(2027, 1, 1), "valid_to": TODAY}, {"valid_to": "relation.ends_before_begin"}),
    ],
)
def test_what_is_wrong_is_said_of_its_field(changes: dict[str, object], expected: dict[str, str]) -> None:
    assert refused(replace(PROXY, **changes)) == expected  # type: ignore[arg-type]  # any field


def test_what_a_kind_does_not_have_is_not_kept() -> None:
    everything = replace(
        ATTORNEY,
        task=" johtaja ",
        position="hallitus",
        subscription="L1",
        scope_note="pankki",
        valid_to=TODAY,
    )
    for kind, rule in RULES.items():
        if kind in ACTING:
            continue
        other = FIRM if kind is RelationKind.CONTACT_PERSON else ADULT
        kept = check(replace(everything, kind=kind), ADULT, other, TODAY, new=True)
        blank = Relation(kind)
        told = {name for name in Relation.__slots__ if getattr(kept, name) != getattr(blank, name)}
        assert told - {"valid_from"} <= set(rule.fields), kind
    contact = check(replace(everything, kind=RelationKind.CONTACT_PERSON), ADULT, FIRM, TODAY, new=True)
    assert (contact.task, contact.authority) == ("johtaja", None)


def test_custody_ends_when_the_child_comes_of_age() -> None:
    saved = check(CUSTODIAN, ADULT, CHILD, TODAY, new=True)
    assert saved.valid_to == date(2030, 2, 27)
    assert check(replace(CUSTODIAN, valid_to=TODAY), ADULT, CHILD, TODAY, new=True).valid_to == TODAY
    endless = replace(saved, valid_to=None)
    assert state_of(endless, CHILD, date(2030, 2, 27)) is RelationState.IN_FORCE
    assert state_of(endless, CHILD, date(2030, 2, 28)) is RelationState.EXPIRED


def test_an_expired_authority_is_told_from_a_role_that_ended() -> None:
    over = TODAY - timedelta(days=1)
    assert state_of(replace(PROXY, valid_to=TODAY), ADULT, TODAY) is RelationState.IN_FORCE
    assert state_of(replace(PROXY, valid_to=over), ADULT, TODAY) is RelationState.EXPIRED
    assert state_of(Relation(RelationKind.USER, valid_to=over), ADULT, TODAY) is RelationState.ENDED
    assert state_of(GUARDIAN, DEAD, TODAY) is RelationState.EXPIRED, "a guardian's task ends with the life"
    later = replace(PROXY, valid_from=TODAY + timedelta(days=1))
    assert state_of(later, ADULT, TODAY) is RelationState.UPCOMING
    assert RelationState.EXPIRED.past
    assert not RelationState.NO_PAPER.past


def test_what_is_corrected_afterwards_may_be_over() -> None:
    old = replace(PROXY, valid_from=date(2026, 3, 1), valid_to=date(2026, 10, 31))
    assert check(old, ADULT, ADULT, TODAY, new=False) == old


def test_a_role_ends_on_a_day_after_it_began() -> None:
    begun = Relation(RelationKind.USER, valid_from=date(2026, 3, 1))
    assert check_end(begun, TODAY).valid_to == TODAY
    for last, key in ((None, "relation.last_day_missing"), (date(2026, 2, 1), "relation.ends_before_begin")):
        with pytest.raises(FieldsRefused) as caught:
            check_end(begun, last)
        assert [(name, error.key) for name, error in caught.value.errors] == [("valid_to", key)]
    imported = Relation(RelationKind.PROXY)
    assert check_end(imported, TODAY).valid_to == TODAY, "what it lacks does not keep it from ending"
