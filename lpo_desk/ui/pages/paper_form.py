"""What is written of a paper, as a sheet: of a new one, and of one that is in the log."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.paper import Kept, PaperKind
from lpo_desk.services import search
from lpo_desk.ui.context import Context
from lpo_desk.ui.forms.paper import TypedPaper
from lpo_desk.ui.pages.card_sheet import CardSheet
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
        *,
        headline: str = "",
        first: str = "kind",
        verb: str = "common.save",
    ) -> None:
        self._context = context
        self._default = TypedPaper()
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
        if "retained_from" in self.form.names:
            self.form.row("retained_from").editor.edited.connect(self._tell_kept)
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
