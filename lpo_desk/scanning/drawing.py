"""A PDF's page drawn slice by slice: between two slices another thread may have PDFium, and a page that takes too long is
given up."""

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from lpo_desk.domain.scans import ScanFailure
from lpo_desk.pdfium import PDFIUM
from lpo_desk.scanning.refused import Refused

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfPage

SLICE_SECONDS = 0.1
MOST_SECONDS = 20.0
"""Of drawing one page; the usual one takes a tenth of a second."""
Clock = Callable[[], float]


def draw(page: "PdfPage", scale: float, clock: Clock = time.monotonic) -> "Image":
    """The page in grey on white. Takes PDFium's lock for each slice. Raises Refused."""
    from pypdfium2 import PdfBitmap, raw
    from pypdfium2.internal import set_callback

    begun = clock()

    def pause(_: object) -> bool:
        return clock() - begun >= SLICE_SECONDS

    pausing, spent = raw.IFSDK_PAUSE(version=1), 0.0
    set_callback(pausing, "NeedToPauseNow", pause)
    with PDFIUM:
        width, height = (math.ceil(side * scale) for side in page.get_size())
        bitmap = PdfBitmap.new_native(width, height, raw.FPDFBitmap_Gray)
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        flags = raw.FPDF_GRAYSCALE | raw.FPDF_ANNOT
        state = raw.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, width, height, 0, flags, pausing)
    try:
        while state == raw.FPDF_RENDER_TOBECONTINUED:
            spent += clock() - begun
            if spent > MOST_SECONDS:
                raise Refused(ScanFailure.TOO_SLOW)
            with PDFIUM:
                begun = clock()
                state = raw.FPDF_RenderPage_Continue(page, pausing)
        if state != raw.FPDF_RENDER_DONE:
            raise Refused(ScanFailure.UNREADABLE)
        drawn: Image = bitmap.to_pil().copy()
        return drawn
    finally:
        with PDFIUM:
            raw.FPDF_RenderPage_Close(page)
            bitmap.close()
