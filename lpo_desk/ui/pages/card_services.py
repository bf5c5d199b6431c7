"""Section 4 of the card: what the customer has ordered."""

from lpo_desk.domain.card import Card
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_lists import ListBlock, service_columns
from lpo_desk.ui.pages.card_panel import Panel


class ServicesPanel(Panel):
    """The subscriptions with their state, place and people."""

    def __init__(self, number: int, context: Context, access: Access) -> None:
        super().__init__(number, "card.section_services", context.language)
        self._access = access
        self.block = ListBlock(
            "card.services",
            service_columns(context.language),
            lambda row: row.id,
            context.language,
            title="card.section_services",
            empty="card.no_services",
            memory=context.memory,
        )
        self.entered.connect(self.block.table.setFocus)
        self.body.addWidget(self.block)

    def show_card(self, card: Card) -> None:
        self.block.set_rows(card.subscriptions)
