"""The pages of a file as grey pictures, each decoded to its last pixel."""

import io
import warnings
from collections.abc import Generator
from typing import TYPE_CHECKING

from lpo_desk.domain.scans import MOST_PAGES, MOST_PIXELS, ScanFailure, ScanMedia
from lpo_desk.pdfium import PDFIUM
from lpo_desk.scanning.drawing import draw
from lpo_desk.scanning.embedded import demand_whole, embedded
from lpo_desk.scanning.refused import Refused

if TYPE_CHECKING:
    from PIL.Image import Image

_DPI = 150
_POINTS_PER_INCH = 72
_A4_INCHES = (8.27, 11.69)
HEAD = 1024
"""A PDF begins and ends within so many octets of a file's own beginning and end."""
_ENCRYPTED = 4  # FPDF_ERR_PASSWORD
_MAGIC = (
    (b"\xff\xd8\xff", ScanMedia.JPEG),
    (b"\x89PNG\r\n\x1a\n", ScanMedia.PNG),
    (b"II*\0", ScanMedia.TIFF),
    (b"MM\0*", ScanMedia.TIFF),
)


def media_of(content: bytes) -> ScanMedia | None:
    """What the bytes are; a name may say anything."""
    found = next((media for magic, media in _MAGIC if content.startswith(magic)), None)
    return found or (ScanMedia.PDF if b"%PDF-" in content[:HEAD] else None)


def pages_of(
    content: bytes, media: ScanMedia, *, first: int = 0, whole: bool = False
) -> "Generator[Image, None, None]":
    """One page after another, from the one numbered `first` on. whole: refuse a PDF's page with a picture that breaks
    off, too. Raises Refused, and whatever Pillow and PDFium raise of broken bytes."""
    return _pdf(content, first, whole) if media is ScanMedia.PDF else _pictures(content, media, first)


def as_pdf(content: bytes, media: ScanMedia) -> bytes:
    """A scan that was read whole, as a PDF: one as it is, pictures as grey pages that fit A4."""
    if media is ScanMedia.PDF:
        return content
    made = io.BytesIO()
    pages = pages_of(content, media)
    first = next(pages)
    dots = max(first.width / _A4_INCHES[0], first.height / _A4_INCHES[1])
    first.save(made, format="PDF", save_all=True, append_images=pages, resolution=dots)
    return made.getvalue()


def _pdf(content: bytes, first: int, whole: bool) -> "Generator[Image, None, None]":
    import pypdfium2

    if b"%%EOF" not in content[-HEAD:]:
        raise Refused(ScanFailure.UNREADABLE)  # PDFium mends a file without its end, and leaves out its pages
    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(content)
        except pypdfium2.PdfiumError as error:
            locked = getattr(error, "err_code", None) == _ENCRYPTED
            raise Refused(ScanFailure.ENCRYPTED if locked else ScanFailure.UNREADABLE) from error
    try:
        with PDFIUM:
            count = len(document)
        if count > MOST_PAGES:
            raise Refused(ScanFailure.TOO_MANY_PAGES)
        for number in range(first, count):
            with PDFIUM:
                page = document[number]
                width, height = page.get_size()
                scale = _DPI / _POINTS_PER_INCH
                if width * height * scale * scale > MOST_PIXELS:
                    page.close()
                    raise Refused(ScanFailure.TOO_LARGE)
                pictures = embedded(page, content) if whole else []
            for picture in pictures:
                demand_whole(picture)
            drawn = draw(page, scale)
            with PDFIUM:
                page.close()
            yield drawn
    finally:
        with PDFIUM:
            document.close()


def _pictures(content: bytes, media: ScanMedia, first: int) -> "Generator[Image, None, None]":
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # pages are measured here, before they are unpacked
    warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")  # of damaged tags
    with Image.open(io.BytesIO(content), formats=(media.name,)) as picture:
        count = getattr(picture, "n_frames", 1) if media is ScanMedia.TIFF else 1
        if count > MOST_PAGES:
            raise Refused(ScanFailure.TOO_MANY_PAGES)
        for number in range(first, count):
            if number:
                picture.seek(number)
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(ScanFailure.TOO_LARGE)
            picture.load()
            yield _grey(picture)


def _grey(picture: "Image") -> "Image":
    """White where it is transparent, so that ink stays ink."""
    from PIL import Image

    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("L")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("L")
