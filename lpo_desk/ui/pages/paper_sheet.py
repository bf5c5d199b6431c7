"""F7: a new paper into the log, and its number to be written on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from lpo_desk.db.unit import Unit
from lpo_desk.domain.accounts import Office
from lpo_desk.domain.paper import Kept, PaperKind, PaperRow, kept
from lpo_desk.domain.paper_ties import TieLine
from lpo_desk.domain.places import PlaceLine
from lpo_desk.services import accounts, papers, places
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.forms.paper import TypedPaper, counted_from, paper_fields
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.paper_columns import kept_until
from lpo_desk.ui.pages.paper_form import PaperForm
from lpo_desk.ui.pages.paper_prints import ask_labels
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.place_field import NamedPlace

_LAST_PLACE = "paper.place"
_NUMBER_SIZE = 3.2  # times the text of the window
Saved = Callable[[PaperRow], object]


@dataclass(frozen=True)
class Rooms:
    """The offices, and the places of them all."""

    offices: Sequence[Office]
    places: Sequence[PlaceLine]

    def named(self, language: Language, office_id: int | None = None) -> tuple[NamedPlace, ...]:
        """Where papers can be put, of one office or of all, each with its office's name before its own."""
        names = {office.id: office.name(language.lang) for office in self.offices}
        return tuple(
            (f"{names.get(line.office_id, '')}/{line.path}", line)
            for line in self.places
            if line.holds_papers and office_id in (None, line.office_id)
        )


def read_rooms(unit: Unit) -> Rooms:
    return Rooms(accounts.offices(unit), places.everything(unit))


def begin_paper(context: Context, party_id: int | None, saved: Saved, tie: TieLine | None = None) -> None:
    """Read what the sheet offers, and open it over the window. tie: what the paper belongs to."""

    def read(unit: Unit) -> tuple[Rooms, dict[int, str]]:
        return read_rooms(unit), papers.named(unit, () if party_id is None else (party_id,))

    def show(found: tuple[Rooms, dict[int, str]]) -> None:
        PaperSheet(context, *found, saved, tie).open()

    context.read(context.window, read, show, latest="new_paper")


class PaperSheet(PaperForm):
    """A new paper: of today and without a place, unless the clerk says otherwise."""

    def __init__(
        self,
        context: Context,
        rooms: Rooms,
        known: Mapping[int, str],
        saved: Saved,
        tie: TieLine | None = None,
    ) -> None:
        self._context, self._saved = context, saved
        language, today = context.language, context.database.today
        offered = rooms.named(language, context.actor.office_id)
        last = context.preference(_LAST_PLACE)
        begun = TypedPaper(
            people=tuple(known),
            tie=tie.tie if tie else None,
            dated_on=today(),
            place_id=last if isinstance(last, int) and last in {line.id for _, line in offered} else None,
        )
        super().__init__(
            context,
            "paper_sheet.title",
            paper_fields(self.find_people, known, self.tie_names, today, offered),
            begun,
            (tie,) if tie else (),
            first="kind" if known else "people",
            verb="paper_sheet.save",
        )
        self.given.connect(lambda typed, _: self._save(typed))
        self.form.row("dated_on").editor.edited.connect(self._dated)
        language.follow(self, self._tell_today)

    def gives(self, kind: PaperKind | None) -> TypedPaper:
        """Its time begins with the paper's own day."""
        day = self._typed("dated_on")
        counted = counted_from(kind, day) if isinstance(day, date) else self._default.retained_from
        return replace(super().gives(kind), retained_from=counted)

    def _dated(self) -> None:
        self._kind_chosen()
        self._tell_today()

    def _tell_today(self) -> None:
        """An old paper has another day: today is said to be a guess, as long as it stands."""
        row = self.form.row("dated_on")
        guessed = self._typed("dated_on") == self._context.database.today()
        row.set_source(self._context.language.text("paper_sheet.is_today"))
        row.show_source(guessed)

    def keeps(self, typed: TypedPaper) -> Kept:
        details = typed.details()
        return kept(details.retention, details.retained_from, None)

    def _save(self, typed: TypedPaper) -> None:
        def act(unit: Unit) -> PaperRow:
            return papers.enter(unit, typed.details(), place_id=typed.place_id)

        self._context.write(self, act, partial(self._done, typed.place_id), self.refuse)

    def _done(self, place_id: int | None, row: PaperRow) -> None:
        if place_id is not None:
            self._context.remember(_LAST_PLACE, place_id)
        context, saved = self._context, self._saved
        self.accept()
        NumberDialog(context, row).open()
        saved(row)


class NumberDialog(Dialog):
    """The number of a paper that was entered, large: to be written on it, or printed on a label. Enter and Esc close."""

    def __init__(self, context: Context, row: PaperRow) -> None:
        super().__init__(context.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        language = context.language
        note, self.number, where = role_label("heading"), role_label("title"), role_label("muted")
        font = self.number.font()
        font.setPointSizeF(font.pointSizeF() * _NUMBER_SIZE)
        self.number.setStyleSheet(
            f"font-size: {font.pointSizeF():.1f}pt;"
        )  # over the style sheet of the window
        self.number.setText(row.number)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        language.bind(note.setText, "paper_sheet.write_number")
        place = "paper_sheet.take_to" if row.path else "paper_sheet.no_place_yet"
        saved = language.text(
            "paper_sheet.saved_as", date=row.dated_on or "–", kept=kept_until(row, language)
        )
        where.setText(f"{language.text(place, place=row.path)}\n{saved}")
        close, self.label = QPushButton(), QPushButton()
        language.bind(close.setText, "common.close")
        language.bind(self.label.setText, "paper_sheet.label")
        self.label.setAutoDefault(False)
        self.label.clicked.connect(lambda: self._print(context, row))
        language.bind(self.setWindowTitle, "paper_sheet.saved_title")
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.label)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 14)
        column.setSpacing(11)
        for label in (note, self.number, where):
            label.setWordWrap(label is not self.number)
            column.addWidget(label)
        column.addLayout(foot)
        self.setMinimumWidth(380)
        close.setFocus()

    def _print(self, context: Context, row: PaperRow) -> None:
        self.accept()
        ask_labels(context, context.window, (row,))
