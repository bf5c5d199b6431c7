"""The officer restricts processing, enters that the person was told, and lifts the restriction (GDPR art. 18)."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.card import Card
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.restriction import Restriction, RestrictionGround
from lpo_desk.services import restrictions
from lpo_desk.ui.context import Context
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question
from lpo_desk.ui.recovery import FormDialog
from lpo_desk.ui.runner import tell
from lpo_desk.ui.widgets.date_edit import DateEdit
from lpo_desk.ui.widgets.inputs import ComboBox, TextArea, make_room, role_label
from lpo_desk.ui.widgets.message_bar import Kind, MessageBar

Today = Callable[[], date]
_WIDTH = 500
"""Room for the longest ground in either language."""


class _Sheet(FormDialog):
    """What both sheets share: labelled fields, a bar for what was refused, Ctrl+Enter."""

    def __init__(self, context: Context, title: str, verb: str, note: str, **values: object) -> None:
        super().__init__(title, verb, context.runner, context.language, context.window)
        self.setMinimumWidth(_WIDTH)
        self.bar = MessageBar(context.language)
        text = role_label("muted")
        text.setWordWrap(True)
        context.language.bind(text.setText, note, **values)
        self.column.addWidget(self.bar)
        self.column.addWidget(text)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.submit)

    def add_field(self, term: str, widget: QWidget) -> None:
        label = role_label("label")
        label.setBuddy(widget)
        self._language.bind(label.setText, term)
        self._language.bind(widget.setAccessibleName, term)
        self.column.addWidget(label)
        self.column.addWidget(widget)

    def refuse(self, error: Exception) -> None:
        self.commit.setDisabled(False)
        if isinstance(error, UserError):
            self.bar.tell_error(error)
            make_room(self)
        else:
            tell(self, error)


class RestrictDialog(_Sheet):
    """`give` gets the ground, the reason and the number of the case. held: the grounds that hold already. cases: numbers
    to choose from; of_case: one of them it is."""

    def __init__(
        self,
        context: Context,
        held: Collection[RestrictionGround],
        cases: Sequence[str],
        give: Callable[[RestrictionGround, str, str], object],
        *,
        of_case: bool = False,
    ) -> None:
        super().__init__(context, "restriction.title", "restriction.do", "restriction.note")
        self._give = give
        self.ground, self.case, self.reason = ComboBox(), ComboBox(), TextArea(lines=4)
        words = context.language.text
        self.ground.set_choices((each, words(each.term)) for each in RestrictionGround if each not in held)
        none = [] if of_case else [("", words("restriction.no_case"))]
        self.case.set_choices([*none, *((number, number) for number in cases)])
        self.add_field("field.restriction_ground", self.ground)
        self.add_field("restriction.case", self.case)
        self.add_field("restriction.reason", self.reason)
        assign_window_mnemonics(self)
        self.ground.setFocus()
        make_room(self)

    def submit(self) -> None:
        ground = self.ground.value()
        if isinstance(ground, RestrictionGround) and self.commit.isEnabled():
            self.commit.setDisabled(True)
            self._give(ground, self.reason.toPlainText(), str(self.case.value()))


class LiftDialog(_Sheet):
    """Before the person was told its verb keeps the day of telling, and the day of lifting where one was said; after
    that it lifts the restriction, and asks once more where the day that was said has not come."""

    def __init__(
        self,
        context: Context,
        restriction: Restriction,
        today: Today,
        tell_on: Callable[[date, date | None], object],
        lift: Callable[[bool], object],
        add: Callable[[], object] | None,
    ) -> None:
        told, early = restriction.told_on, restriction.before_its_day(today())
        note = "tell_note" if told is None else "lift_note_early" if early else "lift_note"
        super().__init__(
            context,
            "restriction.title",
            "restriction.lift" if told else "restriction.tell",
            f"restriction.{note}",
            since=restriction.from_on,
            ground=restriction.ground,
            told=told or "",
            date=restriction.lifting_on or "",
        )
        self._tell_on, self._lift, self._told = tell_on, lift, told
        self._restriction, self._today = restriction, today
        for term, words in (
            ("restriction.reason", restriction.reason),
            ("restriction.case", restriction.case_number),
            ("restriction.lifting_day", context.language.show(restriction.lifting_on) if told else ""),
        ):
            if words:
                fact = role_label("text")
                fact.setWordWrap(True)
                fact.setText(f"{context.language.text(term)}: {words}")
                self.column.addWidget(fact)
        self.day, self.ends = DateEdit(context.language, today), DateEdit(context.language, today)
        if told is None:
            self.day.set_day(today())
            self.ends.set_day(restriction.lifting_on)
            for field, term in ((self.day, "restriction.told_day"), (self.ends, "restriction.lifting_day")):
                field.setMaximumWidth(160)
                self.add_field(term, field)
            self.day.setFocus()
            self.day.selectAll()
        else:
            self.day.hide()
            self.ends.hide()
            self.cancel.setFocus()  # lifting is not done by an Enter too many
        if add is not None:
            more = QPushButton()
            more.setProperty("role", "link")
            more.setAutoDefault(False)
            context.language.bind(more.setText, "restriction.add")
            more.clicked.connect(self.reject)
            more.clicked.connect(add)
            self.column.addWidget(more)
        assign_window_mnemonics(self)
        make_room(self)

    def submit(self) -> None:
        if not self.commit.isEnabled():
            return
        if self._told is not None:
            if self._restriction.before_its_day(self._today()):
                self._ask_early()
            else:
                self._do_lift(early=False)
            return
        try:
            day, ends = self.day.day(), self.ends.day()
        except UserError as error:
            self.refuse(error)
            return
        if day is None:
            self.refuse(UserError("restriction.told_missing"))
            return
        self.commit.setDisabled(True)
        self._tell_on(day, ends)

    def _ask_early(self) -> None:
        values = (("date", self._restriction.lifting_on), ("told", self._told))
        question = Question(
            "restriction.lift",
            "restriction.early_note",
            "case_lifting.confirm_early",
            "restriction.lift",
            values,
        )
        dialog = ConfirmDialog(question, self._language, self)
        dialog.confirmed.connect(lambda: self._do_lift(early=True))
        dialog.open()

    def _do_lift(self, *, early: bool) -> None:
        self.commit.setDisabled(True)
        self._lift(early)


class Restricting(QObject):
    """The card's way to the services of restriction. The card itself is read again by what they changed."""

    def __init__(
        self, context: Context, access: Access, bar: MessageBar, today: Today, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._access, self._bar, self._today = context, access, bar, today
        self._card: Card | None = None

    def manage(self, card: Card | None) -> None:
        """Restrict; or, where a restriction is in force, go on with it."""
        self._card = card
        if card is not None and card.restrictions:
            self.open(card.restrictions[0])
        elif card is not None:
            self._restrict()

    def show_card(self, card: Card) -> None:
        self._card = card

    def open(self, restriction: Restriction) -> None:
        """The sheet of one restriction in force."""
        held = {each.ground for each in self._card.restrictions} if self._card else set()
        more = self._restrict if held < set(RestrictionGround) else None
        dialog = LiftDialog(
            self._context,
            restriction,
            self._today,
            lambda day, ends: self._write(
                dialog, partial(_tell, restriction.id, day, ends), "restriction.was_told"
            ),
            lambda early: self._write(
                dialog, partial(_lift, restriction.id, early), "restriction.was_lifted"
            ),
            more,
        )
        dialog.open()

    def _restrict(self) -> None:
        if self._card is None:
            return
        dialog = RestrictDialog(
            self._context,
            {restriction.ground for restriction in self._card.restrictions},
            self._card.open_cases,
            lambda ground, reason, case: self._write(
                dialog,
                lambda unit, ticket: restrictions.restrict(unit, ticket, ground, reason, case),
                "restriction.was_restricted",
            ),
        )
        dialog.open()

    def _write(self, dialog: _Sheet, act: Callable[..., object], done: str) -> None:
        def saved(_: object) -> None:
            dialog.accept()
            self._bar.tell(Kind.SUCCESS, done, seconds=10)

        self._access.write(act, saved, dialog.refuse)


def _tell(restriction_id: int, day: date, ends: date | None, unit: Unit, ticket: Ticket) -> None:
    restrictions.tell(unit, ticket, restriction_id, day, ends)


def _lift(restriction_id: int, early: bool, unit: Unit, ticket: Ticket) -> None:
    restrictions.lift(unit, ticket, restriction_id, early=early)
