"""How cases end besides the usual way, and how they are taken up again (peers.md 4.2)."""

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.register import PartyName
from lpo_desk.db.tables.requests import Handover, RequestClaim
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import (
    CaseDiary,
    CaseFile,
    CaseStatus,
    DocumentKind,
    FileMedium,
    GatherPlace,
    HandoverMethod,
    IdentityMethod,
    ReplyForm,
)
from lpo_desk.domain.claims import Asked, AskedItem, CopyFormat, ErasureGround, RequestRight, Resolution
from lpo_desk.domain.leaving import Exit
from lpo_desk.domain.party import Standing
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.services import (
    cards,
    cases,
    casework,
    closing,
    customers,
    deciding,
    erasing,
    letters,
    releasing,
)
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang
from tests.db.people import Someone
from tests.fixtures_db import Desk
from tests.services.case_steps import (
    FULFILLED,
    ON_THE_FILE,
    REFUSED,
    TODAY,
    archive_reply,
    bring,
    customer,
    do,
    opened,
    register,
    save_files,
    twin,
)

REPLY, EXTRACT = DocumentKind.REPLY, DocumentKind.EXTRACT
OTHER = Someone("Lindholm", "Eva", "10777")
CORRECTION = Asked(
    RequestRight.RECTIFICATION,
    items=(
        AskedItem("contact.street", "Katuosoite", "Mannerheiminkatu 4", "Linnunrata 12 A 3", "Muutin."),
        AskedItem("", "Muistiinpano", "Kiukkuinen", "", "Ei pidä paikkaansa."),
    ),
)


def read(desk: Desk, case_id: int) -> CaseFile:
    with desk.database.reading(desk["jani"]) as unit:
        return cases.read(unit, case_id)


def refused(desk: Desk, key: str, *step: object, **keywords: object) -> None:
    with pytest.raises(StepRefused) as refusal:
        do(desk, *step, **keywords)  # type: ignore[arg-type]  # a step and its arguments
    assert refusal.value.key == key


def sent(desk: Desk, party: int, method: HandoverMethod = HandoverMethod.POST) -> int:
    case = register(desk, party).case_id
    bring(desk, case, CaseStatus.REPLY)
    archive_reply(desk, case)
    save_files(desk, case)
    do(desk, closing.hand_over, case, method, on=TODAY)
    return case


def test_nothing_went_by_secure_mail_that_was_not_saved(desk: Desk) -> None:
    """The program sends no mail: what stands in no file outside it cannot have gone. On paper the same may go."""
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.REPLY)
    archive_reply(desk, case)
    mail = (closing.hand_over, case, HandoverMethod.SECURE_MAIL)
    with pytest.raises(StepRefused) as refusal:
        do(desk, *mail, on=TODAY)
    assert refusal.value.key == "request.file_not_saved"
    assert "Vastauskirje" in refusal.value.sentence(Lang.FI)
    reply, extract = (sha256(b"%PDF-" + kind.value.encode()) for kind in (REPLY, EXTRACT))
    do(desk, releasing.went, "L-2026-0001", [reply.digest()], Exit.SAVED)
    do(desk, releasing.went, "L-2026-0001", [extract.digest()], Exit.PRINTED)
    refused(desk, "request.file_not_saved", *mail, on=TODAY)
    do(desk, releasing.went, "L-2026-0001", [extract.digest()], Exit.SAVED)
    do(desk, *mail, on=TODAY)
    assert read(desk, case).row.status is CaseStatus.CLOSED


def test_an_answer_made_again_is_saved_again(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.REPLY)
    archive_reply(desk, case)
    save_files(desk, case)
    desk.clock.forward(minutes=1)
    do(desk, cases.archive, case, REPLY, Lang.FI, b"%PDF-anew")
    mail = (closing.hand_over, case, HandoverMethod.SECURE_MAIL)
    refused(desk, "request.file_not_saved", *mail, on=TODAY)
    save_files(desk, case)
    do(desk, *mail, on=TODAY)


def test_what_went_by_secure_mail_is_kept_by_its_checksums(desk: Desk) -> None:
    case = sent(desk, customer(desk), HandoverMethod.SECURE_MAIL)
    (line,) = read(desk, case).handovers
    papers = {kind: sha256(b"%PDF-" + kind.value.encode()).hexdigest() for kind in DocumentKind}
    assert (line.method, line.on, line.who) == (HandoverMethod.SECURE_MAIL, TODAY, "Jani Alho")
    assert line.files == tuple((kind, papers[kind]) for kind in (DocumentKind.REPLY, DocumentKind.EXTRACT))
    assert {row.kind: row.sha256 for row in read(desk, case).documents}[DocumentKind.REPLY] == papers[
        DocumentKind.REPLY
    ]


def test_a_file_given_by_hand_names_its_medium(desk: Desk) -> None:
    asked = Asked(RequestRight.PORTABILITY, copy_format=CopyFormat.JSON)
    case = register(desk, customer(desk), claims=(asked,)).case_id
    bring(desk, case, CaseStatus.REPLY)
    for kind in (DocumentKind.REPLY, DocumentKind.PORTABLE_JSON):
        do(desk, cases.archive, case, kind, Lang.FI, kind.value.encode())
    way = (case, HandoverMethod.COUNTER)
    seen: dict[str, Any] = {"on": TODAY, "identity": IdentityMethod.PASSPORT}
    refused(desk, "request.medium_missing", closing.hand_over, *way, **seen)
    stick = FileMedium.MEMORY_STICK
    refused(desk, "request.file_not_saved", closing.hand_over, *way, **seen, medium=stick)
    save_files(desk, case)
    do(desk, closing.hand_over, *way, **seen, medium=stick)
    (line,) = read(desk, case).handovers
    assert line.medium is FileMedium.MEMORY_STICK
    assert line.files[1] == (DocumentKind.PORTABLE_JSON, sha256(b"portable_json").hexdigest())


def test_a_duplicate_points_at_the_case_that_answers_it(desk: Desk) -> None:
    party = customer(desk)
    other = twin(desk, party)
    case = register(desk, party, claims=(Asked(RequestRight.ACCESS),)).case_id
    bring(desk, case, CaseStatus.GATHER)
    number = read(desk, other).row.number
    do(desk, closing.mark_duplicate, case, number.lower())
    file = read(desk, case)
    assert (file.row.status, file.row.resolution) == (CaseStatus.CLOSED, Resolution.DUPLICATE)
    assert file.duplicate_of == number
    assert read(desk, other).timeline[-1].reason == file.row.number, "both ways"


def test_a_new_reason_or_another_person_is_no_duplicate(desk: Desk) -> None:
    party = customer(desk)
    asks_more = register(desk, party, scope="Vuosi 2019").case_id
    bring(desk, asks_more, CaseStatus.GATHER)
    theirs = twin(desk, customer(desk, OTHER))
    number = read(desk, theirs).row.number
    refused(desk, "request.duplicate_of_another", closing.mark_duplicate, asks_more, number)
    same = read(desk, twin(desk, party)).row.number
    refused(desk, "request.duplicate_asks_more", closing.mark_duplicate, asks_more, same)
    refused(desk, "request.duplicate_not_open", closing.mark_duplicate, asks_more, "L-2026-9999")
    assert read(desk, asks_more).row.status is CaseStatus.GATHER


def test_what_came_back_is_handed_over_again_and_keeps_the_day_it_was_posted(desk: Desk) -> None:
    case = sent(desk, customer(desk), HandoverMethod.REGISTERED_POST)
    desk.clock.forward(days=9)
    for wrong in (TODAY - timedelta(1), TODAY + timedelta(10)):
        refused(desk, "request.returned_day_wrong", closing.returned, case, wrong, "Ei noudettu.")
    back = TODAY + timedelta(7)
    do(desk, closing.returned, case, back, "Ei noudettu.")
    file = read(desk, case)
    with desk.database.reading(desk["jani"]) as unit:
        assert unit.session.scalars(select(Handover.returned_on)).all() == [back]
    assert file.row.status is CaseStatus.REPLY
    assert file.row.due.stopped == TODAY
    refused(desk, "request.nothing_was_sent", closing.returned, case, TODAY, "Taas.")
    way, seen = HandoverMethod.COUNTER, IdentityMethod.PASSPORT
    do(desk, closing.hand_over, case, way, on=TODAY + timedelta(9), identity=seen, signed=True)
    assert read(desk, case).row.status is CaseStatus.CLOSED


@ON_THE_FILE
def test_what_was_handed_over_does_not_come_back(desk: Desk) -> None:
    case = register(desk, customer(desk)).case_id
    bring(desk, case, CaseStatus.CLOSED)
    refused(desk, "request.nothing_was_sent", closing.returned, case, TODAY, "Palautui.")


def test_a_reopened_case_has_a_new_month_and_keeps_its_papers(desk: Desk) -> None:
    case = sent(desk, customer(desk))
    papers = read(desk, case).documents
    desk.clock.forward(days=69)
    do(desk, closing.reopen, case, "Porvoosta löytyi mappi.")
    file = read(desk, case)
    assert (file.row.status, file.row.resolution) == (CaseStatus.REVIEW, None)
    assert file.row.due.stopped is None
    assert file.row.due.deadline.received == date(2027, 1, 31)
    assert file.row.due.deadline.legal == date(2027, 3, 1), "28.2.2027 is a Sunday"
    assert file.documents == papers
    assert file.timeline[-1].reason == "Porvoosta löytyi mappi."


@ON_THE_FILE
def test_what_was_done_at_once_is_answered_by_letter_when_it_is_taken_up_again(desk: Desk) -> None:
    asked = (Asked(RequestRight.MARKETING_OBJECTION),)
    seen = IdentityMethod.PASSPORT
    case = register(desk, customer(desk), claims=asked, identity=seen, identity_matches=True).case_id
    assert read(desk, case).gather == (), "nobody was asked for data that nobody needs"
    do(desk, closing.reopen, case, "Pyytää vahvistuksen kirjeenä.")
    do(desk, casework.finish_review, case, ())
    file = read(desk, case)
    assert (file.row.status, file.undecided) == (CaseStatus.REPLY, None)
    assert {line.place for line in file.gather} == set(GatherPlace)
    archive_reply(desk, case)
    do(desk, closing.hand_over, case, HandoverMethod.POST, on=TODAY)


@ON_THE_FILE
def test_what_was_carried_out_goes_back_to_the_review_and_from_there_to_its_answer(desk: Desk) -> None:
    asked = (Asked(RequestRight.RESTRICTION, restriction_ground=RestrictionGround.CLAIMS),)
    case = register(desk, customer(desk), claims=asked).case_id
    bring(desk, case, CaseStatus.REPLY)
    do(desk, casework.send_back, case, "Kirjeen kieli oli väärä.")
    assert read(desk, case).row.status is CaseStatus.REVIEW, "there is nothing to decide anew"
    do(desk, casework.finish_review, case, ())
    assert read(desk, case).row.status is CaseStatus.REPLY


@ON_THE_FILE
def test_a_complaint_is_noted_in_any_state(desk: Desk) -> None:
    case = sent(desk, customer(desk))
    do(desk, closing.complain, case, "Tietosuojavaltuutettu pyytää selvitystä 20.12. mennessä.")
    line = read(desk, case).timeline[-1]
    assert line.what is CaseDiary.COMPLAINT
    assert "selvitystä" in line.reason


# --- several claims


def test_each_claim_is_decided_alone_and_the_case_waits_for_the_last(desk: Desk) -> None:
    party = customer(desk)
    claims = (Asked(RequestRight.ACCESS), CORRECTION)
    case = register(desk, party, claims=claims).case_id
    bring(desk, case, CaseStatus.DECIDE)
    access, correction = read(desk, case).claims
    do(desk, deciding.decide, case, REFUSED, access.id)
    assert read(desk, case).row.status is CaseStatus.DECIDE
    ticket = opened(desk, party)
    do(desk, deciding.decide, case, FULFILLED, correction.id, ticket)
    file = read(desk, case)
    assert (file.row.status, file.row.resolution) == (CaseStatus.REPLY, Resolution.PARTLY)
    assert file.row.rights == (RequestRight.ACCESS, RequestRight.RECTIFICATION)
    street, note = file.claims[1].items
    assert (street.accepted, street.applied) == (True, True)
    assert (note.accepted, note.applied) == (True, False), "the card has no such field: done by hand"
    with desk.database.reading(desk["jani"]) as unit:
        assert cards.read(unit, ticket).contact.street == "Linnunrata 12 A 3"


def test_a_correction_that_cannot_be_written_leaves_the_claim_undecided(desk: Desk) -> None:
    case = register(desk, customer(desk), claims=(CORRECTION,)).case_id
    bring(desk, case, CaseStatus.DECIDE)
    refused(desk, "request.ticket_missing", deciding.decide, case, FULFILLED)
    assert read(desk, case).claims[0].resolution is None


def test_marketing_stops_at_once_and_needs_no_decision(desk: Desk) -> None:
    party = customer(desk)
    made = register(desk, party, claims=(Asked(RequestRight.MARKETING_OBJECTION),))
    file = read(desk, made.case_id)
    assert (file.row.status, file.row.resolution) == (CaseStatus.CLOSED, Resolution.FULFILLED)
    assert file.row.due.stopped == TODAY
    with desk.database.unit(desk["jani"]) as unit:
        ticket = customers.open(unit, party, Purpose.REQUEST)
    with desk.database.reading(desk["jani"]) as unit:
        permissions = cards.read(unit, ticket).permissions
    assert permissions.own_phone is permissions.partner_email is Standing.BANNED


def test_a_restriction_is_marked_as_soon_as_the_person_is_known(desk: Desk) -> None:
    party = customer(desk)
    asked = Asked(RequestRight.RESTRICTION, restriction_ground=RestrictionGround.ACCURACY)
    case = register(desk, party, claims=(asked,)).case_id
    ticket = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        assert not cards.read(unit, ticket).restrictions, "nobody was identified yet"
    bring(desk, case, CaseStatus.GATHER)
    with desk.database.reading(desk["jani"]) as unit:
        (held,) = cards.read(unit, ticket).restrictions
    assert (held.ground, held.case_number) == (RestrictionGround.ACCURACY, read(desk, case).row.number)


# --- erasure


def test_an_erasure_needs_a_plan_and_a_second_person_and_its_answer_still_finds_the_person(
    desk: Desk, tmp_path: Path
) -> None:
    if desk.database.is_server:
        desk.database.ledger = tmp_path / "server.erasures"
    party = customer(desk)
    erasure = Asked(RequestRight.ERASURE, "Kaikki tietoni", erasure_ground=ErasureGround.NOT_NEEDED)
    case = register(desk, party, claims=(erasure,), reply_form=ReplyForm.PAPER_POST).case_id
    bring(desk, case, CaseStatus.DECIDE)
    (claim,) = read(desk, case).claims
    ticket = opened(desk, party)
    refused(desk, "request.plan_missing", deciding.decide, case, FULFILLED, claim.id, ticket)
    plan = do(desk, erasing.plan, ticket)
    do(desk, deciding.prepare, case, claim.id, plan.digest)
    refused(desk, "request.second_person_decides", deciding.decide, case, FULFILLED, claim.id, ticket)
    with desk.database.unit(desk["admin"]) as unit:
        row = unit.session.get_one(RequestClaim, claim.id)
        row.prepared_by = desk["maija"].account_id
    do(desk, deciding.decide, case, FULFILLED, claim.id, ticket)
    file = read(desk, case)
    assert (file.row.status, file.claims[0].effected) == (CaseStatus.REPLY, True)
    again = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        assert not unit.session.scalars(select(PartyName).where(PartyName.party_id == party)).all()
        letter, _ = letters.reply(unit, case, again, None)
    assert letter.addressee.name == "Matti Juhani Virtanen"
    assert "Mannerheiminkatu 4" in letter.addressee.lines
