"""The start page: nothing on it must be read to begin; the keyboard is in the search box."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import CaseRow, Draft, DraftKind
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.deadlines import Urgency
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.stylesheet import CONTENT
from lpo_desk.ui.urgency import due_status
from lpo_desk.ui.widgets.command_bar import CommandBar
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.table import Table

if TYPE_CHECKING:
    from lpo_desk.db.unit import Unit
    from lpo_desk.ui.context import Context

_SIDE = 240
NEAREST = 12  # deadlines shown; the page of requests has them all
_NEW = ("new_customer", "new_request", "new_paper", "exports")


@dataclass(frozen=True)
class Day:
    """What the page shows: the nearest deadlines and the drafts of the user. `overdue`, `soon`: of all open requests."""

    cases: tuple[CaseRow, ...]
    drafts: tuple[Draft, ...]
    overdue: int = 0
    soon: int = 0


def read_day(unit: "Unit") -> Day:
    from lpo_desk.services import cases, drafts

    rows = cases.queue(unit)
    urgent = Counter(row.urgency for row in rows if not row.due.suspended)
    return Day(rows[:NEAREST], drafts.mine(unit), urgent[Urgency.OVERDUE], urgent[Urgency.SOON])


class TodayPage(Page):
    """Deadlines of my office, my drafts, whom I opened last."""

    title = "main.today"

    def __init__(self, context: "Context") -> None:
        super().__init__(context)
        language = context.language
        self.model = RowModel[CaseRow](_columns(), lambda row: row.case_id, language, self)
        self.deadlines = Table(
            "today",
            self.model,
            language,
            title="today.deadlines",
            empty="today.no_deadlines",
            memory=context.memory,
        )
        self.deadlines.opened.connect(lambda key: context.open_case(int(str(key))))
        self.reminder = role_label("warning")
        self.reminder.setWordWrap(True)
        self.reminder.hide()
        self._day = Day((), ())
        self.drafts = _Links(language, "today.drafts", "today.no_drafts")
        self.recent = _Links(language, "today.recent", "today.no_recent")
        self._lay_out()
        language.follow(self, self._reword)

    def activated(self) -> None:
        self._read()
        self._show_recent()

    def changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.cases or "draft" in changes.tables):
            self._read()

    def _read(self) -> None:
        if self.context.may(Right.TAKE_REQUEST):
            self.context.read(self, read_day, self._show, latest="day")

    def _show(self, day: Day) -> None:
        self._day = day
        self._remind()
        self.model.set_rows(day.cases)
        lines = [(self._draft_text(draft), self._resume(draft)) for draft in day.drafts if _resumable(draft)]
        self.drafts.show_lines(lines)

    def _remind(self) -> None:
        """What comes first at sign-in: answers that are late, and those due within three working days."""
        day, words = self._day, self.context.language.text
        told = [
            words(f"today.reminder_{name}", count=count)
            for name, count in (("overdue", day.overdue), ("soon", day.soon))
            if count
        ]
        self.reminder.setText("● " + " ".join(told) if told else "")
        self.reminder.setVisible(bool(told))

    def _draft_text(self, draft: Draft) -> str:
        return self.context.language.text("today.draft", kind=draft.kind, saved=draft.saved_at)

    def _resume(self, draft: Draft) -> "Resume":
        return Resume(self.context, draft)

    def _show_recent(self) -> None:
        opened = self.context.recent.items()
        self.recent.show_lines([(name, Reopen(self.context, party)) for party, name in reversed(opened)])

    def _reword(self) -> None:
        self._show_recent()
        self._remind()
        if self.isVisible():
            self._read()

    def _lay_out(self) -> None:
        actions = [self.context.actions.action(name) for name in _NEW]
        bar = CommandBar([action for action in actions if action.isVisible()], self.context.language)
        heading = role_label("heading")
        self.context.language.bind(heading.setText, "today.deadlines")
        left, right, row = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.setSpacing(7)
        left.addWidget(heading)
        left.addWidget(self.reminder)
        left.addWidget(self.deadlines, 1)
        for part in (self.drafts, self.recent):
            right.addWidget(part)
        right.addStretch(1)
        row.setSpacing(18)
        row.addLayout(left, 1)
        side = QScrollArea()
        side.setWidgetResizable(True)
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        side.setWidget(inside)
        side.setFixedWidth(_SIDE)
        row.addWidget(side)
        content = QWidget()
        content.setMaximumWidth(CONTENT)
        column = QVBoxLayout(content)
        column.setContentsMargins(18, 11, 18, 11)
        column.setSpacing(14)
        column.addWidget(bar)
        column.addLayout(row, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(content, CONTENT)
        outer.addStretch(1)  # the content begins at the left, however wide the window
        # Those who take no requests have neither deadlines nor drafts here.
        for widget in (heading, self.deadlines, side):
            widget.setVisible(self.context.may(Right.TAKE_REQUEST))
        if not self.context.may(Right.TAKE_REQUEST):
            column.addStretch(1)


@dataclass(frozen=True)
class Resume:
    """Goes on with a draft."""

    context: "Context"
    draft: Draft

    def __call__(self) -> None:
        if self.draft.kind is DraftKind.CUSTOMER:
            self.context.start_customer(self.draft)
        else:
            self.context.start_request(self.draft.party_id, draft=self.draft)


@dataclass(frozen=True)
class Reopen:
    """Opens a customer again, which asks why again."""

    context: "Context"
    party_id: int

    def __call__(self) -> None:
        self.context.open_card(self.party_id)


class _Links(QWidget):
    """A heading and lines to press."""

    def __init__(self, language: Language, title: str, empty: str) -> None:
        super().__init__()
        self._lines: list[QPushButton] = []
        heading, self._none = role_label("heading"), role_label("muted")
        self._none.setWordWrap(True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 11)
        self._column.setSpacing(3)
        self._column.addWidget(heading)
        self._column.addWidget(self._none)
        language.bind(heading.setText, title)
        language.bind(self.setAccessibleName, title)
        language.bind(self._none.setText, empty)

    @property
    def lines(self) -> Sequence[QPushButton]:
        return tuple(self._lines)

    def show_lines(self, lines: Sequence[tuple[str, "Resume | Reopen"]]) -> None:
        for button in self._lines:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._lines = []
        for text, act in lines:
            button = QPushButton(text.replace("&", "&&"), self)
            button.setProperty("role", "link")
            button.setAutoDefault(False)
            button.clicked.connect(act)
            self._column.addWidget(button)
            self._lines.append(button)
        self._none.setHidden(bool(lines))


def _columns() -> tuple[Column[CaseRow], ...]:
    return (
        Column("request.case_number", lambda row: row.number, width=125),
        Column("customer.name", lambda row: row.person, width=130, stretch=True),
        Column("deadline.deadline", lambda row: row.due.deadline.legal, status=due_status, width=232),
    )


def _resumable(draft: Draft) -> bool:
    """Sections of a card come back when the card is opened; requests and new customers are gone on with from here."""
    return draft.kind is not DraftKind.SECTION
