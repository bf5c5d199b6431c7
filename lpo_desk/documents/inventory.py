"""The list of what an inventory did not find as the log has it."""

from datetime import date

from lpo_desk.documents.blocks import tabled
from lpo_desk.documents.letterhead import fact, letterhead
from lpo_desk.documents.typesetting import Json, typeset
from lpo_desk.domain.extract import Row
from lpo_desk.domain.inventory import FindingOutcome, InventoryRound
from lpo_desk.domain.organisation import Organisation
from lpo_desk.formats import format_date
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, terms


def discrepancy_list(
    found: InventoryRound, lang: Lang, on: date, *, sender: Organisation | None = None
) -> bytes:
    """The round as PDF: papers by number and kind, nobody's name."""
    columns = ("field.paper_number", "inventory_page.outcome", "field.paper_kind", "inventory_page.believed")
    rows = [
        Row((each.number, each.outcome, each.kind, each.believed or None)) for each in found.discrepancies
    ]
    heading = terms("inventory_list.heading", lang=lang)
    data: dict[str, Json] = {
        **letterhead(heading, found.place.code, on, lang, sender or organisation()),
        "number_label": terms("paper_label.code", lang=lang),
        "heading": heading,
        "facts": [
            fact("paper_label.stands", found.place.path, lang),
            fact("inventory_list.counted_by", found.started_by, lang),
            fact("inventory_list.counted_on", format_date(found.started_at.date(), lang), lang),
            fact("finding_outcome.found", str(found.count(FindingOutcome.FOUND)), lang),
        ],
        "papers_heading": terms("inventory_list.papers", lang=lang, count=len(rows)),
        "papers": tabled(columns, rows, lang) if rows else None,
        "empty": terms("inventory_list.none", lang=lang),
    }
    return typeset("binder", data, lang=lang, on=on)
