"""The products that can be ordered: names in both languages side by side."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from lpo_desk.db.unit import Unit
from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.party import Source
from lpo_desk.domain.products import Product, ProductDetails, ServiceKind
from lpo_desk.services import products
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.sheet import button
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.widgets.table import Table

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


class ProductsPage(Page):
    """Enter or F2 changes the product of the row, Insert adds one."""

    title = "products_page.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self._products: tuple[Product, ...] = ()
        self.bar = MessageBar(language)
        self.add, self.edit = button(language, "products_page.add"), button(language, "products_page.edit")
        self.switch = button(language, "products_page.retire")
        self.model = RowModel[Product](COLUMNS, lambda row: row.id, language, self)
        self.table = Table(
            "products",
            self.model,
            language,
            title="products_page.title",
            empty="products_page.empty",
            memory=context.memory,
        )
        self._lay_out()
        self.add.clicked.connect(self.add_product)
        self.edit.clicked.connect(self.edit_product)
        self.switch.clicked.connect(self.retire_or_offer)
        self.table.opened.connect(lambda _: self.edit_product())
        self.table.current_changed.connect(lambda _: self._fit_buttons())
        context.actions.claim("edit", self, self.edit_product)
        context.actions.claim("refresh", self, self.reload)
        language.changed.connect(self._fit_buttons)

    @property
    def chosen(self) -> Product | None:
        """The product of the row the keyboard is on."""
        key = self.table.current_key()
        return next((each for each in self._products if each.id == key), None)

    def reload(self) -> None:
        self.context.read(self, products.everything, self._show, latest="products")

    def add_product(self) -> None:
        sheet = self._sheet("products_page.add", ProductDetails())

        def given(details: ProductDetails, _: Source) -> None:
            self._save(sheet, lambda unit: products.add(unit, details))

        sheet.given.connect(given)
        sheet.open()

    def edit_product(self) -> None:
        product = self.chosen
        if product is None:
            return
        sheet, key = self._sheet("products_page.edit", product.details), product.id

        def given(details: ProductDetails, _: Source) -> None:
            self._save(sheet, lambda unit: products.revise(unit, key, details))

        sheet.given.connect(given)
        sheet.open()

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

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if "product" in changes.tables:
            self.reload()

    def activated(self) -> None:
        self.reload()
        assign_window_mnemonics(self)

    def focus_first(self) -> None:
        self.table.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert:
            self.add_product()
        else:
            super().keyPressEvent(event)

    def _sheet(self, title: str, details: ProductDetails) -> CardSheet[ProductDetails]:
        return CardSheet(self.context, title, _FIELDS, details, columns=2, sourced=False)

    def _save(self, sheet: CardSheet[ProductDetails], act: Callable[[Unit], Product]) -> None:
        def saved(product: Product) -> None:
            sheet.accept()
            self.bar.tell(Kind.SUCCESS, "products_page.saved", name=product.name(self.context.lang))

        self.context.write(self, act, saved, sheet.refuse)

    def _show(self, found: tuple[Product, ...]) -> None:
        self._products = found
        self.model.set_rows(found)
        if found and self.table.current_key() is None:
            self.table.go_to(0)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        product = self.chosen
        for shown in (self.edit, self.switch):
            shown.setEnabled(product is not None)
        retired = product is not None and product.retired
        self.context.language.bind(
            self.switch.setText, "products_page.offer" if retired else "products_page.retire"
        )
        if self.isVisible():
            assign_window_mnemonics(self)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        for shown in (self.add, self.edit, self.switch):
            head.addWidget(shown)
        head.addStretch(1)
        note = role_label("muted")
        note.setWordWrap(True)
        self.context.language.bind(note.setText, "products_page.note")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(note)
