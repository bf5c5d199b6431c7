"""The evidence pack of a case: one PDF of a cover and the archived papers, for the supervisory authority.

The cover alone is tagged (PDF/UA). Joining takes the papers' pages as they are and leaves their tags behind; the
originals stay in the archive, and the cover tells their checksums.
"""

import io
from collections.abc import Callable, Sequence

from lpo_desk.db.database import Database
from lpo_desk.documents.extract import blocks_of
from lpo_desk.documents.letterhead import letterhead
from lpo_desk.documents.typesetting import Json, typeset
from lpo_desk.documents.wording import words
from lpo_desk.domain.accounts import Actor
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.evidence import Evidence, EvidenceSection
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.scans import ScanMedia
from lpo_desk.organisation import organisation
from lpo_desk.pdfium import PDFIUM
from lpo_desk.services import evidence
from lpo_desk.terms import Lang, terms

AsPdf = Callable[[bytes, ScanMedia], bytes]


def evidence_cover(content: Evidence, lang: Lang) -> bytes:
    """The cover as PDF."""
    title = terms("evidence.title", lang=lang)
    data: dict[str, Json] = {
        **letterhead(
            f"{title} {content.case_number}", content.case_number, content.made_on, lang, organisation()
        ),
        "heading": title,
        "intro": terms("evidence.intro", lang=lang, number=content.case_number, count=content.enclosed),
        "facts": [],
        "sections": [_section(section, lang) for section in content.sections],
        "no_data": terms("evidence.none", lang=lang),
        "information_heading": "",
        "information": [],
    }
    return typeset("extract", data, lang=lang, on=content.made_on)


def issue_evidence(
    database: Database, actor: Actor, case_id: int, ticket: Ticket | None, lang: Lang, as_pdf: AsPdf
) -> bytes:
    """The whole pack as one PDF; that it was taken is logged as an export. Called on the database thread.

    as_pdf: makes pages of a scan, which may be a picture (lpo_desk/scanning).
    """
    with database.reading(actor) as unit:
        content = evidence.build(unit, case_id, ticket)
    cover = evidence_cover(content, lang)
    with database.unit(actor) as unit:
        papers = evidence.take(unit, case_id)
    return joined([cover, *(as_pdf(content, media) for content, media in papers)])


def joined(papers: Sequence[bytes]) -> bytes:
    """The pages of several PDF files as one."""
    import pypdfium2

    stream = io.BytesIO()
    with PDFIUM, pypdfium2.PdfDocument.new() as whole:
        for paper in papers:
            with pypdfium2.PdfDocument(paper) as part:
                whole.import_pages(part)
        whole.save(stream)
    return stream.getvalue()


def _section(section: EvidenceSection, lang: Lang) -> Json:
    heading = section.heading
    return {
        "heading": words(heading, lang) if isinstance(heading, Labelled) else terms(str(heading), lang=lang),
        "note": "",
        "blocks": [made for block in section.blocks if not block.empty for made in blocks_of(block, lang)],
    }
