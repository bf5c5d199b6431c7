"""The paragraphs of the letters: both languages side by side, shown in a specimen letter before they are saved."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from lpo_desk.domain.letter_texts import (
    LONGEST,
    LetterTexts,
    Paragraph,
    ParagraphTexts,
    default_text,
    placeholders,
)
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import letter_texts
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.rows_page import RowsPage
from lpo_desk.ui.pages.sheet import button
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.paper_dialog import Paper, PaperDialog
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.section_form import Field

_LINES = 9
_FIELDS = (
    Field("fi", "letter_texts_page.finnish", editors.notes(LONGEST, _LINES)),
    Field("sv", "letter_texts_page.swedish", editors.notes(LONGEST, _LINES)),
)


def _columns(lang: Callable[[], Lang]) -> tuple[Column[Paragraph], ...]:
    """The text is shown in the reader's own language of the two."""
    return (
        Column[Paragraph]("letter_texts_page.letter", lambda row: row.letter, width=150),
        Column[Paragraph](
            "letter_texts_page.text",
            lambda row: (row.sv if lang() is Lang.SV else row.fi).text,
            width=380,
            stretch=True,
        ),
        Column[Paragraph](
            "letter_texts_page.wording",
            lambda row: row.last.at is not None,
            width=145,
            status=lambda row: (
                Status("letter_texts_page.own", Mark.CHECK, Tone.OK)
                if row.last.at
                else Status("letter_texts_page.default", Mark.RING, Tone.MUTED)
            ),
        ),
        Column[Paragraph]("letter_texts_page.changed", lambda row: row.last.at, width=110),
        Column[Paragraph]("letter_texts_page.by", lambda row: row.last.by, width=100),
    )


class WordingSheet(CardSheet[ParagraphTexts]):
    """The paragraph in both languages. Preview shows the letter with what is typed, saved or not."""

    def __init__(self, context: Context, paragraph: Paragraph) -> None:
        kept = ", ".join(
            f"{{{name}}}" for name in sorted(placeholders(default_text(paragraph.name, Lang.FI)))
        )
        key = "letter_texts_page.keep" if kept else "letter_texts_page.free"
        super().__init__(
            context,
            "letter_texts_page.edit",
            _FIELDS,
            paragraph.texts(),
            headline=context.language.text(key, names=kept) if kept else context.language.text(key),
            columns=2,
            sourced=False,
        )
        self._context, self._paragraph = context, paragraph
        row = QHBoxLayout()
        self.previews = {
            Lang.FI: button(context.language, "letter_texts_page.preview_fi"),
            Lang.SV: button(context.language, "letter_texts_page.preview_sv"),
        }
        self.restore = button(context.language, "letter_texts_page.restore")
        for lang, shown in self.previews.items():
            shown.clicked.connect(lambda _=False, lang=lang: self.preview(lang))
            row.addWidget(shown)
        self.restore.clicked.connect(self.take_defaults)
        row.addWidget(self.restore)
        row.addStretch(1)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101 - CardSheet laid it out
        column.insertLayout(column.count() - 1, row)
        self.form.bar.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._fit()

    def preview(self, lang: Lang) -> None:
        """Show the specimen letter over the sheet; a text no letter could be made of is told beside its field."""
        typed = ParagraphTexts(str(self.form.typed("fi")), str(self.form.typed("sv")))
        name, context = self._paragraph.name, self._context
        try:
            checked = letter_texts.check(name, typed)
        except FieldsRefused as error:
            self.refuse(error)
            return
        database, actor = context.database, context.actor

        def make() -> bytes:
            from lpo_desk.documents.specimen import specimen

            with database.reading(actor) as unit:
                texts = letter_texts.texts(unit, lang)
            own = {**texts.own, name: checked.sv if lang is Lang.SV else checked.fi}
            return specimen(name, LetterTexts(lang, texts.version, own))

        def made(pdf: bytes) -> None:
            PaperDialog(context, "", [Paper(self._paragraph.letter.term, pdf)], self).open()

        context.runner.run(self, make, made, self.refuse)

    def take_defaults(self) -> None:
        """Put the program's own wording into both fields; it counts once it is saved."""
        for lang in (Lang.FI, Lang.SV):
            self.form.row(lang.value).editor.set_value(default_text(self._paragraph.name, lang))
            self.form.row(lang.value).editor.edited.emit()


class LetterTextsPage(RowsPage[Paragraph]):
    """Enter or F2 words the paragraph of the row anew."""

    title = "letter_texts_page.title"
    name = "letter_texts"
    empty = "letter_texts_page.empty"
    note = "letter_texts_page.note"
    tables = frozenset({"letter_text"})
    verbs = ("letter_texts_page.edit",)

    def __init__(self, context: Context) -> None:
        super().__init__(context, _columns(lambda: context.lang), lambda row: row.name)
        (self.edit,) = self.buttons
        self.edit.clicked.connect(self.edit_paragraph)
        self.table.opened.connect(lambda _: self.edit_paragraph())
        context.actions.claim("edit", self, self.edit_paragraph)

    def reload(self) -> None:
        self.context.read(self, letter_texts.paragraphs, self.show_rows, latest="letter_texts")

    def edit_paragraph(self) -> None:
        paragraph = self.chosen
        if paragraph is None:
            return
        self.ask(
            WordingSheet(self.context, paragraph),
            lambda unit, typed: letter_texts.save(unit, paragraph, typed),
            lambda _: self.bar.tell(Kind.SUCCESS, "letter_texts_page.saved"),
        )
