"""The privacy notice as PDF, from its versioned text in `resources/notice`."""

import tomllib
from dataclasses import dataclass
from datetime import date

from lpo_desk.documents.letterhead import letterhead
from lpo_desk.documents.typesetting import Json, typeset
from lpo_desk.domain.organisation import Organisation
from lpo_desk.formats import format_date
from lpo_desk.organisation import organisation
from lpo_desk.paths import resources
from lpo_desk.terms import Lang, terms

_ITEM = "- "


@dataclass(frozen=True, slots=True)
class NoticeSection:
    """`level` of its heading: 2, or 3 for each right. A line of `body` that begins with a dash is an item."""

    heading: str
    level: int
    body: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice in one language; the versions of the languages go together."""

    version: int
    dated: date
    title: str
    basis: str
    sections: tuple[NoticeSection, ...]
    closing: tuple[str, ...]


def read_notice(lang: Lang) -> Notice:
    """The text in the language; Finnish, which is the original, where there is none."""
    folder = resources() / "notice"
    path = folder / f"{lang.value}.toml"
    text = (path if path.exists() else folder / f"{Lang.FI.value}.toml").read_text(encoding="utf-8")
    given = tomllib.loads(text)
    sections = tuple(
        NoticeSection(each["heading"], each["level"], tuple(each["body"])) for each in given["sections"]
    )
    return Notice(
        given["version"], given["dated"], given["title"], given["basis"], sections, tuple(given["closing"])
    )


def privacy_notice(lang: Lang, *, sender: Organisation | None = None) -> bytes:
    """The notice as PDF, dated by its version."""
    sender = sender or organisation()
    notice = read_notice(lang)
    dated = format_date(notice.dated, lang)
    data: dict[str, Json] = {
        **letterhead(notice.title, "", notice.dated, lang, sender),
        "heading": notice.title,
        "basis": notice.basis,
        "sections": [_section(section) for section in notice.sections],
        "closing": list(notice.closing),
        "version": terms("form.notice_version", lang=lang, version=notice.version, date=dated),
    }
    return typeset("notice", data, lang=lang, on=notice.dated)


def _section(section: NoticeSection) -> Json:
    return {
        "heading": section.heading,
        "level": section.level,
        "paragraphs": [text for text in section.body if not text.startswith(_ITEM)],
        "items": [text.removeprefix(_ITEM) for text in section.body if text.startswith(_ITEM)],
    }
