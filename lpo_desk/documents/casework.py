"""Making the papers of a case: the content from the services, the PDF from Typst, the bytes into the archive.

Each of these is called on the database thread. Making the PDF happens between two transactions, so that none is
open while Typst works.
"""

from collections.abc import Callable
from datetime import date
from typing import Protocol, TypeVar

from lpo_desk.db.database import Database
from lpo_desk.db.errors import Conflict
from lpo_desk.db.unit import Unit
from lpo_desk.documents.extract import extract as print_extract
from lpo_desk.documents.letters import extension_notice, reply_letter
from lpo_desk.documents.notices import identity_letter, lifting_notice, recipient_letter, specify_letter
from lpo_desk.documents.receipt import receipt as print_receipt
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import RequestRight
from lpo_desk.domain.done import EnclosedCopy, Ported
from lpo_desk.domain.letter_texts import LetterTexts
from lpo_desk.domain.letters import GRANTS
from lpo_desk.pdfium import PDFIUM
from lpo_desk.services import cases, extract, letter_texts, letters, notices, recipients, restrictions
from lpo_desk.terms import Lang

C = TypeVar("C")
C_contra = TypeVar("C_contra", contravariant=True)


def issue_receipt(database: Database, actor: Actor, case_id: int, ticket: Ticket | None) -> bytes:
    """Print and archive the receipt of a registered case."""
    with database.reading(actor) as unit:
        content, lang = letters.receipt(unit, case_id, ticket)
        texts = letter_texts.texts(unit, lang)
    pdf = print_receipt(content, lang, texts=texts)
    with database.unit(actor) as unit:
        version = texts.version if content.done else None
        cases.archive(unit, case_id, DocumentKind.RECEIPT, lang, pdf, version)
    return pdf


def issue_extension(database: Database, actor: Actor, case_id: int, ticket: Ticket | None) -> bytes:
    """Print and archive the notice of an extension already entered."""
    return _issue(
        database,
        actor,
        DocumentKind.EXTENSION,
        lambda unit: (*letters.extension(unit, case_id, ticket), case_id),
        extension_notice,
    )


def issue_identity_letter(database: Database, actor: Actor, case_id: int, ticket: Ticket | None) -> bytes:
    """Print and archive the letter that asks for proof of identity."""
    return _issue(
        database,
        actor,
        DocumentKind.IDENTITY_LETTER,
        lambda unit: (*notices.identity(unit, case_id, ticket), case_id),
        identity_letter,
    )


def issue_specify_letter(database: Database, actor: Actor, case_id: int, ticket: Ticket | None) -> bytes:
    """Print and archive the letter that asks what is meant."""
    return _issue(
        database,
        actor,
        DocumentKind.SPECIFY_LETTER,
        lambda unit: (*notices.specify(unit, case_id, ticket), case_id),
        specify_letter,
    )


def issue_recipient_letter(
    database: Database, actor: Actor, case_id: int, notice_id: int, ticket: Ticket | None, lang: Lang
) -> bytes:
    """Print and archive the letter to one recipient, in the recipient's language, and keep it with the recipient."""
    return _issue(
        database,
        actor,
        DocumentKind.RECIPIENT_NOTICE,
        lambda unit: (notices.recipient(unit, notice_id, ticket), lang, case_id),
        recipient_letter,
        lambda unit, document_id: recipients.keep_letter(unit, notice_id, document_id),
    )


def issue_lifting_notice(
    database: Database, actor: Actor, restriction_id: int, ticket: Ticket, on: date, reason: str
) -> bytes:
    """Print and archive the notice that a restriction will be lifted, and keep the day; that it was sent is entered
    apart."""
    return _issue(
        database,
        actor,
        DocumentKind.LIFTING_NOTICE,
        lambda unit: notices.lifting(unit, restriction_id, ticket, on, reason),
        lifting_notice,
        lambda unit, _: restrictions.promise(unit, restriction_id, on),
    )


class _Print(Protocol[C_contra]):
    def __call__(self, content: C_contra, lang: Lang, *, texts: LetterTexts) -> bytes: ...


def _issue(
    database: Database,
    actor: Actor,
    kind: DocumentKind,
    tell: Callable[[Unit], tuple[C, Lang, int]],
    make: _Print[C],
    then: Callable[[Unit, int], object] | None = None,
) -> bytes:
    """Read what the letter says and how it is worded now, print it, archive it with the version of the wording.

    tell: gives the content, its language and the key of the case. then: what else is kept of the archived paper, in
    the same transaction.
    """
    with database.reading(actor) as unit:
        content, lang, case_id = tell(unit)
        texts = letter_texts.texts(unit, lang)
    pdf = make(content, lang, texts=texts)
    with database.unit(actor) as unit:
        document_id = cases.archive(unit, case_id, kind, lang, pdf, texts.version)
        if then is not None:
            then(unit, document_id)
    return pdf


def preview_extract(
    database: Database,
    actor: Actor,
    case_id: int,
    ticket: Ticket,
    left_out: frozenset[str] | None = None,
) -> bytes:
    """The extract as it stands, for the reviewer's eyes; nothing is archived. left_out: see extract.build."""
    with database.reading(actor) as unit:
        content = extract.build(unit, ticket, case_id, left_out)
        lang = cases.read(unit, case_id).intake.reply_lang
    return print_extract(content, lang)


def issue_reply(
    database: Database,
    actor: Actor,
    case_id: int,
    ticket: Ticket | None,
    copy: EnclosedCopy | None = None,
) -> dict[DocumentKind, bytes]:
    """Print and archive the reply of a decided case, with the extract where access is given and the portable copy.

    All are archived in one transaction: a reply never stands without what it encloses. `copy`: the file of a granted
    portability, which exports/ makes. Raises Conflict where the case moved on meanwhile.
    """
    made: dict[DocumentKind, bytes] = {}
    pages = None
    with database.reading(actor) as unit:
        case = cases.read(unit, case_id)
        lang = case.intake.reply_lang
        gives = any(
            claim.asked.right is RequestRight.ACCESS and claim.resolution in GRANTS for claim in case.claims
        )
        content = extract.build(unit, ticket, case_id) if gives and ticket is not None else None
        texts = letter_texts.texts(unit, lang)
    if content is not None:
        made[DocumentKind.EXTRACT] = print_extract(content, lang, texts=texts)
        pages = page_count(made[DocumentKind.EXTRACT])
    ported = Ported(copy.included, (copy.listed,)) if copy else None
    with database.reading(actor) as unit:
        letter, lang = letters.reply(unit, case_id, ticket, pages, ported)
    made[DocumentKind.REPLY] = reply_letter(letter, lang, texts=texts)
    if copy is not None:
        made[copy.kind] = copy.content
    with database.unit(actor) as unit:
        if cases.read(unit, case_id).version != case.version:
            raise Conflict  # decided anew while the paper was made
        for kind, pdf in made.items():
            version = None if copy is not None and kind is copy.kind else texts.version
            cases.archive(unit, case_id, kind, lang, pdf, version)
    return made


def page_count(pdf: bytes) -> int:
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument(pdf) as document:
        return len(document)
