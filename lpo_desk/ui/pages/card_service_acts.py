"""What a clerk does in section 4: the sheets for connections, services and telephone numbers, and their saves."""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from lpo_desk.db.unit import Unit
from lpo_desk.domain.audit import Ticket
from lpo_desk.domain.card import Card
from lpo_desk.domain.card_services import ConnectionLine, NumberLine, SubscriptionLine
from lpo_desk.domain.party import CustomerType, Flag, OrganisationDetails, PartyKind, PersonDetails, Source
from lpo_desk.domain.party import SubscriptionState as State
from lpo_desk.domain.products import OwnerConsent, Product
from lpo_desk.domain.sections import FieldsRefused, ValueRefused
from lpo_desk.domain.subscribing import (
    FOLLOWING,
    ConnectionDetails,
    NumberDetails,
    ServiceDetails,
    StateChange,
)
from lpo_desk.services import connections, numbers, products, registering, search, subscriptions, undoing
from lpo_desk.services.registering import NewParty
from lpo_desk.services.undoing import SavedRows
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.customer import written_phone
from lpo_desk.ui.forms.service import (
    TypedConnection,
    TypedService,
    connection_fields,
    number_fields,
    service_fields,
    state_fields,
)
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_saving import Done
from lpo_desk.ui.pages.card_service_columns import place, someone
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question
from lpo_desk.ui.widgets.party_field import Answer

Save = Callable[[Unit, Ticket, Any, Source], object]


class ServiceActs(QObject):
    """`done` carries what was saved, and how to take it back."""

    done = Signal(object)

    def __init__(self, context: Context, access: Access, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._access = context, access

    # Connections

    def add_connection(self, card: Card) -> None:
        """A connection at the customer's own address, unless another is typed."""
        contact = card.contact
        typed = TypedConnection(contact.street, contact.postcode, contact.town)
        self._connection_sheet(
            "service.connection_add", typed, "", _add_connection, "service.connection_added"
        )

    def edit_connection(self, line: ConnectionLine) -> None:
        base = line.details
        owner = someone(line.owner, line.owner_id, self._context.language)

        def save(unit: Unit, ticket: Ticket, typed: TypedConnection, source: Source) -> None:
            mine = _with_owner(unit, typed, source)
            connections.change(unit, ticket, line.id, base, mine, source)

        self._connection_sheet(
            "service.connection_edit",
            TypedConnection(**_shallow(base)),
            owner,
            save,
            "service.connection_saved",
            headline=f"{line.number}, {place(line)}",
        )

    def _connection_sheet(
        self, title: str, typed: TypedConnection, owner: str, save: Save, told: str, headline: str = ""
    ) -> None:
        sheet = CardSheet(
            self._context,
            title,
            connection_fields(self._find, owner, self._context.database.today),
            typed,
            headline=headline,
            columns=2,
        )
        self._open(sheet, save, told)

    def _find(self, text: str, answer: Answer) -> None:
        self._context.read(
            self, lambda unit: search.find(unit, text), lambda found: answer(found.rows), latest="owner"
        )

    # Services

    def order(self, card: Card) -> None:
        """A new service; in the name of somebody who has died only after a question, for that is the estate's."""
        if Flag.DECEASED not in card.flags or card.kind is not PartyKind.PERSON:
            self._order(card)
            return
        question = Question(
            "service.order_title",
            "service.deceased_note",
            "service.deceased_question",
            "service.deceased_do",
        )
        dialog = ConfirmDialog(question, self._context.language, self._context.window)
        dialog.confirmed.connect(lambda: self._order(card))
        dialog.open()

    def _order(self, card: Card) -> None:
        """Over the customer's newest connection; where there is none, at the customer's address."""
        own = [line for line in card.connections if line.mine and not line.hidden]
        over = own[-1].id if own else None
        contact = card.contact
        here = (contact.street, contact.postcode, contact.town) if not own else ("", "", "")
        typed = TypedService(None, "", "", over, *here, starts_on=self._context.database.today())
        self._service_sheet("service.order_title", card, typed, None, _order, "service.ordered")

    def edit_service(self, card: Card, line: SubscriptionLine) -> None:
        base = line.details

        def save(unit: Unit, ticket: Ticket, typed: TypedService, source: Source) -> None:
            subscriptions.change(unit, ticket, line.id, base, _over_connection(unit, typed), source)

        typed = TypedService(**_shallow(base))
        self._service_sheet("service.edit_title", card, typed, line, save, "service.saved")

    def _service_sheet(
        self,
        title: str,
        card: Card,
        typed: TypedService,
        line: SubscriptionLine | None,
        save: Save,
        told: str,
    ) -> None:
        """The products are read first: they may have changed since the card was."""

        def show(known: tuple[Product, ...]) -> None:
            language = self._context.language
            sheet = CardSheet(
                self._context,
                title,
                service_fields(language, known, card.connections, self._context.database.today, line),
                typed,
                headline=f"{line.product_name(language.lang)}, {line.number}" if line else "",
                verb="common.save" if line else "service.order_verb",
                columns=2,
            )
            _follow_connection(sheet)
            self._open(sheet, save, told)

        self._context.read(self, products.everything, show)

    def change_state(self, line: SubscriptionLine) -> None:
        def save(unit: Unit, ticket: Ticket, change: StateChange, source: Source) -> None:
            subscriptions.set_state(unit, ticket, line.id, change, source)

        today = self._context.database.today
        sheet = CardSheet(
            self._context,
            "service.state_title",
            state_fields(line.state, today),
            StateChange(FOLLOWING[line.state][0], today()),
            headline=f"{line.product_name(self._context.language.lang)}, {line.number}",
        )
        self._open(sheet, save, "service.state_saved")

    # Telephone numbers

    def add_number(self, line: SubscriptionLine, card: Card) -> None:
        """What was said of all numbers holds of a new one."""

        def save(unit: Unit, ticket: Ticket, details: NumberDetails, source: Source) -> None:
            numbers.add(unit, ticket, line.id, details, source)

        today = self._context.database.today
        sheet = CardSheet(
            self._context,
            "service.number_add",
            number_fields(today),
            NumberDetails("", today(), None, card.permissions.directory),
            headline=f"{line.product_name(self._context.language.lang)}, {line.number}",
        )
        self._open(sheet, save, "service.number_added")

    def edit_number(self, line: NumberLine) -> None:
        base = line.details

        def save(unit: Unit, ticket: Ticket, mine: NumberDetails, source: Source) -> None:
            numbers.change(unit, ticket, line.id, base, mine, source)

        sheet = CardSheet(
            self._context,
            "service.number_edit",
            number_fields(self._context.database.today),
            base,
            headline=written_phone(line.number),
            first="directory",
        )
        self._open(sheet, save, "service.number_saved")

    def _open(self, sheet: CardSheet[Any], save: Save, told: str) -> None:
        def given(value: Any, source: Source) -> None:  # noqa: ANN401 - what the sheet's form holds
            def act(unit: Unit, ticket: Ticket) -> SavedRows:
                return undoing.recorded(unit, ticket, lambda: save(unit, ticket, value, source))

            def saved(rows: SavedRows) -> None:
                sheet.accept()
                # An owner who came into the register with the connection stays there, so the save is not taken back.
                undoable = rows.rows and not (isinstance(value, TypedConnection) and value.new_owner)
                undo = (lambda unit, ticket: undoing.undo(unit, ticket, rows)) if undoable else None
                self.done.emit(Done(self._context.language.text(told), undo))

            self._access.write(act, saved, sheet.refuse)

        sheet.given.connect(given)
        sheet.open()


def _follow_connection(sheet: CardSheet[TypedService]) -> None:
    """A place is asked for only where no connection tells it."""
    connection, other = sheet.form.row("connection_id").editor, sheet.form.row("other_connection").editor

    def show() -> None:
        alone = connection.value() is None
        try:
            alone = alone and not other.value()
        except ValueRefused:
            alone = False
        for name in ("street", "postcode", "town"):
            sheet.form.row(name).setVisible(alone)

    for editor in (connection, other):
        editor.edited.connect(show)
    show()


def _shallow(value: Any) -> dict[str, Any]:  # noqa: ANN401 - a dataclass
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _add_connection(unit: Unit, ticket: Ticket, typed: TypedConnection, source: Source) -> None:
    connections.add(unit, ticket, _with_owner(unit, typed, source), source)


def _with_owner(unit: Unit, typed: TypedConnection, source: Source) -> ConnectionDetails:
    """The owner of the property is in the register, or comes into it by name in the same save."""
    owner = typed.owner_id
    if typed.new_owner:
        if owner is not None:
            raise FieldsRefused({"new_owner": ValueRefused("service.two_owners")})
        owner = registering.add_party(unit, NewParty(_owner(typed), source=source))
    consent = typed.consent
    return ConnectionDetails(
        typed.street, typed.postcode, typed.town, owner, OwnerConsent(consent), typed.consent_on
    )


def _owner(typed: TypedConnection) -> PersonDetails | OrganisationDetails:
    if typed.new_owner_kind is PartyKind.ORGANISATION:
        return OrganisationDetails(typed.new_owner, types=(CustomerType.HOUSING_COMPANY,))
    last, _, first = typed.new_owner.partition(" ")
    return PersonDetails(last, first)


def _order(unit: Unit, ticket: Ticket, typed: TypedService, source: Source) -> None:
    subscriptions.order(unit, ticket, _over_connection(unit, typed), source, State(typed.state))


def _over_connection(unit: Unit, typed: TypedService) -> ServiceDetails:
    """A connection of somebody else is told by its number."""
    values = {field.name: getattr(typed, field.name) for field in fields(ServiceDetails)}
    details = ServiceDetails(**values)
    if not typed.other_connection:
        return details
    try:
        return replace(details, connection_id=connections.numbered(unit, typed.other_connection))
    except ValueRefused as error:
        raise FieldsRefused({"other_connection": error}) from None
