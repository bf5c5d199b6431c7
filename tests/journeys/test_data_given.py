"""Rights by which data go to the customer, from F8 to the closed case: access and portability (GDPR art. 15, 20)."""

import hashlib
import json
import zipfile
from pathlib import Path

from PySide6.QtWidgets import QFileDialog
from sqlalchemy import select

from lpo_desk.db.tables.requests import Handover, IdentityCheck
from lpo_desk.db.tables.system import ReadEvent
from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import CaseDiary, DocumentKind, FileMedium, HandoverMethod, IdentityMethod
from lpo_desk.domain.claims import RefusalGround, RequestRight, Resolution
from lpo_desk.domain.paper import PaperKind
from lpo_desk.terms import Lang
from lpo_desk.ui.pages.case_identity import IdentityPanel
from lpo_desk.ui.pages.queue import QueuePage
from tests.journeys import deeds, hands
from tests.journeys.office import CLERK, NUMBER, OFFICER, THURSDAY, TUESDAY, Office
from tests.journeys.proof import Proof, assert_says, assert_silent
from tests.ui.case_hands import ask, back, case_of, dialog

KEYS = 14
"""Budget 5 of ux.md section 3, hard limit."""


def test_an_access_granted(office: Office, tmp_path: Path) -> None:
    proof = Proof(office)
    with hands.taking_in(office, RequestRight.ACCESS) as (clerk, _):
        clerk.robot.press("Return")
    clerk.robot.assert_within(keys=KEYS, clicks=0)
    assert hands.answer(office, hands.granted) == 2, "the letter and the extract"
    hands.deliver(office)

    assert proof.changes() == proof.filed(PaperKind.ACCESS_REQUEST, THURSDAY)
    papers = proof.papers()
    assert papers.keys() == {DocumentKind.RECEIPT, DocumentKind.REPLY, DocumentKind.EXTRACT}
    assert_says(
        papers[DocumentKind.REPLY],
        office.letter("letter.reply_title"),
        office.letter("letter.outcome_fulfilled"),
        office.letter("letter.confirm_access"),
        office.customer.name,
    )
    contact = office.customer.new.contact
    assert_says(
        papers[DocumentKind.EXTRACT],
        office.letter("extract.title"),
        *(contact.street, contact.town, contact.email, "019 500 0001"),
        *("Kysyi laskusta 50.", "Kysyi laskusta 60."),
        office.letter(Purpose.COUNTER.term),
        office.letter(Purpose.REQUEST.term),
    )
    assert_silent(papers[DocumentKind.EXTRACT], "019 500 0002", "Kysyi laskusta 51.", "Eino")
    assert proof.story() == [
        deeds.taken_in(),
        deeds.RECEIPT,
        *deeds.WORKED_ON,
        deeds.decided(deeds.GRANTED),
        deeds.REPLIED,
        deeds.HANDED_OVER,
    ]
    assert ask(office.desk, _openings) == [
        (office.desk[CLERK].account_id, Purpose.COUNTER, None),
        (office.desk[CLERK].account_id, Purpose.REQUEST, None),
        (office.desk[OFFICER].account_id, Purpose.REQUEST, 1),
    ]
    assert ask(office.desk, _handed_over) == (HandoverMethod.COUNTER, True, IdentityMethod.PASSPORT)
    assert [(line.what, line.who) for line in case_of(office.desk, 1).timeline] == [
        (CaseDiary.REGISTERED, "Maija Virtanen"),
        (CaseDiary.IDENTITY_OK, "Maija Virtanen"),
        (CaseDiary.TAKEN, "Jani Alho"),
        (CaseDiary.GATHERED, "Jani Alho"),
        (CaseDiary.REVIEWED, "Jani Alho"),
        (CaseDiary.DECIDED, "Jani Alho"),
        (CaseDiary.HANDED_OVER, "Maija Virtanen"),
    ]
    assert proof.booked(tmp_path) == proof.expected(THURSDAY, [RequestRight.ACCESS], Resolution.FULFILLED)


def _openings(unit: Unit) -> list[tuple[int, Purpose, int | None]]:
    rows = select(ReadEvent.account_id, ReadEvent.purpose, ReadEvent.case_id).order_by(ReadEvent.id)
    return [(row.account_id, row.purpose, row.case_id) for row in unit.connection.execute(rows)]


def _handed_over(unit: Unit) -> tuple[HandoverMethod, bool, IdentityMethod]:
    row = unit.session.scalars(select(Handover)).one()
    seen = unit.session.get_one(IdentityCheck, row.identity_check_id)
    return row.method, row.signed, seen.method


def test_an_access_refused_and_sent_by_post(office: Office, tmp_path: Path) -> None:
    """Nobody could be identified at the counter; the officer knows the customer, and finds the request unfounded."""
    proof, reasons = Proof(office), "Samma begäran har besvarats tre gånger på en månad."
    with office.sits(CLERK) as clerk:
        hands.find(clerk, office.customer.typed)
        hands.ask(clerk, RequestRight.ACCESS)
        clerk.robot.press("8", "Return", "Return")
        receipt = hands.register(clerk)
    office.desk.clock.forward(days=1)
    with office.sits(OFFICER) as officer:
        page = hands.from_the_queue(officer)
        hands.step(officer, page, IdentityPanel, "5")
        hands.gather(officer, page, (0, 0, 0, 0))
        hands.review(officer, page)
        hands.refuse(officer, page, "3", reasons, ground=2)
        assert hands.reply(officer, page) == 1, "a refusal encloses nothing"
        hands.post(officer, page)
        officer.robot.press("Ctrl+Return")  # nothing is left in the queue
        officer.robot.wait_for(lambda: isinstance(officer.window.tabs.current, QueuePage))
        queue = officer.window.tabs.current
        assert isinstance(queue, QueuePage)
        officer.robot.wait_for(queue.calm.isVisible)

    assert proof.changes() == proof.filed(PaperKind.ACCESS_REQUEST, TUESDAY)
    papers = proof.papers()
    assert papers.keys() == {DocumentKind.RECEIPT, DocumentKind.REPLY}
    assert papers[DocumentKind.RECEIPT].content == receipt
    assert_silent(papers[DocumentKind.RECEIPT], office.customer.name)
    assert_says(
        papers[DocumentKind.REPLY],
        office.letter("letter.reply_title"),
        office.customer.name,
        office.letter("letter.outcome_refused"),
        reasons,
        office.letter(f"letter.ground_{RefusalGround.UNFOUNDED.value}"),
        office.letter("letter.complaint"),
        office.letter("letter.remedy"),
    )
    assert proof.story()[-3:] == [deeds.decided(deeds.REFUSED), deeds.REPLIED, deeds.POSTED]
    assert proof.booked(tmp_path) == proof.expected(TUESDAY, [RequestRight.ACCESS], Resolution.REFUSED)


def test_a_portability(office: Office, tmp_path: Path) -> None:
    """Finnish as JSON, Swedish as CSV; the file is saved where the customer gets it."""
    proof, is_json = Proof(office), office.customer.lang is Lang.FI
    with hands.taking_in(office, RequestRight.PORTABILITY) as (clerk, _):
        clerk.robot.press("1" if is_json else "2", "Return")
    assert hands.answer(office, hands.granted) == 1
    folder = tmp_path / "muistitikku"
    folder.mkdir()
    office.desk.clock.forward(days=2)
    with office.sits(CLERK) as clerk:
        page = hands.bring_up(clerk, NUMBER)
        hands.reach(clerk, page.facts.papers[-1])
        clerk.robot.press("Space")
        dialog(clerk, QFileDialog)
        clerk.robot.press("Ctrl+A")
        clerk.robot.type(str(folder))
        clerk.robot.press("Return")
        back(clerk)
        clerk.robot.wait_for(lambda: bool(list(folder.iterdir())))
        hands.hand_over(clerk, page)
        (line,) = case_of(office.desk, 1).handovers
        assert line.medium is FileMedium.MEMORY_STICK

    assert proof.changes() == proof.filed(PaperKind.ACCESS_REQUEST, THURSDAY)
    papers = proof.papers()
    kind = DocumentKind.PORTABLE_JSON if is_json else DocumentKind.PORTABLE_CSV
    assert papers.keys() == {DocumentKind.RECEIPT, DocumentKind.REPLY, kind}
    (saved,) = folder.iterdir()
    content = saved.read_bytes()
    assert content == papers[kind].content
    assert_says(
        papers[DocumentKind.REPLY],
        office.letter("letter.reply_title"),
        office.letter("letter.done_portability"),
        office.customer.name,
        saved.name,
        hashlib.sha256(content).hexdigest(),
    )
    assert_says(papers[DocumentKind.RECEIPT], office.letter("field.copy_format"))
    if is_json:
        assert json.loads(content)["case"] == NUMBER
        words = content.decode()
    else:
        with zipfile.ZipFile(saved) as tables:
            words = "".join(tables.read(name).decode("utf-8-sig") for name in tables.namelist())
    for held in (office.customer.new.contact.street, office.customer.new.contact.email):
        assert held in words
    for foreign in ("Eino", "019 500 0002", "Virtanen"):
        assert foreign not in words
    saving = ("maija", frozenset({"export paper", "insert case_event", "print document"}))
    assert proof.story() == [
        deeds.taken_in(),
        deeds.RECEIPT,
        *deeds.WORKED_ON,
        deeds.decided(deeds.GRANTED),
        deeds.REPLIED,
        saving,
        ("maija", frozenset({"update document saved_at"})),
        deeds.HANDED_OVER,
    ]
    right = RequestRight.PORTABILITY
    assert proof.booked(tmp_path) == proof.expected(THURSDAY, [right], Resolution.FULFILLED)
