"""Taking scans in: pages a second from the folder's bytes to the codes on them, and to the database, beside the decoders
alone."""

import io
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image

from lpo_desk.documents.forms import inspection_form
from lpo_desk.domain.accounts import DEFAULT_OFFICES
from lpo_desk.domain.forms import FormContent
from lpo_desk.scanning import folder, read
from lpo_desk.scanning.folder import ScanFolder
from lpo_desk.services import accounts, scans
from lpo_desk.services.accounts import SignedIn
from lpo_desk.terms import Lang
from tests.bench.harness import Case, Goal, Group, Sample
from tests.bench.registers import USER, copy, password
from tests.scanning.sheets import DAY, DPI, scanned

FILES, PDF_PAGES = 12, 4
CUSTOMERS = 100
"""Of the register; none of them is looked for."""
FLOOR = "the decoder alone"
_READING = Goal("p50", times=2.0, plus=40.0)


def sheets() -> list[Image.Image]:
    """Forms as a bad scanner gives them, A4 at 150 dpi, grey."""
    chance = random.Random(20261128)
    return [Image.open(io.BytesIO(scanned(_form(number), chance))).convert("L") for number in range(FILES)]


def _form(number: int) -> bytes:
    return inspection_form(FormContent(DEFAULT_OFFICES, DAY, f"X-2026-{number:04}"), Lang.FI)


def saved(page: Image.Image, form: str, **options: object) -> bytes:
    stream = io.BytesIO()
    page.save(stream, form, **options)
    return stream.getvalue()


def files(pages: list[Image.Image]) -> dict[str, list[bytes]]:
    """Name -> files of one kind; the PDF has several pages, each a JPEG, as scanners make it."""
    return {
        "JPEG": [saved(page, "JPEG", quality=60) for page in pages],
        "PNG": [saved(page, "PNG") for page in pages],
        "TIFF, fax": [saved(page.convert("1"), "TIFF", compression="group4") for page in pages],
        f"PDF of {PDF_PAGES} JPEGs": [
            saved(
                pages[at], "PDF", resolution=DPI, save_all=True, append_images=pages[at + 1 : at + PDF_PAGES]
            )
            for at in range(0, FILES, PDF_PAGES)
        ],
    }


def _timed(act: Callable[[bytes], object], contents: list[bytes]) -> Sample:
    seconds = []
    for content in contents:
        begun = time.perf_counter()
        act(content)
        seconds.append(time.perf_counter() - begun)
    return Sample(seconds, items=FILES)


def decoded(content: bytes) -> None:
    """Pillow or PDFium, every page to grey at the same size; nothing is looked for."""
    if content.startswith(b"%PDF-"):
        with pypdfium2.PdfDocument(content) as document:
            for page in document:
                page.render(scale=DPI / 72, grayscale=True).to_pil().copy()
        return
    with Image.open(io.BytesIO(content)) as picture:
        picture.convert("L").load()


def read_whole(content: bytes) -> None:
    found = read(content)
    assert found.failure is None


def taken_in(signed: SignedIn, contents: list[bytes]) -> Sample:
    """From the folder to the database and out of the folder, as the watch does it; nothing is waited for."""
    office = signed.actor.office_id or 1
    with TemporaryDirectory() as place:
        root = Path(place)
        for number, content in enumerate(contents):
            (root / f"{number:02}").write_bytes(content)
        now = time.monotonic()
        watched = ScanFolder(root, "X", frozenset({"X"}), clock=lambda: now)
        watched.look()
        now += folder.STILL_SECONDS
        seconds = []
        for _ in contents:
            begun = time.perf_counter()
            arrival = watched.look().arrival
            assert arrival is not None
            with signed.opened.database.unit(signed.actor, save_id=arrival.save_id) as unit:
                scans.take_in(unit, office, arrival.file, arrival.reading)
            watched.keep(arrival)
            seconds.append(time.perf_counter() - begun)
        assert not list(root.iterdir())
    return Sample(seconds, items=FILES)


def cases() -> Iterator[Group]:
    signed = accounts.sign_in(str(copy(CUSTOMERS)), USER, password())
    for name, contents in files(sheets()).items():
        yield Group(
            f"Scans taken in: {name}",
            [
                Case(FLOOR, partial(_timed, decoded, contents)),
                Case(
                    "read whole, codes looked for", partial(_timed, read_whole, contents), FLOOR, [_READING]
                ),
                Case("from the folder into the database", partial(taken_in, signed, contents), FLOOR),
            ],
            note=f"A4, {DPI} dpi, grey, as a bad scanner gives it; items are pages, times are of files.",
        )
    signed.opened.close()
