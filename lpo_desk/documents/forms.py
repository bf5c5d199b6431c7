"""The two forms of the privacy notice as PDF: blank for the counter, or filled in for the person to sign.

Each can hold several claims; what is not known is a line to write on.
"""

from collections.abc import Iterable, Sequence

from lpo_desk.documents.glyphs import printable
from lpo_desk.documents.letterhead import letterhead, office_line
from lpo_desk.documents.typesetting import Json, typeset
from lpo_desk.documents.wording import words
from lpo_desk.domain.case import IdentityMethod, ReplyForm
from lpo_desk.domain.claims import CopyFormat, RequestRight
from lpo_desk.domain.forms import FormContent, OfficePart, Person
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.organisation import Organisation
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.formats import format_date
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, terms

CORRECTIONS, ERASURES = 4, 3
"""Rows of the tables of a blank form."""

_SEEN = tuple(method for method in IdentityMethod if method is not IdentityMethod.NOT_VERIFIED)
_REPLY_LANGUAGES = (Lang.FI, Lang.SV)


def inspection_form(content: FormContent, lang: Lang, *, sender: Organisation | None = None) -> bytes:
    """*Rekisteritietojen tarkastuspyyntö*: access, and a machine-readable copy of what the person gave."""
    claims = content.claims
    all_of_it, some_of_it = claims.access and not claims.scope, claims.access and bool(claims.scope)
    access: Json = {
        "heading": terms("form.access_heading", lang=lang),
        "choices": [
            _box(terms("form.access_all", lang=lang), all_of_it),
            _box(terms("form.access_part", lang=lang), some_of_it),
        ],
        "lines": _written(claims.scope, rows=2),
    }
    copy: Json = {
        "heading": terms("form.copy_heading", lang=lang),
        "note": terms("form.copy_note", lang=lang),
        "choices": _boxes(CopyFormat, claims.copy, lang),
        "columns": len(CopyFormat),
    }
    return _form(RequestRight.ACCESS, content, [access, copy], lang, sender)


def correction_form(content: FormContent, lang: Lang, *, sender: Organisation | None = None) -> bytes:
    """*Rekisteritietojen korjaamisvaatimus*: rectification, erasure, restriction, and what else is demanded."""
    claims = content.claims
    corrections = [
        (
            _wrong(words(line.datum, lang), printable(line.wrong)),
            printable(line.right),
            printable(line.reason),
        )
        for line in claims.corrections
    ]
    erasures = [(words(line.data, lang), words(line.reason, lang)) for line in claims.erasures]
    parts: list[Json] = [
        {
            "heading": terms("form.rectification_heading", lang=lang),
            "note": terms("form.rectification_note", lang=lang),
            "table": _table(("form.wrong", "form.right", "form.reason"), corrections, CORRECTIONS, lang),
        },
        {
            "heading": terms("form.erasure_heading", lang=lang),
            "note": terms("form.erasure_note", lang=lang),
            "table": _table(("form.erase_what", "form.reason"), erasures, ERASURES, lang),
        },
        {
            "heading": terms("form.restriction_heading", lang=lang),
            "note": terms("form.restriction_note", lang=lang),
            "choices": [
                _box(
                    f"{letter}) {terms(f'form.restriction_{ground.value}', lang=lang)}",
                    ground is claims.restriction,
                )
                for letter, ground in zip("abcd", RestrictionGround, strict=True)
            ],
        },
        {"heading": terms("form.other_heading", lang=lang), "lines": _written(claims.other, rows=2)},
    ]
    return _form(RequestRight.RECTIFICATION, content, parts, lang, sender)


def _form(
    right: RequestRight,
    content: FormContent,
    parts: Sequence[Json],
    lang: Lang,
    sender: Organisation | None,
) -> bytes:
    sender = sender or organisation()
    title = terms(right.term, lang=lang)
    number = content.case_number
    data: dict[str, Json] = {
        **letterhead(f"{title} {number}".strip(), number, content.printed_on, lang, sender),
        "heading": title,
        "statement": terms("form.statement", lang=lang),
        "how": terms("form.how", lang=lang),
        "offices": [office_line(office, lang) for office in content.offices],
        "person_heading": terms("form.person_heading", lang=lang),
        "person": _person(content.person, lang),
        "parts": list(parts),
        "reply_heading": terms("form.reply_heading", lang=lang),
        "reply": _boxes(ReplyForm, content.reply_form, lang),
        "reply_language": [
            _box(terms(f"form.language_{language.value}", lang=lang), language is content.reply_lang)
            for language in _REPLY_LANGUAGES
        ],
        "reply_note": terms("form.reply_note", lang=lang),
        "signature_heading": terms("form.signature_heading", lang=lang),
        "signature": [
            terms(f"form.{name}", lang=lang) for name in ("place_and_date", "signature", "block_letters")
        ],
        "privacy": terms("form.privacy", lang=lang),
        "office_heading": terms("form.office_heading", lang=lang),
        "office": _office_part(content, lang),
    }
    return typeset("form", data, lang=lang, on=content.printed_on)


def _person(person: Person, lang: Lang) -> list[Json]:
    """Fields in pairs, as they stand beside each other."""
    born = format_date(person.born, lang) if person.born else ""
    capacity = words(person.capacity, lang)
    return [
        _field("form.name", person.name, lang),
        _field(
            "form.born_or_number", ", ".join(part for part in (born, person.customer_number) if part), lang
        ),
        _field("form.address", ", ".join(person.address), lang),
        _field("form.phone", person.phone, lang),
        _field("form.email", person.email, lang),
        _field("form.representative", person.representative, lang),
        _field("form.capacity", capacity, lang),
    ]


def _office_part(content: FormContent, lang: Lang) -> dict[str, Json]:
    part: OfficePart = content.office
    received = format_date(part.received_on, lang) if part.received_on else ""
    return {
        "fields": [
            _field("form.received_by", part.received_by, lang),
            _field("form.received_on", received, lang),
            _field("request.case_number", content.case_number, lang),
        ],
        "office_label": terms("office.office", lang=lang),
        "offices": [
            _box(printable(each.name_sv if lang is Lang.SV else each.name_fi), each.code == part.office)
            for each in content.offices
        ],
        "identity_label": terms("form.identity", lang=lang),
        "identity": [_box(terms(method.term, lang=lang), method is part.identity) for method in _SEEN],
        "identity_note": terms("form.identity_note", lang=lang),
    }


def _wrong(datum: str, wrong: str) -> str:
    return f"{datum}: {wrong}" if datum else wrong


def _field(label: str, value: str, lang: Lang) -> Json:
    return {"label": terms(label, lang=lang), "value": printable(value)}


def _written(value: str, *, rows: int) -> Json:
    """Text in its place, or so many lines to write on."""
    return {"value": printable(value), "rows": rows}


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], blank: int, lang: Lang) -> Json:
    """A blank table has rows to write in; a filled one has what was said, and no room for more."""
    shown = rows or [("",) * len(columns)] * blank
    return {
        "headings": [terms(column, lang=lang) for column in columns],
        "rows": [list(row) for row in shown],
        "blank": not rows,
    }


def _boxes(kind: Iterable[Labelled], chosen: Labelled | None, lang: Lang) -> list[Json]:
    return [_box(terms(each.term, lang=lang), each is chosen) for each in kind]


def _box(text: str, ticked: bool) -> Json:
    return {"text": text, "ticked": ticked}
