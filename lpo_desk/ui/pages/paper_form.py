"""What is written of a paper, as a sheet: of a new one, and of one that is in the log."""

from collections.abc import Hashable, Iterable, Sequence

from PySide6.QtWidgets import QVBoxLayout

from lpo_desk.db.unit import NoTicket, Unit
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.paper import CLASS_OF, Kept, PaperKind
from lpo_desk.domain.paper_ties import PaperTie, TieLine
from lpo_desk.services import paper_ties, search
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.paper import AT_ITS_END, TypedPaper
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.paper_columns import tie_name
from lpo_desk.ui.widgets.editors import NamedEditor
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.party_field import Answer
from lpo_desk.ui.widgets.section_form import Field


class PaperForm(CardSheet[TypedPaper]):
    """The kind gives the title and the day that the paper's time is counted from, until the clerk says otherwise; under
    the fields stands until when it is kept, and why."""

    def __init__(
        self,
        context: Context,
        title: str,
        fields: Sequence[Field],
        begun: TypedPaper,
        ties: Iterable[TieLine],
        *,
        headline: str = "",
        first: str = "kind",
        verb: str = "common.save",
    ) -> None:
        """ties: what the paper belongs to already."""
        self._context = context
        self._default = TypedPaper()
        self._ties: dict[PaperTie, TieLine] = {line.tie: line for line in ties}
        self._offered: tuple[TieLine, ...] = ()
        super().__init__(
            context,
            title,
            fields,
            begun,
            headline=headline,
            columns=2,
            first=first,
            sourced=False,
            verb=verb,
        )
        self.kept = role_label("muted", self)
        self.kept.setWordWrap(True)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(3, self.kept)  # under the fields
        self.form.row("kind").editor.edited.connect(self._kind_chosen)
        self.form.row("people").editor.edited.connect(self._read_ties)
        self.form.row("tie").editor.edited.connect(self._tie_chosen)
        if "retained_from" in self.form.names:
            self.form.row("retained_from").editor.edited.connect(self._tell_kept)
        self._read_ties()
        context.language.follow(self, self._tell_kept)

    def gives(self, kind: PaperKind | None) -> TypedPaper:
        """What the kind fills in."""
        return TypedPaper(title=self._context.language.text(kind.term) if kind is not None else "")

    def keeps(self, typed: TypedPaper) -> Kept:
        """How long the paper is kept, as it is typed now."""
        raise NotImplementedError

    def find_people(self, text: str, answer: Answer) -> None:
        """Whom the paper may concern."""
        self._context.read(
            self,
            lambda unit: search.find(unit, text),
            lambda found: answer(found.rows),
            latest="paper_people",
        )

    def tie_names(self) -> list[tuple[Hashable, str]]:
        """What the paper can belong to, as choices."""
        language = self._context.language
        offered = {line.tie: line for line in (*self._ties.values(), *self._offered)}
        none: tuple[Hashable, str] = (None, language.text("paper_sheet.no_tie"))
        return [none, *((tie, tie_name(line, language)) for tie, line in offered.items())]

    def know_tie(self, line: TieLine | None) -> None:
        """Offer this one whoever the people are."""
        if line is not None:
            self._ties[line.tie] = line
            self._offer_ties()

    def _read_ties(self) -> None:
        """The cases of the people, and what the open cards tell of the others."""
        people = self._typed("people")
        if not isinstance(people, tuple):
            return
        tickets = [ticket for key in people if (ticket := self._context.ticket_of(key)) is not None]

        def read(unit: Unit) -> tuple[tuple[TieLine, ...], bool]:
            found, closed = list(paper_ties.cases_of(unit, people)), len(tickets) < len(people)
            for ticket in tickets:
                try:
                    found += paper_ties.of_customer(unit, ticket)
                except NoTicket:  # the card has lain open too long
                    closed = True
            return tuple(found), closed

        self._context.read(self, read, self._take_ties, latest="paper_ties")

    def _take_ties(self, found: tuple[tuple[TieLine, ...], bool]) -> None:
        self._offered, closed = found
        row = self.form.row("tie")
        row.set_source(self._context.language.text("paper_sheet.ties_hidden") if closed else "")
        row.show_source(closed)
        self._offer_ties()

    def _offer_ties(self) -> None:
        editor = self.form.row("tie").editor
        if isinstance(editor, NamedEditor):
            editor.offer()
            editor.edited.emit()  # what was chosen may be offered no more

    def _tie_chosen(self) -> None:
        """Papers of what has ended are kept from that day on, unless the clerk says otherwise."""
        tie, kind = self._typed("tie"), self._kind
        line = next((each for each in (*self._ties.values(), *self._offered) if each.tie == tie), None)
        if line is None or line.ended_on is None or kind is None or "retained_from" not in self.form.names:
            return
        if AT_ITS_END[line.tie.kind] is CLASS_OF[kind] and self._typed("retained_from") is None:
            editor = self.form.row("retained_from").editor
            editor.set_value(line.ended_on)
            editor.edited.emit()

    def _kind_chosen(self) -> None:
        """What the kind before gave makes room for what this one gives; what was typed stays."""
        gives = self.gives(self._kind)
        for name in ("title", "retained_from"):
            if name not in self.form.names:
                continue
            editor = self.form.row(name).editor
            if self._typed(name) in (getattr(self._default, name), "", None):
                editor.set_value(getattr(gives, name))
                editor.edited.emit()
        self._default = gives
        self._tie_chosen()
        self._tell_kept()

    @property
    def _kind(self) -> PaperKind | None:
        value = self._typed("kind")
        return value if isinstance(value, PaperKind) else None

    def _typed(self, name: str) -> object:
        """What stands in the field; the sheet itself for what cannot be read."""
        try:
            return self.form.typed(name)
        except UserError:
            return self

    def _tell_kept(self) -> None:
        language, kind = self._context.language, self._kind
        day = self._typed("retained_from") if "retained_from" in self.form.names else None
        said = ""
        if kind is not None and day is not self:
            time = self.keeps(TypedPaper(kind=kind, retained_from=day))  # type: ignore[arg-type]  # a date or None, by its editor
            key = "paper_sheet.kept_open" if time.until is None else "paper_sheet.kept_until"
            said = language.text(key, until=time.until, why=language.show(time.why))
        self.kept.setText(said or language.text("paper_sheet.kept_by_kind"))
