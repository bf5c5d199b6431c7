"""Section 3 of the card: how others stand to this customer, and this customer to others."""

from PySide6.QtCore import Signal

from lpo_desk.domain.card import Card
from lpo_desk.ui.context import Context
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_lists import ListBlock
from lpo_desk.ui.pages.card_panel import Panel
from lpo_desk.ui.pages.role_list import role_columns


class RolesPanel(Panel):
    """`party_wished` asks to open the other party of a role."""

    party_wished = Signal(int)

    def __init__(self, number: int, context: Context, access: Access) -> None:
        super().__init__(number, "card.section_roles", context.language)
        self._access = access
        self.block = ListBlock(
            "card.roles",
            role_columns(context.language),
            lambda row: row.id,
            context.language,
            title="card.section_roles",
            empty="card.no_roles",
            memory=context.memory,
        )
        self.block.table.opened.connect(self._open_other)
        self.entered.connect(self.block.table.setFocus)
        self.body.addWidget(self.block)

    def show_card(self, card: Card) -> None:
        self.block.set_rows(card.roles)

    def _open_other(self, role_id: object) -> None:
        cells = self.block.table.cells
        for row in map(cells.row, range(cells.rowCount())):
            if row is not None and row.id == role_id:
                self.party_wished.emit(row.other_party_id)
