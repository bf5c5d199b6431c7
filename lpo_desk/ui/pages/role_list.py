"""How a role is written in a list: what it is, who it ties to the customer, what it rests on, whether it holds."""

from lpo_desk.domain.card import RoleLine
from lpo_desk.domain.party import RelationKind
from lpo_desk.domain.relations import ACTING, RelationState
from lpo_desk.ui.forms.customer import written_phone
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.palette import Tone

_LOOKS = {
    RelationState.IN_FORCE: (Mark.CHECK, Tone.OK),
    RelationState.UPCOMING: (Mark.RING, Tone.MUTED),
    RelationState.NO_PAPER: (Mark.TRIANGLE, Tone.WARNING),
    RelationState.UNCONFIRMED: (Mark.TRIANGLE, Tone.WARNING),
    RelationState.EXPIRED: (Mark.SQUARE, Tone.ERROR),
    RelationState.ENDED: (Mark.RING, Tone.MUTED),
}


def role_columns(language: Language) -> tuple[Column[RoleLine], ...]:
    """Who stands how to this customer."""

    def name(row: RoleLine) -> str:
        return named(row, language)

    def basis(row: RoleLine) -> str:
        return basis_of(row, language)

    def kind(row: RoleLine) -> str:
        return language.text(role_term(row))

    return (
        Column("field.relation_kind", kind, width=175, hint=kind),
        Column("customer.name", name, width=190, hint=name),
        Column("card.role_state", lambda row: None, width=140, status=status_of),
        Column("card.duty", basis, width=120, stretch=True, hint=basis),
        Column("card.reached", reached_by, width=150, hint=reached_by),
    )


def reached_by(row: RoleLine) -> str:
    """Phone and e-mail of a contact person who is in the register for that alone."""
    return ", ".join(filter(None, (written_phone(row.phone), row.email)))


def role_term(row: RoleLine) -> str:
    """The term of a role as seen from this card."""
    side = "of" if row.outgoing else "is"
    return f"card.role_{row.kind.value}_{side}"


def named(row: RoleLine, language: Language) -> str:
    """The other party as a search names him."""
    shown = language.text("card.hidden_person") if row.protected else row.other_name
    return f"{shown} ({row.other_number})" if row.other_number else shown


def basis_of(row: RoleLine, language: Language) -> str:
    """The task and position, the subscription, or the paper that was seen with what it covers."""
    words, relation = language.text, row.relation
    if row.kind is RelationKind.CONTACT_PERSON:
        return ", ".join(filter(None, (relation.task, relation.position)))
    if row.kind not in ACTING:
        return relation.subscription or words("card.all_subscriptions")
    scope = words(relation.scope.term) if relation.scope else ""
    paper = ""
    if relation.authority is not None and relation.seen_on is not None:
        paper = words(
            "card.role_paper",
            paper=words(relation.authority.term),
            dated=relation.authority_on,
            seen=relation.seen_on,
        )
    return "; ".join(filter(None, (scope, relation.scope_note, paper)))


def status_of(row: RoleLine) -> Status:
    """Whether it holds, and until when or since when."""
    mark, tone = _LOOKS[row.state]
    begins, ends = row.relation.valid_from, row.relation.valid_to
    if row.state is RelationState.IN_FORCE and ends is not None:
        return Status("card.role_until", mark, tone, (("until", ends),))
    if row.state is RelationState.UPCOMING:
        return Status("card.role_from", mark, tone, (("since", begins),))
    if row.state.past and ends is not None:
        return Status(f"card.role_over_{row.state.value}", mark, tone, (("until", ends),))
    return Status(row.state.term, mark, tone)


def role_facts(row: RoleLine, language: Language) -> tuple[tuple[str, str], ...]:
    """The whole of a role, each value with its label's term; empty ones are left out where they are shown."""
    relation, show = row.relation, language.show
    seen = f"{show(relation.seen_on)} ({row.seen_by})" if row.seen_by else show(relation.seen_on)
    came = ""
    if row.came is not None:
        key = "card.source_by" if row.came.by else "card.source_on"
        came = language.text(key, source=show(row.came.source), on=row.came.on, by=row.came.who)
    period = f"{show(relation.valid_from)} – {show(relation.valid_to)}".strip()
    return (
        ("customer.name", named(row, language)),
        ("field.authority_document", show(relation.authority)),
        ("field.authority_on", show(relation.authority_on)),
        ("field.confirmed_on", show(relation.confirmed_on)),
        ("field.authority_seen_on", seen if relation.seen_on else ""),
        ("field.authority_scope", show(relation.scope)),
        ("field.authority_note", relation.scope_note),
        ("field.task", relation.task),
        ("field.position", relation.position),
        ("card.reached", reached_by(row)),
        ("card.role_period", period if period != "–" else ""),
        ("field.source", came),
    )
