"""Markkinointilista, Marknadsföringslista: whom an offer may be sent to, and how many it may not and why.

It names people because its purpose is to reach them: only what the channel needs, never a personal identity code. Its
last sheet says what was chosen and the days between which it may be used.
"""

from pathlib import Path

from lpo_desk.domain.marketing import FEW, LeftOut, MarketingList, MarketingTarget
from lpo_desk.domain.party import Channel
from lpo_desk.exports.columns import Column, Kind, word
from lpo_desk.exports.dictionary import add_dictionary
from lpo_desk.exports.workbook import Book, Progress, Properties
from lpo_desk.formats import format_date
from lpo_desk.terms import Lang, terms

Target = Column[MarketingTarget]

_FIRST: tuple[Target, ...] = (
    Column("marketing_list.number", lambda row: row.number),
    Column("marketing_list.name", lambda row: row.name),
    Column("marketing_list.language", lambda row: row.language, Kind.TERM),
)
_POST: tuple[Target, ...] = (
    Column("marketing_list.co", lambda row: row.co),
    Column("marketing_list.street", lambda row: row.street),
    Column("marketing_list.postcode", lambda row: row.postcode),
    Column("marketing_list.town", lambda row: row.town),
    Column("marketing_list.country", lambda row: row.country),
)
_PHONE: tuple[Target, ...] = (Column("marketing_list.phone", lambda row: row.phone),)
_EMAIL: tuple[Target, ...] = (Column("marketing_list.email", lambda row: row.email),)
_LAST: tuple[Target, ...] = (Column("marketing_list.standing", lambda row: row.standing, Kind.TERM),)
_OF = {Channel.POST: _POST, Channel.PHONE: _PHONE, Channel.SMS: _PHONE, Channel.EMAIL: _EMAIL}

_Line = tuple[LeftOut, str]
COUNTS: tuple[Column[_Line], ...] = (
    Column("marketing_list.reason", lambda line: line[0], Kind.TERM),
    Column("marketing_list.count", lambda line: line[1]),
)


def columns_of(channel: Channel) -> tuple[Target, ...]:
    """What a list for the channel holds."""
    return (*_FIRST, *_OF[channel], *_LAST)


def marketing_list(drawn: MarketingList, lang: Lang, path: Path, progress: Progress | None = None) -> Path:
    """Writes the list; tells where (`path`, or `path-2` when that is taken). Raises as Book.save."""
    sensitivity = terms("marketing_list.sensitivity", lang=lang)
    title = f"{terms('marketing_list.title', lang=lang)} · {sensitivity}"
    author = word(drawn.origin.office, lang) or terms("export.cooperative", lang=lang)
    book = Book(
        lang, Properties(title, author, drawn.origin.made_at, subject=sensitivity, keywords=sensitivity)
    )
    targets, left_out = (
        terms("marketing_list.targets", lang=lang),
        terms("marketing_list.left_out", lang=lang),
    )
    columns = columns_of(drawn.offer.channel)
    book.table(targets, "tblTargets", columns, drawn.rows)
    lines = [(reason, told(count, lang)) for reason, count in drawn.counts.left_out.items()]
    book.table(left_out, "tblLeftOut", COUNTS, lines)
    add_dictionary(book, drawn.origin, _filters(drawn, lang), [(targets, columns), (left_out, COUNTS)])
    return book.save(path, progress)


def told(count: int, lang: Lang) -> str:
    """A number of customers as others may see it: a few are not counted."""
    return terms("marketing_list.few", lang=lang, below=FEW) if 0 < count < FEW else str(count)


def _filters(drawn: MarketingList, lang: Lang) -> list[tuple[str, str]]:
    offer = drawn.offer
    days = (drawn.use_from, drawn.use_until)
    product = word(offer.product, lang) or terms("marketing_list.no_product", lang=lang)
    rule = "marketing_list.telesales" if offer.is_telesales else "marketing_list.no_telesales"
    return [
        ("marketing_list.use", "–".join(format_date(day, lang) for day in days)),
        ("marketing_list.use_rule", terms("marketing_list.use_rule_text", lang=lang)),
        ("marketing_list.sender", word(offer.sender, lang)),
        ("marketing_list.channel", word(offer.channel, lang)),
        ("marketing_list.product", product),
        ("marketing_list.purpose", word(drawn.purpose, lang)),
        ("marketing_list.telesales_label", terms(rule, lang=lang)),
        ("marketing_list.rows", str(len(drawn.rows))),
        ("marketing_list.address_source", terms("marketing_list.address_source_text", lang=lang)),
    ]
