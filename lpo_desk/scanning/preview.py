"""One page of a scan to be looked at: its grey pixels, which the window makes a picture of."""

from dataclasses import dataclass

from lpo_desk.domain.scans import ScanMedia
from lpo_desk.scanning.pages import pages_of

_MOST = 2000
"""Pixels of the longer side: as sharp as any window shows it, and never tens of megabytes."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """pixels: one octet each, row by row from the top."""

    width: int
    height: int
    pixels: bytes


def preview(content: bytes, media: ScanMedia, page: int) -> PagePicture | None:
    """The page of that number, from 0; None where there is none such. Raises what Pillow and PDFium raise of a file that
    has not been read whole before."""
    pages = pages_of(content, media, first=page)
    picture = next(pages, None)
    pages.close()
    if picture is None:
        return None
    picture.thumbnail((_MOST, _MOST))
    return PagePicture(picture.width, picture.height, picture.tobytes())
