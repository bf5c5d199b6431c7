"""The seven sections of the card under each other, and the list to jump among them."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from lpo_desk.domain.accounts import Right
from lpo_desk.domain.card import Card
from lpo_desk.domain.party import CustomerType, OrganisationDetails, PartyKind
from lpo_desk.domain.sections import Section
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import keep_in_sight
from lpo_desk.ui.forms.customer import Today
from lpo_desk.ui.models.columns import Column
from lpo_desk.ui.pages.card_access import Access
from lpo_desk.ui.pages.card_banners import PERMISSIONS, BannersPanel, locked
from lpo_desk.ui.pages.card_billing import BillingPanel
from lpo_desk.ui.pages.card_entries import CardEntries
from lpo_desk.ui.pages.card_facts import basic_facts
from lpo_desk.ui.pages.card_form import FormPanel
from lpo_desk.ui.pages.card_history import HistoryPanel
from lpo_desk.ui.pages.card_lists import ListBlock, paper_columns
from lpo_desk.ui.pages.card_panel import Panel
from lpo_desk.ui.pages.card_permissions import PermissionsPanel
from lpo_desk.ui.pages.card_roles import RolesPanel
from lpo_desk.ui.pages.card_services import ServicesPanel
from lpo_desk.ui.pages.card_warnings import WarningsPanel
from lpo_desk.ui.pages.warning_queue import warning_queue
from lpo_desk.ui.stylesheet import CONTENT, MARGIN
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.sidebar import Sidebar, SidebarItem

_NAMES = ("basic", "contact", "roles", "services", "billing", "permissions", "history")
_FORMS = {1: Section.BASIC, 2: Section.CONTACT, 5: Section.BILLING, 6: Section.PERMISSIONS}
_TOLD_OF_PROTECTED = {PERMISSIONS, 7}
"""Sections that are told of a protected person before anything is revealed."""

_LEVELS = 4
"""Layouts within each other: row, form, section, card. Each asks the one around it."""

_WIDE, _NARROW, _NARROW_BELOW = 172, 136, 900


class CardBody(QWidget):
    """`party_wished` and `case_wished` ask to open another customer or a case; `code_wished` to enter an identity
    code; `details_wished` to reveal a protected person; `restriction_wished` to manage a Restriction; `moved` comes when
    another section is the current one; `saved` carries what a panel saved."""

    party_wished = Signal(int)
    case_wished = Signal(str)
    warning_settled = Signal(int)
    warning_settled_on = Signal(int)
    code_wished = Signal()
    details_wished = Signal()
    restriction_wished = Signal(object)
    moved = Signal()
    saved = Signal(object)

    def __init__(self, context: Context, access: Access, today: Today) -> None:
        super().__init__()
        self._context, self._access, self._today = context, access, today
        self._shape: tuple[PartyKind, bool] | None = None
        self._card: Card | None = None
        self._sources_shown = False
        self._speaks: Lang | None = None
        self._current = 1
        self._jumping = False
        self.panels: dict[int, Panel] = {}
        self.forms: dict[Section, FormPanel] = {}
        items = [SidebarItem(name, f"card.nav_{name}") for name in _NAMES]
        self.nav = Sidebar(items, context.language, title="card.sections")
        self.nav.chosen.connect(lambda name: self._scroll_to(_NAMES.index(name) + 1))
        self.nav.entered.connect(lambda name: self.go_to(_NAMES.index(name) + 1))
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._column.setSpacing(MARGIN)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._content)
        self.area.setProperty("surface", "window")
        self.area.verticalScrollBar().valueChanged.connect(self._scrolled)
        keep_in_sight(self.area)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.nav)
        row.addWidget(self.area, 1)
        self._content.hide()
        context.mask_changed.connect(lambda _: self._mask())

    @property
    def current(self) -> int:
        """The number of the section that the clerk is at."""
        return self._current

    @property
    def editing(self) -> FormPanel | None:
        """The section that Ctrl+S saves: where the keyboard is, else the first that is edited."""
        editing = [panel for panel in self.forms.values() if panel.editing]
        here = self.window().focusWidget()
        within = [panel for panel in editing if here is not None and panel.isAncestorOf(here)]
        return next(iter(within or editing), None)

    def form(self, number: int) -> FormPanel | None:
        """The section of this number, if it is one that is edited."""
        return self.forms.get(_FORMS[number]) if number in _FORMS else None

    def form_of(self, name: str) -> FormPanel | None:
        """The section that has the field."""
        return next((panel for panel in self.forms.values() if name in panel.names), None)

    def show_card(self, card: Card) -> bool:
        """Show what was read; sections that are being edited stay as they are. Whether the sections were made anew."""
        shape = card.kind, _is_estate(card)
        self._speaks = card.basic.language
        made = self._shape is None or (self._shape != shape and self.editing is None)
        if made:
            self._shape = shape
            self._build(*shape)
        self._protected.setVisible(card.masked)
        self.banners.show_card(card, self._today())
        self.warnings.set_warnings(card.warnings, in_list=warning_queue(self._context).has(card.party_id))
        for number, panel in self.panels.items():
            panel.setVisible(not card.masked or number in _TOLD_OF_PROTECTED)
            panel.lock(locked(card, number))
        self.warnings.lock(locked(card, 0))
        for section, form in self.forms.items():
            if not form.editing:
                form.load(getattr(card, section.value), card.sources)
        self._show_facts(card)
        self.roles.show_card(card)
        self.services.show_card(card)
        self.billing.show_card(card)
        self._papers.set_rows(card.papers)
        self._papers.setVisible(bool(card.papers))
        self._mask()
        self.history.show_card(card)
        self._content.show()
        return made

    def show_sources(self, shown: bool) -> None:
        for panel in self.forms.values():
            panel.show_sources(shown)
        self.entries.show_sources(shown)
        self._sources_shown = shown
        if self._card is not None:
            self._tell_facts(self._card)

    def go_to(self, number: int) -> None:
        """Scroll to the section and put the keyboard on it."""
        self._scroll_to(number)
        panel = self.panels.get(number)
        if panel is None or not panel.isVisible():
            return
        form = self.form(number)
        if form is not None and form.editing:
            form.form.edit()
        else:
            panel.setFocus(Qt.FocusReason.OtherFocusReason)
            self._scroll_to(number)

    def focus(self) -> None:
        """The keyboard on the section where the clerk was last; of a hidden card on the button that reveals it."""
        if self._shape is not None and self._protected.isVisible() and self.reveal_button.isVisible():
            self.reveal_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.go_to(self._current)

    def fit(self, width: int) -> None:
        """The list of sections is narrower in a narrow window."""
        self.nav.setFixedWidth(_NARROW if width < _NARROW_BELOW else _WIDE)

    def _scroll_to(self, number: int) -> None:
        panel = self.panels.get(number)
        if panel is None:
            if self._shape is None:  # not read yet: the keyboard goes there once it is
                self._set_current(number)
            return
        self._set_current(number)
        _settle()
        self._jumping = True
        # What stands above the first section (warnings of the import) belongs to the top of the card.
        first = number == min(self.panels)
        self.area.verticalScrollBar().setValue(0 if first else panel.y() - MARGIN)
        QTimer.singleShot(0, self, self._land)

    def _show_whole(self, panel: FormPanel) -> None:
        """Once the fields have taken their room: the section from its top, and the field in it in sight."""
        if not panel.editing:
            return

        def show() -> None:
            _settle()
            seen = self.area.viewport().height()
            if panel.y() < self._top or panel.y() + panel.height() > self._top + seen:
                self._scroll_to(panel.number)
            here = self.window().focusWidget()
            if here is not None and panel.isAncestorOf(here):
                self.area.ensureWidgetVisible(here, 24, 60)

        QTimer.singleShot(0, panel, show)

    @property
    def _top(self) -> int:
        return self.area.verticalScrollBar().value()

    def _land(self) -> None:
        self._jumping = False

    def _scrolled(self, value: int) -> None:
        """The section at the top of what is seen is the current one."""
        if self._jumping or not self.panels:
            return
        seen = [
            number for number, panel in self.panels.items() if panel.isVisible() and panel.y() <= value + 60
        ]
        self._set_current(max(seen, default=1))

    def _set_current(self, number: int) -> None:
        if number == self._current and self.nav.current() is not None:
            return
        self._current = number
        blocked = self.nav.blockSignals(True)
        self.nav.choose(_NAMES[number - 1])
        self.nav.blockSignals(blocked)
        self.moved.emit()

    def _mask(self) -> None:
        """Account numbers and billing lines are hidden from a bystander (Ctrl+Shift+M)."""
        billing = self.forms.get(Section.BILLING)
        if billing is not None:
            billing.hide_values(self._context.masked)

    def _show_facts(self, card: Card) -> None:
        words = self._context.language.text
        self._card = card
        self._tell_facts(card)
        self.entries.show_card(card)
        self.code_button.setText(words("card.change_code" if card.has_hetu else "card.add_code"))
        coded = card.kind is PartyKind.PERSON or CustomerType.ESTATE in card.basic.types
        self.code_button.setVisible(coded and self._context.may(Right.EDIT_CUSTOMER))

    def _tell_facts(self, card: Card) -> None:
        facts = basic_facts(card, self._context.language, sources=self._sources_shown)
        self.forms[Section.BASIC].facts.set_facts(facts)

    # Building

    def _build(self, kind: PartyKind, estate: bool) -> None:
        while item := self._column.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.panels, self.forms = {}, {}
        self._protected = self._make_protected()
        may_edit = self._context.may(Right.EDIT_CUSTOMER)
        self.warnings = WarningsPanel(self._context.language, may_settle=may_edit)
        self.warnings.settled.connect(self.warning_settled)
        self.warnings.settled_on.connect(self.warning_settled_on)
        self.banners = BannersPanel(self._context)
        self.banners.restriction_wished.connect(self.restriction_wished)
        self.banners.estate_wished.connect(self._context.start_customer)
        for panel in (self.banners, self._protected, self.warnings):
            self._add(panel)
        for number, section in _FORMS.items():
            form = self._form_panel(number, section, kind, may_edit=may_edit, estate=estate)
            form.mode_changed.connect(partial(self._show_whole, form))
            self.forms[section] = self.panels[number] = form
        basic, contact = self.forms[Section.BASIC], self.forms[Section.CONTACT]
        self.code_button = self.forms[Section.BASIC].link("card.add_code")  # Tab comes by it before the lists
        self.forms[Section.BASIC].changes_something(self.code_button)
        self.code_button.clicked.connect(self.code_wished)
        self.entries = CardEntries(self._context, self._access, self._today, basic, contact)
        self._make_lists()
        columns = paper_columns(self._context.language)
        self.history = HistoryPanel(7, self._context, self._access, self._today)
        self.history.case_wished.connect(self.case_wished)
        self.panels[7] = self.history
        self._papers = self._block("papers", columns, "card.no_papers", "id")
        if self._context.may(Right.SEE_PAPERS):
            self._papers.table.opened.connect(self._context.open_paper)
        self.history.body.insertWidget(1, self._papers)
        self.panels = dict(sorted(self.panels.items()))
        for panel in self.panels.values():
            self._add(panel)
        self._column.addStretch(1)
        self.nav.choose(_NAMES[self._current - 1])

    def _form_panel(
        self, number: int, section: Section, kind: PartyKind, *, may_edit: bool, estate: bool
    ) -> FormPanel:
        language, today = self._context.language, self._today
        if section is Section.PERMISSIONS:
            why = self._access.ticket.purpose
            return PermissionsPanel(number, kind, language, today, self._speak, why, may_edit=may_edit)
        if section is Section.BILLING:
            self.billing = BillingPanel(number, kind, self._context, self._access, today, self._speak)
            return self.billing
        return FormPanel(
            number, section, kind, language, today, self._speak, may_edit=may_edit, estate=estate
        )

    def _speak(self) -> Lang | None:
        return self._speaks

    def _come_to(self, number: int) -> None:
        """The keyboard came to a section, by Tab or mouse: one that is higher than the window is shown from its top."""
        panel = self.panels.get(number)
        if panel is not None and panel.height() > self.area.viewport().height():
            self._scroll_to(number)
        elif panel is not None:
            self._set_current(number)

    def _add(self, panel: Panel) -> None:
        panel.reached.connect(partial(self._come_to, panel.number))
        panel.saved.connect(self.saved)
        panel.setMaximumWidth(CONTENT)
        self._column.addWidget(panel)

    def _make_lists(self) -> None:
        self.roles = RolesPanel(3, self._context, self._access)
        self.services = ServicesPanel(4, self._context, self._access)
        self.roles.party_wished.connect(self.party_wished)
        self.panels |= {3: self.roles, 4: self.services}

    def _block(self, name: str, columns: Sequence[Column[Any]], empty: str, key: str) -> ListBlock:
        language = self._context.language
        return ListBlock(
            f"card.{name}",
            columns,
            lambda row: getattr(row, key),
            language,
            title=f"card.section_{name}",
            empty=empty,
            memory=self._context.memory,
        )

    def _make_protected(self) -> Panel:
        """Stands in for the sections of a protected person until they are revealed."""
        panel = Panel(0, "card.protected", self._context.language)
        panel.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        text, self.reveal_button = role_label("muted"), QPushButton()
        text.setWordWrap(True)
        may = self._context.may(Right.OPEN_PROTECTED)
        self._context.language.bind(text.setText, "card.protected_may" if may else "card.protected_may_not")
        self._context.language.bind(self.reveal_button.setText, "card.reveal_button")
        self.reveal_button.setAutoDefault(False)
        self.reveal_button.clicked.connect(self.details_wished)
        panel.body.addWidget(text)
        panel.body.addWidget(self.reveal_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.reveal_button.setVisible(may)  # in its panel by now: alone it would be a window
        return panel


def _settle() -> None:
    """Have every layout that waits for it take its places now, so that places can be asked."""
    for _ in range(_LEVELS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def _is_estate(card: Card) -> bool:
    """Whether the card tells who died: of estates, and of what the old register left half an estate."""
    basic = card.basic
    return isinstance(basic, OrganisationDetails) and (
        CustomerType.ESTATE in basic.types or bool(basic.last_name or basic.first_names)
    )
