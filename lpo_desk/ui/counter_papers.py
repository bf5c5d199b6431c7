"""Printing what lies on the counter, in either language: the forms, blank or for the open customer, and the notice."""

from dataclasses import dataclass

from PySide6.QtCore import QSize

from lpo_desk.domain.audit import Purpose, Ticket
from lpo_desk.domain.forms import CounterPaper
from lpo_desk.terms import Lang
from lpo_desk.ui.context import Context
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.widgets.one_form import OneFormDialog
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.radios import radios
from lpo_desk.ui.wizards.ticks import tick

_SIZE = QSize(640, 340)
_LETTER_LANGUAGES = ((Lang.FI, "form.language_fi"), (Lang.SV, "form.language_sv"))


@dataclass(frozen=True)
class Wanted:
    kind: CounterPaper = CounterPaper.INSPECTION
    lang: Lang = Lang.FI
    filled: bool = False


_FIELDS = (
    Field("kind", "counter_papers.kind", radios(lambda: [(kind, kind.term) for kind in CounterPaper])),
    Field("lang", "counter_papers.lang", radios(lambda: _LETTER_LANGUAGES)),
)


_FILLED = Field("filled", "counter_papers.filled", tick("counter_papers.filled"))


class CounterPapers(OneFormDialog[Wanted]):
    """Digits choose, Enter shows the paper, which is printed or saved from there."""

    def __init__(self, context: Context, party_id: int | None) -> None:
        """party_id: the customer in front, whose card may fill the form; that is an opening and logged."""
        lang = context.lang if context.lang is Lang.SV else Lang.FI
        super().__init__(
            context,
            _FIELDS if party_id is None else (*_FIELDS, _FILLED),
            Wanted(lang=lang),
            title="counter_papers.title",
            instruction="counter_papers.instruction",
            commit="counter_papers.show",
        )
        self._context, self._party_id = context, party_id
        if party_id is not None:
            self.page.form.row(_FILLED.name).label.hide()  # the words stand beside the box
        self.resize(_SIZE)
        self.filled.connect(self._fill_in)

    def _fill_in(self, wanted: Wanted) -> None:
        if self._party_id is None or not wanted.filled or wanted.kind is CounterPaper.NOTICE:
            self._make(wanted, None)
            return
        self._context.take_ticket(
            self, self._party_id, lambda ticket: self._make(wanted, ticket), purpose=Purpose.REQUEST
        )

    def _make(self, wanted: Wanted, ticket: Ticket | None) -> None:
        context = self._context
        database, actor = context.database, context.actor

        def make() -> bytes:
            from lpo_desk.documents.counter import counter_paper

            return counter_paper(database, actor, wanted.kind, wanted.lang, ticket)

        def made(pdf: bytes) -> None:
            self.accept()
            party_id = ticket.party_id if ticket is not None else None
            show_papers(context, "", [Paper(wanted.kind.term, pdf)], party_id=party_id)

        context.runner.run(self, make, made, self.refuse)
