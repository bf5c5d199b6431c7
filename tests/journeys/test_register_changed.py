"""Rights that change what the register holds or what may be done with it, from F8 to the closed case (GDPR art. 16, 18,
21)."""

from datetime import date
from pathlib import Path

from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import RefusalGround, RequestRight, Resolution
from lpo_desk.domain.paper import PaperKind
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.terms import Lang
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.case_items import item_text
from tests.journeys import deeds, hands
from tests.journeys.office import THURSDAY, TUESDAY, Office
from tests.journeys.proof import Proof, assert_says, assert_silent
from tests.ui.desk_window import CounterWindow

KEYS = 16
"""Budget 6 of ux.md section 3, hard limit."""


def test_a_rectification(office: Office, tmp_path: Path) -> None:
    proof, street = Proof(office), office.customer.new.contact.street
    reason = "Numero 5 pitää olla."
    with hands.taking_in(office, RequestRight.RECTIFICATION) as (clerk, _):
        clerk.robot.type(clerk.language.text("field.street")[:3])
        clerk.robot.press("Return")
        clerk.robot.type("Kuusitie 5")
        clerk.robot.press("Tab")
        clerk.robot.type(reason)
        clerk.robot.press("Return")
    clerk.robot.assert_within(keys=KEYS, clicks=0)

    def decide(officer: CounterWindow, page: CasePage) -> None:
        (item,) = hands.deciding(officer, page).items
        assert f"{street} → Kuusitie 5" in item_text(item, officer.language)
        hands.granted(officer, page)

    assert hands.answer(office, decide) == 1
    hands.deliver(office)

    form = proof.filed(PaperKind.RECTIFICATION, THURSDAY)
    assert proof.changes() == sorted([*form, "+address", "address.valid_to"])
    (address,) = proof.came("address")
    assert (address["street"], address["valid_from"]) == ("Kuusitie 5", TUESDAY)
    papers = proof.papers()
    assert papers.keys() == {DocumentKind.RECEIPT, DocumentKind.REPLY}
    assert_says(papers[DocumentKind.RECEIPT], office.customer.name, street, "Kuusitie 5", reason)
    assert_says(
        papers[DocumentKind.REPLY],
        office.letter("letter.reply_title"),
        office.letter("letter.outcome_fulfilled"),
        office.letter("letter.done_rectification"),
        office.customer.name,
        office.letter("field.street") + street + "Kuusitie 5",
    )
    assert proof.story() == [
        deeds.taken_in("insert claim_item"),
        deeds.RECEIPT,
        *deeds.WORKED_ON,
        deeds.decided(
            deeds.GRANTED,
            "update claim_item accepted applied_at",
            "insert address",
            "update address valid_to",
            "update request_claim effected_at",
        ),
        deeds.REPLIED,
        deeds.HANDED_OVER,
    ]
    assert proof.booked(tmp_path) == proof.expected(
        THURSDAY, [RequestRight.RECTIFICATION], Resolution.FULFILLED
    )


def test_a_restriction(office: Office, tmp_path: Path) -> None:
    proof = Proof(office)
    with hands.taking_in(office, RequestRight.RESTRICTION) as (clerk, _):
        clerk.robot.press("3", "Return")
    (mark,) = proof.came("processing_restriction")
    assert hands.answer(office, hands.granted) == 1
    hands.deliver(office)

    form = proof.filed(PaperKind.RECTIFICATION, THURSDAY)
    assert proof.changes() == [*form, "+processing_restriction"]
    assert proof.came("processing_restriction") == [mark], (
        "provisional until it was decided, and the same after"
    )
    assert (mark["ground"], mark["from_on"], mark["lifted_on"]) == (
        RestrictionGround.CLAIMS,
        date(2026, 11, 23),
        None,
    )
    papers = proof.papers()
    assert papers.keys() == {DocumentKind.RECEIPT, DocumentKind.REPLY}
    ground = office.letter(RestrictionGround.CLAIMS.term)
    assert_says(papers[DocumentKind.RECEIPT], ground, office.letter("receipt.restricted_now"))
    assert_says(
        papers[DocumentKind.REPLY],
        office.letter("letter.reply_title"),
        office.letter("letter.done_restriction"),
        office.letter("letter.restriction_effect"),
        office.customer.name,
        ground,
    )
    assert proof.story() == [
        deeds.taken_in("insert processing_restriction"),
        deeds.RECEIPT,
        *deeds.WORKED_ON,
        deeds.decided(deeds.GRANTED, "update request_claim effected_at"),
        deeds.REPLIED,
        deeds.HANDED_OVER,
    ]
    assert proof.booked(tmp_path) == proof.expected(
        THURSDAY, [RequestRight.RESTRICTION], Resolution.FULFILLED
    )


def test_an_objection_that_is_not_to_marketing(office: Office, tmp_path: Path) -> None:
    """What is objected to is restricted at once, and stays so until the customer was told that it ends (art. 18(3)). The
    Swedish customer is refused."""
    proof, refused = Proof(office), office.customer.lang is Lang.SV
    what, why = "Luottotietojen haku", "Tilanteeni on muuttunut."
    reasons = "Luottotiedot tarvitaan ennen uutta liittymää."
    with hands.taking_in(office, RequestRight.OBJECTION) as (clerk, _):
        clerk.robot.type(what)
        clerk.robot.press("Tab")
        clerk.robot.type(why)
        clerk.robot.press("Ctrl+Return")

    def refuse(officer: CounterWindow, page: CasePage) -> None:
        hands.refuse(officer, page, "2", reasons)

    hands.answer(office, refuse if refused else hands.granted)
    hands.deliver(office)

    form = proof.filed(PaperKind.RECTIFICATION, THURSDAY)
    assert proof.changes() == [*form, "+processing_restriction"]
    (mark,) = proof.came("processing_restriction")
    assert (mark["ground"], mark["reason"]) == (RestrictionGround.OBJECTION, why)
    papers = proof.papers()
    assert papers.keys() == {DocumentKind.RECEIPT, DocumentKind.REPLY}
    assert_says(papers[DocumentKind.RECEIPT], what, why, office.letter("receipt.restricted_now"))
    assert_silent(papers[DocumentKind.RECEIPT], office.letter("receipt.scope"))
    letter = papers[DocumentKind.REPLY]
    assert_says(letter, office.letter("letter.reply_title"), office.customer.name)
    remedies = (
        office.letter("letter.outcome_refused"),
        reasons,
        office.letter(f"letter.ground_{RefusalGround.COMPELLING.value}"),
        office.letter("letter.complaint"),
        office.letter("letter.remedy"),
    )
    if refused:
        assert_says(letter, *remedies)
    else:
        assert_says(letter, office.letter("letter.done_objection", on=TUESDAY), what)
        assert_silent(letter, why, *remedies)  # the grounds are no processing that ended
    who, did = deeds.HANDED_OVER
    assert proof.story() == [
        deeds.taken_in("insert claim_item", "insert processing_restriction"),
        deeds.RECEIPT,
        *deeds.WORKED_ON,
        deeds.decided(
            *(
                {deeds.REFUSED, "update processing_restriction lifting_on"}
                if refused
                else {deeds.GRANTED, "update request_claim effected_at"}
            )
        ),
        deeds.REPLIED,
        (who, did | {"update processing_restriction told_on"}) if refused else deeds.HANDED_OVER,
    ]
    assert proof.booked(tmp_path) == proof.expected(
        THURSDAY, [RequestRight.OBJECTION], Resolution.REFUSED if refused else Resolution.FULFILLED
    )
