"""How long data are kept and because of what: read by the officer who answers for it."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout

from lpo_desk.services import retention
from lpo_desk.services.retention import RuleLine
from lpo_desk.ui.context import Context
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.pages.rows_page import RowsPage
from lpo_desk.ui.widgets.inputs import role_label


def _columns(words: Callable[..., str]) -> tuple[Column[RuleLine], ...]:
    def period(row: RuleLine) -> str:
        years = row.rule.years
        return (
            words("retention_page.open_ended")
            if years is None
            else words("retention_page.years", years=years)
        )

    return (
        Column[RuleLine]("retention_page.keeping", lambda row: row.rule.keeping, width=230),
        Column[RuleLine]("retention_page.period", period, width=110, sort=lambda row: row.rule.years or 0),
        Column[RuleLine](
            "retention_page.begins", lambda row: words(row.rule.keeping.begins), width=240, stretch=True
        ),
        Column[RuleLine]("retention_page.decided_by", lambda row: row.rule.decided_by, width=85),
    )


class RetentionPage(RowsPage[RuleLine]):
    """Read only. What a rule rests on and is about, and what the person is told, stands below in full."""

    title = "retention_page.title"
    name = "retention"
    empty = "retention_page.empty"
    note = "retention_page.note"

    def __init__(self, context: Context) -> None:
        super().__init__(context, _columns(context.language.text), lambda row: row.rule.keeping)
        self.about, self.told = role_label("text"), role_label("text")
        column = self.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - RowsPage laid it out
        for label in (self.about, self.told):
            label.setWordWrap(True)
            column.insertWidget(column.count() - 1, label)
        context.language.follow(self, self.fit)

    def reload(self) -> None:
        self.context.read(self, retention.rules, self.show_rows, latest="retention")

    def fit(self) -> None:
        line, words = self.chosen, self.context.language.text
        for label in (self.about, self.told):
            label.setVisible(line is not None)
        if line is not None:
            groups = ", ".join(words(category.term) for category in line.categories)
            begins, basis = words(line.rule.keeping.begins), words(line.rule.keeping.basis)
            self.about.setText(words("retention_page.about", begins=begins, basis=basis, groups=groups))
            self.told.setText(words("retention_page.told", why=line.rule.why))
