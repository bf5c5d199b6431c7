"""A paper of the case taken from its archive: shown, or for a file of another kind saved where the person gets it."""

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
from lpo_desk.ui.pages.sheet import ask_path, report_folder, tell_made
from lpo_desk.ui.paper_dialog import Paper, show_papers
from lpo_desk.ui.paper_release import ask_release

if TYPE_CHECKING:
    from lpo_desk.ui.pages.case import CasePage


def show_document(page: "CasePage", line: DocumentLine) -> None:
    """Every reading is logged. A portable copy is no page to look at: a folder or a memory stick is asked for, of a
    protected person once it was confirmed that it may go."""
    if line.kind in ENDINGS:
        leaving = Leaving((line.kind.term,), page.tab_text)
        ask_release(page.context, page, leaving, Exit.SAVED, lambda said: _ask_folder(page, line, said))
    else:
        number = page.tab_text
        page.desk.fetch(line.id, lambda pdf: show_papers(page.context, number, [Paper(line.kind.term, pdf)]))


def _ask_folder(page: "CasePage", line: DocumentLine, confirmed: Caution | None) -> None:
    begin = str(report_folder(page.context))
    mode = QFileDialog.FileMode.Directory
    ask_path(
        page, "case_page.save_file", begin, mode, lambda folder: _save(page, line, Path(folder), confirmed)
    )


def _save(page: "CasePage", line: DocumentLine, folder: Path, confirmed: Caution | None) -> None:
    name = file_name(page.tab_text, helsinki(line.made_at).date(), line.kind)

    def taken(content: bytes) -> None:
        page.context.runner.run(
            page,
            partial(save, name, content, folder),
            lambda path: tell_made(page, path, "case_page.file_saved"),
        )

    page.context.write(
        page,
        lambda unit: releasing.take_file(unit, line.id, confirmed),
        taken,
        purpose=Purpose.REQUEST,
    )
