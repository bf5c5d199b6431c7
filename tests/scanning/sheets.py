"""Our own papers as a scanner gives them back: grey, at 150 dpi, a little askew, squeezed into a JPEG."""

import io
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pypdfium2
from PIL import Image

from lpo_desk.documents import receipt
from lpo_desk.documents.labels import Label, labels
from lpo_desk.terms import Lang
from tests.documents import samples

DAY = date(2026, 11, 28)
DPI = 150


def picture(pdf: bytes, *, dpi: int = DPI, page: int = 0) -> Image.Image:
    with pypdfium2.PdfDocument(pdf) as document:
        made: Image.Image = document[page].render(scale=dpi / 72).to_pil().convert("L")
    return made


def jpeg(page: Image.Image, quality: int = 40) -> bytes:
    stream = io.BytesIO()
    page.save(stream, "JPEG", quality=quality)
    return stream.getvalue()


def scanned(pdf: bytes, chance: random.Random, *, skew: float = 5) -> bytes:
    """The first page through a bad scanner: up to `skew` degrees askew, darker paper, specks of dust, JPEG at 40.

    The glass is larger than the sheet: a label in its corner is turned, not cut off.
    """
    page = picture(pdf).point(lambda tone: 20 + tone * 215 // 255)
    page = page.rotate(chance.uniform(-skew, skew), Image.Resampling.BILINEAR, expand=True, fillcolor=235)
    for _ in range(200):
        page.putpixel((chance.randrange(page.width), chance.randrange(page.height)), 60)
    return jpeg(page)


def label(number: str) -> bytes:
    """A sheet with one label."""
    return labels([Label(number, "Sopimus 2014")], Lang.FI, DAY)


def own_papers(chance: random.Random, count: int) -> Iterator[tuple[str, bytes]]:
    """Numbers and the papers that carry them: receipts and labels by turns."""
    for turn in range(count):
        if turn % 2:
            number = f"P-{chance.randrange(100_000):05}"
            yield number, label(number)
        else:
            number = f"L-2026-{chance.randrange(10_000):04}"
            yield number, receipt(replace(samples.RECEIPT, case_number=number), Lang.SV)
