"""The papers that lie on the counter: the forms and the privacy notice."""

from lpo_desk.db.database import Database
from lpo_desk.documents.forms import correction_form, inspection_form
from lpo_desk.documents.notice import privacy_notice
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.forms import CounterPaper
from lpo_desk.services import forms
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
