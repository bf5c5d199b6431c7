"""Section 4 of the card: connections, services and telephone numbers."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.card import Card
from lpo_desk.domain.card_services import ConnectionLine, NumberLine, SubscriptionLine
from lpo_desk.services import relations
from lpo_desk.services.relations import SavedRole
from lpo_desk.ui.context import Context
from lpo_desk.ui.mnemonics import without_mnemonic
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.card_panel import Facts, Panel
from lpo_desk.ui.pages.card_saving import Done
from lpo_desk.ui.pages.card_service_acts import ServiceActs
from lpo_desk.ui.pages.card_service_columns import (
    SPARE,
    connection_columns,
    number_columns,
    period,
    place,
    service_columns,
    someone,
)
from lpo_desk.ui.pages.role_dialog import AddRoleDialog
from lpo_desk.ui.widgets.flow import FlowLayout
from lpo_desk.ui.widgets.inputs import role_label


class ServicesPanel(Panel):
    """Three lists; below the services what the chosen one is besides. Ended services wait behind a button.

    Enter and F2 change the row the keyboard is on, Insert adds another of its list; elsewhere Insert orders a service.
    """

    editable = True

    def __init__(self, number: int, context: Context, access: Access) -> None:
        super().__init__(number, "card.section_services", context.language)
        self._context, self._access = context, access
        self._card: Card | None = None
        self._with_ended = False
        self._edits = context.may(Right.EDIT_CUSTOMER)
        self._by_id: dict[int, SubscriptionLine] = {}
        self._acts = ServiceActs(context, access, self)
        self._acts.done.connect(self.saved)
        language = context.language
        self.connections = self._list("connections", connection_columns(language), "card.no_connections")
        self.block = self._list("services", service_columns(language), "card.no_services")
        self.numbers = self._list(
            "service_phones", number_columns(language, self._by_id), "card.no_service_phones"
        )
        self.facts = Facts(language)
        self.ended_button = self._act("card.show_ended", self._toggle_ended, count=0)
        self.edit_button = self._act("service.edit", self._edit_chosen)
        self.state_button = self._act("service.change_state", self._change_state)
        self.number_button = self._act("service.add_number", self._add_number)
        self.people_button = self._act("service.add_person", self._add_person)
        self.order_button = self.link("service.order")
        self.order_button.setToolTip("Insert")
        self.order_button.clicked.connect(self.order)
        self.connect_button = self.link("service.connect")
        self.connect_button.clicked.connect(self.connect_property)
        for button in (self.order_button, self.connect_button):
            button.setVisible(self._edits)
        self.changes_something(
            self.order_button,
            self.connect_button,
            self.edit_button,
            self.state_button,
            self.number_button,
            self.people_button,
        )
        self._lay_out()
        self.entered.connect(self._enter)
        self.block.table.current_changed.connect(lambda _: self._show_chosen())
        self.block.table.opened.connect(lambda _: self._edit_chosen())
        self.connections.table.opened.connect(lambda _: self._edit_connection())
        self.numbers.table.opened.connect(lambda _: self._edit_number())
        self.block.table.set_menu(self._fill_menu)
        language.changed.connect(self._reword)

    @property
    def _may(self) -> bool:
        return self._edits and self.locked is None

    @property
    def chosen(self) -> SubscriptionLine | None:
        """The service the keyboard is on."""
        key = self.block.table.current_key()
        return self._by_id.get(key) if isinstance(key, int) else None

    def show_card(self, card: Card) -> None:
        self._card = card
        self._by_id.clear()
        self._by_id.update({line.id: line for line in card.subscriptions})
        self.connections.set_rows(card.connections)
        self._show_services()
        self.numbers.set_rows(card.phone_numbers)
        for block in (self.connections, self.numbers):
            block.setVisible(bool(block.rows))
            self._headings[block].setVisible(bool(block.rows))
        self._headings[self.block].setVisible(bool(self.connections.rows or self.numbers.rows))

    def edit_here(self) -> None:
        """F2: the row the keyboard is on; with the keyboard on none, a new service where there is none yet."""
        if self.connections.table.hasFocus():
            self._edit_connection()
        elif self.numbers.table.hasFocus():
            self._edit_number()
        elif self.chosen is not None:
            self._edit_chosen()
        else:
            self.order()

    def order(self) -> None:
        """The sheet for a new service."""
        if self._card is not None and self._may:
            self._acts.order(self._card)

    def connect_property(self) -> None:
        """The sheet for a new connection."""
        if self._card is not None and self._may:
            self._acts.add_connection(self._card)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Insert comes up from the lists."""
        if event.key() != Qt.Key.Key_Insert or not self._may:
            super().keyPressEvent(event)
        elif self.connections.table.hasFocus():
            self.connect_property()
        elif self.numbers.table.hasFocus():
            self._add_number()
        else:
            self.order()

    def _edit_chosen(self) -> None:
        if self._card is not None and self.chosen is not None and self._may:
            self._acts.edit_service(self._card, self.chosen)

    def _change_state(self) -> None:
        if self.chosen is not None and self._may:
            self._acts.change_state(self.chosen)

    def _add_number(self) -> None:
        """To the chosen service; with the keyboard on a number, to the service that has it."""
        line = self.chosen
        if self.numbers.table.hasFocus():
            number = _row(self.numbers)
            line = self._by_id.get(number.subscription_id) if isinstance(number, NumberLine) else None
        if self._card is not None and line is not None and line.kind.has_numbers and self._may:
            self._acts.add_number(line, self._card)

    def _add_person(self) -> None:
        """Whoever uses or pays for the chosen service: a role, as in section 3."""
        if self._card is None or self.chosen is None or not self._may:
            return
        dialog = AddRoleDialog(self._context, self._access, self._card, self.chosen.number)
        dialog.saved.connect(self._tell_person)
        dialog.open()

    def _tell_person(self, saved: SavedRole) -> None:
        said = self.language.text("service.person_added")
        self.saved.emit(Done(said, lambda unit, ticket: relations.undo(unit, ticket, saved)))

    def _edit_number(self) -> None:
        line = _row(self.numbers)
        if isinstance(line, NumberLine) and self._may:
            self._acts.edit_number(line)

    def _edit_connection(self) -> None:
        """One that another customer has is changed on his card."""
        line = _row(self.connections)
        if isinstance(line, ConnectionLine) and line.mine and not line.hidden and self._may:
            self._acts.edit_connection(line)

    def _show_services(self) -> None:
        lines = list(self._by_id.values())
        ended = [line for line in lines if line.ended]
        running = [line for line in lines if not line.ended]
        self.block.set_rows([*running, *(ended if self._with_ended or not running else ())])
        self.ended_button.setVisible(bool(ended and running))
        key = "card.hide_ended" if self._with_ended else "card.show_ended"
        self.ended_button.setText(self.language.text(key, count=len(ended)))
        if self.block.rows and self.chosen is None:
            self.block.table.go_to(0)
        self._show_chosen()

    def _toggle_ended(self) -> None:
        self._with_ended = not self._with_ended
        self._show_services()

    def _show_chosen(self) -> None:
        line, language = self.chosen, self.language
        self._tools.setVisible(line is not None and self._edits)
        self.number_button.setVisible(line is not None and line.kind.has_numbers and not line.ended)
        self.people_button.setVisible(line is not None and not line.ended)
        if line is None:
            self.facts.set_facts(())
            return
        self.facts.set_facts(
            (
                ("card.service_chosen", f"{line.product_name(language.lang)}, {line.number}"),
                ("field.installation_street", place(line)),
                ("card.connection", line.connection),
                ("card.service_period", period(line, language)),
                ("field.contract_number", line.contract_number),
                ("card.role_user_is", someone(line.user, line.user_id, language)),
                ("card.role_payer_is", someone(line.payer, line.payer_id, language)),
            )
        )

    def _reword(self) -> None:
        if self._card is not None:
            self._show_services()

    def _enter(self) -> None:
        """Enter on the section: into the services, or where there is none, the first."""
        if self.block.rows:
            self.block.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.order()

    def _fill_menu(self, menu: QMenu) -> None:
        if not self._may:
            return
        for button in (self.edit_button, self.state_button, self.number_button, self.people_button):
            if button.isVisibleTo(self._tools):
                menu.addAction(without_mnemonic(button.text()), button.click)

    def _act(self, term: str, act: Callable[[], object], **values: object) -> QPushButton:
        button = QPushButton()
        button.setProperty("role", "link")
        button.setAutoDefault(False)
        self.language.bind(button.setText, term, **values)
        button.clicked.connect(act)
        return button

    def _lay_out(self) -> None:
        self._tools = QWidget()
        tools = FlowLayout(self._tools, gap=5)
        for button in (self.edit_button, self.state_button, self.number_button, self.people_button):
            tools.addWidget(button)
        self._headings = {
            block: role_label("label") for block in (self.connections, self.block, self.numbers)
        }
        titles = ("card.connections", "card.services", "card.service_phones")
        for heading, title in zip(self._headings.values(), titles, strict=True):
            self.language.bind(heading.setText, title)
        for block in (self.connections, self.block):
            self.body.addWidget(self._headings[block])
            self.body.addWidget(block)
        self.body.addWidget(self.ended_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.facts, self._tools, self._headings[self.numbers], self.numbers):
            self.body.addWidget(part)

    def _list(self, name: str, columns: Sequence[Column[Any]], empty: str) -> ListBlock:
        return ListBlock(
            f"card.{name}",
            columns,
            lambda row: row.id,
            self.language,
            title=f"card.{name}",
            empty=empty,
            memory=self._context.memory,
            spare=SPARE[name],
        )


def _row(block: ListBlock) -> object:
    """The row of a list that the keyboard is on."""
    key = block.table.current_key()
    return next((row for row in block.rows if row.id == key), None)
