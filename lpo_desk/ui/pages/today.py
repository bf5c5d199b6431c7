"""The start page: nothing on it must be read to begin; the keyboard is in the search box."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.case import CaseRow, Draft, DraftKind
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.custody import PaperState
from lpo_desk.domain.deadlines import Urgency
from lpo_desk.domain.gathering import LateTask
from lpo_desk.domain.paper import PapersWaiting
from lpo_desk.domain.recipients import ToTell
from lpo_desk.domain.restriction import ToLift
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.paper_filter import LATE
from lpo_desk.ui.pages.today_hints import Hints
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
_TABLES = frozenset({"draft", "custody_now", "processing_restriction"})
_NEW = ("new_customer", "new_request", "new_paper", "exports")


@dataclass(frozen=True)
class Day:
    """What the page shows: the nearest deadlines and the drafts of the user. `overdue`, `soon`: of all open requests.

    late, to_tell, to_lift: the officer's: places that have not answered in time, recipients still to be told (art. 19),
    and restrictions whose day of lifting has come (art. 18(3)).
    papers: what waits at the user's office.
    """

    cases: tuple[CaseRow, ...]
    drafts: tuple[Draft, ...]
    overdue: int = 0
    soon: int = 0
    late: tuple[LateTask, ...] = ()
    to_tell: tuple[ToTell, ...] = ()
    papers: PapersWaiting | None = None
    to_lift: tuple[ToLift, ...] = ()


def read_day(unit: "Unit") -> Day:
    from lpo_desk.services import cases, drafts, gathering, papers, recipients, restrictions

    rows = cases.queue(unit)
    urgent = Counter(row.urgency for row in rows if not row.due.suspended)
    handles = unit.actor.may(Right.HANDLE_REQUEST)
    return Day(
        rows[:NEAREST],
        drafts.mine(unit),
        urgent[Urgency.OVERDUE],
        urgent[Urgency.SOON],
        gathering.late(unit) if handles else (),
        recipients.outstanding(unit) if handles else (),
        papers.waiting(unit) if unit.actor.may(Right.SEE_PAPERS) else None,
        restrictions.to_lift(unit) if unit.actor.may(Right.RESTRICT) else (),
    )


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
        self.late = _Links(language, "today.late")
        self.to_tell = _Links(language, "today.to_tell")
        self.to_lift = _Links(language, "today.to_lift")
        self.papers = _Links(language, "today.papers")
        self.drafts = _Links(language, "today.drafts", "today.no_drafts")
        self.recent = _Links(language, "today.recent", "today.no_recent")
        self.hints = Hints(context)
        self._lay_out()
        language.follow(self, self._reword)

    def activated(self) -> None:
        self._read()
        self._show_recent()

    def changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.cases or changes.tables & _TABLES):
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
        words, numbers = self.context.language.text, {task.case_id: task.number for task in day.late}
        late = Counter(task.case_id for task in day.late)
        self.late.show_lines(
            (words("today.late_case", number=numbers[case_id], count=count), self._opens(case_id))
            for case_id, count in late.items()
        )
        self.to_tell.show_lines(
            (words("today.to_tell_case", number=case.number, count=case.count), self._opens(case.case_id))
            for case in day.to_tell
        )
        self.to_lift.show_lines(
            (
                words(
                    f"today.lift_{'told' if each.told else 'untold'}",
                    number=each.number,
                    date=each.lifting_on,
                ),
                self._lifts(each),
            )
            for each in day.to_lift
        )
        papers = day.papers or PapersWaiting()
        waiting = ((LATE, "late", papers.late), (PaperState.IN_TRANSIT, "coming", papers.coming))
        self.papers.show_lines(
            (words(f"today.papers_{name}", count=count), partial(self.context.show_papers, state))
            for state, name, count in waiting
            if count
        )

    def _opens(self, case_id: int) -> Callable[[], object]:
        return lambda: self.context.open_case(case_id)

    def _lifts(self, restriction: ToLift) -> Callable[[], object]:
        """To its case; to the customer's card, where the restriction came without one."""
        if restriction.case_id is not None:
            return self._opens(restriction.case_id)
        return partial(self.context.open_card, restriction.party_id)

    def _remind(self) -> None:
        """What comes first at sign-in: answers that are late, and those due within three working days; to the officer
        also who has not answered, and who has not been told."""
        day, words = self._day, self.context.language.text
        counts = {
            "overdue": day.overdue,
            "soon": day.soon,
            "late": len(day.late),
            "to_tell": sum(case.count for case in day.to_tell),
            "to_lift": len(day.to_lift),
        }
        told = [words(f"today.reminder_{name}", count=count) for name, count in counts.items() if count]
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
        self.hints.show_left()
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
        for part in (self.late, self.to_tell, self.to_lift, self.papers, self.drafts, self.recent):
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
        column.addWidget(self.hints)


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
    """A heading and lines to press. Without an `empty` sentence it is there only while it has lines."""

    def __init__(self, language: Language, title: str, empty: str = "") -> None:
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
        self._says_none = bool(empty)
        self._none.setVisible(self._says_none)
        self.setVisible(self._says_none)
        if empty:
            language.bind(self._none.setText, empty)

    @property
    def lines(self) -> Sequence[QPushButton]:
        return tuple(self._lines)

    def show_lines(self, lines: Iterable[tuple[str, Callable[[], object]]]) -> None:
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
        self._none.setHidden(bool(self._lines) or not self._says_none)
        self.setVisible(bool(self._lines) or self._says_none)


def _columns() -> tuple[Column[CaseRow], ...]:
    return (
        Column("request.case_number", lambda row: row.number, width=125),
        Column("customer.name", lambda row: row.person, width=130, stretch=True),
        Column("deadline.deadline", lambda row: row.due.deadline.legal, status=due_status, width=232),
    )


def _resumable(draft: Draft) -> bool:
    """Sections of a card come back when the card is opened; requests and new customers are gone on with from here."""
    return draft.kind is not DraftKind.SECTION
