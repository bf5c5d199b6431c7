"""Pages drawn in slices: the same picture as in one go, the lock free between two, and an end to what takes too long."""

import io
import itertools
from collections.abc import Iterator
from threading import Thread

import pypdfium2
import pytest
from PIL import ImageChops

from lpo_desk.documents import receipt
from lpo_desk.documents.forms import correction_form
from lpo_desk.domain.scans import ScanFailure
from lpo_desk.pdfium import PDFIUM
from lpo_desk.scanning import drawing, read
from lpo_desk.scanning.drawing import MOST_SECONDS, SLICE_SECONDS, Clock, draw
from lpo_desk.scanning.refused import Refused
from lpo_desk.terms import Lang
from tests.documents import samples
from tests.documents.test_forms import FILLED

SCALE = 150 / 72


def ticking(seconds: float) -> Clock:
    """A clock that goes on by so much each time that somebody looks."""
    ticks = itertools.count()
    return lambda: next(ticks) * seconds


@pytest.fixture(params=["receipt", "form", "slow"])
def page(request: pytest.FixtureRequest) -> Iterator[pypdfium2.PdfPage]:
    made = {
        "receipt": lambda: receipt(samples.RECEIPT, Lang.SV),
        "form": lambda: correction_form(FILLED, Lang.FI),
        "slow": lambda: lines(800),
    }
    with pypdfium2.PdfDocument(made[request.param]()) as document:
        opened = document[0]
        yield opened
        opened.close()


def lines(count: int) -> bytes:
    """A page of so many strokes, made as a scanner never would."""
    made = pypdfium2.PdfDocument.new()
    sheet = made.new_page(595, 842)
    for number in range(count):
        stroke = pypdfium2.raw.FPDFPageObj_CreateNewPath(number % 595, 0)
        pypdfium2.raw.FPDFPath_LineTo(stroke, 595 - number % 595, 842)
        pypdfium2.raw.FPDFPath_SetDrawMode(stroke, 0, True)
        pypdfium2.raw.FPDFPage_InsertObject(sheet, stroke)
    sheet.gen_content()
    stream = io.BytesIO()
    made.save(stream)
    made.close()
    return stream.getvalue()


def test_slices_make_the_same_picture_as_one_go(page: pypdfium2.PdfPage) -> None:
    whole = page.render(scale=SCALE, grayscale=True).to_pil().copy()
    for clock in (ticking(0), ticking(SLICE_SECONDS)):
        sliced = draw(page, SCALE, clock)
        assert sliced.size == whole.size
        assert ImageChops.difference(sliced, whole).getbbox() is None


def test_a_page_that_takes_too_long_is_given_up_and_the_next_is_drawn() -> None:
    with pypdfium2.PdfDocument(lines(800)) as document:
        slow = document[0]
        with pytest.raises(Refused) as refused:
            draw(slow, SCALE, ticking(MOST_SECONDS / 4))
        assert refused.value.failure is ScanFailure.TOO_SLOW
        assert draw(slow, SCALE, ticking(0)).size == (1240, 1755)
        slow.close()


def test_the_reader_tells_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "MOST_SECONDS", -1.0)
    monkeypatch.setattr(drawing, "SLICE_SECONDS", 0.0)
    assert read(lines(800)).failure is ScanFailure.TOO_SLOW


def test_the_lock_is_free_between_two_slices() -> None:
    """Somebody else can have PDFium while a slow page waits for its next slice."""
    had = list[bool]()

    def other() -> None:
        got = PDFIUM.acquire(blocking=False)
        had.append(got)
        if got:
            PDFIUM.release()

    looks = itertools.count()

    def clock() -> float:
        """Looked at between slices with the lock free, and within them with it held."""
        asker = Thread(target=other)
        asker.start()
        asker.join()
        return next(looks) * SLICE_SECONDS

    with pypdfium2.PdfDocument(lines(1000)) as document:
        sheet = document[0]
        draw(sheet, SCALE, clock)
        sheet.close()
    assert True in had, "free between"
    assert False in had, "held within"
