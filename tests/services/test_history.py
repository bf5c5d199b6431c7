"""The time line: what changed, when, by whom; who looked is for those who oversee."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import delete, select

from lpo_desk.db.tables.system import AuditBody, AuditEvent
from lpo_desk.domain.audit import Change, Purpose, RevealReason, Ticket
from lpo_desk.domain.card import HistoryKind, HistoryLine
from lpo_desk.domain.party import (
    Channel,
    DirectoryState,
    InteractionKind,
    RelationKind,
    Sender,
    Source,
    Standing,
)
from lpo_desk.domain.permissions import column
from lpo_desk.domain.printed import Country
from lpo_desk.domain.relations import Relation
from lpo_desk.services import customers, history, relations, sections
from lpo_desk.services.registering import add_interaction
from lpo_desk.terms import Lang, has, terms
from tests.fixtures_db import Desk
from tests.services.people import FIRM, MAIJA, PROTECTED, add, card, opened


def told(
    desk: Desk, ticket: Ticket, *kinds: HistoryKind, by: str = "maija", limit: int = 200
) -> tuple[HistoryLine, ...]:
    with desk.database.reading(desk[by]) as unit:
        return history.lines(unit, ticket, kinds or history.ALL, limit)


def save(desk: Desk, ticket: Ticket, section: str, by: str = "maija", **changes: object) -> Any:  # noqa: ANN401
    base: Any = getattr(card(desk, ticket, by), section)
    with desk.database.unit(desk[by]) as unit:
        function = getattr(sections, f"save_{section}")
        return function(unit, ticket, base, replace(base, **changes), Source.SUBJECT)


@pytest.fixture
def ticket(desk: Desk) -> Ticket:
    party_id = add(desk, MAIJA)
    desk.clock.forward(days=1)
    return opened(desk, party_id)


def test_registering_is_the_first_line(desk: Desk, ticket: Ticket) -> None:
    (line,) = told(desk, ticket, HistoryKind.CHANGE)
    assert (line.text, line.who) == ("history.added", "Maija Virtanen")
    fields = {change.field: change.after for change in line.changes}
    assert fields["field.last_name"] == "Aalto"
    assert fields["field.language"] is Lang.FI
    assert fields["field.customer_since"] == date(2004, 5, 1)
    assert all(has(name) for name in fields)


def test_a_change_tells_what_was_and_what_is(desk: Desk, ticket: Ticket) -> None:
    desk.clock.forward(minutes=1)
    save(desk, ticket, "contact", phone="040 000 0177")
    line = told(desk, ticket, HistoryKind.CHANGE)[0]
    assert line.changes == (Change("field.contact_value", "+358400000101", "+358400000177"),)
    assert line.at == desk.clock.now


def test_an_outdated_name_and_address_tell_both_halves(desk: Desk, ticket: Ticket) -> None:
    save(desk, ticket, "basic", last_name="Salo")
    desk.clock.forward(minutes=1)
    saved = save(desk, ticket, "contact", street="Tori 1")
    desk.clock.forward(minutes=1)
    with desk.database.unit(desk["maija"]) as unit:
        sections.undo(unit, ticket, saved)
    back, moved, named = told(desk, ticket, HistoryKind.CHANGE)[:3]
    assert named.changes == (Change("field.last_name", "Aalto", "Salo"),)
    assert moved.changes == (Change("field.street", "Linnunrata 12 A 3", "Tori 1"),)
    assert back.changes == (Change("field.street", "Tori 1", "Linnunrata 12 A 3"),)


def test_an_address_taken_away_tells_what_it_was(desk: Desk, ticket: Ticket) -> None:
    desk.clock.forward(minutes=1)
    save(desk, ticket, "contact", street="", postcode="", town="")
    assert told(desk, ticket, HistoryKind.CHANGE)[0].changes == (
        Change("field.street", "Linnunrata 12 A 3", None),
        Change("field.postcode", "07900", None),
        Change("field.town", "Loviisa", None),
    )


def test_a_changed_code_is_named_without_any_value(desk: Desk, ticket: Ticket) -> None:
    desk.clock.forward(minutes=1)
    with desk.database.unit(desk["maija"]) as unit:
        sections.save_hetu(unit, ticket, PROTECTED.hetu, Source.SUBJECT)
    assert Change("field.hetu", None, None) in told(desk, ticket, HistoryKind.CHANGE)[0].changes
    everything = repr(told(desk, ticket))
    for code in (MAIJA.hetu, PROTECTED.hetu):
        assert code not in everything


def test_a_redacted_change_keeps_its_field_names(desk: Desk, ticket: Ticket) -> None:
    desk.clock.forward(minutes=1)
    save(desk, ticket, "contact", phone="040 000 0177")
    with desk.database.unit(desk["admin"]) as unit:
        unit.session.execute(delete(AuditBody))
    assert told(desk, ticket, HistoryKind.CHANGE)[0].changes == (Change("field.contact_value", None, None),)


def test_look_ups_tell_when_and_why_and_who_to_the_officer_alone(desk: Desk, ticket: Ticket) -> None:
    desk.clock.forward(minutes=1)
    officer = opened(desk, ticket.party_id, by="jani", purpose=Purpose.SUPERVISION)
    with desk.database.unit(desk["maija"]) as unit:
        customers.request_reveal(unit, ticket, RevealReason.IDENTIFY)
    for_clerk = told(desk, ticket, HistoryKind.LOOKUP)
    assert {line.who for line in for_clerk} == {""}
    for_officer = told(desk, officer, HistoryKind.LOOKUP, by="jani")
    assert [(line.text, line.who, dict(line.values)) for line in for_officer] == [
        ("history.revealed_code", "Maija Virtanen", {"reason": RevealReason.IDENTIFY}),
        ("history.looked_up", "Jani Alho", {"purpose": Purpose.SUPERVISION}),
        ("history.looked_up", "Maija Virtanen", {"purpose": Purpose.COUNTER}),
    ]


def test_permission_events_are_told_with_their_day(desk: Desk, ticket: Ticket) -> None:
    save(
        desk,
        ticket,
        "permissions",
        **column(Sender.OWN, Standing.CONSENT),
        directory=DirectoryState.SECRET,
        protected=True,
    )
    lines = {line.text: line for line in told(desk, ticket, HistoryKind.PERMISSION)}
    assert set(lines) == {"history.permission_own", "history.directory", "history.protected"}
    own = lines["history.permission_own"]
    assert (own.at, own.who) == (date(2026, 11, 24), "Maija Virtanen")
    assert dict(own.values) == {"channel": Channel.ALL, "state": Standing.CONSENT}


def test_interactions_are_in_the_registers_own_words(desk: Desk, ticket: Ticket) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        for text in ("Adressändring", f"hetu {MAIJA.hetu}", ""):
            add_interaction(
                unit,
                ticket.party_id,
                InteractionKind.CONTACT,
                text,
                on=date(2019, 1, 26),
                source=Source.SUBJECT,
            )
    lines = told(desk, ticket, HistoryKind.INTERACTION)
    assert [(line.text, line.translate) for line in lines] == [
        ("interaction_kind.contact", True),
        ("hetu 131052-****", False),
        ("Adressändring", False),
    ]
    assert {line.at for line in lines} == {date(2019, 1, 26)}


def test_every_line_can_be_said_in_every_language(desk: Desk, ticket: Ticket) -> None:
    save(desk, ticket, "permissions", own_phone=Standing.BANNED, protected_until=None)
    save(desk, ticket, "basic", language=Lang.SV)
    with desk.database.unit(desk["maija"]) as unit:
        customers.request_reveal(unit, ticket, RevealReason.CREDIT)
    for line in told(desk, ticket):
        for lang in Lang:
            assert not line.translate or terms(line.text, lang=lang, **dict(line.values))
            assert not line.detail or terms(line.detail, lang=lang)
            assert all(terms(change.field, lang=lang) for change in line.changes)


def test_newest_first_and_no_more_than_asked(desk: Desk, ticket: Ticket) -> None:
    for n in range(5):
        desk.clock.forward(minutes=1)
        save(desk, ticket, "contact", phone=f"040 000 030{n}")
    lines = told(desk, ticket, HistoryKind.CHANGE, limit=3)
    assert len(lines) == 3
    assert all(str(earlier.at) >= str(later.at) for earlier, later in pairwise(lines))
    assert lines[0].changes[0].after == "+358400000304"


def test_a_masked_card_has_a_masked_history(desk: Desk) -> None:
    party_id = add(desk, PROTECTED)
    with desk.database.unit(desk["maija"]) as unit:
        add_interaction(unit, party_id, InteractionKind.CHANGE, "Muutti Piilokujalle", source=Source.SUBJECT)
    lines = told(desk, opened(desk, party_id))
    assert {line.kind for line in lines} >= {HistoryKind.INTERACTION, HistoryKind.CHANGE, HistoryKind.LOOKUP}
    for secret in ("Piilokuja", "Kätkö", "Salla", "0909", "06150"):
        assert secret not in repr(lines)
    ticket = opened(desk, party_id, by="leena")
    with desk.database.unit(desk["leena"]) as unit:
        customers.reveal_protected(unit, ticket, RevealReason.CONTRACT)
    assert "Muutti Piilokujalle" in repr(told(desk, ticket, by="leena"))


def test_a_country_is_told_as_a_country(desk: Desk, ticket: Ticket) -> None:
    """Not as a code: the page says its name in the language of the reader."""
    desk.clock.forward(minutes=1)
    save(desk, ticket, "contact", country="SE")
    assert Change("field.country", Country("FI"), Country("SE")) in told(desk, ticket)[0].changes


def role_changes(desk: Desk, party_id: int) -> list[dict[str, tuple[object, object]]]:
    """What the time line tells of roles, newest first: field -> before and after."""
    lines = told(desk, opened(desk, party_id), HistoryKind.CHANGE)
    found = [{c.field: (c.before, c.after) for c in line.changes} for line in lines]
    return [change for change in found if any(name in change for name in ROLE_FIELDS)]


ROLE_FIELDS = ("field.relation_kind", "field.task", "field.valid_to")


@pytest.mark.parametrize("outgoing", [False, True])
def test_a_role_is_told_to_both_of_its_ends(desk: Desk, outgoing: bool) -> None:
    """Whoever it was recorded from: what the role is, that it changed, and that it was taken away."""
    firm, eino = add(desk, FIRM), add(desk, MAIJA)
    here, there = (eino, firm) if outgoing else (firm, eino)
    ticket = opened(desk, here)
    role = Relation(RelationKind.CONTACT_PERSON, task="laskut", position="rehtori")
    with desk.database.unit(desk["maija"]) as unit:
        saved = relations.add(unit, ticket, there, role, Source.SUBJECT, outgoing=outgoing)
    assert saved.after is not None
    desk.clock.forward(minutes=1)
    with desk.database.unit(desk["maija"]) as unit:
        changed = relations.save(
            unit, ticket, saved.id, saved.after, replace(saved.after, task="kaikki"), Source.SUBJECT
        )
    desk.clock.forward(minutes=1)
    with desk.database.unit(desk["maija"]) as unit:
        assert changed.after is not None
        relations.remove(unit, ticket, saved.id, changed.after)
    removed, moved, first = role_changes(desk, firm)
    kind = RelationKind.CONTACT_PERSON
    assert first["field.relation_kind"] == (None, kind)
    assert removed["field.relation_kind"] == (kind, None)
    assert moved == {"field.task": (None, None)}, "what is the other person's own is named without values"
    assert role_changes(desk, eino)[1] == {"field.task": ("laskut", "kaikki")}
    assert [each.get("field.relation_kind") for each in role_changes(desk, eino)] == [
        (kind, None),
        None,
        (None, kind),
    ]


def test_what_is_the_other_persons_own_lies_in_no_body_of_the_firm(desk: Desk) -> None:
    """Else the firm's extract would print its contact person's task from the change log."""
    firm, maija = add(desk, FIRM), add(desk, MAIJA)
    role = Relation(RelationKind.CONTACT_PERSON, task="laskut", position="rehtori", scope_note="sairas")
    ticket = opened(desk, firm)
    with desk.database.unit(desk["maija"]) as unit:
        relations.add(unit, ticket, maija, role, Source.SUBJECT)
    with desk.database.reading(desk["jani"]) as unit:
        of_firm = unit.session.scalars(
            select(AuditBody.body)
            .join(AuditEvent, AuditEvent.id == AuditBody.event_id)
            .where(AuditEvent.party_id == firm, AuditEvent.table_name == "party_relation")
        )
        (body,) = of_firm
    assert body["kind"] == [None, "contact_person"]
    assert not {"task", "position", "scope_note"} & set(body)
