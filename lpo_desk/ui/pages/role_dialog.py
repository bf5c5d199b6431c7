"""Adding a role from the customer's card, changing one, giving one its last day. Keyboard alone does it all."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from lpo_desk.domain.card import Card, RoleLine
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import Source, SubscriptionState
from lpo_desk.domain.relations import Side
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import relations
from lpo_desk.services.relations import SamePerson, SavedRole
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import Dialog, rest
from lpo_desk.ui.forms.role import entry_of
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.role_kind import KindPage
from lpo_desk.ui.pages.role_list import named, role_term
from lpo_desk.ui.pages.role_pages import DetailsPage, Role
from lpo_desk.ui.pages.role_who import WhoPage
from lpo_desk.ui.runner import tell
from lpo_desk.ui.widgets.date_edit import DateEdit
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import Choice, Kind
from lpo_desk.ui.widgets.step_dialog import StepDialog

_WHO = 1
_SIZE = QSize(840, 620)


class AddRoleDialog(StepDialog):
    """`saved` carries the SavedRole. Stays open until it is saved or given up."""

    saved = Signal(object)

    def __init__(self, context: Context, access: Access, card: Card, subscription: str = "") -> None:
        """`subscription`: the number of the service that the dialog is opened from."""
        self._access = access
        self._role = Role(
            card.party_id,
            side_of_card(card),
            tuple(s.number for s in card.subscriptions if s.state is not SubscriptionState.ENDED),
            context.database.today,
            card.basic.language if card.basic.language is not Lang.EN else None,
            subscription=subscription,
        )
        self.kind_page, self.who_page = KindPage(context, self._role), WhoPage(context, self._role)
        self.details_page = DetailsPage(context, self._role)
        pages = (self.kind_page, self.who_page, self.details_page)
        super().__init__(
            "role_dialog.add_title",
            pages,
            "role_dialog.add",
            context.language,
            parent=context.window,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.kind_page.chosen.connect(self.go_on)
        self.who_page.chosen.connect(self.go_on)
        for page in (self.kind_page, self.who_page):
            page.refused.connect(self.tell_error)
        self.who_page.turned.connect(self._turned)
        for form_page in (self.who_page, self.details_page):
            form_page.given_up.connect(self.reject)
        self.committed.connect(self._save)
        self.resize(_SIZE.boundedTo(context.window.size().expandedTo(self.minimumSize())))

    @property
    def role(self) -> Role:
        """What has been chosen so far."""
        return self._role

    def _turned(self) -> None:
        """The page in front asks for something else now."""
        self._reword()
        self._focus()

    def _save(self) -> None:
        role = self._role
        if role.entry is None:
            return
        relation, source, outgoing = role.entry.relation, role.entry.source, role.outgoing
        self.set_commit_enabled(False)
        if role.person is not None:
            person = role.person.party(source)
            self._access.write(
                lambda unit, ticket: relations.add_with_person(
                    unit, ticket, person, relation, outgoing=outgoing
                ),
                self._saved,
                self._refused,
            )
        elif role.other is not None:
            other_id = role.other.party_id
            self._access.write(
                lambda unit, ticket: relations.add(
                    unit, ticket, other_id, relation, source, outgoing=outgoing
                ),
                self._saved,
                self._refused,
            )

    def _saved(self, saved: SavedRole) -> None:
        self.accept()
        self.saved.emit(saved)

    def _refused(self, error: Exception) -> None:
        self.set_commit_enabled(True)
        match error:
            case SamePerson():
                self._offer(error)
            case FieldsRefused():
                self._show_fields(error)
            case UserError():
                self.tell_error(error)
            case _:
                tell(self, error)

    def _show_fields(self, error: FieldsRefused) -> None:
        names = {name for name, _ in error.errors}
        if names & set(self.details_page.names):
            self.details_page.refuse(error)
        else:
            self.go_to(_WHO)
            self.who_page.person.show_errors(dict(error.errors))

    def _offer(self, error: SamePerson) -> None:
        """The register has the person already: one key takes him instead."""

        def take() -> None:
            self.who_page.take(error.found)
            self._save()

        self.bar.tell(Kind.WARNING, error.key, (Choice("role_dialog.take_known", take),))
        self.bar.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)


class EditRoleDialog(StepDialog):
    """One page: what a recorded role is about or rests on. `removed`: it was recorded by mistake and is gone."""

    saved = Signal(object)
    removed = Signal(object)

    def __init__(self, context: Context, access: Access, card: Card, line: RoleLine) -> None:
        self._access, self._line = access, line
        role = Role(
            card.party_id,
            side_of_card(card),
            tuple(s.number for s in card.subscriptions),
            context.database.today,
            kind=line.kind,
            outgoing=line.outgoing,
        )
        self._role = role
        role.entry = entry_of(line.relation, line.came.source if line.came else Source.SUBJECT)
        self.page = DetailsPage(context, role)
        super().__init__(
            "role_dialog.edit_title", (self.page,), "common.save", context.language, parent=context.window
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.steps.hide()
        self.set_header(_headline(context.language, line, self))
        self.remove_button = QPushButton()
        self.remove_button.setAutoDefault(False)
        self.remove_button.setProperty("role", "link")
        context.language.bind(self.remove_button.setText, "role_dialog.remove")
        self.remove_button.clicked.connect(self._remove)
        self.page.column.insertWidget(1, self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.page.given_up.connect(self.reject)
        self.committed.connect(self._save)
        self.resize(_SIZE.boundedTo(context.window.size().expandedTo(self.minimumSize())))

    def _save(self) -> None:
        entry, line = self._role.entry, self._line
        if entry is None:
            return
        mine, source = entry.relation, entry.source
        self._write(
            lambda unit, ticket: relations.save(unit, ticket, line.id, line.relation, mine, source),
            self.saved.emit,
        )

    def _remove(self) -> None:
        line = self._line
        self._write(
            lambda unit, ticket: relations.remove(unit, ticket, line.id, line.relation), self.removed.emit
        )

    def _write(self, act: Callable[..., SavedRole], then: Callable[[SavedRole], object]) -> None:
        def done(saved: SavedRole) -> None:
            self.accept()
            then(saved)

        self.set_commit_enabled(False)
        self._access.write(act, done, self._refused)

    def _refused(self, error: Exception) -> None:
        self.set_commit_enabled(True)
        match error:
            case FieldsRefused():
                self.page.refuse(error)
            case UserError():
                self.tell_error(error)
            case _:
                tell(self, error)


class EndRoleDialog(Dialog):
    """`given` carries the last day. Stays open until the role is saved (`accept`) or given up."""

    given = Signal(object)

    def __init__(self, context: Context, line: RoleLine) -> None:
        super().__init__(context.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        language = context.language
        self._language = language
        self.day = DateEdit(language, context.database.today, self)
        self.day.set_day(context.database.today())
        self.day.setMaximumWidth(160)
        note, label, self._problem = role_label("muted"), QLabel(), role_label("error")
        label.setBuddy(self.day)
        for text in (note, self._problem):
            text.setWordWrap(True)
        self._problem.hide()
        self.end = end = QPushButton()
        cancel = QPushButton()
        end.setDefault(True)
        for button in (end, cancel):
            button.setAutoDefault(False)
            button.setProperty(NO_KEY, True)
        end.clicked.connect(self._give)
        cancel.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(end)
        buttons.addWidget(cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 18, 18, 14)
        column.setSpacing(7)
        for part in (_headline(language, line, self), note, label, self.day, self._problem):
            column.addWidget(part)
        column.addSpacing(11)
        column.addLayout(buttons)
        words = language.text
        self.setWindowTitle(words("role_dialog.end_title"))
        note.setText(words("role_dialog.end_note"))
        label.setText(words("role_dialog.last_day"))
        self.day.setAccessibleName(words("role_dialog.last_day"))
        end.setText(words("role_dialog.end"))
        cancel.setText(words("common.cancel"))
        self.setFixedWidth(420)
        self.day.setFocus()
        self.day.selectAll()

    def refuse(self, error: UserError) -> None:
        """Say under the line why the role was not ended."""
        shown = dict(error.errors).get("valid_to", error) if isinstance(error, FieldsRefused) else error
        sentence = shown.sentence(self._language.lang)
        rest(self.end, False)
        self._problem.setText("✕ " + sentence)
        self._problem.show()
        self.day.setAccessibleDescription(sentence)
        self.day.setFocus()
        self.day.selectAll()

    def _give(self) -> None:
        try:
            last: date | None = self.day.day()
        except UserError as error:
            self.refuse(error)
            return
        rest(self.end, True)
        self.given.emit(last)


def side_of_card(card: Card) -> Side:
    """What the rules for roles ask of the customer whose card it is."""
    basic = card.basic
    return Side(card.kind, basic.types, basic.date_of_birth, basic.date_of_death)


def _headline(language: Language, line: RoleLine, parent: QWidget) -> QLabel:
    label = role_label("heading", parent)
    label.setWordWrap(True)
    language.follow(
        label, lambda: label.setText(f"{language.text(role_term(line))}: {named(line, language)}")
    )
    return label
