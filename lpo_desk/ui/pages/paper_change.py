"""Changing what is written of a paper that is in the log, and what becomes of it when another clerk was quicker."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lpo_desk.db.errors import Conflict
from lpo_desk.db.unit import Unit
from lpo_desk.domain.errors import UserError
from lpo_desk.domain.merging import three_way
from lpo_desk.domain.paper import NOT_CHOSEN, Kept, PaperDetails, PaperRow, kept
from lpo_desk.domain.paper_ties import TieLine
from lpo_desk.services import paper_changes, paper_ties, papers
from lpo_desk.ui.context import Context, Kind
from lpo_desk.ui.focus import rest
from lpo_desk.ui.forms.paper import TypedPaper, paper_fields
from lpo_desk.ui.pages.card_conflict import ConflictDialog, Disputed
from lpo_desk.ui.pages.paper_form import PaperForm
from lpo_desk.ui.widgets.people_field import PeopleEditor

_RETENTION = "retention"
"""A field of the details that the form has not: it follows the kind."""


@dataclass(frozen=True)
class Written:
    """A paper's row, what is written of it, the names of its people, and what it belongs to."""

    row: PaperRow
    details: PaperDetails
    names: Mapping[int, str]
    tie: TieLine | None


@dataclass(frozen=True)
class Changed:
    """What a save made of a paper, so that it can be taken back."""

    row: PaperRow
    before: PaperDetails
    after: PaperDetails


def read_paper(unit: Unit, record_id: int) -> Written:
    details = paper_changes.details_of(unit, record_id)
    names, tie = papers.named(unit, details.people), paper_ties.of_paper(unit, record_id)
    return Written(papers.get(unit, record_id), details, names, tie)


def begin_change(context: Context, record_id: int, saved: Callable[[Changed], object]) -> None:
    """Read the paper, and open its sheet over the window."""
    context.read(
        context.window,
        lambda unit: read_paper(unit, record_id),
        lambda written: PaperChangeSheet(context, written, saved).open(),
        latest="paper_change",
    )


class PaperChangeSheet(PaperForm):
    """What others changed meanwhile stays; where both changed the same field, each is asked about."""

    def __init__(self, context: Context, written: Written, saved: Callable[[Changed], object]) -> None:
        self._context, self._saved = context, saved
        self._written, self._base = written, written.details
        fields = paper_fields(
            self.find_people,
            written.names,
            self.tie_names,
            context.database.today,
            counted=written.details.retention not in NOT_CHOSEN,
        )
        super().__init__(
            context,
            "paper_change.title",
            fields,
            TypedPaper.of(written.details),
            (written.tie,) if written.tie else (),
            headline=written.row.number,
        )
        self._labels = {field.name: field.term for field in fields}
        self._default = self.gives(written.details.kind)
        self.given.connect(lambda typed, _: self._save(typed.details(self._base)))

    def keeps(self, typed: TypedPaper) -> Kept:
        details, row = typed.details(self._base), self._written.row
        if details.retention in NOT_CHOSEN:
            return row.kept
        return kept(details.retention, details.retained_from, None)

    def _save(self, mine: PaperDetails) -> None:
        if mine == self._base:
            self.reject()
            return
        base, key = self._base, self._written.row.id

        def act(unit: Unit) -> Changed:
            before = paper_changes.details_of(unit, key)
            row = paper_changes.revise(unit, key, base, mine)
            return Changed(row, before, paper_changes.details_of(unit, key))

        self._context.write(self, act, self._done, lambda error: self._refused(mine, error))

    def _done(self, changed: Changed) -> None:
        self.accept()
        self._saved(changed)

    def _refused(self, mine: PaperDetails, error: Exception) -> None:
        if isinstance(error, Conflict) and error.fields:
            key, conflict = self._written.row.id, error
            self._context.read(
                self, lambda unit: read_paper(unit, key), lambda now: self._ask(conflict, mine, now)
            )
        else:
            self.refuse(error)

    def _ask(self, conflict: Conflict, mine: PaperDetails, now: Written) -> None:
        """Field by field; nothing is overwritten unless it is ticked."""
        people = self.form.row("people").editor
        if isinstance(people, PeopleEditor):
            people.know(now.names)
        self.know_tie(now.tie)
        language = self._context.language
        disputed = [
            Disputed(each.field, self._labels[each.field], *texts)
            for each in conflict.fields
            if each.field != _RETENTION
            for texts in [[self._shown(each.field, side) for side in (each.base, each.theirs, each.mine)]]
        ]
        merged = three_way(self._base, mine, now.details).value

        def settled(chosen: frozenset[str]) -> None:
            typed = replace(TypedPaper.of(merged), **{name: getattr(mine, name) for name in chosen})
            self._rebase(now, typed)
            self._save(typed.details(now.details))

        dialog = ConflictDialog(conflict, disputed, language, self)
        dialog.settled.connect(settled)
        dialog.rejected.connect(lambda: self._stay(now, mine))
        dialog.open()

    def _stay(self, now: Written, mine: PaperDetails) -> None:
        """What I typed stays, over what is saved now: saving again means it."""
        typed = {name: getattr(mine, name) for name in self.form.dirty}
        self._rebase(now, replace(TypedPaper.of(now.details), **typed))
        rest(self.verb, False)
        self.bar.tell(Kind.WARNING, "card.conflict_stays")

    def _rebase(self, now: Written, typed: TypedPaper) -> None:
        """The form over what is saved now, with what is typed put into it."""
        self._written, self._base = now, now.details
        theirs = TypedPaper.of(now.details)
        self.form.load(theirs)
        for name in self.form.names:
            if getattr(typed, name) != getattr(theirs, name):
                editor = self.form.row(name).editor
                editor.set_value(getattr(typed, name))
                editor.edited.emit()

    def _shown(self, name: str, value: object) -> str:
        return self.form.row(name).editor.shown(value, self._context.language)


def take_back(unit: Unit, changed: Changed) -> PaperRow:
    """The paper as it was. Raises what `paper_changes.revise` does: Conflict where it has been changed since."""
    return paper_changes.revise(unit, changed.row.id, changed.after, changed.before)


def undo_refused(error: Exception) -> UserError:
    """Why a change was not taken back, as a sentence. Raises what is no refusal."""
    if isinstance(error, Conflict):
        return UserError("card.undo_conflict")
    if isinstance(error, UserError):
        return error
    raise error
