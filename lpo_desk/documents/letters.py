"""The reply to a request and the notice of extension, laid out for a window envelope."""

from lpo_desk.documents.information import authority_lines, information
from lpo_desk.documents.letterhead import addressee, contact, fact, letterhead
from lpo_desk.documents.typesetting import Json, typeset
from lpo_desk.documents.wording import words
from lpo_desk.domain.claims import Resolution
from lpo_desk.domain.letters import Answer, Enclosure, ExtensionNotice, ReplyLetter
from lpo_desk.domain.organisation import Organisation
from lpo_desk.formats import format_date, format_date_words
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, terms


def reply_letter(content: ReplyLetter, lang: Lang, *, sender: Organisation | None = None) -> bytes:
    """The reply as PDF."""
    sender = sender or organisation()
    title = terms("letter.reply_title", lang=lang)
    data: dict[str, Json] = {
        **_frame(content, title, lang, sender),
        "intro": [terms("letter.reply_intro", lang=lang, received=content.received_on)],
        "answers": [_answer(answer, lang) for answer in content.answers],
        "fee": words(content.fee, lang),
        "remedies": _remedies(content, lang),
        "enclosures_heading": terms("letter.enclosures_heading", lang=lang),
        "enclosures": [_enclosure(enclosure, lang) for enclosure in content.enclosures],
        "information_heading": terms("letter.information_heading", lang=lang),
        "information": information(content.information, lang, sender) if content.information else [],
    }
    return typeset("reply", data, lang=lang, on=content.written_on)


def extension_notice(content: ExtensionNotice, lang: Lang, *, sender: Organisation | None = None) -> bytes:
    """The notice of extension as PDF."""
    sender = sender or organisation()
    due, first = format_date_words(content.due_on, lang), format_date(content.first_due, lang)
    data: dict[str, Json] = {
        **_frame(content, terms("deadline.extension_notice", lang=lang), lang, sender),
        "intro": [terms("letter.extension_intro", lang=lang, received=content.received_on)],
        "reasons_heading": terms("deadline.extension_reason", lang=lang),
        "reasons": [words(reason, lang) for reason in content.reasons],
        "due_heading": terms("letter.extension_due_heading", lang=lang),
        "due": terms("letter.extension_due", lang=lang, due=due),
        "counted": terms("letter.extension_counted", lang=lang, first=first),
    }
    return typeset("extension", data, lang=lang, on=content.written_on)


def _frame(
    content: ReplyLetter | ExtensionNotice, title: str, lang: Lang, sender: Organisation
) -> dict[str, Json]:
    """What both letters begin and end with."""
    facts: list[Json] = [fact("letter.received", format_date(content.received_on, lang), lang)]
    if content.concerning:
        facts.append(fact("letter.concerning", words(content.concerning, lang), lang))
    return {
        **letterhead(f"{title} {content.case_number}", content.case_number, content.written_on, lang, sender),
        "heading": title,
        "facts": facts,
        "addressee": addressee(content.addressee.name, content.addressee.lines),
        "by_hand": "" if content.addressee.lines else terms("letter.by_hand", lang=lang),
        "signature": [sender.controller.name, words(content.signer, lang), words(content.signer_title, lang)],
        "contact": contact(lang, sender, content.case_number),
    }


def _answer(answer: Answer, lang: Lang) -> Json:
    outcome = [terms(f"letter.outcome_{answer.resolution.value}", lang=lang)]
    if answer.gives_access:
        outcome.append(terms("letter.confirm_access", lang=lang))
    return {
        "heading": words(answer.right, lang),
        "paragraphs": outcome + [words(paragraph, lang) for paragraph in answer.paragraphs],
        "reasons_heading": terms("letter.reasons_heading", lang=lang),
        "reasons": [words(reason, lang) for reason in answer.reasons],
        "grounds_heading": terms("letter.grounds_heading", lang=lang),
        "grounds": [terms(f"letter.ground_{ground.value}", lang=lang) for ground in answer.grounds],
        "left_out_heading": terms("letter.left_out_heading", lang=lang),
        "left_out": [f"{words(item.what, lang)}: {words(item.why, lang)}" for item in answer.left_out],
        "refused": answer.resolution is not Resolution.FULFILLED,
    }


def _remedies(content: ReplyLetter, lang: Lang) -> list[Json]:
    blocks: list[Json] = []
    if content.complaint:
        blocks.append(
            {
                "heading": terms("notice.right_complaint", lang=lang),
                "paragraph": terms("letter.complaint", lang=lang),
                "lines": authority_lines(content.complaint.authority, lang),
            }
        )
    if content.remedy:
        blocks.append(
            {
                "heading": terms("decision.judicial_remedy", lang=lang),
                "paragraph": words(content.remedy.text, lang),
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
