"""The papers of the counter: the blank forms, the privacy notice, and a form filled in to be signed."""

from collections.abc import Collection
from dataclasses import replace

from lpo_desk.db.database import Database
from lpo_desk.documents.forms import correction_form, inspection_form
from lpo_desk.documents.notice import privacy_notice
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.asked_form import form_claims
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import Intake, Requester
from lpo_desk.domain.claims import KINDS, FormKind, with_restriction
from lpo_desk.domain.forms import CounterPaper, FormContent
from lpo_desk.services import cases, forms
from lpo_desk.terms import Lang


def counter_paper(
    database: Database, actor: Actor, kind: CounterPaper, lang: Lang, ticket: Ticket | None = None
) -> bytes:
    """The paper as PDF, a form filled in for the customer of the ticket.

    Called on the database thread; no transaction is open while Typst works.
    """
    if kind is CounterPaper.NOTICE:
        return privacy_notice(lang)
    with database.reading(actor) as unit:
        content = forms.blank(unit) if ticket is None else forms.prefilled(unit, ticket, lang)
    return (inspection_form if kind is CounterPaper.INSPECTION else correction_form)(content, lang)


def forms_to_sign(
    database: Database, actor: Actor, intake: Intake, ticket: Ticket | None
) -> tuple[tuple[CounterPaper, bytes], ...]:
    """The forms that what is asked needs, in the language of the reply. Without a ticket they are blank.

    The caller gives a ticket only of somebody who was identified: a form shows what the register knows of him.
    """
    lang, claims = intake.reply_lang, with_restriction(intake.claims)
    with database.reading(actor) as unit:
        content = (
            forms.blank(unit)
            if ticket is None
            else _told(forms.prefilled(unit, ticket, lang, form_claims(claims, lang)), intake)
        )
    return _printed({KINDS[asked.right].form for asked in claims}, content, lang)


def forms_of_case(
    database: Database, actor: Actor, case_id: int, ticket: Ticket | None
) -> tuple[tuple[CounterPaper, bytes], ...]:
    """The forms of a registered case that came without one, to be signed: with its number and code, and what is asked."""
    with database.reading(actor) as unit:
        case = cases.read(unit, case_id)
        lang = case.intake.reply_lang
        content = forms.of_case(unit, case_id, ticket, lang)
    return _printed({claim.kind.form for claim in case.claims}, content, lang)


def _printed(
    needed: Collection[FormKind | None], content: FormContent, lang: Lang
) -> tuple[tuple[CounterPaper, bytes], ...]:
    papers = []
    if FormKind.INSPECTION in needed:
        papers.append((CounterPaper.INSPECTION, inspection_form(content, lang)))
    if FormKind.CORRECTION in needed:
        papers.append((CounterPaper.CORRECTION, correction_form(content, lang)))
    return tuple(papers)


def _told(content: FormContent, intake: Intake) -> FormContent:
    """With how the reply is wished, and who acts for the person."""
    wished = replace(content, reply_form=intake.reply_form, reply_lang=intake.reply_lang)
    if intake.requester is Requester.SELF:
        return wished
    person = replace(content.person, representative=intake.requester_name, capacity=intake.requester)
    return replace(wished, person=person)
