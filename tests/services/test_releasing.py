"""What leaves the program of a protected person is confirmed first, and what leaves of anybody is in the audit."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest

from lpo_desk.db.tables.register import Address, ProtectionNote
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.card import HistoryKind
from lpo_desk.domain.case import CaseDiary, DocumentKind, ReplyForm, Requester
from lpo_desk.domain.leaving import (
    Caution,
    Destination,
    Exit,
    Exposed,
    Leaving,
    NotConfirmed,
    Values,
    exposed,
)
from lpo_desk.domain.party import AddressKind, Source
from lpo_desk.services import cases, history, registering, releasing
from lpo_desk.services._steps import StepRefused
from lpo_desk.services.registering import NewSubscription
from lpo_desk.terms import Lang, terms
from tests.fixtures_db import Desk
from tests.services.case_steps import do, opened, register
from tests.services.people import MAIJA, PROTECTED, add, audited

RECEIPT = Leaving((DocumentKind.RECEIPT.term,), "L-2026-0001", words="Salla Inkeri Kätkö, 10077")
WHOLE = "Piilokuja 9\n06150 Porvoo, puh. 040 0000909 tai salla@ex-\nample.fi"


@pytest.fixture
def hidden(desk: Desk) -> int:
    return add(desk, PROTECTED)


def ask(desk: Desk, leaving: Leaving, who: str = "maija") -> Caution | None:
    with desk.database.reading(desk[who]) as unit:
        return releasing.caution(unit, leaving)


def logged(desk: Desk, party_id: int) -> list[tuple[str, str, str]]:
    rows = audited(desk, party_id)
    return [(row.kind, row.who, row.detail) for row in rows if row.table == releasing.PAPER]


def move_to_box(desk: Desk, party_id: int) -> None:
    """A contact address, as the person gave it."""
    with desk.database.unit(desk["maija"]) as unit:
        box = Address(party_id=party_id, kind=AddressKind.CONTACT, street="PL 12", postcode="07901")
        box.source, box.source_on = Source.SUBJECT, unit.today
        unit.session.add(box)


def test_a_paper_of_anybody_else_goes_at_once_and_is_logged(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    register(desk, party_id)
    assert ask(desk, RECEIPT) is None
    do(desk, releasing.release, RECEIPT, Exit.PRINTED, who="maija")
    do(desk, releasing.release, RECEIPT, Exit.SAVED, who="jani")
    assert logged(desk, party_id) == [
        ("print", "maija", "printed:document_kind.receipt"),
        ("export", "jani", "saved:document_kind.receipt"),
    ]


def test_what_left_is_told_on_the_time_lines_of_case_and_card(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    case_id = register(desk, party_id).case_id
    do(desk, releasing.release, RECEIPT, Exit.PRINTED, who="maija")
    do(desk, releasing.release, Leaving((DocumentKind.RECEIPT.term,), party_id=party_id), Exit.SAVED)
    with desk.database.reading(desk["jani"]) as unit:
        last = cases.read(unit, case_id).timeline[-1]
    assert (last.what, last.who, last.reason) == (CaseDiary.PRINTED, "Maija Virtanen", "Vastaanottokuittaus")
    ticket = opened(desk, party_id)
    with desk.database.reading(desk["jani"]) as unit:
        lines = history.lines(unit, ticket, [HistoryKind.REQUEST])
    told = [(line.who, terms(line.text, lang=Lang.SV, **dict(line.values))) for line in lines]
    assert told[:2] == [
        ("Jani Alho", "Sparad som fil: Mottagningskvitto"),
        ("Maija Virtanen", "Begäran L-2026-0001, utskriven: Mottagningskvitto"),
    ]


def test_a_protected_persons_paper_stays_until_just_that_was_confirmed(desk: Desk, hidden: int) -> None:
    register(desk, hidden)
    told = ask(desk, RECEIPT)
    assert told == Caution((), Destination.COUNTER)
    for confirmed in (None, replace(told, to=Destination.AUTHORITY), replace(told, exposed=(Exposed.HOME,))):
        with pytest.raises(NotConfirmed) as refused:
            do(desk, releasing.release, RECEIPT, Exit.PRINTED, confirmed, who="maija")
        assert refused.value.caution == told
    assert logged(desk, hidden) == []
    do(desk, releasing.release, RECEIPT, Exit.PRINTED, told, who="maija")
    assert logged(desk, hidden) == [("print", "maija", "printed:document_kind.receipt")]


def test_a_note_that_came_meanwhile_stops_what_nobody_asked_about(desk: Desk) -> None:
    party_id = add(desk, MAIJA)
    register(desk, party_id)
    assert ask(desk, RECEIPT) is None
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.add(ProtectionNote(party_id=party_id, source=Source.SUBJECT, source_on=unit.today))
    with pytest.raises(NotConfirmed):
        do(desk, releasing.release, RECEIPT, Exit.PRINTED, None, who="maija")


def test_what_a_paper_tells_is_read_from_its_words(desk: Desk, hidden: int) -> None:
    register(desk, hidden)
    move_to_box(desk, hidden)
    with desk.database.unit(desk["maija"]) as unit:
        service = NewSubscription("S1", "Kuitu", "Mökkitie 4", "07910", "Loviisa")
        registering.add_subscription(unit, hidden, service, Source.SUBJECT)

    def tells(words: str | None) -> tuple[Exposed, ...]:
        found = ask(desk, replace(RECEIPT, words=words))
        assert found is not None
        return found.exposed

    assert tells("Salla Inkeri Kätkö") == ()
    assert tells("Piilokuja 9") == (), "half an address is none: another town has the same street"
    assert tells("PL 12, 07901 Loviisa") == (Exposed.CONTACT_ADDRESS,)
    assert tells("S1: Mökki-\ntie 4, 07910") == (Exposed.SERVICE_PLACE,)
    assert tells(WHOLE) == (Exposed.HOME, Exposed.PHONE, Exposed.EMAIL)
    assert tells("+358 40 0000 909") == (Exposed.PHONE,)
    assert set(tells(None)) == set(Exposed), "of a file that nobody reads everything counts"


@pytest.mark.parametrize(
    ("changes", "boxed", "to", "name"),
    [
        ({}, False, Destination.COUNTER, ""),
        ({"reply_form": ReplyForm.PAPER_POST}, True, Destination.CONTACT_ADDRESS, ""),
        ({"reply_form": ReplyForm.PAPER_POST}, False, Destination.COUNTER, ""),
        ({"reply_form": ReplyForm.SECURE_MAIL}, False, Destination.SECURE_MAIL, ""),
        (
            {"requester": Requester.ATTORNEY, "requester_name": "Aino Asiamies"},
            False,
            Destination.REPRESENTATIVE,
            "Aino Asiamies",
        ),
    ],
)
def test_to_whom_it_goes_is_what_the_case_says(
    desk: Desk, hidden: int, changes: dict[str, Any], boxed: bool, to: Destination, name: str
) -> None:
    register(desk, hidden, **changes)
    if boxed:
        move_to_box(desk, hidden)
    told = ask(desk, RECEIPT)
    assert told is not None
    assert (told.to, told.name) == (to, name)


def test_a_recipients_letter_and_what_says_so_itself_never_go_to_the_person(desk: Desk, hidden: int) -> None:
    register(desk, hidden)
    for leaving, to in (
        (Leaving((DocumentKind.RECIPIENT_NOTICE.term,), "L-2026-0001", words=""), Destination.RECIPIENT),
        (replace(RECEIPT, to=Destination.AUTHORITY), Destination.AUTHORITY),
    ):
        told = ask(desk, leaving, "jani")
        assert told is not None
        assert told.to is to


def test_a_paper_of_no_case_is_its_persons(desk: Desk, hidden: int) -> None:
    form = Leaving(("counter_paper.inspection",), party_id=hidden, words="Kätkö Salla")
    told = ask(desk, form)
    assert told == Caution((), Destination.COUNTER)
    with pytest.raises(NotConfirmed):
        do(desk, releasing.release, form, Exit.SAVED, who="maija")
    do(desk, releasing.release, form, Exit.SAVED, told, who="maija")
    assert logged(desk, hidden) == [("export", "maija", "saved:counter_paper.inspection")]
    assert ask(desk, Leaving(("counter_paper.notice",))) is None


def test_a_portable_copy_is_taken_out_by_this_door_alone(desk: Desk, hidden: int) -> None:
    case = register(desk, hidden).case_id
    kind = DocumentKind.PORTABLE_JSON
    key = do(desk, cases.archive, case, kind, Lang.FI, b'{"a": 1}')
    paper = do(desk, cases.archive, case, DocumentKind.REPLY, Lang.FI, b"%PDF-")
    with pytest.raises(StepRefused):
        do(desk, cases.document, key)
    with pytest.raises(NotConfirmed) as refused:
        do(desk, releasing.take_files, case, [key])
    told = refused.value.caution
    assert set(told.exposed) == {Exposed.HOME, Exposed.PHONE, Exposed.EMAIL}
    assert do(desk, releasing.take_files, case, [paper, key], told) == (b"%PDF-", b'{"a": 1}')
    assert logged(desk, hidden) == [
        ("export", "jani", "saved:document_kind.reply"),
        ("export", "jani", "saved:document_kind.portable_json"),
    ]


def test_what_was_let_go_has_gone_only_when_it_is_said(desk: Desk) -> None:
    """A full disk or a printer that was left takes nothing out, though the audit has told that it was to go."""
    case = register(desk, add(desk, MAIJA))
    papers = {kind: b"%PDF-" + kind.value.encode() for kind in (DocumentKind.REPLY, DocumentKind.EXTRACT)}
    keys = [do(desk, cases.archive, case.case_id, kind, Lang.FI, pdf) for kind, pdf in papers.items()]

    def gone() -> list[tuple[bool, bool]]:
        with desk.database.reading(desk["jani"]) as unit:
            return [(line.printed, line.saved) for line in cases.read(unit, case.case_id).documents]

    do(desk, releasing.take_files, case.case_id, keys)
    do(desk, releasing.release, Leaving((DocumentKind.REPLY.term,), case.number), Exit.PRINTED)
    assert gone() == [(False, False), (False, False)]
    reply = [sha256(papers[DocumentKind.REPLY]).digest()]
    do(desk, releasing.went, case.number, reply, Exit.SAVED)
    assert gone() == [(False, True), (False, False)]
    do(desk, releasing.went, case.number, reply, Exit.PRINTED, who="maija")
    assert gone() == [(True, True), (False, False)]
    do(desk, releasing.went, "L-2026-0099", reply, Exit.SAVED)
    with pytest.raises(Forbidden):
        do(desk, releasing.went, case.number, reply, Exit.SAVED, who="kalle")


def test_another_office_and_whoever_takes_no_requests_let_nothing_out(desk: Desk, hidden: int) -> None:
    register(desk, hidden)
    for who in ("kalle", "esko"):
        with pytest.raises(Forbidden):
            ask(desk, RECEIPT, who)
        with pytest.raises(Forbidden):
            do(desk, releasing.release, RECEIPT, Exit.PRINTED, None, who=who)


def test_a_value_is_found_however_it_is_broken_up() -> None:
    held: Values = {Exposed.EMAIL: [("a.b@example.fi",)], Exposed.HOME: [("Öljytie 1 A", "07900")]}
    assert exposed("A.B@EXAM­PLE\n.FI", held) == (Exposed.EMAIL,)
    assert exposed("ÖLJYTIE 1a ... 07900", held) == (Exposed.HOME,)
    assert exposed("Öljytie 1 A, 07910", held) == ()
