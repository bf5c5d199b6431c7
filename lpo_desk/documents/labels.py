"""Printed for the paper log: labels of papers and places, the first sheet of a binder, the card of a paper that is out.

A label holds a number and its code, no personal data: whoever sees a binder learns nothing of whose papers it holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lpo_desk.documents.blocks import tabled
from lpo_desk.documents.letterhead import fact, letterhead
from lpo_desk.documents.typesetting import Json, qr_svg, typeset
from lpo_desk.domain.extract import Row
from lpo_desk.domain.organisation import Organisation
from lpo_desk.domain.paper import PaperRow
from lpo_desk.domain.places import PlaceLine
from lpo_desk.formats import format_date
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, terms

ON_A_SHEET = 24
"""3 x 8 labels of 70 x 37 mm on A4 without margins: the stock that most offices have."""


@dataclass(frozen=True, slots=True)
class Label:
    """code: a paper's number or a place's code. line, small: what stands beside it."""

    code: str
    line: str
    small: str = ""


def paper_label(row: PaperRow, lang: Lang) -> Label:
    """The number, the kind and the year: nothing of a person."""
    year = f" {row.day.year}" if row.day else ""
    return Label(row.number, f"{terms(row.kind.term, lang=lang)}{year}", row.home)


def place_label(line: PlaceLine, lang: Lang) -> Label:
    outer, _, _ = line.path.rpartition("/")
    return Label(line.code, line.details.name, outer or terms(line.details.kind.term, lang=lang))


def labels(given: Sequence[Label], lang: Lang, on: date, *, skip: int = 0) -> bytes:
    """A sheet of labels, as many sheets as it takes. skip: labels of the first sheet that are used already, 0 to 23.

    Raises ValueError for another `skip`, and without any label.
    """
    if not given or not 0 <= skip < ON_A_SHEET:
        raise ValueError("a sheet needs a label, and a place for it")
    heading = terms("paper_label.heading", lang=lang)
    data: dict[str, Json] = {
        "title": heading,
        "heading": heading,
        "sender": {"name": organisation().controller.name},
        "skip": skip,
        "labels": [
            {
                "qr": qr_svg(each.code),
                "qr_alt": terms("letter.qr_alt", lang=lang, number=each.code),
                "code": each.code,
                "line": each.line,
                "small": each.small,
            }
            for each in given
        ],
    }
    return typeset("labels", data, lang=lang, on=on)


def binder_sheet(
    line: PlaceLine,
    office: str,
    papers: Sequence[PaperRow],
    lang: Lang,
    on: date,
    *,
    sender: Organisation | None = None,
) -> bytes:
    """The first sheet of a binder: where it stands, who may enter, and the numbers of what belongs in it."""
    columns = ("field.paper_number", "field.paper_kind", "field.year", "field.retention_until")
    rows = [
        Row((each.number, each.kind, str(each.day.year) if each.day else None, each.kept.until))
        for each in papers
    ]
    heading = terms("paper_label.binder", lang=lang, name=line.details.name)
    facts = [
        fact("office.office", office, lang),
        fact("paper_label.stands", line.path, lang),
        fact("paper_label.printed", format_date(on, lang), lang),
    ]
    if line.details.access:
        facts.insert(2, fact("paper_label.access", line.details.access, lang))
    data: dict[str, Json] = {
        **letterhead(heading, line.code, on, lang, sender or organisation()),
        "number_label": terms("paper_label.code", lang=lang),
        "heading": heading,
        "facts": facts,
        "papers_heading": terms("paper_label.papers", lang=lang, count=len(papers)),
        "papers": tabled(columns, rows, lang) if rows else None,
        "empty": terms("paper_label.empty", lang=lang),
    }
    return typeset("binder", data, lang=lang, on=on)


def out_card(
    row: PaperRow, office: str, lang: Lang, on: date, *, sender: Organisation | None = None
) -> bytes:
    """The card that stands in the binder while the paper is out: who has it, since when, until when.

    Raises ValueError of a paper that nobody has.
    """
    if not row.custody.holder:
        raise ValueError("nobody has the paper")
    since = row.custody.since
    facts = [
        fact("paper_label.holder", row.custody.holder, lang),
        fact("paper_label.since", format_date(since.date(), lang) if since else "", lang),
        fact("paper_label.due", format_date(row.custody.due_on, lang) if row.custody.due_on else "–", lang),
        fact("paper_label.stands", row.home or "–", lang),
        fact("office.office", office, lang),
    ]
    heading = terms("paper_label.out", lang=lang, number=row.number)
    data: dict[str, Json] = {
        **letterhead(heading, row.number, on, lang, sender or organisation()),
        "number_label": terms("field.paper_number", lang=lang),
        "heading": heading,
        "intro": terms("paper_label.out_intro", lang=lang),
        "facts": facts,
        "back_heading": terms("paper_label.back", lang=lang),
        "back": [terms(f"paper_label.back_{name}", lang=lang) for name in ("on", "by")],
    }
    return typeset("outcard", data, lang=lang, on=on)
