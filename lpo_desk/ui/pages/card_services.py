"""Section 4 of the card: connections, services and telephone numbers."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QPushButton

from lpo_desk.domain.card import Card
from lpo_desk.domain.card_services import SubscriptionLine
from lpo_desk.ui.context import Context
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.card_panel import Facts, Panel
from lpo_desk.ui.pages.card_service_columns import (
    connection_columns,
    number_columns,
    period,
    place,
    service_columns,
    someone,
)
from lpo_desk.ui.widgets.inputs import role_label


class ServicesPanel(Panel):
    """Three lists; below the services what the chosen one is besides. Ended services wait behind a button.

    Enter and F2 change the row the keyboard is on, Insert adds another of its list.
    """

    def __init__(self, number: int, context: Context, access: Access) -> None:
        super().__init__(number, "card.section_services", context.language)
        self._context, self._access = context, access
        self._card: Card | None = None
        self._with_ended = False
        self._by_id: dict[int, SubscriptionLine] = {}
        language = context.language
        self.connections = self._list("connections", connection_columns(language), "card.no_connections")
        self.block = self._list("services", service_columns(language), "card.no_services")
        self.numbers = self._list("numbers", number_columns(language, self._by_id), "card.no_numbers")
        self.facts = Facts(language)
        self.ended_button = _link()
        self.ended_button.clicked.connect(self._toggle_ended)
        self._headings = {
            block: role_label("label") for block in (self.connections, self.block, self.numbers)
        }
        for block, title in zip(
            self._headings, ("card.connections", "card.services", "card.numbers"), strict=True
        ):
            language.bind(self._headings[block].setText, title)
        for part in (
            self._headings[self.connections],
            self.connections,
            self._headings[self.block],
            self.block,
            self.ended_button,
            self.facts,
            self._headings[self.numbers],
            self.numbers,
        ):
            self.body.addWidget(part)
        self.entered.connect(self._enter)
        self.block.table.current_changed.connect(lambda _: self._show_facts())
        language.changed.connect(self._reword)

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
        self._show_facts()

    def _toggle_ended(self) -> None:
        self._with_ended = not self._with_ended
        self._show_services()

    def _show_facts(self) -> None:
        line, language = self.chosen, self.language
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
        self.block.table.setFocus()

    def _list(self, name: str, columns: Sequence[Column[Any]], empty: str) -> ListBlock:
        return ListBlock(
            f"card.{name}",
            columns,
            lambda row: row.id,
            self.language,
            title=f"card.{name}",
            empty=empty,
            memory=self._context.memory,
        )


def _link() -> QPushButton:
    button = QPushButton()
    button.setProperty("role", "link")
    button.setAutoDefault(False)
    return button
