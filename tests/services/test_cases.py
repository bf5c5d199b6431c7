"""Reading cases: who may, what is shown, and what the archive keeps."""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from uuid import uuid4

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.requests import Document, RequestCase
from lpo_desk.db.tables.system import AuditBody, AuditEvent, ReadEvent
from lpo_desk.db.unit import Forbidden, Unit
from lpo_desk.domain.accounts import RIGHTS, Right, Role
from lpo_desk.domain.audit import AuditKind, Purpose, Ticket
from lpo_desk.domain.case import (
    CaseDiary,
    CaseStatus,
    DiscardReason,
    DocumentKind,
    DraftKind,
    HandoverMethod,
    IdentityMethod,
    Requester,
)
from lpo_desk.domain.claims import RecipientState, RequestRight
from lpo_desk.domain.deadlines import ClockKind
from lpo_desk.domain.disclosing import NewDisclosure
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.processors import ProcessorDetails
from lpo_desk.domain.reports import Month
from lpo_desk.services import (
    cases,
    casework,
    closing,
    deciding,
    diary,
    disclosures,
    drafts,
    extract,
    gathering,
    intake,
    letters,
    portability,
    processors,
    recipients,
    reports,
)
from lpo_desk.terms import Lang
from tests.db.people import Someone
from tests.fixtures_db import Desk
from tests.services.case_steps import (
    MATTI,
    ON_THE_FILE,
    REFUSED,
    TODAY,
    asked,
    bring,
    customer,
    do,
    opened,
    register,
)

ROLE_OF = {
    "maija": Role.CLERK,
    "leena": Role.OFFICE_LEAD,
    "jani": Role.DPO,
    "esko": Role.MANAGER,
    "admin": Role.ADMINISTRATOR,
}


@dataclass(frozen=True)
class Given:
    """What a call of any service may be about."""

    case_id: int
    party_id: int
    number: str
    document_id: int
    row: Callable[[Unit], RequestCase]
    ticket: Ticket


MODULES: tuple[ModuleType, ...] = (
    intake,
    casework,
    deciding,
    closing,
    cases,
    diary,
    drafts,
    extract,
    letters,
    reports,
    gathering,
    recipients,
    portability,
    processors,
    disclosures,
)

CALLS: dict[str, Callable[[Unit, Given], object]] = {
    "intake.register": lambda u, g: intake.register(u, asked(g.party_id), g.ticket),
    "intake.registered_by": lambda u, g: intake.registered_by(u, uuid4()),
    "intake.open_requests": lambda u, g: intake.open_requests(u, g.ticket, [RequestRight.ACCESS]),
    "casework.take": lambda u, g: casework.take(u, g.case_id),
    "casework.confirm_identity": lambda u, g: casework.confirm_identity(u, g.case_id, IdentityMethod.KNOWN),
    "casework.doubt_identity": lambda u, g: casework.doubt_identity(u, g.case_id, "Syy."),
    "casework.no_proof": lambda u, g: casework.no_proof(u, g.case_id, "Syy."),
    "casework.ask_to_specify": lambda u, g: casework.ask_to_specify(u, g.case_id, "Mitä?"),
    "casework.specified": lambda u, g: casework.specified(u, g.case_id, "Kaikki."),
    "gathering.ask_all": lambda u, g: gathering.ask_all(u, g.case_id),
    "gathering.chase": lambda u, g: gathering.chase(u, g.case_id, 1),
    "gathering.unanswered": lambda u, g: gathering.unanswered(u, g.case_id),
    "gathering.late": lambda u, g: gathering.late(u),
    "recipients.list_for": lambda u, g: recipients.list_for(u, g.case_id, 1),
    "recipients.settle": lambda u, g: recipients.settle(u, 1, RecipientState.TOLD, u.today, "Soitettu."),
    "recipients.of_case": lambda u, g: recipients.of_case(u, g.case_id),
    "recipients.keep_letter": lambda u, g: recipients.keep_letter(u, 1, g.document_id),
    "recipients.outstanding": lambda u, g: recipients.outstanding(u),
    "portability.build": lambda u, g: portability.build(u, g.ticket, g.case_id),
    "portability.preview": lambda u, g: portability.preview(u, g.ticket),
    "processors.everything": lambda u, g: processors.everything(u),
    "processors.active": lambda u, g: processors.active(u, u.today),
    "processors.add": lambda u, g: processors.add(u, ProcessorDetails("Uusi Oy", contact="x")),
    "processors.revise": lambda u, g: processors.revise(u, 1, ProcessorDetails("Uusi Oy", contact="x")),
    "disclosures.add": lambda u, g: disclosures.add(
        u, g.ticket, NewDisclosure("Poliisi", "Nimi", "", u.today)
    ),
    "disclosures.of_party": lambda u, g: disclosures.of_party(u, g.ticket),
    "gathering.answer": lambda u, g: gathering.answer(u, g.case_id, 1, 0),
    "casework.finish_gathering": lambda u, g: casework.finish_gathering(u, g.case_id),
    "casework.finish_review": lambda u, g: casework.finish_review(u, g.case_id, ()),
    "casework.send_back": lambda u, g: casework.send_back(u, g.case_id, "Syy."),
    "deciding.decide": lambda u, g: deciding.decide(u, g.case_id, REFUSED),
    "casework.extend": lambda u, g: casework.extend(u, g.case_id, "Syy."),
    "closing.hand_over": lambda u, g: closing.hand_over(u, g.case_id, HandoverMethod.POST, on=u.today),
    "closing.withdraw": lambda u, g: closing.withdraw(u, g.case_id, "Syy."),
    "deciding.plan": lambda u, g: deciding.plan(u, g.case_id, 1, g.ticket),
    "deciding.prepare": lambda u, g: deciding.prepare(u, g.case_id, 1, b"plan"),
    "closing.mark_duplicate": lambda u, g: closing.mark_duplicate(u, g.case_id, g.number),
    "closing.move": lambda u, g: closing.move(u, g.case_id, "Syy."),
    "closing.reopen": lambda u, g: closing.reopen(u, g.case_id, "Syy."),
    "closing.returned": lambda u, g: closing.returned(u, g.case_id, u.today, "Syy."),
    "closing.complain": lambda u, g: closing.complain(u, g.case_id, "Valitus."),
    "closing.add_note": lambda u, g: closing.add_note(u, g.case_id, "Soitti."),
    "cases.queue": lambda u, g: cases.queue(u),
    "cases.of_party": lambda u, g: cases.of_party(u, g.party_id),
    "cases.read": lambda u, g: cases.read(u, g.case_id),
    "cases.find_number": lambda u, g: cases.find_number(u, g.number),
    "cases.archive": lambda u, g: cases.archive(u, g.case_id, DocumentKind.RECEIPT, Lang.FI, b"%PDF-"),
    "cases.document": lambda u, g: cases.document(u, g.document_id),
    "cases.demand_office": lambda u, g: cases.demand_office(u, g.row(u)),
    "diary.note": lambda u, g: diary.note(u, g.case_id, CaseDiary.TAKEN),
    "diary.check_identity": lambda u, g: diary.check_identity(u, g.case_id, IdentityMethod.PASSPORT),
    "diary.is_identified": lambda u, g: diary.is_identified(u, g.case_id),
    "diary.clocks": lambda u, g: diary.clocks(u, [g.case_id]),
    "diary.tick": lambda u, g: diary.tick(u, g.case_id, ClockKind.SUSPENDED, u.today, "Syy."),
    "drafts.save": lambda u, g: drafts.save(u, uuid4(), DraftKind.REQUEST, {}),
    "drafts.mine": lambda u, g: drafts.mine(u),
    "drafts.discard": lambda u, g: drafts.discard(u, uuid4(), DiscardReason.MISTAKE),
    "drafts.drop": lambda u, g: drafts.drop(u, uuid4()),
    "extract.build": lambda u, g: extract.build(u, g.ticket, g.case_id),
    "extract.count": lambda u, g: extract.count(u, g.ticket),
    "extract.review": lambda u, g: extract.review(u, g.ticket),
    "letters.receipt": lambda u, g: letters.receipt(u, g.case_id, g.ticket),
    "letters.reply": lambda u, g: letters.reply(u, g.case_id, g.ticket, None),
    "letters.extension": lambda u, g: letters.extension(u, g.case_id, g.ticket),
    "reports.monthly": lambda u, g: reports.monthly(u, Month(2026, 11), version="1"),
    "reports.log_export": lambda u, g: reports.log_export(u, "monthly", 1),
}


def doors() -> dict[str, Right]:
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": function.__right__
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and hasattr(function, "__right__")
    }


def test_every_door_is_tried_below() -> None:
    assert doors().keys() == CALLS.keys()


@pytest.mark.parametrize("who", ROLE_OF)
def test_rights_are_those_of_the_roles(desk: Desk, who: str) -> None:
    """Each public function as each role: refused, and the refusal logged, exactly where the role lacks its right."""
    party = customer(desk)
    made = register(desk, party)
    document = do(desk, cases.archive, made.case_id, DocumentKind.RECEIPT, Lang.FI, b"%PDF-", who="maija")
    ticket = issued(desk, who, party)
    given = Given(
        made.case_id,
        party,
        made.number,
        document,
        lambda unit: unit.session.get_one(RequestCase, made.case_id),
        ticket,
    )
    refused = set()
    for name, call in CALLS.items():
        try:
            with desk.database.unit(desk[who]) as unit:
                call(unit, given)
                raise Undone
        except Undone:
            continue
        except Forbidden:
            refused.add(name)
        except UserError:
            continue  # the right was there; the case stands elsewhere
    assert refused == {name for name, right in doors().items() if right not in RIGHTS[ROLE_OF[who]]}
    with desk.database.reading(desk["jani"]) as unit:
        denials = select(AuditEvent.detail).where(AuditEvent.kind == AuditKind.DENY)
        assert sorted(unit.session.scalars(denials)) == sorted(doors()[name].value for name in refused)


class Undone(Exception):
    """Takes a call back that succeeded, so that the next finds the case as it was."""


def issued(desk: Desk, who: str, party_id: int) -> Ticket:
    """A ticket even for those who may open nobody: what they are refused must not hang on its absence."""
    with desk.database.unit(desk[who]) as unit:
        return unit.issue_ticket(party_id, Purpose.REQUEST)


# --- offices


def test_a_clerk_sees_the_own_offices_cases(desk: Desk) -> None:
    party = customer(desk)
    loviisa = register(desk, party, "maija")
    porvoo = register(desk, party, "kalle")
    seen = {}
    for who in ("maija", "leena", "kalle", "jani"):
        with desk.database.reading(desk[who]) as unit:
            seen[who] = {row.number for row in cases.queue(unit)}
    assert seen == {
        "maija": {loviisa.number},
        "leena": {loviisa.number},
        "kalle": {porvoo.number},
        "jani": {loviisa.number, porvoo.number},
    }
    for who, foreign in (("maija", porvoo), ("leena", porvoo), ("kalle", loviisa)):
        with pytest.raises(Forbidden), desk.database.reading(desk[who]) as unit:
            cases.read(unit, foreign.case_id)
        ticket = opened(desk, party, who)
        with pytest.raises(Forbidden), desk.database.reading(desk[who]) as unit:
            letters.receipt(unit, foreign.case_id, ticket)
        with pytest.raises(Forbidden), desk.database.unit(desk[who]) as unit:
            closing.hand_over(unit, foreign.case_id, HandoverMethod.POST, on=TODAY)


@ON_THE_FILE
def test_what_a_clerk_took_in_for_the_other_office_he_may_finish(desk: Desk) -> None:
    porvoo = desk["kalle"].office_id
    made = register(desk, None, "maija", requester_name="K", office_id=porvoo)
    with desk.database.reading(desk["maija"]) as unit:
        assert cases.read(unit, made.case_id).row.office == "P"
        letters.receipt(unit, made.case_id, None)


@pytest.mark.parametrize("kind", [DocumentKind.REPLY, DocumentKind.EXTRACT, DocumentKind.EXTENSION])
def test_a_clerk_archives_receipts_only(local_desk: Desk, kind: DocumentKind) -> None:
    made = register(local_desk, None, requester_name="K")
    with pytest.raises(Forbidden):
        do(local_desk, cases.archive, made.case_id, kind, Lang.FI, b"%PDF-", who="maija")


# --- the queue


def test_the_most_urgent_case_comes_first(desk: Desk) -> None:
    days = [date(2026, 11, 20), date(2026, 9, 1), date(2026, 11, 23), date(2026, 11, 2)]
    made = {day: register(desk, None, requester_name="K", received_on=day) for day in days}
    extended = made[date(2026, 11, 2)]
    do(desk, casework.extend, extended.case_id, "Syy.")
    closed = register(desk, None, requester_name="K", received_on=date(2026, 8, 1))
    do(desk, closing.withdraw, closed.case_id, "Syy.")
    with desk.database.reading(desk["jani"]) as unit:
        shown = [row.number for row in cases.queue(unit)]
        everything = [row.number for row in cases.queue(unit, open_only=False)]
    order = [date(2026, 9, 1), date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 2)]
    assert shown == [made[day].number for day in order]
    assert everything == [*shown, closed.number]


@ON_THE_FILE
def test_a_protected_person_is_a_number_in_the_queue(desk: Desk) -> None:
    party = customer(desk, Someone("Salo", "Aino", "20001", protected=True))
    register(desk, party)
    register(desk, party, requester=Requester.GUARDIAN, requester_name="Liisa Lahti")
    with desk.database.reading(desk["jani"]) as unit:
        assert {row.person for row in cases.queue(unit)} == {"20001"}
        assert "Salo" not in str(cases.of_party(unit, party))


def test_a_case_is_found_by_its_number_in_any_case(desk: Desk) -> None:
    made = register(desk, None, requester_name="K")
    with desk.database.reading(desk["maija"]) as unit:
        assert cases.find_number(unit, " l-2026-0001 ") == made.case_id
        assert cases.find_number(unit, "L-2026-0002") is None
        assert cases.find_number(unit, "%") is None


@ON_THE_FILE
def test_the_cases_of_a_customer_newest_first(desk: Desk) -> None:
    matti, liisa = customer(desk), customer(desk, Someone("Lahti", "Liisa", "10050"))
    first, _, second = register(desk, matti), register(desk, liisa), register(desk, matti)
    with desk.database.reading(desk["maija"]) as unit:
        assert [row.number for row in cases.of_party(unit, matti)] == [second.number, first.number]


# --- the archive


def test_an_archived_paper_comes_back_byte_for_byte(desk: Desk) -> None:
    made = register(desk, None, requester_name="K")
    content = bytes(range(256)) * 40
    key = do(desk, cases.archive, made.case_id, DocumentKind.RECEIPT, Lang.SV, content, who="maija")
    assert do(desk, cases.document, key, who="maija") == content
    with desk.database.reading(desk["jani"]) as unit:
        row = unit.session.get_one(Document, key)
        assert row.digest == hashlib.sha256(content).digest()
        (line,) = cases.read(unit, made.case_id).documents
        assert (line.id, line.kind, line.language) == (key, DocumentKind.RECEIPT, Lang.SV)


def test_reading_a_paper_is_logged_and_is_a_look_up(desk: Desk) -> None:
    party = customer(desk)
    made = register(desk, party)
    key = do(desk, cases.archive, made.case_id, DocumentKind.RECEIPT, Lang.FI, b"%PDF-", who="maija")
    do(desk, cases.document, key, who="leena")
    with desk.database.reading(desk["jani"]) as unit:
        (print_,) = unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == AuditKind.PRINT))
        assert (print_.account_name, print_.party_id, print_.case_id) == ("leena", party, made.case_id)
        reads = unit.session.scalars(select(ReadEvent).where(ReadEvent.case_id == made.case_id)).all()
        assert [(row.account_id, row.purpose) for row in reads] == [
            (desk["leena"].account_id, Purpose.REQUEST)
        ]
    with desk.database.reading(desk["leena"]) as unit, pytest.raises(AssertionError):
        cases.document(unit, key)
    with pytest.raises(Forbidden):
        do(desk, cases.document, key, who="kalle")


def test_no_audit_body_of_a_whole_case_holds_the_identity_code_or_a_paper(desk: Desk) -> None:
    made = register(desk, customer(desk), scope=f"Koodini on {MATTI.hetu}.")
    bring(desk, made.case_id, CaseStatus.CLOSED)
    with desk.database.reading(desk["jani"]) as unit:
        bodies = str(list(unit.session.scalars(select(AuditBody.body))))
        details = str(list(unit.session.scalars(select(AuditEvent.detail))))
        fields = {name for row in unit.session.scalars(select(AuditEvent.fields)) for name in row}
    assert "fulfilled" in bodies
    for secret in ("999P", "%PDF", "lookup_hash"):
        assert secret not in bodies + details
    assert "content" not in fields
