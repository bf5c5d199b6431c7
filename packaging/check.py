"""Is everything in the packaged program that must be, and nothing that must not? `python packaging/check.py FOLDER`

Prints the sizes; ends with 1 after naming each fault.
"""

import os
import sys
from pathlib import Path

import bill

PROGRAMS = {"posix": ("lpo-desk",), "nt": ("lpo-desk.exe", "LPO Desk.exe")}
MUST = (
    "resources/terms/fi.toml",
    "resources/terms/sv.toml",
    "resources/terms/en.toml",
    "resources/fonts/NotoSans-Regular.ttf",
    "resources/fonts/OFL.txt",
    "resources/documents/form.typ",
    "resources/icons/app.svg",
    "resources/notice/fi.toml",
    "resources/reference/postcodes.csv",
    "lpo_desk/db/migrations/env.py",
    "lpo_desk/db/migrations/versions/0001_*.py",
    "lpo_desk-*.dist-info/METADATA",
    "licences/NOTICE.txt",
    "licences/PySide6_Essentials-*/LGPL-3.0.txt",
    "licences/PySide6_Essentials-*/GPL-3.0.txt",
    "licences/psycopg-*/LICENSE.txt",
    "psycopg/__init__.py",  # LGPL: as source, to be replaced
    "**/qtbase_fi.qm",
    "**/qtbase_sv.qm",
    "**/*offscreen*",
)
"""Patterns below the folder of the libraries."""
MUST_NOT = (
    *(
        "*.pdb",
        "*.lpodb*",
        "*.keys",
        "__pycache__",
        ".git*",
        "*.orig",
        "*.toml.new",
        "*.log",
        "*.spec",
        "direct_url.json",
    ),
    *("tests", "test_*", "conftest.py", "pytest*", "_pytest*", "hypothesis*", "mypy*", "ruff*"),
    *(
        "stdnum*",
        "holidays*",
        "pypdf",
        "pypdf-*",
        "psutil*",
        "jsonschema*",
        "setuptools*",
        "pip",
        "tcl*",
        "_tcl*",
        "_tkinter*",
    ),
    *(
        "*Qt6Qml*",
        "*Qt6Quick*",
        "*Qt6Pdf*",
        "*WebEngine*",
        "*VirtualKeyboard*",
        "opengl32sw*",
        "icuuc.dll",
    ),
    *("bcryptprimitives.dll", "libsqlite3*", "sqlite3.dll", "_internal/_sqlite3*", "lib-dynload/_sqlite3*"),
)
"""Names that no file or folder may have. icuuc and bcryptprimitives are wine's stand-ins, real Windows has its own; the
standard library's SQLite is not used."""


def faults(folder: Path) -> list[str]:
    """What is wrong with the bundle, in words."""
    inside = folder / "_internal"
    found = []
    windows = (folder / PROGRAMS["nt"][0]).exists()
    programs = PROGRAMS["nt" if windows else "posix"]
    found += [f"there is no {name}" for name in programs if not (folder / name).is_file()]
    found += [f"nothing fits {pattern}" for pattern in MUST if not any(inside.glob(pattern))]
    for place in sorted(folder.rglob("*")):
        name = place.relative_to(folder).as_posix()
        if any(place.match(pattern) for pattern in MUST_NOT):
            found.append(f"{name} does not belong here")
    texts = (
        {each.name for each in (inside / "licences").iterdir()} if (inside / "licences").is_dir() else set()
    )
    for info in inside.glob("*.dist-info"):
        named = info.name.removesuffix(".dist-info")
        if not named.startswith("lpo_desk-") and not any(bill.alike(named, text) for text in texts):
            found.append(f"{named} has no licence text")
    resources = bill.ROOT / "resources"
    here = {each.relative_to(resources) for each in resources.rglob("*") if each.is_file()}
    there = {
        each.relative_to(inside / "resources") for each in (inside / "resources").rglob("*") if each.is_file()
    }
    found += [f"resources/{each.as_posix()} is missing" for each in sorted(here - there)]
    found += [f"resources/{each.as_posix()} is not the project's" for each in sorted(there - here)]
    return found


def size(folder: Path) -> int:
    return sum(
        place.stat().st_size for place in folder.rglob("*") if place.is_file() and not place.is_symlink()
    )


def main(folder: Path) -> int:
    wrong = faults(folder)
    print(
        f"{folder.name}: {size(folder) / 1e6:.1f} MB in {sum(len(files) for _, _, files in os.walk(folder))} files"
    )
    largest = sorted((folder / "_internal").iterdir(), key=_whole, reverse=True)[:8]
    print("largest: " + ", ".join(f"{each.name} {_whole(each) / 1e6:.1f} MB" for each in largest))
    for each in wrong:
        print(f"FAULT: {each}", file=sys.stderr)
    return 1 if wrong else 0


def _whole(place: Path) -> int:
    return size(place) if place.is_dir() else place.stat().st_size


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
