"""The paragraphs of the letters: both languages side by side, shown in a specimen letter before they are saved."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from lpo_desk.domain.changes import Changes
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.letter_texts import (
    LONGEST,
    LetterTexts,
    Paragraph,
    ParagraphTexts,
    default_text,
    placeholders,
)
from lpo_desk.domain.party import Source
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.services import letter_texts
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.models.columns import Column, Mark, Status
from lpo_desk.ui.models.row_model import RowModel
from lpo_desk.ui.page import Page
from lpo_desk.ui.pages.card_sheet import CardSheet
from lpo_desk.ui.pages.sheet import button
from lpo_desk.ui.palette import Tone
from lpo_desk.ui.paper_dialog import Paper, PaperDialog
from lpo_desk.ui.stylesheet import GAP, MARGIN
from lpo_desk.ui.widgets import editors
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.widgets.table import Table

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
            width=120,
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


class LetterTextsPage(Page):
    """Enter or F2 words the paragraph of the row anew."""

    title = "letter_texts_page.title"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        language = context.language
        self._paragraphs: tuple[Paragraph, ...] = ()
        self.bar = MessageBar(language)
        self.edit = button(language, "letter_texts_page.edit")
        self.model = RowModel[Paragraph](_columns(lambda: context.lang), lambda row: row.name, language, self)
        self.table = Table(
            "letter_texts",
            self.model,
            language,
            title="letter_texts_page.title",
            empty="letter_texts_page.empty",
            memory=context.memory,
        )
        self._lay_out()
        self.edit.clicked.connect(self.edit_paragraph)
        self.table.opened.connect(lambda _: self.edit_paragraph())
        context.actions.claim("edit", self, self.edit_paragraph)
        context.actions.claim("refresh", self, self.reload)

    @property
    def chosen(self) -> Paragraph | None:
        """The paragraph of the row the keyboard is on."""
        key = self.table.current_key()
        return next((each for each in self._paragraphs if each.name == key), None)

    def reload(self) -> None:
        self.context.read(self, letter_texts.paragraphs, self._show, latest="letter_texts")

    def edit_paragraph(self) -> None:
        paragraph = self.chosen
        if paragraph is None:
            return
        sheet = WordingSheet(self.context, paragraph)

        def saved(_: Paragraph) -> None:
            sheet.accept()
            self.bar.tell(Kind.SUCCESS, "letter_texts_page.saved")

        def given(typed: ParagraphTexts, _: Source) -> None:
            self.context.write(
                self, lambda unit: letter_texts.save(unit, paragraph, typed), saved, sheet.refuse
            )

        sheet.given.connect(given)
        sheet.open()

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def changed(self, changes: Changes) -> None:
        if "letter_text" in changes.tables:
            self.reload()

    def activated(self) -> None:
        self.reload()
        assign_window_mnemonics(self)

    def focus_first(self) -> None:
        self.table.setFocus()

    def _show(self, found: tuple[Paragraph, ...]) -> None:
        self._paragraphs = found
        self.model.set_rows(found)
        if found and self.table.current_key() is None:
            self.table.go_to(0)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.edit)
        head.addStretch(1)
        note = role_label("muted")
        note.setWordWrap(True)
        self.context.language.bind(note.setText, "letter_texts_page.note")
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(self.bar)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(note)
