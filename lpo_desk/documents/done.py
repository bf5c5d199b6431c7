"""What was done about a claim, in the words of the reply: a table of what was corrected, what went and what stays."""

from collections.abc import Sequence
from datetime import date

from lpo_desk.documents.blocks import labelled, listed, said, tabled
from lpo_desk.documents.typesetting import Json
from lpo_desk.documents.wording import words
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.done import Correction, Done, Erased, Kept, Ported, Rectified, Restricted, Stopped
from lpo_desk.domain.extract import Row
from lpo_desk.domain.letter_texts import LetterTexts
from lpo_desk.formats import format_date
from lpo_desk.terms import Lang, Term


def done_blocks(right: RequestRight, done: Done, texts: LetterTexts) -> list[Json]:
    """Told in the order in which it matters to the person."""
    match done:
        case Rectified():
            return _rectified(done, texts)
        case Erased():
            return _erased(done, texts)
        case Restricted():
            return _restricted(done, texts)
        case Ported():
            return _ported(done, texts)
        case Stopped():
            return _stopped(right, done, texts)


def corrections_table(corrections: Sequence[Correction], lang: Lang) -> Json:
    """Old and new, side by side."""
    rows = [Row((line.datum, line.before, line.wanted)) for line in corrections]
    return tabled(("letter.datum", "letter.before", "letter.now"), rows, lang)


def kept_table(kept: Sequence[Kept], lang: Lang) -> Json:
    """What stays, on which ground and until when."""
    rows = [Row((line.data, line.why, _until(line.until))) for line in kept]
    return tabled(("letter.kept_data", "letter.kept_why", "letter.kept_until"), rows, lang)


def _until(day: date | None) -> Term:
    return Term("letter.kept_to", {"on": day}) if day else Term("letter.no_day")


def _rectified(done: Rectified, texts: LetterTexts) -> list[Json]:
    made = [line for line in done.corrections if not line.why_not]
    left = [line for line in done.corrections if line.why_not]
    blocks: list[Json] = []
    if made:
        blocks += [said(texts.say("letter.done_rectification")), corrections_table(made, texts.lang)]
    if left:
        columns = ("letter.datum", "letter.in_register", "letter.demanded", "letter.why_not")
        rows = [Row((line.datum, line.before, line.wanted, line.why_not)) for line in left]
        blocks += [said(texts.say("letter.not_rectified")), tabled(columns, rows, texts.lang)]
    return blocks


def _erased(done: Erased, texts: LetterTexts) -> list[Json]:
    blocks: list[Json] = []
    if done.data:
        blocks += [said(texts.say("letter.done_erasure")), listed(done.data, texts.lang)]
        blocks.append(said(texts.say("letter.erasure_backups")))
    if done.kept:
        blocks += [said(texts.say("letter.erasure_kept")), kept_table(done.kept, texts.lang)]
    return blocks


def _restricted(done: Restricted, texts: LetterTexts) -> list[Json]:
    lang = texts.lang
    facts = [
        ("letter.restricted_from", format_date(done.from_on, lang)),
        ("letter.restricted_scope", words(done.scope, lang)),
        ("letter.restricted_ground", words(done.ground, lang)),
    ]
    return [
        said(texts.say("letter.done_restriction")),
        labelled(facts, lang),
        said(texts.say("letter.restriction_effect")),
    ]


def _ported(done: Ported, texts: LetterTexts) -> list[Json]:
    rows = [Row((file.name, file.sha256)) for file in done.files]
    return [
        said(texts.say("letter.done_portability")),
        listed(done.included, texts.lang),
        said(texts.say("letter.portability_check")),
        tabled(("letter.file", "letter.checksum"), rows, texts.lang),
    ]


def _stopped(right: RequestRight, done: Stopped, texts: LetterTexts) -> list[Json]:
    blocks: list[Json] = [said(texts.say(f"letter.done_{right.value}", on=done.on))]
    return [*blocks, listed(done.what, texts.lang)] if done.what else blocks
