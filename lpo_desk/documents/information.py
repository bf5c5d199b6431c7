"""The list of GDPR art. 15(1)(a)-(h) and 15(2), in the words of LPOnet's privacy notice."""

from collections.abc import Iterable

from lpo_desk.documents.typesetting import Json
from lpo_desk.documents.wording import words
from lpo_desk.domain.extract import Information
from lpo_desk.domain.letter_texts import LetterTexts
from lpo_desk.domain.organisation import Authority, Organisation
from lpo_desk.domain.printed import Text
from lpo_desk.terms import Lang, terms


def information(
    content: Information, lang: Lang, sender: Organisation, *, texts: LetterTexts | None = None
) -> list[Json]:
    """Paragraph groups with their headings, in the order of the article."""
    texts = texts or LetterTexts(lang)
    controller = sender.controller
    kept = [f"{words(line.data, lang)}: {words(line.kept, lang)}" for line in content.retention]
    officer = terms("extract.controller_text", lang=lang, officer=controller.officer, phone=controller.phone)
    address = f"{controller.name}, {controller.street}, {controller.postcode} {controller.town.in_(lang)}"
    authority = "\n".join(authority_lines(sender.authority, lang))
    return [
        _group("controller", lang, (f"{address} ({controller.business_id}).", officer)),
        _group("purposes", lang, (terms("extract.purposes_text", lang=lang),)),
        _group("categories", lang, (terms("extract.categories_text", lang=lang),)),
        _group(
            "recipients",
            lang,
            _with_own("recipients", content.recipients, lang),
            _all(content.recipients, lang),
        ),
        _group("transfers", lang, (terms("extract.transfers_text", lang=lang),)),
        _group("retention", lang, (terms("extract.retention_text", lang=lang),), kept),
        _group("rights", lang, (terms("extract.rights_text", lang=lang),)),
        _group("complaint", lang, (texts.say("letter.complaint"), authority)),
        _group("sources", lang, _with_own("sources", content.sources, lang), _all(content.sources, lang)),
        _group("automated", lang, (words(content.automated, lang),)),
    ]


def authority_lines(authority: Authority, lang: Lang) -> list[str]:
    """How to reach the Data Protection Ombudsman."""
    return [
        f"{authority.name.in_(lang)}, {authority.street.in_(lang)}",
        authority.post.in_(lang),
        f"{terms('letter.phone', lang=lang, phone=authority.phone)}, {authority.email}",
    ]


def _group(name: str, lang: Lang, paragraphs: Iterable[str], items: Iterable[str] = ()) -> dict[str, Json]:
    return {
        "heading": terms(f"extract.{name}_heading", lang=lang),
        "paragraphs": list(paragraphs),
        "items": list(items),
    }


def _with_own(name: str, own: tuple[Text, ...], lang: Lang) -> list[str]:
    """The notice's standing text and, when this person's own list follows, the words that lead to it."""
    standing = [terms(f"extract.{name}_text", lang=lang)]
    return [*standing, terms(f"extract.{name}_own", lang=lang)] if own else standing


def _all(texts: Iterable[Text], lang: Lang) -> list[str]:
    return [words(text, lang) for text in texts]
