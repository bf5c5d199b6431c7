"""The places of the paper log: offices, rooms, cabinets, binders; their labels and the first sheets of binders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout

from lpo_desk.db.unit import Unit
from lpo_desk.documents.labels import binder_sheet, labels, place_label
from lpo_desk.domain.accounts import Office, Right
from lpo_desk.domain.paper import PaperFilter
from lpo_desk.domain.places import HOLDS, PlaceDetails, PlaceKind, PlaceLine, fitting, within
from lpo_desk.services import accounts, papers, places
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.language import Language
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.inventory import InventoryDialog
from lpo_desk.ui.pages.paper_prints import used_labels
from lpo_desk.ui.pages.rows_page import RowsPage
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.search_box import SearchBox
from lpo_desk.ui.widgets.section_form import Field

_SEARCH = 360
_OFFICE = -1
"""A parent of this key or below is an office itself: minus its key."""


@dataclass(frozen=True)
class Wanted:
    """What the sheet asks. parent: the key of what the place stands in, minus the office's key where nothing."""

    kind: PlaceKind = PlaceKind.BINDER
    name: str = ""
    parent: int = _OFFICE
    access: str = ""

    @property
    def details(self) -> PlaceDetails:
        return PlaceDetails(self.kind, self.name, self.access)

    @property
    def parent_id(self) -> int | None:
        return self.parent if self.parent > 0 else None


@dataclass(frozen=True)
class Labels:
    """inside: also of what stands in the place. used: labels of the sheet that are gone already."""

    inside: bool = True
    used: int = 0


def _columns(language: Language, offices: Callable[[], tuple[Office, ...]]) -> tuple[Column[PlaceLine], ...]:
    def office(row: PlaceLine) -> str:
        found = next((each for each in offices() if each.id == row.office_id), None)
        return found.name(language.lang) if found else ""

    def state(row: PlaceLine) -> Status:
        if row.retired:
            return Status("places_page.retired", Mark.RING, Tone.MUTED)
        return Status("places_page.in_use", Mark.CHECK, Tone.OK)

    return (
        Column("places_page.code", lambda row: row.code, width=88),
        Column("office.office", office, width=130),
        Column("places_page.path", lambda row: row.path, width=200, stretch=True),
        Column("places_page.kind", lambda row: row.details.kind, width=80),
        Column("paper_label.access", lambda row: row.details.access, width=120),
        Column("places_page.state", lambda row: row.retired, width=104, status=state),
    )


class PlacesPage(RowsPage[PlaceLine]):
    """Enter or F2 changes the place of the row or stands it elsewhere, Insert adds one in it. Ctrl+F: a word of its name,
    or its label in front of a hand scanner, leaves those that are meant.

    Who moves papers and does not arrange places counts binders and prints labels here; Enter shows what is in the place.
    """

    title = "places_page.title"
    name = "places"
    empty = "places_page.empty"
    note = "places_page.note"
    tables = frozenset({"place"})
    verbs = (
        "places_page.add",
        "places_page.edit",
        "places_page.retire",
        "places_page.labels",
        "places_page.binder",
        "places_page.inventory",
    )

    def __init__(self, context: Context) -> None:
        self._offices: tuple[Office, ...] = ()
        super().__init__(context, _columns(context.language, lambda: self._offices), lambda row: row.id)
        self.search = SearchBox(context.language, "places_page.prompt")
        self.search.setMaximumWidth(_SEARCH)
        self.search.asked.connect(lambda _: self._show_found())
        self.search.submitted.connect(lambda _: self._go_down())
        self.search.moved_down.connect(self._go_down)
        rows = self.layout()
        assert isinstance(rows, QBoxLayout)  # noqa: S101 - of RowsPage
        rows.insertWidget(rows.indexOf(self.table), self.search)
        self.setTabOrder(self.buttons[-1], self.search)
        self.setTabOrder(self.search, self.table)
        context.actions.claim("find_in_list", self, self.search.focus_all)
        self.add, self.edit, self.switch, self.print_labels, self.sheet, self.count = self.buttons
        acts = (
            self.add_place,
            self.edit_place,
            self.retire_or_use,
            self.ask_labels,
            self.show_binder,
            self.count_binder,
        )
        for shown, act in zip(self.buttons, acts, strict=True):
            shown.clicked.connect(act)
        self._arranges = context.may(Right.MANAGE_PLACES)
        for shown in (self.add, self.edit, self.switch):
            shown.setVisible(self._arranges)
        if self._arranges:
            self.table.opened.connect(lambda _: self.edit_place())
            context.actions.claim("edit", self, self.edit_place)
        else:
            self.empty = "places_page.empty_here"
            self.table.opened.connect(lambda _: self.show_held())
        context.language.changed.connect(self.fit)

    def show_rows(self, rows: Sequence[PlaceLine]) -> None:
        self._rows = tuple(rows)
        self._show_found()

    def reload(self) -> None:
        def read(unit: Unit) -> tuple[tuple[Office, ...], tuple[PlaceLine, ...]]:
            return accounts.offices(unit), places.everything(unit)

        def show(found: tuple[tuple[Office, ...], tuple[PlaceLine, ...]]) -> None:
            self._offices, rows = found
            self.show_rows(rows)

        self.context.read(self, read, show, latest="places")

    def fit(self) -> None:
        place = self.chosen
        for shown in (self.edit, self.switch, self.print_labels):
            shown.setEnabled(place is not None)
        for shown in (self.sheet, self.count):
            shown.setEnabled(place is not None and place.details.kind in HOLDS)
        retired = place is not None and place.retired
        self.context.language.bind(
            self.switch.setText, "places_page.use" if retired else "places_page.retire"
        )
        if self.isVisible():
            assign_window_mnemonics(self)

    def add_place(self) -> None:
        """In the place of the row, or beside it where nothing can stand in that."""
        here = self.chosen
        parent = _OFFICE
        if here is not None:
            outside = here.parent_id if here.details.kind in HOLDS else here.id
            parent = outside if outside is not None else -here.office_id
        elif self._offices:
            parent = -self._offices[0].id

        def add(unit: Unit, wanted: Wanted) -> PlaceLine:
            return places.add(unit, self._office_of(wanted), wanted.parent_id, wanted.details)

        self.ask(self._sheet("places_page.add", Wanted(parent=parent), ()), add, self._saved)

    def edit_place(self) -> None:
        place = self.chosen
        if place is None:
            return
        parent = place.parent_id if place.parent_id is not None else -place.office_id
        wanted = Wanted(place.details.kind, place.details.name, parent, place.details.access)

        def change(unit: Unit, now: Wanted) -> PlaceLine:
            saved = place
            if now.parent != parent:
                saved = places.move(unit, place.id, now.parent_id)
            return saved if now.details == place.details else places.revise(unit, place.id, now.details)

        inside = tuple(within(place.id, self.rows))
        self.ask(self._sheet("places_page.edit", wanted, inside), change, self._saved)

    def retire_or_use(self) -> None:
        place = self.chosen
        if place is None:
            return
        self.context.write(
            self, lambda unit: places.retire(unit, place.id, retired=not place.retired), self._saved
        )

    def show_held(self) -> None:
        """The papers that are in the place, in the log."""
        place = self.chosen
        if place is not None:
            self.context.find_papers(place.code)

    def ask_labels(self) -> None:
        """How many labels of the sheet are gone already; then the sheet is shown, to be printed."""
        place = self.chosen
        if place is None:
            return
        fields = (
            Field("inside", "places_page.labels_inside", editors.check()),
            used_labels(),
        )
        sheet = CardSheet(
            self.context,
            "places_page.labels",
            fields,
            Labels(),
            headline=place.path,
            verb="places_page.show",
            sourced=False,
        )

        def given(wanted: Labels, _: object) -> None:
            sheet.accept()
            self._show_labels(place, wanted)

        sheet.given.connect(given)
        sheet.open()

    def show_binder(self) -> None:
        """The first sheet of the binder, with the papers that belong in it."""
        place = self.chosen
        if place is None or place.details.kind not in HOLDS:
            return
        lang, today = self.context.lang, self.context.database.today()
        database, actor = self.context.database, self.context.actor
        office = next((each.name(lang) for each in self._offices if each.id == place.office_id), "")

        def make() -> bytes:
            with database.reading(actor) as unit:
                held = papers.find(unit, PaperFilter(home_id=place.id), count=_MOST_IN_A_BINDER)
            return binder_sheet(place, office, tuple(reversed(held)), lang, today)

        self.context.runner.run(self, make, partial(self._show, "places_page.binder"))

    def count_binder(self) -> None:
        """An inventory round of the binder of the row."""
        place = self.chosen
        if place is not None and place.details.kind in HOLDS:
            InventoryDialog(self.context, place.id).open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Insert and self._arranges:
            self.add_place()
        else:
            super().keyPressEvent(event)

    def _show_found(self) -> None:
        """The places that the text means, all of them without one."""
        text = self.search.text().strip()
        names = {office.id: office.name(self.context.lang) for office in self._offices}
        named = [(f"{names.get(line.office_id, '')}/{line.path}", line) for line in self.rows]
        self._list([line for _, line in fitting(text, named)] if text else self.rows)
        self.table.say_empty("places_page.nothing" if self.rows else self.empty)

    def _go_down(self) -> None:
        if self.model.rowCount():
            self.table.setFocus()

    def _show_labels(self, place: PlaceLine, wanted: Labels) -> None:
        lang, today = self.context.lang, self.context.database.today()
        inside = within(place.id, self.rows) if wanted.inside else frozenset({place.id})
        lines = [line for line in self.rows if line.id in inside and not line.retired]

        def make() -> bytes:
            given = [place_label(line, lang) for line in lines] or [place_label(place, lang)]
            return labels(given, lang, today, skip=wanted.used)

        self.context.runner.run(self, make, partial(self._show, "places_page.labels"))

    def _show(self, title: str, pdf: bytes) -> None:
        show_papers(self.context, "", [Paper(title, pdf)])

    def _sheet(self, title: str, wanted: Wanted, without: tuple[int, ...]) -> CardSheet[Wanted]:
        fields = (
            Field("name", "places_page.name", editors.text(60), required=True),
            Field("kind", "places_page.kind", editors.choice(_kinds)),
            Field("parent", "places_page.parent", editors.named(lambda: self._parents(without))),
            Field("access", "places_page.access", editors.text(200)),
        )
        return CardSheet(self.context, title, fields, wanted, columns=2, sourced=False)

    def _parents(self, without: tuple[int, ...]) -> list[tuple[int, str]]:
        """What a place may stand in: the offices, and whatever holds no papers itself."""
        lang = self.context.lang
        names = {office.id: office.name(lang) for office in self._offices}
        found = [(-key, name) for key, name in names.items()]
        found += [
            (line.id, f"{names.get(line.office_id, '')}: {line.path}")
            for line in self.rows
            if line.details.kind not in HOLDS and not line.retired and line.id not in without
        ]
        return found

    def _office_of(self, wanted: Wanted) -> int:
        if wanted.parent_id is None:
            return -wanted.parent
        return next(line.office_id for line in self.rows if line.id == wanted.parent_id)

    def _saved(self, place: PlaceLine) -> None:
        if self.search.text():  # a new one need not fit what was sought
            self.search.clear()
        self.go_to(place)
        self.bar.tell(Kind.SUCCESS, "places_page.saved", name=place.path, code=place.code)


_MOST_IN_A_BINDER = 1000


def _kinds() -> list[tuple[PlaceKind, str]]:
    return [(kind, kind.term) for kind in PlaceKind]
