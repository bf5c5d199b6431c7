"""The register extract: all data on one person, section by section, then the list of GDPR art. 15(1)."""

from collections.abc import Sequence

from lpo_desk.documents.information import information
from lpo_desk.documents.letterhead import fact, letterhead
from lpo_desk.documents.tables import fits, table
from lpo_desk.documents.typesetting import Json, typeset
from lpo_desk.documents.wording import shown, words
from lpo_desk.domain.extract import Extract, ExtractSection, Fact, Facts, Row, Subject, Table
from lpo_desk.domain.letter_texts import LetterTexts
from lpo_desk.domain.organisation import Organisation
from lpo_desk.formats import format_date
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, terms


def extract(
    content: Extract, lang: Lang, *, sender: Organisation | None = None, texts: LetterTexts | None = None
) -> bytes:
    """The extract as PDF."""
    sender = sender or organisation()
    title = terms("extract.title", lang=lang)
    intro = "extract.intro_partly" if content.left_out else "extract.intro"
    data: dict[str, Json] = {
        **letterhead(f"{title} {content.case_number}", content.case_number, content.made_on, lang, sender),
        "heading": title,
        "intro": terms(intro, lang=lang, date=content.made_on),
        "facts": _subject(content, lang),
        "sections": [_section(section, lang) for section in content.sections] + _closing(content, lang),
        "no_data": terms("extract.no_data", lang=lang),
        "information_heading": terms("extract.information_heading", lang=lang),
        "information": information(content.information, lang, sender, texts=texts),
    }
    return typeset("extract", data, lang=lang, on=content.made_on)


def _subject(content: Extract, lang: Lang) -> list[Json]:
    subject: Subject = content.subject
    facts: list[Json] = [fact("customer.name", words(subject.name, lang), lang)]
    if subject.customer_numbers:
        facts.append(fact("customer.number", words(", ".join(subject.customer_numbers), lang), lang))
    if subject.born:
        facts.append(fact("customer.date_of_birth", format_date(subject.born, lang), lang))
    if subject.hetu:
        facts.append(fact("customer.hetu", words(subject.hetu, lang), lang))
    if content.scope:
        facts.append(fact("extract.scope", words(content.scope, lang), lang))
    return facts


def _section(section: ExtractSection, lang: Lang) -> Json:
    heading = terms(section.heading, lang=lang)
    category = words(section.category, lang)
    return {
        "heading": heading,
        "note": "" if category == heading else terms("extract.category", lang=lang, category=category),
        "blocks": [made for block in section.blocks if not block.empty for made in blocks_of(block, lang)],
    }


def blocks_of(block: Facts | Table, lang: Lang) -> list[Json]:
    """A block as one table; a table too wide for the page as a list of facts for each of its rows."""
    title = words(block.title, lang) if block.title else ""
    if isinstance(block, Facts):
        return [{"title": title, **_facts_table(block.rows, lang)}]
    if fits(block.columns, block.rows, lang):
        return [{"title": title, **table(block.columns, block.rows, lang)}]
    return [
        {"title": _numbered(title, number, len(block.rows)), **_facts_table(_as_facts(block, row), lang)}
        for number, row in enumerate(block.rows, start=1)
    ]


def _numbered(title: str, number: int, count: int) -> str:
    return title if count == 1 else f"{title} {number}/{count}"


def _as_facts(block: Table, row: Row) -> list[Fact]:
    return [
        Fact(label, cell, row.source, row.on)
        for label, cell in zip(block.columns, row.cells, strict=True)
        if cell not in (None, "")
    ]


def _facts_table(rows: Sequence[Fact], lang: Lang) -> dict[str, Json]:
    lines = [Row((terms(row.label, lang=lang), shown(row.value, lang)), row.source, row.on) for row in rows]
    return table(("extract.field", "extract.value"), lines, lang, labelled=True)


def _closing(content: Extract, lang: Lang) -> list[Json]:
    """Look-ups, disclosures and what was left out, as sections like the others."""
    look_ups = [Row((look_up.on, look_up.purpose)) for look_up in content.look_ups]
    disclosures = [Row((given.on, given.to, given.what, given.basis)) for given in content.disclosures]
    sections = [
        _simple("look_ups", ("extract.date", "audit.purpose"), look_ups, lang),
        _simple(
            "disclosures",
            ("extract.date", "disclosure.recipient", "extract.disclosed", "notice.legal_basis"),
            disclosures,
            lang,
        ),
    ]
    if content.left_out:
        left_out = [Row((item.what, item.why)) for item in content.left_out]
        sections.append(
            _simple("left_out", ("extract.left_out_what", "extract.left_out_why"), left_out, lang)
        )
    return sections


def _simple(name: str, columns: tuple[str, ...], rows: Sequence[Row], lang: Lang) -> Json:
    blocks: list[Json] = [{"title": "", **table(columns, rows, lang)}] if rows else []
    return {
        "heading": terms(f"extract.{name}_heading", lang=lang),
        "note": terms(f"extract.{name}_note", lang=lang),
        "blocks": blocks,
    }
