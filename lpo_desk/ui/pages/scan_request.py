"""A request that came as a scan: who asks is looked up, and the wizard begins with the scan beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from lpo_desk.services import search
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.widgets.party_field import Answer, party
from lpo_desk.ui.widgets.section_form import Field


@dataclass(frozen=True)
class Asking:
    party_id: int | None = None


def ask_who(context: Context, begin: Callable[[int | None], object]) -> CardSheet[Asking]:
    """Ask whose request it is; `begin` gets the customer's key, None for somebody whom the register does not know."""

    def find(text: str, answer: Answer) -> None:
        context.read(
            sheet,
            lambda unit: search.find(unit, text),
            lambda found: answer(found.rows),
            latest="scan_asker",
        )

    def go_on(given: Asking, _: object) -> None:
        sheet.accept()
        begin(given.party_id)

    sheet = CardSheet(
        context,
        "scan_page.request_title",
        (Field("party_id", "scan_page.request_who", party(find)),),
        Asking(),
        headline=context.language.text("scan_page.request_text"),
        verb="scan_page.request_verb",
        sourced=False,
    )
    sheet.given.connect(go_on)
    sheet.open()
    return sheet
