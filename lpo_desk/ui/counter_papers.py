"""Printing what lies on the counter: the two blank forms and the privacy notice, in either language."""

from dataclasses import dataclass

from PySide6.QtCore import QSize

from lpo_desk.domain.forms import CounterPaper
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.widgets.one_form import OneFormDialog
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.radios import radios

_SIZE = QSize(640, 300)
_LETTER_LANGUAGES = ((Lang.FI, "form.language_fi"), (Lang.SV, "form.language_sv"))


@dataclass(frozen=True)
class Wanted:
    kind: CounterPaper = CounterPaper.INSPECTION
    lang: Lang = Lang.FI


_FIELDS = (
    Field("kind", "counter_papers.kind", radios(lambda: [(kind, kind.term) for kind in CounterPaper])),
    Field("lang", "counter_papers.lang", radios(lambda: _LETTER_LANGUAGES)),
)


class CounterPapers(OneFormDialog[Wanted]):
    """Digits choose, Enter shows the paper, which is printed or saved from there."""

    def __init__(self, context: Context) -> None:
        lang = context.lang if context.lang is Lang.SV else Lang.FI
        super().__init__(
            context,
            _FIELDS,
            Wanted(lang=lang),
            title="counter_papers.title",
            instruction="counter_papers.instruction",
            commit="counter_papers.show",
        )
        self._context = context
        self.resize(_SIZE)
        self.filled.connect(self._make)

    def _make(self, wanted: Wanted) -> None:
        context = self._context
        database, actor = context.database, context.actor

        def make() -> bytes:
            from lpo_desk.documents.counter import counter_paper

            return counter_paper(database, actor, wanted.kind, wanted.lang)

        def made(pdf: bytes) -> None:
            self.accept()
            show_papers(context, "", [Paper(wanted.kind.term, pdf)])

        context.runner.run(self, make, made, self.refuse)
