"""The portability copy as files (GDPR art. 20): JSON of a documented shape, and CSV packed in one zip.

Keys and codes are the same in every language; labels beside them are in the person's. The same copy gives the same
bytes, so that its checksum on the letter can be computed again.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import CopyFormat
from lpo_desk.domain.letters import COPIES
from lpo_desk.domain.portability import FORMAT, VERSION, Coded, PortableCopy, PortableGroup, Value
from lpo_desk.exports.target import new_file
from lpo_desk.organisation import organisation
from lpo_desk.terms import Lang, Term, terms

ENDINGS = {DocumentKind.PORTABLE_JSON: "json", DocumentKind.PORTABLE_CSV: "zip"}
LABELS = "labels.csv"
"""In the zip: what each column is called, and what is not in the copy and why."""

_FORMULA = re.compile(r"[=+\-@\t\r\n]")
_PLAIN_NUMBER = re.compile(r"\+\d+")


@dataclass(frozen=True, slots=True)
class PortableFile:
    """`name` says the case and the day, no person. `sha256`: in hexadecimal, for the letter."""

    kind: DocumentKind
    name: str
    content: bytes
    sha256: str


def make(copy: PortableCopy, form: CopyFormat, lang: Lang) -> PortableFile:
    """The copy in the form that was asked for, with labels in `lang`."""
    kind, write = COPIES[form], _json if form is CopyFormat.JSON else _csv
    content = write(copy, lang)
    name = file_name(copy.case_number, copy.made_on, kind)
    return PortableFile(kind, name, content, hashlib.sha256(content).hexdigest())


def text_of(file: PortableFile) -> str:
    """All that can be read in it: of a zip each file under its name."""
    if file.kind is DocumentKind.PORTABLE_JSON:
        return file.content.decode()
    with zipfile.ZipFile(io.BytesIO(file.content)) as packed:
        return "\n".join(f"[{name}]\n{packed.read(name).decode('utf-8-sig')}" for name in packed.namelist())


def file_name(case_number: str, made_on: date, kind: DocumentKind) -> str:
    """As the letter tells it."""
    return f"{case_number or 'LPOnet'}-{made_on.isoformat()}.{ENDINGS[kind]}"


def save(name: str, content: bytes, folder: Path) -> Path:
    """Write the file to a folder or a memory stick; tells where: `name`, or `name-2` when that is taken.

    Raises TargetLocked, TargetMissing, TargetFailed.
    """
    with new_file(folder / name) as target:
        target.draft.write_bytes(content)
    return target.path


def _json(copy: PortableCopy, lang: Lang) -> bytes:
    controller = organisation().controller
    whole = {
        "format": FORMAT,
        "version": VERSION,
        "controller": {"name": controller.name, "business_id": controller.business_id},
        "case": copy.case_number or None,
        "made_on": copy.made_on.isoformat(),
        "language": lang.value,
        "groups": [_group(group, lang) for group in copy.groups],
        "left_out": [
            {
                "group": left.group,
                "key": left.key,
                "label": terms(left.label, lang=lang),
                "why": left.why.value,
                "why_label": terms(left.why.term, lang=lang),
            }
            for left in copy.left_out
        ],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=2) + "\n").encode()


def _group(group: PortableGroup, lang: Lang) -> dict[str, Any]:
    keys = [field.key for field in group.fields]
    return {
        "key": group.key,
        "label": terms(group.label, lang=lang),
        "fields": [{"key": field.key, "label": terms(field.label, lang=lang)} for field in group.fields],
        "rows": [
            {
                "values": {
                    key: _plain(value, lang)
                    for key, value in zip(keys, row.values, strict=True)
                    if value is not None
                },
                "source": _plain(Coded(row.source.value, Term(row.source.term)), lang),
                "source_on": row.source_on.isoformat(),
            }
            for row in group.rows
        ],
    }


def _plain(value: Value, lang: Lang) -> object:
    if isinstance(value, Coded):
        return {"code": value.code, "label": value.label.text(lang)}
    return value.isoformat() if isinstance(value, date) else value


def _csv(copy: PortableCopy, lang: Lang) -> bytes:
    """One file for each group and one of labels: RFC 4180, UTF-8 with the mark by which Excel knows it."""
    packed = io.BytesIO()
    moment = (copy.made_on.year, copy.made_on.month, copy.made_on.day, 0, 0, 0)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in _files(copy, lang):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same bytes whichever system made them
            archive.writestr(entry, _sheet(lines))
    return packed.getvalue()


def _files(copy: PortableCopy, lang: Lang) -> Iterator[tuple[str, list[list[str]]]]:
    labels = [["group", "column", "label", "note"]]
    for group in copy.groups:
        labels.append([group.key, "", terms(group.label, lang=lang), ""])
        heading = []
        for place, field in enumerate(group.fields):
            coded = any(isinstance(row.values[place], Coded) for row in group.rows)
            heading += [field.key, f"{field.key}_label"] if coded else [field.key]
            labels.append([group.key, field.key, terms(field.label, lang=lang), ""])
        lines = [[*heading, "source", "source_label", "source_on"]]
        for row in group.rows:
            cells: list[str] = []
            for place, value in enumerate(row.values):
                wide = f"{group.fields[place].key}_label" in heading
                cells += _cells(value, lang, wide=wide)
            source = [row.source.value, terms(row.source.term, lang=lang), row.source_on.isoformat()]
            lines.append([*cells, *source])
        yield f"{group.key}.csv", lines
    for left in copy.left_out:
        labels.append([left.group, left.key, terms(left.label, lang=lang), terms(left.why.term, lang=lang)])
    yield LABELS, labels


def _cells(value: Value | None, lang: Lang, *, wide: bool) -> list[str]:
    """The value as text; of a coded column its code and its label."""
    if isinstance(value, Coded):
        return [value.code, value.label.text(lang)]
    match value:
        case None:
            text = ""
        case bool():
            text = "true" if value else "false"
        case date():
            text = value.isoformat()
        case _:
            text = str(value)
    return [text, ""] if wide else [text]


def _sheet(lines: Iterable[list[str]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerows([_harmless(cell) for cell in line] for line in lines)
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def _harmless(text: str) -> str:
    """The text with an apostrophe where a spreadsheet would take it for a formula (a telephone number is none)."""
    return f"'{text}" if _FORMULA.match(text) and not _PLAIN_NUMBER.fullmatch(text) else text
