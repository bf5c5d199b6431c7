"""Looking at a scan: its page fetched and drawn on the database thread, in the inbox or in a window of its own."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.scans import ScanRow
from lpo_desk.ui.context import Context
from lpo_desk.ui.focus import Dialog
from lpo_desk.ui.mnemonics import assign_window_mnemonics
from lpo_desk.ui.widgets.message_bar import MessageBar
from lpo_desk.ui.widgets.scan_preview import ScanPreview

_SIZE = QSize(860, 880)
_FRAME = QSize(24, 64)


def fetch_page(
    context: Context,
    owner: QObject,
    row: ScanRow,
    page: int,
    done: Callable[[QImage | None], object],
    failed: Callable[[Exception], object],
) -> None:
    """The page of that number, from 0, of a scan that was read. Looking is logged (services/scans.py, content)."""
    media, key = row.media, row.id
    assert media is not None  # noqa: S101 - what was read has its kind
    database, actor = context.database, context.actor

    def call() -> QImage | None:
        from lpo_desk.scanning.preview import preview
        from lpo_desk.services import scans

        with database.unit(actor) as unit:
            content = scans.content(unit, key)
        seen = preview(content, media, page)
        if seen is None:
            return None
        grey = QImage.Format.Format_Grayscale8
        return QImage(seen.pixels, seen.width, seen.height, seen.width, grey).copy()

    context.runner.run(owner, call, done, failed, latest="preview")


def show_scans(context: Context, rows: Sequence[ScanRow]) -> None:
    """The filed scans of a case or paper, one after another. Nothing where there is none any more."""
    if rows:
        ScanDialog(context, rows).open()


class ScanDialog(Dialog):
    """Leafs through all pages of the scans. Esc and Enter close."""

    def __init__(self, context: Context, rows: Sequence[ScanRow]) -> None:
        super().__init__(context.window)
        self._context = context
        self._pages = [(row, page) for row in rows for page in range(row.pages or 1)]
        self.bar = MessageBar(context.language)
        self.preview = ScanPreview(context.language)
        self.close_button = QPushButton()
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.preview.page_asked.connect(self._show)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.addWidget(self.bar)
        column.addWidget(self.preview, 1)
        column.addLayout(foot)
        context.language.bind(self.setWindowTitle, "scan_page.dialog_title")
        context.language.bind(self.close_button.setText, "common.close")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(_SIZE.boundedTo(context.window.size() - _FRAME))
        assign_window_mnemonics(self)
        self._show(0)

    def tell_error(self, error: UserError) -> None:
        self.bar.tell_error(error)

    def _show(self, number: int) -> None:
        row, page = self._pages[number]
        fetch_page(self._context, self, row, page, partial(self._take, number), self._not_seen)

    def _take(self, number: int, image: QImage | None) -> None:
        if image is not None:
            self.preview.show_page(image, number, len(self._pages))

    def _not_seen(self, error: Exception) -> None:
        self.preview.say("scan_page.preview", "scan_page.not_seen")
        if isinstance(error, UserError):
            self.tell_error(error)
