"""What every document has in common: sender, case number with its QR code, footer."""

from datetime import date

from lpo_desk.documents.glyphs import printable
from lpo_desk.documents.typesetting import Json, qr_svg
from lpo_desk.domain.organisation import Organisation
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


def addressee(name: str, lines: tuple[str, ...]) -> list[Json]:
    """Name and postal lines for the envelope's window."""
    return [printable(line) for line in (name, *lines) if line.strip()]


def contact(lang: Lang, sender: Organisation, number: str) -> str:
    """Whom to ask about the letter."""
    controller = sender.controller
    return terms(
        "letter.contact", lang=lang, officer=controller.officer, phone=controller.phone, number=number
    )
