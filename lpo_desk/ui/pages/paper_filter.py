"""The row of filters above the log of papers."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.paper import PaperFilter, PaperKind
from lpo_desk.ui.context import Context
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import ComboBox
from lpo_desk.ui.widgets.search_box import SearchBox

LATE = "late"
_YEARS = 3
_SEARCH_WIDTH = 220
_WIDEST = 240


class PaperFilterRow(QWidget):
    """`changed` comes when the list is to be read anew, `moved_down` for the arrow from the text into the list."""

    changed = Signal()
    moved_down = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._offices: Sequence[Office] = ()
        language = context.language
        self.text = SearchBox(language, "papers_page.prompt")
        self.text.setMinimumWidth(_SEARCH_WIDTH)
        self.office, self.kind, self.state, self.kept = (ComboBox() for _ in range(4))
        row = FlowLayout(self)
        row.addWidget(self.text)
        for box, term in (
            (self.office, "papers_page.office"),
            (self.kind, "papers_page.kind"),
            (self.state, "papers_page.state"),
            (self.kept, "papers_page.kept_ends"),
        ):
            box.setMaximumWidth(_WIDEST)
            box.activated.connect(lambda _: self.changed.emit())
            language.bind(box.setAccessibleName, term)
            row.addWidget(box)
        self.text.asked.connect(lambda _: self.changed.emit())
        self.text.submitted.connect(lambda _: self.moved_down.emit())
        self.text.moved_down.connect(self.moved_down)
        language.follow(self, self._reword)

    def wanted(self) -> PaperFilter:
        kind, state, office = self.kind.value(), self.state.value(), self.office.value()
        until = self.kept.value()
        today = self._context.database.today()
        return PaperFilter(
            text=self.text.text().strip(),
            office_id=office if isinstance(office, int) else None,
            kinds=frozenset({kind}) if isinstance(kind, PaperKind) else frozenset(),
            states=frozenset({state}) if isinstance(state, PaperState) else frozenset(),
            due_by=until if isinstance(until, date) else None,
            late_on=today if state == LATE else None,
        )

    def offer(self, offices: Sequence[Office]) -> None:
        if tuple(offices) != tuple(self._offices):
            self._offices = offices
            self._reword()

    def choose(
        self, *, text: str = "", office_id: int | None = None, state: PaperState | str | None = None
    ) -> None:
        """Show these alone, whatever was shown before. Says nothing."""
        self.text.put(text)
        self.kind.set_value(None)
        self.kept.set_value(None)
        self.state.set_value(state)
        self.office.set_value(office_id if office_id in {each.id for each in self._offices} else None)

    def _reword(self) -> None:
        words, language = self._context.language.text, self._context.language
        year = self._context.database.today().year
        self.office.set_choices(
            [
                (None, words("papers_page.every_office")),
                *((office.id, office.name(language.lang)) for office in self._offices),
            ]
        )
        self.kind.set_choices(
            [(None, words("papers_page.every_kind")), *((kind, words(kind.term)) for kind in PaperKind)]
        )
        self.state.set_choices(
            [
                (None, words("papers_page.every_state")),
                (LATE, words("papers_page.late_loans")),
                *((state, words(state.term)) for state in PaperState),
            ]
        )
        self.kept.set_choices(
            [
                (None, words("papers_page.whenever")),
                (self._context.database.today(), words("papers_page.ended_already")),
                *(
                    (date(year + after, 12, 31), words("papers_page.ends_by", day=date(year + after, 12, 31)))
                    for after in range(_YEARS)
                ),
            ]
        )
