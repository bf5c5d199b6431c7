"""The papers of a case, printed and archived: the bytes given are the bytes kept, and none is another person's."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from lpo_desk.db.errors import Conflict
from lpo_desk.db.tables.register import CustomerNote
from lpo_desk.db.tables.requests import Document
from lpo_desk.db.unit import Forbidden, NoTicket
from lpo_desk.documents import casework as papers
from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.case import CaseStatus, DocumentKind, HandoverMethod, ReplyForm
from lpo_desk.domain.claims import Decision, RefusalGround, Resolution
from lpo_desk.domain.party import Source
from lpo_desk.services import casework, closing, deciding
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang, terms
from tests.db.people import Someone, add
from tests.documents.reading import reader, squeezed, text
from tests.fixtures_db import Desk
from tests.services.case_steps import FULFILLED, MATTI, REFUSED, TODAY, bring, customer, do, opened, register


def kept(desk: Desk, case_id: int) -> list[tuple[DocumentKind, Lang, bytes]]:
    with desk.database.reading(desk["jani"]) as unit:
        rows = unit.session.scalars(select(Document).where(Document.case_id == case_id).order_by(Document.id))
        return [(row.kind, row.lang, row.content) for row in rows]


def ready(desk: Desk, decision: Decision = FULFILLED, lang: Lang = Lang.FI) -> tuple[int, Ticket]:
    party = customer(desk)
    case = register(desk, party, reply_lang=lang).case_id
    bring(desk, case, CaseStatus.DECIDE)
    do(desk, deciding.decide, case, decision)
    return case, opened(desk, party)


def test_reply_and_extract_are_kept_as_they_were_given(desk: Desk) -> None:
    case, ticket = ready(desk)
    made = papers.issue_reply(desk.database, desk["jani"], case, ticket)
    assert kept(desk, case) == [(kind, Lang.FI, pdf) for kind, pdf in made.items()]
    assert made.keys() == {DocumentKind.EXTRACT, DocumentKind.REPLY}
    pages = len(reader(made[DocumentKind.EXTRACT]).pages)
    assert papers.page_count(made[DocumentKind.EXTRACT]) == pages
    name = terms("document_kind.extract", lang=Lang.FI)
    said = terms("letter.enclosure_pages", lang=Lang.FI, name=name, pages=pages)
    assert said in text(made[DocumentKind.REPLY])
    do(desk, closing.hand_over, case, HandoverMethod.POST, on=TODAY)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_a_refusal_is_a_letter_with_its_three_blocks(local_desk: Desk, lang: Lang) -> None:
    case, ticket = ready(local_desk, REFUSED, lang)
    made = papers.issue_reply(local_desk.database, local_desk["jani"], case, ticket)
    assert made.keys() == {DocumentKind.REPLY}
    words = text(made[DocumentKind.REPLY])
    assert REFUSED.reasons in words
    assert "tietosuoja@om.fi" in words
    for key in ("letter.complaint", "letter.remedy", "letter.ground_unfounded"):
        assert squeezed(terms(key, lang=lang)) in squeezed(words), key


def test_neither_is_kept_when_one_cannot_be_made(local_desk: Desk) -> None:
    case, ticket = ready(local_desk)
    local_desk.clock.forward(minutes=16)  # the ticket has run out
    with pytest.raises(NoTicket):
        papers.issue_reply(local_desk.database, local_desk["jani"], case, ticket)
    with pytest.raises(StepRefused):
        papers.issue_reply(local_desk.database, local_desk["jani"], case, None)
    assert kept(local_desk, case) == []


def test_a_case_that_moved_on_meanwhile_keeps_nothing(
    local_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typst takes a second; another officer may decide anew in it."""
    desk = local_desk
    case, ticket = ready(desk)
    count = papers.page_count

    def meanwhile(pdf: bytes) -> int:
        do(desk, casework.send_back, case, "Uutta tietoa.")
        do(desk, deciding.decide, case, FULFILLED)
        return count(pdf)

    monkeypatch.setattr(papers, "page_count", meanwhile)
    with pytest.raises(Conflict):
        papers.issue_reply(desk.database, desk["jani"], case, ticket)
    assert kept(desk, case) == []


def test_a_preview_is_printed_and_not_kept(local_desk: Desk) -> None:
    case, ticket = ready(local_desk, lang=Lang.SV)
    pdf = papers.preview_extract(local_desk.database, local_desk["jani"], case, ticket)
    assert terms("extract.title", lang=Lang.SV) in text(pdf)
    assert kept(local_desk, case) == []


def test_receipt_and_extension_are_kept_as_they_were_given(local_desk: Desk) -> None:
    desk = local_desk
    party = customer(desk)
    made = register(desk, party, reply_lang=Lang.SV)
    given = papers.issue_receipt(desk.database, desk["maija"], made.case_id, opened(desk, party, "maija"))
    do(desk, casework.extend, made.case_id, "Många begäranden.")
    told = papers.issue_extension(desk.database, desk["jani"], made.case_id, opened(desk, party))
    assert kept(desk, made.case_id) == [
        (DocumentKind.RECEIPT, Lang.SV, given),
        (DocumentKind.EXTENSION, Lang.SV, told),
    ]
    assert "on 23.12.2026" in text(given).replace("\u00a0", " ")
    assert made.number in text(given)
    assert "23.2.2027" in text(told)


def test_who_may_make_what(local_desk: Desk) -> None:
    desk = local_desk
    case, _ = ready(desk)
    party = 1
    for who in ("maija", "leena", "esko", "admin"):
        with desk.database.unit(desk[who]) as unit:
            ticket = unit.issue_ticket(party, Purpose.REQUEST)
        for make in (papers.issue_reply, papers.issue_extension, papers.preview_extract):
            with pytest.raises(Forbidden):
                make(desk.database, desk[who], case, ticket)
    assert kept(desk, case) == []


def test_no_paper_of_a_case_holds_the_identity_code_or_another_person(local_desk: Desk) -> None:
    """Everything printed of ten of two hundred people who look alike."""
    desk = local_desk
    people = []
    with desk.database.unit(desk["maija"]) as unit:
        for turn in range(200):
            someone = replace(MATTI, number=f"Z{turn:03}", address=(f"Tie Z{turn:03}", "06100", "Porvoo"))
            people.append(add(unit, someone))
            unit.session.add(
                CustomerNote(
                    party_id=people[-1],
                    text=f"Z{turn:03}, {MATTI.hetu}",
                    source=Source.SUBJECT,
                    source_on=unit.today,
                )
            )
    for turn in (0, 199):
        party = people[turn]
        case = register(
            desk, party, reply_form=ReplyForm.PAPER_POST, scope=f"Z{turn:03} {MATTI.hetu}"
        ).case_id
        ticket = opened(desk, party)
        pdfs = [papers.issue_receipt(desk.database, desk["jani"], case, ticket)]
        bring(desk, case, CaseStatus.DECIDE)
        do(desk, casework.extend, case, f"Koodi {MATTI.hetu}.")
        pdfs.append(papers.issue_extension(desk.database, desk["jani"], case, ticket))
        partly = Decision(Resolution.PARTLY, (RefusalGround.OTHER,), f"Syy {MATTI.hetu}.", MATTI.hetu)
        do(desk, deciding.decide, case, partly)
        pdfs += papers.issue_reply(desk.database, desk["jani"], case, ticket).values()
        whole = squeezed(" ".join(text(pdf) for pdf in pdfs))
        assert set(re.findall(r"Z(\d{3})", whole)) == {f"{turn:03}"}
        assert MATTI.hetu not in whole
        assert "999P" not in whole
        assert whole.count("010190-****") >= 5


def test_somebody_unknown_gets_the_answer_that_nothing_is_held(local_desk: Desk) -> None:
    desk = local_desk
    customer(desk, Someone("Koski", "Kaisa", "10051"))
    case = register(desk, None, requester_name="Kaisa Koski", reply_lang=Lang.SV).case_id
    bring(desk, case, CaseStatus.DECIDE, found=0)
    do(desk, deciding.decide, case, Decision(Resolution.NOTHING_HELD))
    made = papers.issue_reply(desk.database, desk["jani"], case, None)
    words = text(made[DocumentKind.REPLY])
    assert made.keys() == {DocumentKind.REPLY}
    assert squeezed(terms("letter.outcome_nothing_held", lang=Lang.SV)) in squeezed(words)
    assert "10051" not in words
