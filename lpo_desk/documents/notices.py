"""The shorter letters of a case: to a recipient, before a lifting, for proof of identity, for a specification."""

from collections.abc import Iterable

from lpo_desk.documents.blocks import listed, said, section
from lpo_desk.documents.done import corrections_table
from lpo_desk.documents.information import authority_lines
from lpo_desk.documents.letterhead import Letter, fact, frame, office_line, request_facts
from lpo_desk.documents.typesetting import Json, typeset
from lpo_desk.documents.wording import words
from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.letter_texts import LetterTexts
from lpo_desk.domain.notices import IdentityLetter, LiftingNotice, RecipientLetter, SpecifyLetter
from lpo_desk.domain.printed import Text
from lpo_desk.formats import format_date, format_date_words
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, Term, terms


def recipient_letter(content: RecipientLetter, lang: Lang, *, texts: LetterTexts | None = None) -> bytes:
    """To one recipient of the data (GDPR art. 19)."""
    texts = texts or LetterTexts(lang)
    disclosed = format_date(content.disclosed_on, lang) if content.disclosed_on else Term("letter.earlier")
    facts: list[Json] = [fact("letter.concerning", words(content.person, lang), lang)]
    if content.known_by:
        facts.append(fact("letter.known_by", words(content.known_by, lang), lang))
    intro = texts.say(
        f"letter.recipient_{content.right.value}", name=words(content.person, lang), disclosed=disclosed
    )
    blocks: list[Json] = [said(intro)]
    if content.corrections:
        blocks.append(corrections_table(content.corrections, lang))
    if content.what:
        blocks.append(listed(content.what, lang))
    blocks.append(said(texts.say("letter.recipient_ask")))
    return _letter(content, DocumentKind.RECIPIENT_NOTICE, facts, [], [section("", *blocks)], lang)


def lifting_notice(content: LiftingNotice, lang: Lang, *, texts: LetterTexts | None = None) -> bytes:
    """Before a restriction is lifted (GDPR art. 18(3))."""
    texts = texts or LetterTexts(lang)
    authority = "\n".join(authority_lines(organisation().authority, lang))
    sections = [
        _reasons("letter.reasons_heading", content.reasons, lang),
        section("", said(texts.say("letter.lifting_after"))),
        section(terms("notice.right_complaint", lang=lang), said(texts.say("letter.complaint"), authority)),
    ]
    facts: list[Json] = (
        [fact("letter.concerning", words(content.concerning, lang), lang)] if content.concerning else []
    )
    intro = [texts.say("letter.lifting_intro", on=format_date_words(content.lifted_on, lang))]
    return _letter(content, DocumentKind.LIFTING_NOTICE, facts, intro, sections, lang)


def identity_letter(content: IdentityLetter, lang: Lang, *, texts: LetterTexts | None = None) -> bytes:
    """Asks for proof of identity (GDPR art. 12(6))."""
    texts = texts or LetterTexts(lang)
    offices = [office_line(office, lang) for office in content.offices]
    sections = [
        _reasons("letter.identity_why", content.reasons, lang),
        section(
            terms("letter.identity_how_heading", lang=lang),
            said(texts.say("letter.identity_how")),
            listed(offices, lang),
        ),
        section(terms("letter.clock_heading", lang=lang), said(texts.say("letter.identity_clock"))),
    ]
    facts = request_facts(content.received_on, content.concerning, lang)
    intro = [texts.say("letter.identity_intro", received=content.received_on)]
    return _letter(content, DocumentKind.IDENTITY_LETTER, facts, intro, sections, lang)


def specify_letter(content: SpecifyLetter, lang: Lang, *, texts: LetterTexts | None = None) -> bytes:
    """Asks what is meant by the request."""
    texts = texts or LetterTexts(lang)
    sections = [
        _reasons("letter.specify_what", content.questions, lang),
        section(terms("letter.clock_heading", lang=lang), said(texts.say("letter.specify_clock"))),
    ]
    facts = request_facts(content.received_on, content.concerning, lang)
    intro = [texts.say("letter.specify_intro", received=content.received_on)]
    return _letter(content, DocumentKind.SPECIFY_LETTER, facts, intro, sections, lang)


def _reasons(heading: str, reasons: Iterable[Text], lang: Lang) -> Json:
    return section(terms(heading, lang=lang), said(*(words(reason, lang) for reason in reasons)))


def _letter(
    content: Letter,
    kind: DocumentKind,
    facts: list[Json],
    intro: list[str],
    sections: list[Json],
    lang: Lang,
) -> bytes:
    data: dict[str, Json] = {
        **frame(content, terms(kind.term, lang=lang), facts, lang, organisation()),
        "intro": intro,
        "sections": sections,
    }
    return typeset("letter", data, lang=lang, on=content.written_on)
