"""What is really inside a packaged program: licence texts, NOTICE and bill of materials, from the distributions bundled.

Used by build.spec, so that none of these lists is kept by hand.
"""

import hashlib
import json
import re
import shutil
import sys
import sysconfig
import tomllib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
_TEXTS = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_PAGES = ("homepage", "home", "repository", "source", "code", "documentation")
_OURS = Path(__file__).parent / "licences"

WITHIN = {
    "PySide6_Essentials": "Qt 6 (LGPL-3.0-only), as libraries of their own in the folder PySide6",
    "psycopg": "as Python source in the folder psycopg",
    "psycopg-binary": "libpq (PostgreSQL Licence) and OpenSSL (Apache-2.0)",
    "sqlcipher3": "SQLCipher (BSD-3-Clause), SQLite (public domain) and OpenSSL (Apache-2.0)",
    "cryptography": "OpenSSL (Apache-2.0)",
    "typst": "the Typst compiler and its Rust libraries (Apache-2.0, MIT and BSD)",
    "pypdfium2": "PDFium (BSD-3-Clause and Apache-2.0)",
    "pillow": "libjpeg-turbo, libtiff, zlib and others named in its licence",
    "lxml": "libxml2 and libxslt (MIT)",
}
"""What a distribution carries besides its own code; where it is LGPL, how to replace it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A distribution that is bundled. `licence`: SPDX expression, or what its makers call it."""

    name: str
    version: str
    licence: str
    page: str
    texts: tuple[Path, ...]

    @property
    def folder(self) -> str:
        return f"{self.name}-{self.version}"


@dataclass(frozen=True, slots=True)
class Project:
    version: str
    description: str


def project() -> Project:
    """What pyproject.toml says of the program."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return Project(said["version"], said["description"])


def parts(modules: Iterable[str]) -> list[Part]:
    """The distributions of these modules, each once. Whatever belongs to none is Python's or ours."""
    homes = metadata.packages_distributions()
    names = {name for module in modules for name in homes.get(module.partition(".")[0], ())}
    found = (_part(metadata.distribution(name)) for name in names - {"lpo-desk", "pyinstaller"})
    return sorted({part.name: part for part in found}.values(), key=lambda part: part.name.casefold())


def write_licences(folder: Path, bundled: Iterable[Part]) -> None:
    """Replace the folder with NOTICE.txt and a folder of texts for each distribution. Raises LookupError where one has
    no text at all: it may not be given on."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    lines = [_HEAD.format(version=project().version, python=sys.version.split()[0])]
    for part in bundled:
        place = folder / part.folder
        place.mkdir()
        for text in part.texts:
            shutil.copyfile(text, place / text.name)
        if "LGPL" in part.licence.upper():
            for text in _OURS.glob("*.txt"):
                shutil.copyfile(text, place / text.name)
        if not list(place.iterdir()):
            raise LookupError(f"{part.name} comes without the text of its licence")
        within = next((words for name, words in WITHIN.items() if alike(name, part.name)), "")
        lines.append(f"{part.name} {part.version}: {part.licence}" + (f"; holds {within}" if within else ""))
        if part.page:
            lines.append(f"  {part.page}")
    python = next((p for p in _python_licences() if p.is_file()), None)
    if python is not None:
        shutil.copyfile(python, folder / "Python.txt")
    (folder / "NOTICE.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_bill(file: Path, bundled: Iterable[Part]) -> None:
    """CycloneDX 1.5 as JSON. The same parts give the same bytes."""
    ours = project().version
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{_canonical(part.name)}@{part.version}",
            "name": _canonical(part.name),
            "version": part.version,
            "purl": f"pkg:pypi/{_canonical(part.name)}@{part.version}",
            "licenses": [{"license": {"name": part.licence}}],
        }
        for part in bundled
    ]
    python = sys.version.split()[0]
    components.append(
        {
            "type": "platform",
            "bom-ref": f"python@{python}",
            "name": "CPython",
            "version": python,
            "licenses": [{"license": {"id": "PSF-2.0"}}],
        }
    )
    digest = hashlib.sha256(json.dumps([ours, sys.platform, components]).encode()).digest()
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": "lpo-desk", "name": "LPO Desk", "version": ours}
        },
        "components": components,
        "dependencies": [{"ref": "lpo-desk", "dependsOn": [each["bom-ref"] for each in components]}],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(bill, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def write_own_metadata(folder: Path) -> Path:
    """The program's own dist-info, by which it knows its version. Gives its folder."""
    ours = project()
    place = folder / f"lpo_desk-{ours.version}.dist-info"
    place.mkdir(parents=True, exist_ok=True)
    words = f"Metadata-Version: 2.1\nName: lpo-desk\nVersion: {ours.version}\nSummary: {ours.description}\n"
    (place / "METADATA").write_text(words, encoding="utf-8")
    return place


def _part(found: metadata.Distribution) -> Part:
    said = found.metadata
    named = [line for line in said.get_all("Classifier") or () if line.startswith("License ::")]
    licence = said.get("License-Expression") or (said.get("License") or "").split("\n")[0].strip()
    licence = licence or ", ".join(line.rpartition(":: ")[2] for line in named) or "see its text"
    pages = dict(each.split(", ", 1) for each in said.get_all("Project-URL") or ())
    page = said.get("Home-page") or next((pages[name] for name in pages if name.lower() in _PAGES), "")
    texts = tuple(
        Path(str(found.locate_file(file)))
        for file in found.files or ()
        if ".dist-info" in file.parts[0]
        and _TEXTS.search("/".join(file.parts[1:]))
        and "Commercial" not in file.name
    )
    return Part(said["Name"], found.version, licence, page, texts)


def _python_licences() -> list[Path]:
    return [Path(sys.base_prefix) / "LICENSE.txt", Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"]


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def alike(one: str, other: str) -> bool:
    """Two spellings of a distribution's name, with or without its version."""
    return _canonical(one) == _canonical(other)


_HEAD = """\
LPO Desk {version}

The program holds the works below, each under its own licence; the texts are in the folders beside this file.
Python {python}: PSF-2.0.

Qt (through PySide6) and psycopg are under the LGPL, version 3. They are not part of the program's own files: the
libraries of Qt lie in the folder PySide6, the source of psycopg in the folder psycopg, and whoever wants may put
other versions that fit in their place. Their sources can be had from their makers' pages below.

The fonts in resources/fonts are under the SIL Open Font Licence 1.1 and the licence of DejaVu, the names of countries
under the Unicode licence; their texts lie beside them. A bundle for Linux also holds libraries of the system it was
built on, whose licences that system's documentation tells.
"""
