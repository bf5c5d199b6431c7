"""Papers of the case taken from its archive: one is shown, files are saved where they go on from."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from lpo_desk.domain.audit import Purpose
from lpo_desk.domain.case import DocumentLine
from lpo_desk.domain.leaving import Caution, Exit, Leaving
from lpo_desk.exports.portability import ENDINGS, file_name, save
from lpo_desk.formats import helsinki
from lpo_desk.services import releasing
from lpo_desk.terms import Term
from lpo_desk.ui.context import Choice, Kind
from lpo_desk.ui.pages.sheet import ask_path, open_outside, report_folder
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.paper_release import ask_release, note_gone

if TYPE_CHECKING:
    from lpo_desk.ui.pages.case import CasePage

Lines = Sequence[DocumentLine]


def show_document(page: "CasePage", line: DocumentLine) -> None:
    """Every reading is logged. A portable copy is no page to look at: it is saved."""
    if line.kind in ENDINGS:
        save_documents(page, (line,))
    else:
        number = page.tab_text
        page.desk.fetch(line.id, lambda pdf: show_papers(page.context, number, [Paper(line.kind.term, pdf)]))


def save_documents(page: "CasePage", lines: Lines) -> None:
    """A folder or a memory stick is asked for, of a protected person once it was confirmed that they may go."""
    leaving = Leaving(tuple(line.kind.term for line in lines), page.tab_text)
    ask_release(page.context, page, leaving, Exit.SAVED, lambda said: _ask_folder(page, lines, said))


def _ask_folder(page: "CasePage", lines: Lines, confirmed: Caution | None) -> None:
    begin = str(report_folder(page.context))
    mode = QFileDialog.FileMode.Directory
    ask_path(
        page,
        "case_page.choose_folder",
        begin,
        mode,
        lambda folder: _save(page, lines, Path(folder), confirmed),
    )


def _save(page: "CasePage", lines: Lines, folder: Path, confirmed: Caution | None) -> None:
    """Let go, written, and only then noted as gone: a full stick leaves the case waiting."""
    names = [_name(page, line) for line in lines]

    def written(contents: Sequence[bytes]) -> tuple[Path, ...]:
        return tuple(save(name, content, folder) for name, content in zip(names, contents, strict=True))

    def told(paths: Sequence[Path], contents: Sequence[bytes]) -> None:
        note_gone(page.context, page, page.tab_text, contents, Exit.SAVED)
        page.bar.tell(
            Kind.SUCCESS,
            "case_page.files_saved",
            (Choice("reports_page.show_folder", lambda: open_outside(page, folder)),),
            folder=folder.name,
            files=", ".join(path.name for path in paths),
        )

    def taken(contents: Sequence[bytes]) -> None:
        page.context.runner.run(page, partial(written, contents), lambda paths: told(paths, contents))

    page.context.write(
        page,
        lambda unit: releasing.take_files(unit, page.desk.case_id, [line.id for line in lines], confirmed),
        taken,
        purpose=Purpose.REQUEST,
    )


def _name(page: "CasePage", line: DocumentLine) -> str:
    """Of a portable copy as the letter tells it; of a paper by its case and kind, in the language of its reader."""
    day = helsinki(line.made_at).date()
    if line.kind in ENDINGS:
        return file_name(page.tab_text, day, line.kind)
    kind = Term(line.kind.term).text(line.language).replace(" ", "-")
    return f"{page.tab_text}-{day.isoformat()}-{kind}.pdf"
