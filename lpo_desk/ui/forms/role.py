"""The fields of a role by its kind, and of a person who comes into the register with one."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from PySide6.QtWidgets import QWidget

from lpo_desk.domain.authority import AuthorityScope
from lpo_desk.domain.emails import parse_email
from lpo_desk.domain.identifiers import parse_hetu
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.party import ContactDetails, PersonDetails, RelationKind, Source
from lpo_desk.domain.reference import town_after
from lpo_desk.domain.relations import ACTING, RULES, Relation, Side, papers
from lpo_desk.services.registering import NewParty
from lpo_desk.terms import Lang
from lpo_desk.ui.forms.customer import CountryEditor, Today, languages, phone_field, postcode_editor
from lpo_desk.ui.language import Language
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.editors import ChoiceEditor, Choices, MakesEditor
from lpo_desk.ui.widgets.section_form import Field, Fills

_ORDER = (
    "subscription",
    "task",
    "position",
    "authority",
    "authority_on",
    "confirmed_on",
    "seen_on",
    "scope",
    "scope_note",
    "valid_from",
    "valid_to",
)
"""As the fields are tabbed through: what the customer says first."""


@dataclass(frozen=True, slots=True)
class RoleEntry(Relation):
    """A role as it is typed, with where it came from."""

    source: Source = Source.SUBJECT

    @property
    def relation(self) -> Relation:
        return Relation(**{field.name: getattr(self, field.name) for field in fields(Relation)})


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Somebody new who is no customer: a payer with his own code and address, a contact person."""

    last_name: str = ""
    first_names: str = ""
    hetu: str = ""
    language: Lang | None = None
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = "FI"
    phone: str = ""
    email: str = ""

    def party(self, source: Source) -> NewParty:
        born = parse_hetu(self.hetu).born if self.hetu else None
        return NewParty(
            PersonDetails(
                self.last_name, self.first_names, language=self.language, types=(), date_of_birth=born
            ),
            hetu=self.hetu,
            contact=ContactDetails(
                street=self.street,
                postcode=self.postcode,
                town=self.town,
                country=self.country,
                phone=self.phone,
                email=self.email,
            ),
            source=source,
        )


class SubscriptionEditor(ChoiceEditor):
    """One of the customer's own subscriptions by its number, or all of them."""

    def __init__(self, language: Language, parent: QWidget, numbers: Sequence[str]) -> None:
        self._numbers = numbers
        super().__init__(language, parent, lambda: [("", "card.all_subscriptions")])

    def offer(self) -> None:
        words = self._language.text
        self._combo.set_choices(
            [("", words("card.all_subscriptions")), *((number, number) for number in self._numbers)]
        )


def entry_of(relation: Relation, source: Source) -> RoleEntry:
    """A recorded role, to be changed."""
    return RoleEntry(
        **{field.name: getattr(relation, field.name) for field in fields(Relation)}, source=source
    )


def fresh_entry(kind: RelationKind, other: Side, today: date) -> RoleEntry:
    """A new role of a kind. The paper is proposed where only one proves it; it was seen today unless said otherwise."""
    if kind not in ACTING:
        return RoleEntry(kind, valid_from=today)
    proofs = papers(kind, other)
    return RoleEntry(
        kind,
        authority=proofs[0] if len(proofs) == 1 else None,
        scope=None,
        seen_on=today,
        valid_from=today,
    )


def role_fields(
    kind: RelationKind, other: Side, today: Today, subscriptions: Sequence[str] | None
) -> tuple[Field, ...]:
    """What a role of the kind asks. `subscriptions`: numbers to choose from; None where they are not this card's."""
    makers = _makers(kind, other, today, subscriptions)
    own = [name for name in _ORDER if name in RULES[kind].fields]
    wide = {"scope_note", "subscription"}
    return (
        *(Field(name, _TERMS[name], makers[name], wide=name in wide) for name in own),
        Field("source", "card.source_question", editors.choice(_sources)),
    )


def person_fields(speaks: Lang | None) -> tuple[Field, ...]:
    """What is asked of somebody new. The town follows the postcode, named in the language `speaks` or his own."""

    def town(before: PersonEntry, now: PersonEntry) -> str:
        if now.country != "FI":
            return now.town
        return town_after(before.postcode, now.postcode, now.town, now.language or speaks)

    return (
        Field("last_name", "field.last_name", editors.text(100), required=True),
        Field("first_names", "field.first_names", editors.text(100)),
        Field("hetu", "field.hetu", editors.text(40, parse=lambda text: parse_hetu(text).value)),
        Field("language", "field.language", editors.choice(languages)),
        Field("street", "field.street", editors.text(200)),
        Field("postcode", "field.postcode", postcode_editor, fills=Fills("town", town)),
        Field("town", "field.town", editors.text(100)),
        Field("country", "field.country", CountryEditor),
        phone_field("phone"),
        Field("email", "card.email", editors.text(254, parse=parse_email)),
    )


_TERMS = {
    "subscription": "field.subscription_number",
    "task": "field.task",
    "position": "field.position",
    "authority": "field.authority_document",
    "authority_on": "field.authority_on",
    "confirmed_on": "field.confirmed_on",
    "seen_on": "field.authority_seen_on",
    "scope": "field.authority_scope",
    "scope_note": "field.authority_note",
    "valid_from": "field.valid_from",
    "valid_to": "field.valid_to",
}


def _makers(
    kind: RelationKind, other: Side, today: Today, subscriptions: Sequence[str] | None
) -> dict[str, MakesEditor]:
    proofs = _choosing(papers(kind, other))
    scopes = _choosing(tuple(AuthorityScope))
    makers: dict[str, MakesEditor] = {
        name: editors.day(today)
        for name in ("authority_on", "confirmed_on", "seen_on", "valid_from", "valid_to")
    }
    makers |= {"task": editors.text(100), "position": editors.text(100), "scope_note": editors.text(400)}
    makers |= {"authority": editors.choice(proofs), "scope": editors.choice(scopes)}
    if subscriptions is None:
        makers["subscription"] = editors.text(40)
    else:
        numbers = tuple(subscriptions)
        makers["subscription"] = lambda language, parent: SubscriptionEditor(language, parent, numbers)
    return makers


def _choosing(members: Sequence[Labelled]) -> Choices:
    """One of these, nothing chosen at first."""
    return lambda: [(None, "role_dialog.choose"), *((each, each.term) for each in members)]


def _sources() -> Sequence[tuple[Source, str]]:
    return [(source, source.term) for source in Source]
