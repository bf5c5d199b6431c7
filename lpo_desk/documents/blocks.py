"""The parts of letters: paragraphs, lists, labelled values and tables, as `blocks` of base.typ reads them."""

from collections.abc import Iterable, Sequence

from lpo_desk.documents.letterhead import fact
from lpo_desk.documents.tables import table
from lpo_desk.documents.typesetting import Json
from lpo_desk.documents.wording import words
from lpo_desk.domain.extract import Row
from lpo_desk.domain.printed import Text
from lpo_desk.terms import Lang


def said(*paragraphs: str) -> Json:
    return {"kind": "paragraphs", "paragraphs": list(paragraphs)}


def listed(texts: Iterable[Text], lang: Lang) -> Json:
    return {"kind": "items", "items": [words(text, lang) for text in texts]}


def labelled(facts: Iterable[tuple[str, str]], lang: Lang) -> Json:
    """Values under their labels, which are term keys."""
    return {"kind": "facts", "facts": [fact(label, value, lang) for label, value in facts]}


def tabled(columns: Sequence[str], rows: Sequence[Row], lang: Lang) -> Json:
    return {"kind": "table", "table": table(columns, rows, lang)}


def section(heading: str, *blocks: Json) -> Json:
    """Blocks under a heading in the reader's own words."""
    return {"heading": heading, "blocks": list(blocks)}
