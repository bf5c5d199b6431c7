"""Where a paper was on a day in the past, and who had it."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtWidgets import QVBoxLayout

from lpo_desk.domain.dates import DateFault, DateRefused
from lpo_desk.domain.paper import PaperRow
from lpo_desk.domain.paper_story import WhereThen
from lpo_desk.services import paper_stories
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import rest
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.paper_columns import titled
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field


@dataclass(frozen=True)
class Asked:
    day: date | None = None


class PaperDaySheet(CardSheet[Asked]):
    """Enter answers for the day and the next one may be typed; Esc closes."""

    def __init__(self, context: Context, row: PaperRow) -> None:
        self._context, self._row = context, row
        today = context.database.today

        def not_to_come(day: date | None) -> None:
            if day is not None and day > today():
                raise DateRefused(DateFault.TOO_LATE, latest=today())

        day = Field("day", "papers_page.day", editors.day(today), required=True, check=not_to_come)
        super().__init__(
            context,
            "papers_page.on_day",
            (day,),
            Asked(),
            headline=f"{row.number}  {titled(row, context.language)}",
            verb="papers_page.tell",
            sourced=False,
        )
        context.language.bind(self.cancel.setText, "common.close")
        self.answer = role_label("text", self)
        self.answer.setWordWrap(True)
        self.answer.hide()
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(3, self.answer)  # under the field
        self.given.connect(lambda asked, _: self._ask(asked.day))

    def _ask(self, day: date) -> None:
        key = self._row.id
        self._context.read(
            self,
            lambda unit: paper_stories.on_day(unit, key, day),
            lambda then: self._tell(day, then),
            self.refuse,
            latest="paper_day",
        )

    def _tell(self, day: date, then: WhereThen | None) -> None:
        language = self._context.language
        said = told(then, language) if then is not None else language.text("papers_page.not_yet")
        self.answer.setText(language.text("papers_page.on_day_was", day=day, what=said))
        self.answer.show()
        rest(self.verb, False)
        self.form.row("day").editor.select()
        self._fit()


def told(then: WhereThen, language: Language) -> str:
    """Its state, where it lay or who had it, and until when."""
    custody = then.custody
    office = then.office[1 if language.lang.value == "sv" else 0]
    parts = (
        language.show(custody.state),
        "/".join(filter(None, (office, then.path))),
        custody.holder,
        language.text("papers_page.due", due=custody.due_on) if custody.due_on else "",
    )
    return " · ".join(filter(None, parts))
