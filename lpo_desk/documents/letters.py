"""The reply to a request and the notice of extension, laid out for a window envelope."""

from lpo_desk.documents.blocks import listed, said
from lpo_desk.documents.done import done_blocks
from lpo_desk.documents.information import authority_lines, information
from lpo_desk.documents.letterhead import frame, request_facts
from lpo_desk.documents.typesetting import Json, typeset
from lpo_desk.documents.wording import words
from lpo_desk.domain.claims import Resolution
from lpo_desk.domain.done import StillRestricted
from lpo_desk.domain.letter_texts import LetterTexts
from lpo_desk.domain.letters import Answer, Enclosure, ExtensionNotice, ReplyLetter
from lpo_desk.domain.organisation import Organisation
from lpo_desk.domain.printed import Text
from lpo_desk.formats import format_date, format_date_words
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, Term, terms


def reply_letter(
    content: ReplyLetter, lang: Lang, *, sender: Organisation | None = None, texts: LetterTexts | None = None
) -> bytes:
    """The reply as PDF. `texts`: the wording that is in force, the catalogue's where there is none."""
    sender, texts = sender or organisation(), texts or LetterTexts(lang)
    facts = request_facts(content.received_on, content.concerning, lang)
    told = information(content.information, lang, sender, texts=texts) if content.information else []
    data: dict[str, Json] = {
        **frame(content, terms("letter.reply_title", lang=lang), facts, lang, sender),
        "intro": [texts.say("letter.reply_intro", received=content.received_on)],
        "answers": [_answer(answer, texts) for answer in content.answers],
        "fee": _said(content.fee, texts),
        "remedies": _remedies(content, texts),
        "enclosures_heading": terms("letter.enclosures_heading", lang=lang),
        "enclosures": [_enclosure(enclosure, lang) for enclosure in content.enclosures],
        "information_heading": terms("letter.information_heading", lang=lang),
        "information": told,
    }
    return typeset("reply", data, lang=lang, on=content.written_on)


def extension_notice(
    content: ExtensionNotice,
    lang: Lang,
    *,
    sender: Organisation | None = None,
    texts: LetterTexts | None = None,
) -> bytes:
    """The notice of extension as PDF."""
    sender, texts = sender or organisation(), texts or LetterTexts(lang)
    due, first = format_date_words(content.due_on, lang), format_date(content.first_due, lang)
    facts = request_facts(content.received_on, content.concerning, lang)
    data: dict[str, Json] = {
        **frame(content, terms("deadline.extension_notice", lang=lang), facts, lang, sender),
        "intro": [texts.say("letter.extension_intro", received=content.received_on)],
        "reasons_heading": terms("deadline.extension_reason", lang=lang),
        "reasons": [words(reason, lang) for reason in content.reasons],
        "due_heading": terms("letter.extension_due_heading", lang=lang),
        "due": texts.say("letter.extension_due", due=due),
        "counted": texts.say("letter.extension_counted", first=first),
    }
    return typeset("extension", data, lang=lang, on=content.written_on)


def _answer(answer: Answer, texts: LetterTexts) -> Json:
    lang = texts.lang
    outcome = [texts.say(f"letter.outcome_{answer.resolution.value}")]
    if answer.gives_access:
        outcome.append(texts.say("letter.confirm_access"))
    done = done_blocks(answer.right, answer.done, texts) if answer.done else []
    if answer.told:
        done += [said(texts.say("letter.recipients_told")), listed(answer.told, lang)]
    if answer.still:
        done.append(said(_still(answer.still, texts)))
    return {
        "heading": words(answer.right, lang),
        "paragraphs": outcome + [words(paragraph, lang) for paragraph in answer.paragraphs],
        "done": done,
        "reasons_heading": terms("letter.reasons_heading", lang=lang),
        "reasons": [words(reason, lang) for reason in answer.reasons],
        "grounds_heading": terms("letter.grounds_heading", lang=lang),
        "grounds": [terms(f"letter.ground_{ground.value}", lang=lang) for ground in answer.grounds],
        "left_out_heading": terms("letter.left_out_heading", lang=lang),
        "left_out": [f"{words(item.what, lang)}: {words(item.why, lang)}" for item in answer.left_out],
        "refused": answer.resolution is not Resolution.FULFILLED,
    }


def _still(still: StillRestricted, texts: LetterTexts) -> str:
    if still.lifting_on is None:
        return texts.say("letter.still_restricted")
    return texts.say("letter.still_restricted_until", on=format_date_words(still.lifting_on, texts.lang))


def _said(text: Text, texts: LetterTexts) -> str:
    """A paragraph that may be worded anew."""
    return texts.say(text.key, **text.values) if isinstance(text, Term) else words(text, texts.lang)


def _remedies(content: ReplyLetter, texts: LetterTexts) -> list[Json]:
    lang = texts.lang
    blocks: list[Json] = []
    if content.complaint:
        blocks.append(
            {
                "heading": terms("notice.right_complaint", lang=lang),
                "paragraph": texts.say("letter.complaint"),
                "lines": authority_lines(content.complaint.authority, lang),
            }
        )
    if content.remedy:
        blocks.append(
            {
                "heading": terms("decision.judicial_remedy", lang=lang),
                "paragraph": _said(content.remedy.text, texts),
                "lines": [],
            }
        )
    return blocks


def _enclosure(enclosure: Enclosure, lang: Lang) -> str:
    name = words(enclosure.name, lang)
    if enclosure.pages is None:
        return name
    key = "letter.enclosure_page" if enclosure.pages == 1 else "letter.enclosure_pages"
    return terms(key, lang=lang, name=name, pages=enclosure.pages)
