"""Entering a new customer: one sheet, one save, and the card of the customer is open (ux.md section 3, row 2)."""

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.case import DiscardReason, Draft, DraftKind
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.new_customer import AlreadyCustomer, NewCustomer, NewOrganisation, NewPerson
from lpo_desk.domain.party import CustomerType, PartyKind
from lpo_desk.domain.reference import town_name, town_names
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import drafts, new_customers
from lpo_desk.ui.context import Choice, Context, Kind
from lpo_desk.ui.focus import keep_in_sight
from lpo_desk.ui.forms.keeping import retype, typed, without_codes
from lpo_desk.ui.forms.new_customer import ESTATE, organisation_fields, person_fields
from lpo_desk.ui.mnemonics import NO_KEY
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.new_customer_alike import AlikePanel
from lpo_desk.ui.pages.new_customer_lookout import Lookout
from lpo_desk.ui.runner import tell
from lpo_desk.ui.stylesheet import GAP
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.section_form import Labels
from lpo_desk.ui.wizards.kept_form import KeptForm

if TYPE_CHECKING:
    from lpo_desk.db.unit import Unit

LOOK_AFTER_MS = 200
KEEP_AFTER_MS = 1500
_WIDEST = 1100
_FRESH: dict[PartyKind, NewCustomer] = {
    PartyKind.PERSON: NewPerson(),
    PartyKind.ORGANISATION: NewOrganisation(),
}


class NewCustomerPage(Page):
    """Ctrl+1 a person, Ctrl+2 an organisation. Ctrl+S or Ctrl+Enter saves; what is left half done is kept as a draft.

    A code that somebody has stops the sheet; who merely looks alike stands beside it, and the clerk may go on.
    """

    title = "new_customer.title"

    def __init__(self, context: Context, draft: Draft | None = None) -> None:
        super().__init__(context)
        self._draft_key = draft.key if draft else uuid4()
        self._kept, self._done, self._saving = draft is not None, False, False
        self._given_town = ""
        self.bar = MessageBar(context.language)
        self.panel = AlikePanel(context.language)
        self._lookout = Lookout(context, self.panel, self)
        self.forms: dict[PartyKind, KeptForm[Any]] = {
            PartyKind.PERSON: self._form(person_fields(context.database.today)),
            PartyKind.ORGANISATION: self._form(organisation_fields(context.database.today)),
        }
        self.kind = PartyKind.PERSON
        self._switch = {kind: QToolButton() for kind in self.forms}
        self.button = QPushButton()
        self._look, self._keep = QTimer(self, singleShot=True), QTimer(self, singleShot=True)
        self._look.setInterval(LOOK_AFTER_MS)
        self._keep.setInterval(KEEP_AFTER_MS)
        self._lay_out()
        self._connect()
        self._show_kind(PartyKind.PERSON)
        if draft:
            self._resume(draft)
        context.read(self, new_customers.next_number, self._propose)

    # Page

    @property
    def form(self) -> KeptForm[Any]:
        return self.forms[self.kind]

    @property
    def unsaved(self) -> bool:
        return bool(self.form.dirty) and not self._done

    def keep(self) -> None:
        """Save the draft as it stands, without the identity code. Nothing waits for it."""
        self._keep.stop()
        if self._done or self._saving or not (self._kept or self.form.dirty):
            return
        self._kept = True
        fields = without_codes({name: kept for name, kept in typed(self.form).items() if name != "hetu"})
        data, key = {"kind": self.kind.value, "fields": fields}, self._draft_key
        self.context.write(self.context, lambda unit: drafts.save(unit, key, DraftKind.CUSTOMER, data))

    def may_close(self) -> bool:
        if self.unsaved:
            self.keep()
            self.context.message(
                Kind.INFO, "new_customer.kept", Choice("new_customer.discard", self._discard), seconds=20
            )
        return True

    def focus_first(self) -> None:
        self.form.row(self.form.names[0]).editor.select()

    def tell_error(self, error: UserError) -> None:
        self._saving = False
        self.bar.tell_error(error)

    # Saving

    def save(self) -> None:
        if self._saving or self._done:
            return
        if self._lookout.holders:
            self._stop()
        else:
            self.form.commit()

    def _save(self, new: NewCustomer) -> None:
        self._saving = True
        self._keep.stop()
        purpose, key = self.context.last_purpose, self._draft_key

        def act(unit: "Unit") -> Ticket:
            ticket = new_customers.add(unit, new, purpose)
            drafts.drop(unit, key)
            return ticket

        self.context.write(self, act, self._saved, self._refused, purpose=purpose)

    def _saved(self, ticket: Ticket) -> None:
        self._saving, self._done = False, True
        self.context.show_card(ticket)
        self.context.close(self)
        self.context.message(Kind.SUCCESS, "new_customer.saved", seconds=10)

    def _refused(self, error: Exception) -> None:
        self._saving = False
        match error:
            case FieldsRefused():
                self.form.show_errors(dict(error.errors))
            case AlreadyCustomer():
                self._lookout.stop(error.rows)
                self._stop()
            case _:
                tell(self, error)

    def _stop(self) -> None:
        """The code is somebody's: the keyboard goes to the only thing there is to do."""
        self._tell_holders()
        (button,) = self.bar.buttons
        button.show()  # what is added to a layout is shown later, and takes no focus before
        button.setAutoDefault(True)  # Enter presses it: here is no dialog whose other buttons could take it
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_holders(self) -> None:
        holders = self._lookout.holders
        if not holders:
            self.bar.clear()
            return
        taken = "code_taken" if self.kind is PartyKind.PERSON else "business_id_taken"
        open_it = Choice("new_customer.open_existing", partial(self.context.open_card, holders[0].party_id))
        self.bar.tell(Kind.ERROR, f"new_customer.{taken}", (open_it,))

    def _discard(self) -> None:
        key = self._draft_key
        self.context.write(
            self.context,
            lambda unit: drafts.discard(unit, key, DiscardReason.MISTAKE),
            lambda _: self.context.message(Kind.INFO, "new_customer.discarded", seconds=10),
        )

    def _edited(self) -> None:
        self._look.start()
        self._keep.start()
        self.renamed.emit()

    # The form

    def choose(self, kind: PartyKind) -> None:
        """Ask for a person or an organisation; the keyboard begins at the top."""
        if kind is not self.kind:
            self._show_kind(kind)
            self.focus_first()
            self._edited()

    def _show_kind(self, kind: PartyKind) -> None:
        self.kind = kind
        for each, form in self.forms.items():
            form.setVisible(each is kind)
            self._switch[each].setChecked(each is kind)
        self._lookout.watch(self.form, kind)
        self.bar.clear()

    def _propose(self, number: str) -> None:
        """Shown in the field and not typed by anybody: a save takes the next one free at its own moment."""
        for form in self.forms.values():
            if "number" not in form.dirty:
                form.row("number").editor.set_value(number)

    def _fill_town(self, form: KeptForm[Any]) -> None:
        """The postcode gives the town, unless the clerk has typed another."""
        editor = form.row("town").editor
        postcode, town, language = form.typed("postcode"), form.typed("town"), form.typed("language")
        if town_names(str(postcode)) and town in ("", self._given_town):
            self._given_town = town_name(str(postcode), language)
            editor.set_value(self._given_town)
            editor.edited.emit()

    def _show_estate(self) -> None:
        form = self.forms[PartyKind.ORGANISATION]
        types = form.typed("types")
        for name in ESTATE:
            form.row(name).setVisible(CustomerType.ESTATE in types)

    def _resume(self, draft: Draft) -> None:
        kind, fields = draft.data.get("kind"), draft.data.get("fields")
        if kind == PartyKind.ORGANISATION.value:
            self._show_kind(PartyKind.ORGANISATION)
        if isinstance(fields, dict):
            retype(self.form, fields)

    def _form(self, fields: Any) -> KeptForm[Any]:  # noqa: ANN401 - the fields of either kind
        return KeptForm(fields, self.context.language, labels=Labels.ABOVE, columns=2)

    # Building

    def _connect(self) -> None:
        for kind, form in self.forms.items():
            form.open(_FRESH[kind])
            for name in form.names:
                form.row(name).editor.edited.connect(self._edited)
            form.row("postcode").editor.left.connect(partial(self._fill_town, form))
            form.committed.connect(self._save)
            form.left_by_escape.connect(lambda: self.context.close(self))
        self.forms[PartyKind.ORGANISATION].row("types").editor.edited.connect(self._show_estate)
        self._show_estate()
        self._look.timeout.connect(self._lookout.ask)
        self._lookout.holders_changed.connect(self._tell_holders)
        self._keep.timeout.connect(self.keep)
        self.panel.chosen.connect(self.context.open_card)
        self.button.clicked.connect(self.save)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.save)
        claim = self.context.actions.claim
        claim("save", self, self.save)
        for number, kind in enumerate(self.forms, start=1):
            claim(f"section_{number}", self, partial(self.choose, kind))
            self._switch[kind].clicked.connect(partial(self.choose, kind))

    def _lay_out(self) -> None:
        language = self.context.language
        heading, self._purpose = role_label("title"), role_label("muted")
        language.bind(heading.setText, self.title)
        language.bind(self._purpose.setText, "new_customer.purpose", purpose=self.context.last_purpose)
        self._purpose.setWordWrap(True)
        self.button.setProperty("role", "primary")
        language.bind(self.button.setText, "new_customer.save")
        self.button.setToolTip("Ctrl+S")
        group, switch = QButtonGroup(self), QHBoxLayout()
        switch.setSpacing(GAP)
        for kind, button in self._switch.items():
            button.setCheckable(True)
            button.setProperty("role", "filter")
            button.setProperty(NO_KEY, True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its key is told on it
            language.bind(button.setText, f"new_customer.{kind.value}")
            group.addButton(button)
            switch.addWidget(button)
        switch.addStretch(1)
        foot = QHBoxLayout()  # below the scrolled sheet: in sight in the lowest window
        foot.setContentsMargins(24, 8, 18, 14)
        foot.setSpacing(GAP)
        foot.addWidget(self.button)
        foot.addWidget(self._purpose, 1)
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(24, 14, 11, 18)
        column.setSpacing(11)
        column.addWidget(heading)
        column.addLayout(switch)
        for form in self.forms.values():
            column.addWidget(form)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidget(sheet)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keep_in_sight(self.area)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 14, 18, 18)
        beside.addWidget(self.panel)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.area, 1)
        row.addLayout(beside)
        inside = QWidget()
        inside.setMaximumWidth(_WIDEST + self.panel.width())
        outer_column = QVBoxLayout(inside)
        outer_column.setContentsMargins(0, 0, 0, 0)
        outer_column.setSpacing(0)
        top = QHBoxLayout()
        top.setContentsMargins(24, 0, 18, 0)
        top.addWidget(self.bar)
        outer_column.addLayout(top)
        outer_column.addLayout(row, 1)
        outer_column.addLayout(foot)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inside, _WIDEST)
        outer.addStretch(1)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
