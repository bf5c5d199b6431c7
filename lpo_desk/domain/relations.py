"""Roles between parties: which kinds fit whom, what each needs, and whether it is in force (law.md section 5).

Everywhere `holder` is the KIND of `other`: the guardian of the principal, the payer of the owner.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from lpo_desk.domain.authority import AuthorityKind, AuthorityScope
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.flags import MAJORITY, birthday, is_minor
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import CustomerType, PartyKind, RelationKind
from lpo_desk.domain.sections import FieldsRefused, ValueRefused, clean_lines

EARLIEST = date(1900, 1, 1)
_PAPER = ("authority", "authority_on", "seen_on", "scope_note", "valid_to")


class RelationState(Labelled):
    """What a role amounts to today. Only IN_FORCE entitles anybody to anything.

    NO_PAPER: nobody has seen the paper it needs. EXPIRED: the right to act for another ran out; ENDED: any other role.
    """

    IN_FORCE = "in_force"
    UPCOMING = "upcoming"
    NO_PAPER = "no_paper"
    UNCONFIRMED = "unconfirmed"
    EXPIRED = "expired"
    ENDED = "ended"

    @property
    def past(self) -> bool:
        return self in (RelationState.EXPIRED, RelationState.ENDED)


@dataclass(frozen=True, slots=True)
class Side:
    """What the rules ask of a party at one end of a role."""

    kind: PartyKind
    types: tuple[CustomerType, ...] = ()
    born: date | None = None
    died: date | None = None

    @property
    def person(self) -> bool:
        return self.kind is PartyKind.PERSON

    @property
    def estate(self) -> bool:
        """An estate, or a person who has died and whose estate is dealt with under the old number."""
        return CustomerType.ESTATE in self.types or self.died is not None

    def minor(self, today: date) -> bool:
        return is_minor(self.born, today)


@dataclass(frozen=True, slots=True)
class Relation:
    """A role without its ends. `subscription`: the number of the other's subscription, "" for all of them.

    authority: the paper that was seen, `authority_on` its own date. valid_to: the last day, None: until further notice.
    """

    kind: RelationKind
    subscription: str = ""
    task: str = ""
    position: str = ""
    authority: AuthorityKind | None = None
    authority_on: date | None = None
    confirmed_on: date | None = None
    scope: AuthorityScope | None = None
    scope_note: str = ""
    seen_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What a kind of role has. `papers`: one of these must have been seen."""

    fields: tuple[str, ...]
    papers: tuple[AuthorityKind, ...] = ()


RULES: Mapping[RelationKind, Rule] = MappingProxyType(
    {
        RelationKind.USER: Rule(("subscription", "valid_from", "valid_to")),
        RelationKind.PAYER: Rule(("subscription", "valid_from", "valid_to")),
        RelationKind.CONTACT_PERSON: Rule(("task", "position", "valid_from", "valid_to")),
        RelationKind.GUARDIAN: Rule((*_PAPER, "scope", "valid_from"), (AuthorityKind.GUARDIANSHIP_ORDER,)),
        RelationKind.ATTORNEY: Rule(
            (*_PAPER, "confirmed_on", "scope", "valid_from"), (AuthorityKind.CONFIRMED_MANDATE,)
        ),
        RelationKind.PROXY: Rule(
            (*_PAPER, "scope", "valid_from"),
            (AuthorityKind.POWER_OF_ATTORNEY, AuthorityKind.TRADE_REGISTER),
        ),
        RelationKind.CUSTODIAN: Rule((*_PAPER, "valid_from"), (AuthorityKind.CUSTODY_EXTRACT,)),
        RelationKind.SHAREHOLDER: Rule(
            (*_PAPER, "valid_from"), (AuthorityKind.ESTATE_INVENTORY, AuthorityKind.GENEALOGY_REPORT)
        ),
    }
)
"""In the order the kinds are offered: the digit that chooses one is its place here."""

ACTING = frozenset(kind for kind, rule in RULES.items() if rule.papers)
"""Roles of those who act for another."""

_OF_THE_LIVING = {RelationKind.GUARDIAN, RelationKind.ATTORNEY, RelationKind.CUSTODIAN}


class RoleRefused(UserError):
    """A role that cannot be between these two; the key says why."""


def misfit(kind: RelationKind, holder: Side, other: Side, today: date) -> str | None:
    """The key of the sentence why `holder` cannot become the KIND of `other`, None when he can."""
    if holder.died is not None:
        return "relation.holder_deceased"
    match kind:
        case RelationKind.CONTACT_PERSON:
            if not holder.person:
                return "relation.holder_person"
            return None if not other.person else "relation.other_organisation"
        case RelationKind.SHAREHOLDER:
            return None if other.estate else "relation.other_estate"
        case RelationKind.GUARDIAN | RelationKind.ATTORNEY | RelationKind.CUSTODIAN:
            return _misfit_of_person(kind, holder, other, today)
        case _:
            return None


def _misfit_of_person(kind: RelationKind, holder: Side, other: Side, today: date) -> str | None:
    if not other.person:
        return "relation.other_person"
    if other.died is not None:
        return "relation.other_deceased"
    public_guardian = kind is RelationKind.GUARDIAN and CustomerType.PUBLIC_BODY in holder.types
    if not holder.person and not public_guardian:
        return "relation.holder_person"
    if kind is RelationKind.CUSTODIAN:
        if other.born is None:
            return "relation.birth_missing"
        return None if other.minor(today) else "relation.other_minor"
    if holder.minor(today):
        return "relation.holder_minor"
    return "relation.other_adult" if kind is RelationKind.ATTORNEY and other.minor(today) else None


def papers(kind: RelationKind, other: Side) -> tuple[AuthorityKind, ...]:
    """The papers that prove the role. Only organisations stand in the trade register."""
    return tuple(
        paper for paper in RULES[kind].papers if paper is not AuthorityKind.TRADE_REGISTER or not other.person
    )


def check(relation: Relation, holder: Side, other: Side, today: date, *, new: bool) -> Relation:
    """The role cleaned, without what its kind does not have. Raises RoleRefused and FieldsRefused.

    A new role begins today unless it says otherwise, and a custodian's ends at the latest the day before the child
    comes of age.
    """
    if new and (refusal := misfit(relation.kind, holder, other, today)):
        raise RoleRefused(refusal)
    value = _cleaned(relation)
    if new and value.valid_from is None:
        value = replace(value, valid_from=today)
    if value.kind is RelationKind.CUSTODIAN and other.born is not None:
        last = birthday(other.born, MAJORITY) - timedelta(days=1)
        value = replace(value, valid_to=min(value.valid_to or last, last))
    errors = _paper_errors(value, other, today) if value.kind in ACTING else {}
    errors |= _period_errors(value, today, new=new)
    if errors:
        raise FieldsRefused(errors)
    return value


def check_end(relation: Relation, last: date | None) -> Relation:
    """The role with its last day. Raises FieldsRefused."""
    if last is None:
        raise FieldsRefused({"valid_to": ValueRefused("relation.last_day_missing")})
    if relation.valid_from is not None and last < relation.valid_from:
        raise FieldsRefused({"valid_to": ValueRefused("relation.ends_before_begin")})
    return replace(relation, valid_to=last)


def state_of(relation: Relation, other: Side, today: date) -> RelationState:
    """What the role amounts to today. A right to act for a living person ends with that person's death."""
    acting = relation.kind in ACTING
    over = relation.valid_to is not None and relation.valid_to < today
    if relation.kind in _OF_THE_LIVING and other.died is not None:
        over = True
    if relation.kind is RelationKind.CUSTODIAN and other.born is not None and not other.minor(today):
        over = True
    if over:
        return RelationState.EXPIRED if acting else RelationState.ENDED
    if acting and (relation.authority is None or relation.seen_on is None):
        return RelationState.NO_PAPER
    if relation.kind is RelationKind.ATTORNEY and relation.confirmed_on is None:
        return RelationState.UNCONFIRMED
    if relation.valid_from is not None and relation.valid_from > today:
        return RelationState.UPCOMING
    return RelationState.IN_FORCE


def _cleaned(relation: Relation) -> Relation:
    own = RULES[relation.kind].fields
    blank = Relation(relation.kind)
    foreign = {name: getattr(blank, name) for name in _ALL if name not in own}
    texts = clean_lines(
        subscription=(relation.subscription, 40),
        task=(relation.task, 100),
        position=(relation.position, 100),
        scope_note=(relation.scope_note, 400),
    )
    return replace(relation, **{**texts, **foreign})


_ALL = tuple(dict.fromkeys(name for rule in RULES.values() for name in rule.fields))


def _paper_errors(value: Relation, other: Side, today: date) -> dict[str, UserError]:
    errors: dict[str, UserError] = {}

    def refuse(name: str, key: str) -> None:
        errors.setdefault(name, ValueRefused(key))

    if value.authority not in papers(value.kind, other):
        refuse("authority", "relation.paper_missing")
    for name in ("authority_on", "seen_on"):
        day = getattr(value, name)
        if day is None:
            refuse(name, f"relation.{name}_missing")
        elif day > today:
            refuse(name, "relation.paper_in_future")
        elif day < EARLIEST:
            refuse(name, "relation.date_too_early")
    if value.authority_on and value.seen_on and value.seen_on < value.authority_on:
        refuse("seen_on", "relation.seen_before_dated")
    if value.kind is RelationKind.ATTORNEY:
        if value.confirmed_on is None:
            refuse("confirmed_on", "relation.confirmation_missing")
        elif value.confirmed_on > today:
            refuse("confirmed_on", "relation.paper_in_future")
        elif value.authority_on and value.confirmed_on < value.authority_on:
            refuse("confirmed_on", "relation.confirmed_before_dated")
    if "scope" in RULES[value.kind].fields:
        if value.scope is None:
            refuse("scope", "relation.scope_missing")
        elif value.scope is AuthorityScope.STATED and not value.scope_note:
            refuse("scope_note", "relation.scope_note_missing")
    return errors


def _period_errors(value: Relation, today: date, *, new: bool) -> dict[str, UserError]:
    begins, ends = value.valid_from, value.valid_to
    if begins is not None and begins < EARLIEST:
        return {"valid_from": ValueRefused("relation.date_too_early")}
    if ends is not None and new and ends < today:
        over = "relation.paper_expired" if value.kind in ACTING else "relation.over_already"
        return {"valid_to": ValueRefused(over)}
    if begins is not None and ends is not None and ends < begins:
        return {"valid_to": ValueRefused("relation.ends_before_begin")}
    return {}
