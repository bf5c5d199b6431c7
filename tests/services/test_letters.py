"""What the papers of a case say, and what no letter may be made without."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from lpo_desk.db.tables.register import Address, CustomerNote, ProtectionNote
from lpo_desk.db.tables.requests import RequestClaim
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import CaseStatus, DocumentKind, IdentityMethod, IntakeChannel, ReplyForm, Requester
from lpo_desk.domain.claims import NEEDS_REASONS, Decision, RefusalGround, RequestRight, Resolution
from lpo_desk.domain.extract import LeftOut
from lpo_desk.domain.forms import Claims
from lpo_desk.domain.letters import (
    BY_HAND,
    BY_MAIL,
    GRANTS,
    Addressee,
    Answer,
    Complaint,
    Enclosure,
    LetterIncomplete,
    Receipt,
    Remedy,
    ReplyLetter,
)
from lpo_desk.domain.party import AddressKind, Source
from lpo_desk.organisation import organisation
from lpo_desk.services import cases, casework, deciding, extract, letters
from lpo_desk.services._steps import StepRefused
from lpo_desk.services.extract import OTHERS_DATA
from lpo_desk.terms import Lang, Term, has
from tests.db.people import Someone
from tests.fixtures_db import Desk
from tests.services.case_steps import (
    MATTI,
    ON_THE_FILE,
    TODAY,
    bring,
    customer,
    do,
    hand_over,
    opened,
    register,
)

GROUND, WHY = (RefusalGround.OTHERS_RIGHTS,), "Merkintä kertoo naapurista."
CAME = {"source": Source.SUBJECT, "source_on": TODAY}


def reply(desk: Desk, case_id: int, ticket: Ticket | None, pages: int | None = 3) -> ReplyLetter:
    with desk.database.reading(desk["jani"]) as unit:
        return letters.reply(unit, case_id, ticket, pages)[0]


def receipt(desk: Desk, case_id: int, ticket: Ticket | None, who: str = "maija") -> Receipt:
    with desk.database.reading(desk[who]) as unit:
        return letters.receipt(unit, case_id, ticket)[0]


def decided(desk: Desk, party: int, decision: Decision, **changes: Any) -> int:  # noqa: ANN401 - fields of Intake
    case = register(desk, party, **changes).case_id
    bring(desk, case, CaseStatus.DECIDE, found=int(decision.resolution is not Resolution.NOTHING_HELD))
    do(desk, deciding.decide, case, decision)
    return case


# --- no refusal without its three blocks


@pytest.mark.parametrize("resolution", Resolution, ids=lambda resolution: resolution.value)
def test_a_letter_cannot_be_built_without_what_the_law_wants(resolution: Resolution) -> None:
    """Every way to leave something away (GDPR art. 12(4)); only what lacks nothing is made."""
    left_out = (LeftOut(Term("field.note"), OTHERS_DATA),)
    for reasons, complaint, remedy, missing in product(
        [(), ("",), (" \n",), (WHY,)],
        [None, Complaint(organisation().authority)],
        [None, Remedy()],
        [(), left_out],
    ):
        needs = resolution in NEEDS_REASONS or bool(missing)
        complete = not needs or bool(reasons == (WHY,) and complaint and remedy)

        def build(
            reasons: tuple[str, ...] = reasons,
            complaint: Complaint | None = complaint,
            remedy: Remedy | None = remedy,
            missing: tuple[LeftOut, ...] = missing,
        ) -> ReplyLetter:
            answer = Answer(RequestRight.ACCESS, resolution, reasons=reasons, left_out=missing)
            return replace(FULL, answers=(answer,), complaint=complaint, remedy=remedy)

        if complete:
            assert build()
            continue
        with pytest.raises(LetterIncomplete) as refusal:
            build()
        assert has(refusal.value.key)


FULL = ReplyLetter(
    addressee=Addressee("Matti Virtanen"),
    case_number="L-2026-0001",
    written_on=TODAY,
    received_on=TODAY,
    answers=(Answer(RequestRight.ACCESS, Resolution.FULFILLED),),
    signer="Jani Alho",
    enclosures=(Enclosure(Term("document_kind.extract"), 2, informs=True),),
)


@ON_THE_FILE
@pytest.mark.parametrize("resolution", [each for each in Resolution if each in NEEDS_REASONS])
def test_a_refusal_tells_reasons_complaint_and_remedy(desk: Desk, resolution: Resolution) -> None:
    party = customer(desk)
    letter = reply(desk, decided(desk, party, Decision(resolution, GROUND, WHY)), opened(desk, party))
    (answer,) = letter.answers
    assert (answer.reasons, answer.grounds) == ((WHY,), GROUND)
    assert letter.complaint == Complaint(organisation().authority)
    assert letter.remedy == Remedy()
    assert bool(letter.enclosures) == (resolution in GRANTS)


@ON_THE_FILE
def test_who_is_told_that_nothing_is_held_is_told_how_to_contest_it(desk: Desk) -> None:
    """Nothing is done on the request (art. 12(4)); the statement itself is the reason."""
    party = customer(desk)
    letter = reply(desk, decided(desk, party, Decision(Resolution.NOTHING_HELD)), opened(desk, party))
    assert letter.complaint == Complaint(organisation().authority)
    assert letter.remedy == Remedy()


@ON_THE_FILE
def test_a_decision_that_lost_its_reasons_makes_no_letter(desk: Desk) -> None:
    """Even if the row were changed behind the service's back."""
    party = customer(desk)
    case = decided(desk, party, Decision(Resolution.REFUSED, GROUND, WHY))
    ticket = opened(desk, party)
    with desk.database.unit(desk["jani"]) as unit:
        unit.session.query(RequestClaim).filter_by(case_id=case).one().reasons = ""
    with pytest.raises(LetterIncomplete):
        reply(desk, case, ticket)


@ON_THE_FILE
def test_a_full_answer_encloses_the_extract_and_needs_no_remedies(desk: Desk) -> None:
    party = customer(desk)
    letter = reply(desk, decided(desk, party, Decision(Resolution.FULFILLED)), opened(desk, party), 7)
    assert [(enclosure.pages, enclosure.informs) for enclosure in letter.enclosures] == [(7, True)]
    assert (letter.complaint, letter.remedy) == (None, None)
    assert letter.signer == "Jani Alho"
    assert (letter.addressee.name, letter.addressee.lines) == ("Matti Juhani Virtanen", ())


def test_part_of_it_left_out_is_named_without_being_told(desk: Desk) -> None:
    party = customer(desk)
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.add(CustomerNote(party_id=party, text="Naapuri Nieminen valitti.", **CAME))
    case = register(desk, party).case_id
    bring(desk, case, CaseStatus.REVIEW)
    ticket = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        (line,) = [line for line in extract.review(unit, ticket) if "Nieminen" in line.text]
    do(desk, casework.finish_review, case, (line.key,))
    do(desk, deciding.decide, case, Decision(Resolution.PARTLY, GROUND, WHY, "Yksi puhelu"))
    letter = reply(desk, case, ticket)
    assert letter.answers[0].left_out == (
        LeftOut(Term("field.note"), OTHERS_DATA),
        LeftOut("Yksi puhelu", Term("letter.ground_others_rights")),
    )
    assert "Nieminen" not in str(letter)


def test_no_reply_before_the_decision_and_none_after_the_end(desk: Desk) -> None:
    party = customer(desk)
    case = register(desk, party).case_id
    bring(desk, case, CaseStatus.DECIDE)
    ticket = opened(desk, party)
    with pytest.raises(StepRefused) as refusal:
        reply(desk, case, ticket)
    assert refusal.value.key == "request.not_decided"
    do(desk, deciding.decide, case, Decision(Resolution.REFUSED, GROUND, WHY))
    do(desk, archive_letter, case)
    hand_over(desk, case)
    with pytest.raises(StepRefused):
        reply(desk, case, ticket)


def archive_letter(unit: Unit, case_id: int) -> None:
    cases.archive(unit, case_id, DocumentKind.REPLY, Lang.FI, b"%PDF-")


# --- whom it goes to


def protected(desk: Desk, contact: str = "", *, ended: date | None = None) -> int:
    party = customer(desk, replace(MATTI, number="20001"))
    with desk.database.unit(desk["maija"]) as unit:
        unit.session.add(ProtectionNote(party_id=party, ended_on=ended, **CAME))
        if contact:
            unit.session.add(Address(party_id=party, kind=AddressKind.CONTACT, street=contact, **CAME))
    return party


@ON_THE_FILE
@pytest.mark.parametrize(
    ("contact", "ended", "lines"),
    [
        ("PL 12, 07901 Loviisa", None, ("PL 12, 07901 Loviisa",)),
        ("", None, ()),
        ("PL 12, 07901 Loviisa", TODAY, ("Mannerheiminkatu 4", "06100 Porvoo")),
    ],
    ids=["contact address", "counter", "ended"],
)
def test_a_protected_persons_home_is_on_no_envelope(
    desk: Desk, contact: str, ended: date | None, lines: tuple[str, ...]
) -> None:
    party = protected(desk, contact, ended=ended)
    case = decided(desk, party, Decision(Resolution.FULFILLED), reply_form=ReplyForm.PAPER_POST)
    letter = reply(desk, case, opened(desk, party))
    assert letter.addressee.lines == lines
    assert ("Mannerheiminkatu" in str(letter)) is (ended is not None)


@ON_THE_FILE
@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ({"street": "Tie 1", "postcode": "07900", "town": "Loviisa"}, ("Tie 1", "07900 Loviisa")),
        (
            {"co": "Lahti", "street": "Gatan 2", "postcode": "11122", "town": "Stockholm", "country": "SE"},
            ("c/o Lahti", "Gatan 2", "11122 Stockholm", "RUOTSI"),
        ),
    ],
)
def test_by_post_the_newest_address_in_force(
    desk: Desk, address: dict[str, str], lines: tuple[str, ...]
) -> None:
    party = customer(desk, replace(MATTI, address=None))
    with desk.database.unit(desk["maija"]) as unit:
        for columns in (
            {"street": "Vanha", "valid_to": TODAY - timedelta(days=1)},
            address,
            {"street": "Pois", "valid_to": TODAY - timedelta(days=1)},
        ):
            unit.session.add(Address(party_id=party, kind=AddressKind.POSTAL, **columns, **CAME))
            unit.session.flush()
    case = decided(desk, party, Decision(Resolution.FULFILLED), reply_form=ReplyForm.PAPER_POST)
    assert reply(desk, case, opened(desk, party)).addressee.lines == lines


@ON_THE_FILE
def test_a_representative_is_written_to_about_the_person(desk: Desk) -> None:
    party = customer(desk)
    who = {
        "requester": Requester.GUARDIAN,
        "requester_name": "Liisa Lahti",
        "authority_document": "Määräys 3.2.2025",
        "reply_form": ReplyForm.PAPER_POST,
    }
    case = decided(desk, party, Decision(Resolution.FULFILLED), **who)
    letter = reply(desk, case, opened(desk, party))
    assert (letter.addressee.name, letter.addressee.lines) == ("Liisa Lahti", ())
    assert letter.concerning == "Matti Juhani Virtanen"
    paper = receipt(desk, case, opened(desk, party, "maija"))
    assert (paper.requester, paper.representative) == ("Matti Juhani Virtanen", "Liisa Lahti")


@ON_THE_FILE
def test_nobody_is_named_without_his_own_ticket(desk: Desk) -> None:
    matti, liisa = customer(desk), customer(desk, Someone("Lahti", "Liisa", "10050"))
    case = decided(desk, matti, Decision(Resolution.FULFILLED))
    for ticket in (None, opened(desk, liisa)):
        with pytest.raises(StepRefused) as refusal:
            receipt(desk, case, ticket, "jani")
        assert refusal.value.key == "customer.no_ticket"
        with pytest.raises(StepRefused):
            reply(desk, case, ticket)


# --- the receipt


def test_the_receipt_says_what_was_taken_in(desk: Desk) -> None:
    party = customer(desk)
    made = register(
        desk,
        party,
        received_on=date(2026, 11, 6),
        channel=IntakeChannel.POST,
        scope="Laskut",
        reply_form=ReplyForm.PAPER_POST,
        reply_lang=Lang.SV,
        identity=IdentityMethod.ID_CARD,
        identity_matches=True,
        signed=True,
        names_register=True,
    )
    paper = receipt(desk, made.case_id, opened(desk, party, "maija"))
    assert paper == Receipt(
        case_number="L-2026-0001",
        given_on=TODAY,
        requester="Matti Juhani Virtanen",
        office="Lovisa",
        received_on=date(2026, 11, 6),
        channel=IntakeChannel.POST,
        rights=(RequestRight.ACCESS,),
        due_on=date(2026, 12, 7),
        due_reasons=made.due.deadline.reasons,
        identity=IdentityMethod.ID_CARD,
        notes=(),
        reply_wish=ReplyForm.PAPER_POST,
        scope="Laskut",
        claims=Claims(access=True, scope="Laskut"),
    )
    assert [reason.key for reason in made.due.deadline.reasons][-1] == "deadline.reason_moved"


@ON_THE_FILE
@pytest.mark.parametrize(
    ("identity", "matches"),
    [(None, False), (IdentityMethod.NOT_VERIFIED, True), (IdentityMethod.PASSPORT, False)],
)
def test_the_receipt_claims_no_identity_that_was_not_seen(
    desk: Desk, identity: IdentityMethod | None, matches: bool
) -> None:
    made = register(desk, None, requester_name="Kaisa Koski", identity=identity, identity_matches=matches)
    paper = receipt(desk, made.case_id, None)
    assert paper.identity is None
    assert paper.requester == "Kaisa Koski"
    assert {term.key for term in paper.notes if isinstance(term, Term)} == {
        "request.mark_missing_signed",
        "request.mark_missing_names_register",
    }


# --- whom it is for


@ON_THE_FILE
@pytest.mark.parametrize("requester", [Requester.SELF, Requester.ATTORNEY])
@pytest.mark.parametrize(
    ("form", "way"),
    [(ReplyForm.PAPER_COUNTER, BY_HAND), (ReplyForm.SECURE_MAIL, BY_MAIL), (ReplyForm.PAPER_POST, "")],
)
def test_a_letter_without_an_address_says_how_it_goes(
    desk: Desk, form: ReplyForm, way: Term | str, requester: Requester
) -> None:
    """By post it is the envelope that tells a representative's address."""
    party = customer(desk)
    changes = {"requester_name": "Aino Asia", "authority_document": "Valtakirja"}
    changes = changes if requester is Requester.ATTORNEY else {}
    case = decided(
        desk,
        party,
        Decision(Resolution.REFUSED, GROUND, WHY),
        reply_form=form,
        requester=requester,
        **changes,
    )
    letter = reply(desk, case, opened(desk, party))
    if requester is Requester.SELF and form is ReplyForm.PAPER_POST:
        assert letter.addressee.lines
    else:
        assert (letter.addressee.lines, letter.addressee.way) == ((), way)


# --- the extension


@ON_THE_FILE
def test_the_notice_of_extension_tells_both_days(desk: Desk) -> None:
    party = customer(desk)
    case = register(desk, party, received_on=date(2026, 11, 6)).case_id
    ticket = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit, pytest.raises(StepRefused) as refusal:
        letters.extension(unit, case, ticket)
    assert refusal.value.key == "request.not_extended"
    do(desk, casework.extend, case, "Papereita on kahdessa toimipisteessä.")
    with desk.database.reading(desk["jani"]) as unit:
        notice, lang = letters.extension(unit, case, ticket)
    assert lang is Lang.FI
    days = (notice.received_on, notice.written_on, notice.first_due, notice.due_on)
    assert days == (date(2026, 11, 6), TODAY, date(2026, 12, 7), date(2027, 2, 8))
    assert notice.reasons == ("Papereita on kahdessa toimipisteessä.",)


@ON_THE_FILE
def test_a_notice_printed_again_later_keeps_its_day(desk: Desk) -> None:
    case = register(desk, None, requester_name="Kaisa Koski").case_id
    do(desk, casework.extend, case, "Pyyntöjä on paljon.")
    desk.clock.forward(days=60)
    with desk.database.reading(desk["jani"]) as unit:
        notice, _ = letters.extension(unit, case, None)
    assert (notice.written_on, notice.due_on) == (TODAY, date(2027, 2, 23))


def test_a_pause_moves_the_day_the_notice_names(desk: Desk) -> None:
    case = register(desk, None, requester_name="Kaisa Koski").case_id
    do(desk, casework.doubt_identity, case, "Nimi ei täsmää.")
    desk.clock.forward(days=10)
    do(desk, casework.confirm_identity, case, IdentityMethod.PASSPORT)
    desk.clock.forward(days=25)  # 28.12.: past the first month, within the pause
    do(desk, casework.extend, case, "Pyyntöjä on paljon.")
    with desk.database.reading(desk["jani"]) as unit:
        notice, _ = letters.extension(unit, case, None)
    assert notice.written_on == TODAY + timedelta(days=35)
    assert notice.first_due == date(2027, 1, 4)  # Saturday 2.1. moved
    assert notice.due_on == date(2027, 3, 5)  # 23.2. and ten days
