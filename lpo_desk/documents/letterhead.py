"""What every document has in common: sender, case number with its QR code, footer."""

from datetime import date
from typing import Protocol

from lpo_desk.documents.glyphs import printable
from lpo_desk.documents.typesetting import Json, qr_svg
from lpo_desk.documents.wording import words
from lpo_desk.domain.accounts import NewOffice, Office
from lpo_desk.domain.letters import Addressee
from lpo_desk.domain.organisation import Organisation
from lpo_desk.domain.printed import Text
from lpo_desk.formats import format_date
from lpo_desk.terms import Lang, terms


def letterhead(title: str, number: str, on: date, lang: Lang, sender: Organisation) -> dict[str, Json]:
    """The data that `base.typ` needs. The title holds no personal data: it becomes the file's title.

    number: "" for a paper that belongs to no case, which has neither code nor date in its corner.
    """
    controller = sender.controller
    return {
        "title": title,
        "number": number,
        "number_label": terms("request.case_number", lang=lang),
        "date": format_date(on, lang),
        "date_label": terms("letter.date", lang=lang),
        "qr": qr_svg(number) if number else "",
        "qr_alt": terms("letter.qr_alt", lang=lang, number=number),
        "page_label": terms("letter.page", lang=lang),
        "sender": {
            "name": controller.name,
            "lines": [
                f"{controller.street}, {controller.postcode} {controller.town.in_(lang)}",
                terms("letter.phone", lang=lang, phone=controller.phone),
                terms("letter.business_id", lang=lang, number=controller.business_id),
            ],
        },
    }


def fact(label: str, value: str, lang: Lang) -> dict[str, Json]:
    """A labelled value; `label` is a term key."""
    return {"label": terms(label, lang=lang), "value": value}


class Letter(Protocol):
    """What every letter says of itself."""

    @property
    def addressee(self) -> Addressee: ...
    @property
    def case_number(self) -> str: ...
    @property
    def written_on(self) -> date: ...
    @property
    def signer(self) -> str: ...
    @property
    def signer_title(self) -> Text: ...


def frame(
    content: Letter, title: str, facts: list[Json], lang: Lang, sender: Organisation
) -> dict[str, Json]:
    """What every letter begins and ends with, laid out for a window envelope."""
    number = content.case_number
    return {
        **letterhead(f"{title} {number}", number, content.written_on, lang, sender),
        "heading": title,
        "facts": facts,
        "addressee": addressee(content.addressee.name, content.addressee.lines),
        "by_hand": "" if content.addressee.lines else words(content.addressee.way, lang),
        "signature": [sender.controller.name, words(content.signer, lang), words(content.signer_title, lang)],
        "contact": contact(lang, sender, number),
    }


def addressee(name: str, lines: tuple[str, ...]) -> list[Json]:
    """Name and postal lines for the envelope's window."""
    return [printable(line) for line in (name, *lines) if line.strip()]


def office_line(office: Office | NewOffice, lang: Lang) -> str:
    """Where an office is, on one line."""
    swedish = lang is Lang.SV
    name, town = (office.name_sv, office.town_sv) if swedish else (office.name_fi, office.town_fi)
    return printable(f"LPOnet {name}: {office.street}, {office.postcode} {town}".strip())


def request_facts(received_on: date, concerning: str, lang: Lang) -> list[Json]:
    """Which request a letter answers; concerning: the data subject, where it goes to somebody else."""
    facts: list[Json] = [fact("letter.received", format_date(received_on, lang), lang)]
    return [*facts, fact("letter.concerning", words(concerning, lang), lang)] if concerning else facts


def contact(lang: Lang, sender: Organisation, number: str) -> str:
    """Whom to ask about the letter."""
    controller = sender.controller
    return terms(
        "letter.contact", lang=lang, officer=controller.officer, phone=controller.phone, number=number
    )
