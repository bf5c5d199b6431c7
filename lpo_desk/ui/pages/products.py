"""The products that can be ordered: names in both languages side by side."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from lpo_desk.domain.products import Product, ProductDetails, ServiceKind
from lpo_desk.services import products
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.rows_page import RowsPage
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.section_form import Field

COLUMNS = (
    Column[Product]("field.product_name_fi", lambda row: row.name_fi, width=200, stretch=True),
    Column[Product]("field.product_name_sv", lambda row: row.name_sv, width=200, stretch=True),
    Column[Product]("field.service_kind", lambda row: row.kind, width=160),
    Column[Product](
        "products_page.state", lambda row: row.retired, width=130,
        status=lambda row: Status("products_page.retired", Mark.RING, Tone.MUTED)
        if row.retired
        else Status("products_page.offered", Mark.CHECK, Tone.OK),
    ),
)  # fmt: skip
_FIELDS = (
    Field("name_fi", "field.product_name_fi", editors.text(100)),
    Field("name_sv", "field.product_name_sv", editors.text(100)),
    Field("kind", "field.service_kind", editors.choice(lambda: [(kind, kind.term) for kind in ServiceKind])),
)


class ProductsPage(RowsPage[Product]):
    """Enter or F2 changes the product of the row, Insert adds one."""

    title = "products_page.title"
    name = "products"
    empty = "products_page.empty"
    note = "products_page.note"
    tables = frozenset({"product"})
    verbs = ("products_page.add", "products_page.edit", "products_page.retire")

    def __init__(self, context: Context) -> None:
        super().__init__(context, COLUMNS, lambda row: row.id)
        self.add, self.edit, self.switch = self.buttons
        self.add.clicked.connect(self.add_product)
        self.edit.clicked.connect(self.edit_product)
        self.switch.clicked.connect(self.retire_or_offer)
        self.table.opened.connect(lambda _: self.edit_product())
        context.actions.claim("edit", self, self.edit_product)
        context.language.changed.connect(self.fit)

    def reload(self) -> None:
        self.context.read(self, products.everything, self.show_rows, latest="products")

    def fit(self) -> None:
        product = self.chosen
        for shown in (self.edit, self.switch):
            shown.setEnabled(product is not None)
        retired = product is not None and product.retired
        self.context.language.bind(
            self.switch.setText, "products_page.offer" if retired else "products_page.retire"
        )
        if self.isVisible():
            assign_window_mnemonics(self)

    def add_product(self) -> None:
        self.ask(self._sheet("products_page.add", ProductDetails()), products.add, self._saved)

    def edit_product(self) -> None:
        product = self.chosen
        if product is None:
            return
        sheet, key = self._sheet("products_page.edit", product.details), product.id
        self.ask(sheet, lambda unit, details: products.revise(unit, key, details), self._saved)

    def retire_or_offer(self) -> None:
        """At once: what is retired can be offered again."""
        product = self.chosen
        if product is None:
            return
        key, retired = product.id, not product.retired

        def told(saved: Product) -> None:
            term = "products_page.was_retired" if saved.retired else "products_page.is_offered"
            self.bar.tell(Kind.SUCCESS, term, name=saved.name(self.context.lang))

        self.context.write(self, lambda unit: products.retire(unit, key, retired=retired), told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert:
            self.add_product()
        else:
            super().keyPressEvent(event)

    def _sheet(self, title: str, details: ProductDetails) -> CardSheet[ProductDetails]:
        return CardSheet(self.context, title, _FIELDS, details, columns=2, sourced=False)

    def _saved(self, product: Product) -> None:
        self.bar.tell(Kind.SUCCESS, "products_page.saved", name=product.name(self.context.lang))
