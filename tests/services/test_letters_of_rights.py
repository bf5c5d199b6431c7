"""What the letters tell of each right, read from where it was done; the receipt and the form of what was asked."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from lpo_desk.db.tables.requests import Document, RequestClaim
from lpo_desk.db.tables.rights import ErasureEntry
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.db.unit import Forbidden
from lpo_desk.documents import casework as papers
from lpo_desk.documents.forms import correction_form
from lpo_desk.domain.case import CaseStatus, DocumentKind, IdentityMethod, Requester
from lpo_desk.domain.claims import (
    Asked,
    AskedItem,
    CopyFormat,
    Decision,
    ErasureGround,
    RecipientState,
    RefusalGround,
    RequestRight,
    Resolution,
)
from lpo_desk.domain.disclosing import NewDisclosure
from lpo_desk.domain.done import EnclosedCopy, Erased, Rectified, Restricted, Stopped
from lpo_desk.domain.letter_texts import ParagraphTexts
from lpo_desk.domain.letters import LetterIncomplete, Receipt, ReplyLetter
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.services import (
    _claims,
    casework,
    deciding,
    disclosures,
    erasing,
    forms,
    letter_texts,
    letters,
    notices,
    recipients,
)
from lpo_desk.services._steps import StepRefused
from lpo_desk.terms import Lang, terms
from tests.documents.reading import squeezed, text
from tests.fixtures_db import Desk
from tests.services.case_steps import (
    FULFILLED,
    MATTI,
    ON_THE_FILE,
    TODAY,
    bring,
    customer,
    do,
    opened,
    register,
)

STREET = AskedItem("contact.street", "Katuosoite", "Mannerheiminkatu 4", "Linnunrata 12 A 3", "Muutin.")
NOTE = AskedItem("", "Muistiinpano", "Kiukkuinen", "Rauhallinen", "Ei pidä paikkaansa.")
CORRECTION = Asked(RequestRight.RECTIFICATION, items=(STREET, NOTE))
ERASURE = Asked(
    RequestRight.ERASURE,
    items=(AskedItem(Category.CONTACT.value, "Yhteystiedot"),),
    erasure_ground=ErasureGround.NOT_NEEDED,
)
RESTRICTION = Asked(
    RequestRight.RESTRICTION, "Tiedot ovat väärin", restriction_ground=RestrictionGround.ACCURACY
)


def begun(desk: Desk, *claims: Asked, **changes: Any) -> tuple[int, int]:  # noqa: ANN401 - fields of Intake
    """A case of these claims, ready for its decisions, and its person."""
    party = customer(desk)
    case = register(desk, party, claims=claims, **changes).case_id
    bring(desk, case, CaseStatus.DECIDE)
    return case, party


def receipt(desk: Desk, case: int, party: int) -> Receipt:
    ticket = opened(desk, party, "maija")
    with desk.database.reading(desk["maija"]) as unit:
        return letters.receipt(unit, case, ticket)[0]


def reply(desk: Desk, case: int, party: int) -> ReplyLetter:
    ticket = opened(desk, party)
    with desk.database.reading(desk["jani"]) as unit:
        return letters.reply(unit, case, ticket, None)[0]


def keys(desk: Desk, case: int) -> list[int]:
    """Of the items of the case's first claim."""
    with desk.database.reading(desk["jani"]) as unit:
        return [item.id for item in _claims.items(unit, _claims.rows(unit, case)[0].id)]


def test_old_and_new_values_and_why_one_stayed(desk: Desk) -> None:
    case, party = begun(desk, CORRECTION)
    street, _ = keys(desk, case)
    partly = Decision(
        Resolution.PARTLY, (RefusalGround.ACCURATE,), "Muistiinpano on oikea.", accepted=frozenset({street})
    )
    do(desk, deciding.decide, case, partly, ticket=opened(desk, party))
    (answer,) = reply(desk, case, party).answers
    assert isinstance(answer.done, Rectified)
    done, left = answer.done.corrections
    assert (done.datum, done.before, done.wanted, done.why_not) == (
        "Katuosoite",
        "Mannerheiminkatu 4",
        "Linnunrata 12 A 3",
        "",
    )
    assert left.datum == "Muistiinpano"
    assert left.why_not
    made = papers.issue_reply(desk.database, desk["jani"], case, opened(desk, party))
    assert made.keys() == {DocumentKind.REPLY}
    words = squeezed(text(made[DocumentKind.REPLY]))
    for value in ("Linnunrata 12 A 3", "Kiukkuinen", "Muistiinpano on oikea.", "Katso perustelut"):
        assert squeezed(value) in words


def test_a_rectification_in_words_alone_is_told_in_them(local_desk: Desk) -> None:
    case, party = begun(local_desk, Asked(RequestRight.RECTIFICATION, "Nimeni kirjoitetaan w:llä."))
    do(local_desk, deciding.decide, case, FULFILLED, ticket=opened(local_desk, party))
    (answer,) = reply(local_desk, case, party).answers
    assert answer.paragraphs == ("Nimeni kirjoitetaan w:llä.",)


def test_a_restriction_tells_when_it_began_and_why(desk: Desk) -> None:
    case, party = begun(desk, RESTRICTION)
    do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    (answer,) = reply(desk, case, party).answers
    assert answer.done == Restricted(TODAY, RestrictionGround.ACCURACY)


def test_objections_and_withdrawals_are_confirmed_beside_another_claim(desk: Desk) -> None:
    case, party = begun(
        desk,
        Asked(RequestRight.MARKETING_OBJECTION),
        Asked(RequestRight.OBJECTION, "Profilointi"),
        Asked(
            RequestRight.CONSENT_WITHDRAWAL,
            items=(AskedItem("permissions.own_email", "Suoramarkkinointi sähköpostilla"),),
        ),
    )
    do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    done = [answer.done for answer in reply(desk, case, party).answers]
    assert done == [
        Stopped(TODAY),
        Stopped(TODAY, ("Profilointi",)),
        Stopped(TODAY, ("Suoramarkkinointi sähköpostilla",)),
    ]


def test_the_grounds_of_an_objection_are_not_told_as_something_stopped(desk: Desk) -> None:
    asked = Asked(
        RequestRight.OBJECTION, "Tilanteeni muuttui.", items=(AskedItem("", "Luottotietojen käyttö"),)
    )
    case, party = begun(desk, asked)
    do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    (answer,) = reply(desk, case, party).answers
    assert answer.done == Stopped(TODAY, ("Luottotietojen käyttö",))


def prepared(desk: Desk, case: int, party: int) -> None:
    """The plan of the first claim, made by somebody else than who decides."""
    ticket = opened(desk, party)
    with desk.database.unit(desk["jani"]) as unit:
        claim = unit.session.scalars(select(RequestClaim).where(RequestClaim.case_id == case)).first()
        assert claim is not None
        claim.plan = erasing.plan(unit, ticket, frozenset({Category.CONTACT})).digest
        claim.prepared_by = desk["leena"].account_id


def test_an_erasure_tells_what_the_ledger_says(desk: Desk, tmp_path: Path) -> None:
    if desk.database.is_server:
        desk.database.ledger = tmp_path / "server.erasures"
    case, party = begun(desk, ERASURE)
    prepared(desk, case, party)
    do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    (answer,) = reply(desk, case, party).answers
    assert isinstance(answer.done, Erased)
    assert Category.CONTACT in answer.done.data
    with desk.database.unit(desk["jani"]) as unit:
        unit.session.add(
            ErasureEntry(
                at=unit.at,
                party_key=party,
                case_number="L-2026-0001",
                plan={"erased": [["contact", "customer"]], "kept": [["billing", "accounting", "2032-12-31"]]},
                digests=[],
                account_id=desk["jani"].account_id,
            )
        )
    (answer,) = reply(desk, case, party).answers
    assert isinstance(answer.done, Erased)
    assert answer.done.data == (Category.CONTACT,)
    assert [(kept.data, kept.until) for kept in answer.done.kept] == [(Category.BILLING, date(2032, 12, 31))]


def test_an_erasure_whose_plan_no_longer_holds_is_not_carried_out(local_desk: Desk) -> None:
    desk = local_desk
    case, party = begun(desk, ERASURE)
    prepared(desk, case, party)
    with desk.database.unit(desk["jani"]) as unit:
        unit.session.scalars(select(RequestClaim).where(RequestClaim.case_id == case)).one().plan = b"another"
    with pytest.raises(StepRefused) as refusal:
        do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    assert refusal.value.key == "request.plan_outdated"


def test_a_portable_copy_is_archived_with_the_letter_that_tells_its_checksum(desk: Desk) -> None:
    case, party = begun(desk, Asked(RequestRight.PORTABILITY, copy_format=CopyFormat.JSON))
    do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    with pytest.raises(LetterIncomplete, match="missing_done"):
        papers.issue_reply(desk.database, desk["jani"], case, opened(desk, party))
    copy = EnclosedCopy(
        DocumentKind.PORTABLE_JSON, "L-2026-0001.json", b"{}", "44136fa3" * 8, (Category.CONTACT,)
    )
    made = papers.issue_reply(desk.database, desk["jani"], case, opened(desk, party), copy)
    assert made[DocumentKind.PORTABLE_JSON] == b"{}"
    words = squeezed(text(made[DocumentKind.REPLY]))
    assert "44136fa3" * 8 in words
    assert "Yhteystiedot" in words


def test_recipients_who_were_told_stand_in_the_reply_and_get_a_letter_each(desk: Desk) -> None:
    case, party = begun(desk, CORRECTION)
    with desk.database.unit(desk["jani"]) as unit:
        claim_id = _claims.rows(unit, case)[0].id
    for name in ("Perintä Esimerkki Oy", "Toinen Oy"):
        given = NewDisclosure(name, "Yhteystiedot", "Sopimus", TODAY)
        do(desk, disclosures.add, opened(desk, party, "maija"), given, who="maija")
    do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    first, second = do(desk, recipients.list_for, case, claim_id)
    pdf = papers.issue_recipient_letter(
        desk.database, desk["jani"], case, first.id, opened(desk, party), Lang.SV
    )
    words = squeezed(text(pdf))
    for value in (
        "Perintä Esimerkki Oy",
        "Matti Juhani Virtanen",
        "10042",
        "Linnunrata 12 A 3",
        "23.11.2026",
    ):
        assert squeezed(value) in words, value
    for private in ("Muutin.", "Toinen Oy", squeezed(MATTI.hetu or "-"), squeezed("Överlämnas på")):
        assert squeezed(private) not in words, private
    do(desk, recipients.settle, first.id, RecipientState.TOLD, TODAY)
    do(desk, recipients.settle, second.id, RecipientState.IMPOSSIBLE, TODAY, "Lopettanut.")
    (answer,) = reply(desk, case, party).answers
    assert answer.told == ("Perintä Esimerkki Oy",)


def test_the_receipt_tells_what_is_asked_and_what_may_stay(desk: Desk) -> None:
    party = customer(desk)
    seen: dict[str, Any] = {"identity": IdentityMethod.PASSPORT, "identity_matches": True}
    case = register(desk, party, claims=(CORRECTION, ERASURE, RESTRICTION), **seen).case_id
    with desk.database.reading(desk["jani"]) as unit:
        paper, _ = letters.receipt(unit, case, opened(desk, party))
    assert [line.wrong for line in paper.claims.corrections] == ["Mannerheiminkatu 4", "Kiukkuinen"]
    assert [(line.data, line.reason) for line in paper.claims.erasures] == [
        ("Yhteystiedot", ErasureGround.NOT_NEEDED)
    ]
    assert paper.claims.restriction is RestrictionGround.ACCURACY
    assert paper.restricted
    plan = do(desk, erasing.plan, opened(desk, party), frozenset({Category.CONTACT}))
    assert [kept.data for kept in paper.may_stay] == [group.category for group in plan.staying]
    pdf = papers.issue_receipt(desk.database, desk["maija"], case, opened(desk, party, "maija"))
    assert squeezed("Linnunrata 12 A 3") in squeezed(text(pdf))


def test_what_the_register_holds_is_on_no_paper_for_somebody_unknown(desk: Desk) -> None:
    party = customer(desk)
    case = register(desk, party, claims=(CORRECTION, ERASURE), requester=Requester.SELF).case_id
    with desk.database.reading(desk["maija"]) as unit:
        ticket = opened(desk, party, "maija")
        paper, _ = letters.receipt(unit, case, ticket)
        form = forms.of_case(unit, case, ticket, Lang.FI)
    assert [line.wrong for line in paper.claims.corrections] == ["", ""]
    assert (paper.may_stay, paper.restricted) == ((), False)
    assert [line.wrong for line in form.claims.corrections] == ["", ""]
    assert (form.person.address, form.person.customer_number) == ((), "")
    assert "Mannerheiminkatu4" not in squeezed(text(correction_form(form, Lang.FI))).replace(
        "Mannerheiminkatu16", ""
    )


def test_the_form_of_a_case_is_ready_to_be_signed(desk: Desk) -> None:
    party = customer(desk)
    seen: dict[str, Any] = {"identity": IdentityMethod.ID_CARD, "identity_matches": True}
    made = register(desk, party, claims=(CORRECTION, ERASURE, RESTRICTION), **seen)
    with desk.database.reading(desk["maija"]) as unit:
        form = forms.of_case(unit, made.case_id, opened(desk, party, "maija"), Lang.FI)
    words = squeezed(text(correction_form(form, Lang.FI)))
    for value in (
        made.number,
        "Matti Juhani Virtanen",
        "Katuosoite: Mannerheiminkatu 4",
        "Yhteystiedot",
        "\u2612a)",
        "Maija Virtanen",
        "\u2612Henkilökortti",
        "\u2612Loviisa",
    ):
        assert squeezed(value) in words, value
    with desk.database.reading(desk["kalle"]) as unit, pytest.raises(Forbidden):
        forms.of_case(unit, made.case_id, opened(desk, party, "kalle"), Lang.FI)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_letters_that_ask_for_more(local_desk: Desk, lang: Lang) -> None:
    desk = local_desk
    party = customer(desk)
    case = register(desk, party, reply_lang=lang).case_id
    ticket = opened(desk, party)
    for issue in (papers.issue_identity_letter, papers.issue_specify_letter):
        with pytest.raises(StepRefused):
            issue(desk.database, desk["jani"], case, ticket)
    bring(desk, case, CaseStatus.IDENTITY)
    words = squeezed(text(papers.issue_identity_letter(desk.database, desk["jani"], case, ticket)))
    assert squeezed("Asiakirja oli vanhentunut.") in words
    assert squeezed(terms("letter.identity_how", lang=lang)) in words
    do(desk, casework.confirm_identity, case, IdentityMethod.PASSPORT)
    do(desk, casework.ask_to_specify, case, "Minkä vuoden?")
    words = squeezed(text(papers.issue_specify_letter(desk.database, desk["jani"], case, ticket)))
    assert squeezed("Minkä vuoden?") in words
    assert squeezed(terms("letter.specify_clock", lang=lang)) in words


def test_the_person_is_told_before_a_restriction_ends(local_desk: Desk) -> None:
    desk = local_desk
    _, party = begun(desk, RESTRICTION)
    with desk.database.reading(desk["jani"]) as unit:
        key = unit.session.scalars(select(ProcessingRestriction.id)).one()
    ticket, until = opened(desk, party), TODAY + timedelta(days=14)
    pdf = papers.issue_lifting_notice(desk.database, desk["jani"], key, ticket, until, "Tiedot tarkistettu.")
    words = squeezed(text(pdf))
    assert "7.12.2026" in words
    assert squeezed("Tiedot tarkistettu.") in words
    with pytest.raises(LetterIncomplete):
        papers.issue_lifting_notice(desk.database, desk["jani"], key, ticket, until, " ")
    with desk.database.reading(desk["maija"]) as unit, pytest.raises(Forbidden):
        notices.lifting(unit, key, opened(desk, party, "maija"), until, "Syy")


def test_a_paper_remembers_the_wording_it_was_made_with(desk: Desk) -> None:
    with desk.database.reading(desk["jani"]) as unit:
        seen = letter_texts.paragraphs(unit)[0]
    do(desk, letter_texts.save, seen, ParagraphTexts("Pyyntö tuli {received}.", seen.sv.text))
    case, party = begun(desk, RESTRICTION)
    do(desk, deciding.decide, case, FULFILLED, ticket=opened(desk, party))
    made = papers.issue_reply(desk.database, desk["jani"], case, opened(desk, party))
    assert squeezed("Pyyntö tuli 23.11.2026.") in squeezed(text(made[DocumentKind.REPLY]))
    papers.issue_receipt(desk.database, desk["jani"], case, opened(desk, party))
    with desk.database.reading(desk["jani"]) as unit:
        rows = unit.connection.execute(select(Document.kind, Document.text_version)).all()
    assert {row.kind: row.text_version for row in rows} == {DocumentKind.REPLY: 1, DocumentKind.RECEIPT: None}


@ON_THE_FILE
@pytest.mark.parametrize("seen", [True, False])
def test_the_receipt_confirms_what_is_done_at_once_and_names_consents_to_whom_was_seen(
    desk: Desk, seen: bool
) -> None:
    party = customer(desk)
    named = (AskedItem("permissions.own_email", "LPOnet: Sähköposti"),)
    made = register(
        desk,
        party,
        claims=(Asked(RequestRight.CONSENT_WITHDRAWAL, items=named),),
        identity=IdentityMethod.PASSPORT if seen else IdentityMethod.NOT_VERIFIED,
        identity_matches=seen,
    )
    paper = receipt(desk, made.case_id, party)
    assert (paper.due_on, paper.due_reasons, paper.reply_wish) == (None, (), None)
    told = Stopped(TODAY, ("LPOnet: Sähköposti",) if seen else ())
    assert paper.done == ((RequestRight.CONSENT_WITHDRAWAL, told),)


@ON_THE_FILE
def test_the_receipt_of_an_objection_names_what_was_objected_to(desk: Desk) -> None:
    party = customer(desk)
    asked = Asked(RequestRight.OBJECTION, "Tilanteeni.", (AskedItem("processing", "Luottotietojen haku"),))
    made = register(desk, party, claims=(asked,))
    paper = receipt(desk, made.case_id, party)
    assert (paper.claims.other, paper.scope) == ("Luottotietojen haku\nTilanteeni.", None)
