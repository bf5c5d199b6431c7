"""Making the papers of a case: the content from the services, the PDF from Typst, the bytes into the archive.

Each of these is called on the database thread. Making the PDF happens between two transactions, so that none is
open while Typst works.
"""

from lpo_desk.db.database import Database
from lpo_desk.db.errors import Conflict
from lpo_desk.documents.extract import extract as print_extract
from lpo_desk.documents.letters import extension_notice, reply_letter
from lpo_desk.documents.receipt import receipt as print_receipt
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.letters import GRANTS
from lpo_desk.services import cases, extract, letters


def issue_receipt(database: Database, actor: Actor, case_id: int, ticket: Ticket | None) -> bytes:
    """Print and archive the receipt of a registered case."""
    with database.reading(actor) as unit:
        content, lang = letters.receipt(unit, case_id, ticket)
    pdf = print_receipt(content, lang)
    with database.unit(actor) as unit:
        cases.archive(unit, case_id, DocumentKind.RECEIPT, lang, pdf)
    return pdf


def issue_extension(database: Database, actor: Actor, case_id: int, ticket: Ticket | None) -> bytes:
    """Print and archive the notice of an extension already entered."""
    with database.reading(actor) as unit:
        content, lang = letters.extension(unit, case_id, ticket)
    pdf = extension_notice(content, lang)
    with database.unit(actor) as unit:
        cases.archive(unit, case_id, DocumentKind.EXTENSION, lang, pdf)
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
    database: Database, actor: Actor, case_id: int, ticket: Ticket | None
) -> dict[DocumentKind, bytes]:
    """Print and archive the reply of a decided case, with the extract where data are given.

    Both are archived in one transaction: a reply never stands without the extract it encloses. Raises Conflict where
    the case moved on meanwhile.
    """
    made: dict[DocumentKind, bytes] = {}
    pages = None
    with database.reading(actor) as unit:
        case = cases.read(unit, case_id)
        gives = case.row.resolution in GRANTS
        content = extract.build(unit, ticket, case_id) if gives and ticket is not None else None
    if content is not None:
        made[DocumentKind.EXTRACT] = print_extract(content, case.intake.reply_lang)
        pages = page_count(made[DocumentKind.EXTRACT])
    with database.reading(actor) as unit:
        letter, lang = letters.reply(unit, case_id, ticket, pages)
    made[DocumentKind.REPLY] = reply_letter(letter, lang)
    with database.unit(actor) as unit:
        if cases.read(unit, case_id).version != case.version:
            raise Conflict  # decided anew while the paper was made
        for kind, pdf in made.items():
            cases.archive(unit, case_id, kind, lang, pdf)
    return made


def page_count(pdf: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)
