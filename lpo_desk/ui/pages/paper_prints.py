"""What is printed of chosen papers: their labels, and the card that stands in the binder while one is out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from lpo_desk.documents.labels import ON_A_SHEET, labels, out_card, paper_label
from lpo_desk.domain.paper import PaperRow
from lpo_desk.ui.context import Context
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.section_form import Field


@dataclass(frozen=True)
class _Sheet:
    """used: labels of the sheet that are gone already."""

    used: int = 0


class PaperPrints(QObject):
    """Actions for the menu of the log. chosen: the papers that are marked; office: the name of one by its key."""

    def __init__(
        self, page: Page, chosen: Callable[[], Sequence[PaperRow]], office: Callable[[int | None], str]
    ) -> None:
        super().__init__(page)
        self._page, self._chosen, self._office = page, chosen, office
        self._context: Context = page.context
        self.labels, self.card = QAction(self), QAction(self)
        language = self._context.language
        language.bind(self.labels.setText, "papers_page.labels")
        language.bind(self.card.setText, "papers_page.out_card")
        self.labels.triggered.connect(self._ask_labels)
        self.card.triggered.connect(self._show_card)

    def fit(self) -> None:
        rows = self._chosen()
        self.labels.setEnabled(bool(rows))
        self.card.setEnabled(len(rows) == 1 and bool(rows[0].custody.holder))

    def _ask_labels(self) -> None:
        rows = tuple(self._chosen())
        if rows:
            ask_labels(self._context, self._page, rows)

    def _show_card(self) -> None:
        rows = tuple(self._chosen())
        if len(rows) != 1 or not rows[0].custody.holder:
            return
        row, lang, today = rows[0], self._context.lang, self._context.database.today()
        office = self._office(row.custody.office_id)

        def make() -> bytes:
            return out_card(row, office, lang, today)

        _print(self._context, self._page, "papers_page.out_card", make)


def ask_labels(context: Context, owner: QObject, rows: Sequence[PaperRow]) -> None:
    """How many labels of the sheet are gone already; then the sheet is shown, to be printed."""
    sheet: CardSheet[_Sheet] = CardSheet(
        context,
        "papers_page.labels",
        (used_labels(),),
        _Sheet(),
        headline=", ".join(row.number for row in rows[:4]) + (" …" if len(rows) > 4 else ""),
        verb="places_page.show",
        sourced=False,
    )
    lang, today = context.lang, context.database.today()

    def given(wanted: _Sheet, _: object) -> None:
        sheet.accept()

        def make() -> bytes:
            return labels([paper_label(row, lang) for row in rows], lang, today, skip=wanted.used)

        _print(context, owner, "papers_page.labels", make)

    sheet.given.connect(given)
    sheet.open()


def _print(context: Context, owner: QObject, title: str, make: Callable[[], bytes]) -> None:
    context.runner.run(owner, make, lambda pdf: show_papers(context, "", [Paper(title, pdf)]))


def used_labels() -> Field:
    """How many labels of the first sheet are gone already; the form has it as `used`."""
    counts = [(count, str(count)) for count in range(ON_A_SHEET)]
    return Field("used", "places_page.labels_used", editors.named(lambda: counts))
