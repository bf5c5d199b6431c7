"""The one place that calls Typst.

A template of `resources/documents` gets its data as one JSON text, which Typst parses as values: nothing in
it can be read as markup or code. Fonts are those of `resources/fonts` alone, so a document looks the same on
every machine.
"""

import io
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from functools import cache
from typing import TYPE_CHECKING

import segno

from lpo_desk.documents.glyphs import fonts_folder
from lpo_desk.domain.qr import qr_text
from lpo_desk.paths import resources
from lpo_desk.terms import Lang

if TYPE_CHECKING:
    from typst import Fonts

Json = str | int | bool | None | Sequence["Json"] | Mapping[str, "Json"]


def typeset(template: str, data: Mapping[str, Json], *, lang: Lang, on: date) -> bytes:
    """Typeset `resources/documents/{template}.typ`: PDF/UA-1 and PDF/A-2a, dated `on`.

    Raises typst.TypstError when the template is wrong, which is a bug: no value of `data` can cause it.
    """
    import typst  # 29 MB, so only when something is printed

    folder = resources() / "documents"
    made = typst.compile(
        folder / f"{template}.typ",
        root=folder,
        format="pdf",
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1", "a-2a"],
        timestamp=datetime.combine(on, time(12), UTC),
        sys_inputs={"data": json.dumps({"lang": lang.value, "made": [on.year, on.month, on.day], **data})},
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no PDF")
    return made


def qr_svg(number: str) -> str:
    """The QR code of a case or paper number as SVG: error level M and the quiet zone of 4 modules."""
    stream = io.BytesIO()
    code = segno.make_qr(qr_text(number), error="m", boost_error=False)
    code.save(stream, kind="svg", border=4, xmldecl=False, nl=False, light="#fff")
    return stream.getvalue().decode()


@cache
def _fonts() -> "Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts_folder()])
