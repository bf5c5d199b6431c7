"""The certificate of destroyed papers: which, how, by whom and who saw it. It names papers by number and kind."""

from collections.abc import Sequence
from datetime import date

from lpo_desk.documents.blocks import tabled
from lpo_desk.documents.letterhead import fact, letterhead
from lpo_desk.documents.typesetting import Json, typeset
from lpo_desk.documents.wording import words
from lpo_desk.domain.destroying import DestructionItem, DestructionRecord, ItemVerdict
from lpo_desk.domain.extract import Row
from lpo_desk.domain.organisation import Organisation
from lpo_desk.formats import format_date
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, terms


def destruction_certificate(
    record: DestructionRecord, lang: Lang, *, sender: Organisation | None = None
) -> bytes:
    """The certificate as PDF, dated by the day of destruction. Raises ValueError of a list that was not executed."""
    row = record.row
    if row.executed_on is None or row.method is None:
        raise ValueError("nothing was destroyed")
    heading = terms("certificate.heading", lang=lang)
    destroyed, left_out = record.of(ItemVerdict.DESTROYED), record.of(ItemVerdict.LEFT_OUT)
    facts = [
        fact("office.office", row.office.name(lang), lang),
        fact("certificate.proposed", _by(row.proposed_on, row.proposed_by, lang), lang),
        fact("certificate.approved", _by(row.approved_on, row.approved_by, lang), lang),
        fact("certificate.executed", _by(row.executed_on, row.executed_by, lang), lang),
        fact("certificate.method", words(row.method, lang), lang),
        fact("certificate.witness", row.witness, lang),
    ]
    data: dict[str, Json] = {
        **letterhead(f"{heading} {row.number}", row.number, row.executed_on, lang, sender or organisation()),
        "number_label": terms("certificate.number", lang=lang),
        "heading": heading,
        "intro": terms("certificate.intro", lang=lang),
        "facts": facts,
        "papers_heading": terms("certificate.papers", lang=lang, count=len(destroyed)),
        "papers": _papers(destroyed, lang),
        "left_heading": terms("certificate.left_out", lang=lang, count=len(left_out)),
        "left": _papers(left_out, lang, why=True) if left_out else None,
        "signing_heading": terms("certificate.signatures", lang=lang),
        "signing": [
            terms("certificate.signature", lang=lang, name=name) for name in (row.executed_by, row.witness)
        ],
    }
    return typeset("certificate", data, lang=lang, on=row.executed_on)


def _by(on: date | None, name: str, lang: Lang) -> str:
    return f"{format_date(on, lang)}, {name}" if on else "–"


def _papers(items: Sequence[DestructionItem], lang: Lang, *, why: bool = False) -> Json:
    columns = ("field.paper_number", "field.paper_kind", "field.year")
    rows = [
        (item.number, item.kind, str(item.year) if item.year else None, *((item.why,) if why else ()))
        for item in items
    ]
    return tabled((*columns, "certificate.why") if why else columns, [Row(cells) for cells in rows], lang)
