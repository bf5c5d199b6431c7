"""The receipt that the person takes along from the counter: one page."""

from lpo_desk.documents.blocks import labelled, said, section, tabled
from lpo_desk.documents.done import done_blocks, kept_table
from lpo_desk.documents.letterhead import contact, fact, letterhead
from lpo_desk.documents.typesetting import Json, typeset
from lpo_desk.documents.wording import words
from lpo_desk.domain.extract import Row
from lpo_desk.domain.letter_texts import LetterTexts
from lpo_desk.domain.letters import Receipt
from lpo_desk.domain.organisation import Organisation
from lpo_desk.formats import format_date, format_date_words
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, terms


def receipt(
    content: Receipt, lang: Lang, *, sender: Organisation | None = None, texts: LetterTexts | None = None
) -> bytes:
    """The receipt as PDF. `texts`: the wording that is in force, the catalogue's where there is none."""
    sender, texts = sender or organisation(), texts or LetterTexts(lang)
    number = content.case_number
    title = terms("receipt.title", lang=lang)
    data: dict[str, Json] = {
        **letterhead(f"{title} {number}", number, content.given_on, lang, sender),
        "heading": title,
        "intro": terms("receipt.intro", lang=lang),
        "facts": _facts(content, lang),
        "sections": [*_done(content, texts), *_asked(content, lang)],
        "due_heading": terms("receipt.due_heading", lang=lang),
        "due": _due(content, lang),
        "due_reasons": [words(reason, lang) for reason in content.due_reasons],
        "extension": terms("receipt.late" if content.late else "receipt.extension", lang=lang),
        "notes_heading": terms("receipt.notes_heading", lang=lang),
        "notes_intro": terms("receipt.notes_intro", lang=lang),
        "notes": [words(note, lang) for note in content.notes],
        "keep_heading": terms("receipt.keep_heading", lang=lang),
        "keep": terms("receipt.keep", lang=lang),
        "contact": contact(lang, sender, number),
    }
    return typeset("receipt", data, lang=lang, on=content.given_on)


def _facts(content: Receipt, lang: Lang) -> list[Json]:
    identity = (
        words(content.identity, lang) if content.identity else terms("receipt.identity_not_seen", lang=lang)
    )
    rights = "\n".join(words(right, lang) for right in content.rights)
    facts: list[Json] = []
    if content.requester:
        facts.append(fact("request.requester", words(content.requester, lang), lang))
    if content.representative:
        facts.append(fact("authority.representative", words(content.representative, lang), lang))
    facts.append(fact("receipt.asked", rights, lang))
    if content.scope:
        facts.append(fact("receipt.scope", words(content.scope, lang), lang))
    if content.claims.copy:
        facts.append(fact("field.copy_format", words(content.claims.copy, lang), lang))
    facts += [
        fact("office.office", words(content.office, lang), lang),
        fact("request.received_date", format_date(content.received_on, lang), lang),
        fact("request.received_channel", words(content.channel, lang), lang),
    ]
    if content.identity or content.due_on:  # nothing is left to answer: nothing is checked before it
        facts.append(fact("receipt.identity", identity, lang))
    if content.reply_wish:
        facts.append(fact("receipt.reply_wish", words(content.reply_wish, lang), lang))
    return facts


def _due(content: Receipt, lang: Lang) -> str | None:
    """A day that has gone by is not promised: it is said that it has."""
    if content.due_on is None:
        return None
    key = "receipt.due_passed" if content.late else "receipt.due"
    return terms(key, lang=lang, date=format_date_words(content.due_on, lang))


def _done(content: Receipt, texts: LetterTexts) -> list[Json]:
    """What was carried out at once."""
    return [
        section(words(right, texts.lang), *done_blocks(right, done, texts)) for right, done in content.done
    ]


def _asked(content: Receipt, lang: Lang) -> list[Json]:
    """What exactly is to be corrected, erased and restricted; of the erasure also what may stay."""
    claims = content.claims
    now = [said(terms("receipt.restricted_now", lang=lang))] if content.restricted else []
    sections: list[Json] = []
    if claims.corrections:
        columns = ("letter.datum", "letter.in_register", "letter.demanded", "form.reason")
        rows = [Row((line.datum, line.wrong, line.right, line.reason)) for line in claims.corrections]
        sections.append(section(terms("receipt.corrections", lang=lang), tabled(columns, rows, lang)))
    if claims.erasures:
        rows = [Row((line.data, line.reason)) for line in claims.erasures]
        stays: list[Json] = [said(terms("receipt.may_stay", lang=lang))]
        if content.may_stay:
            stays.append(kept_table(content.may_stay, lang))
        blocks = (tabled(("form.erase_what", "form.reason"), rows, lang), *stays)
        sections.append(section(terms("receipt.erasures", lang=lang), *blocks))
    if claims.restriction:
        ground = labelled([("letter.restricted_ground", words(claims.restriction, lang))], lang)
        sections.append(section(terms("receipt.restriction", lang=lang), ground, *now))
    if claims.other:
        objected = [said(line) for line in claims.other.splitlines() if line]
        sections.append(section(terms("receipt.objection", lang=lang), *objected, *now))
    return sections
