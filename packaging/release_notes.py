"""The part of CHANGELOG.md that is about one version: `python packaging/release_notes.py 1.2.0`.

Ends with 1 where the changelog does not name the version: a release without notes is not made.
"""

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
_HEADING = re.compile(r"^## (?P<name>\S+).*$", re.MULTILINE)


def notes(changelog: str, version: str) -> str:
    """Raises LookupError without the version's heading, or with nothing below it."""
    headings = list(_HEADING.finditer(changelog))
    for place, heading in enumerate(headings):
        if heading["name"].strip("[]").removeprefix("v") == version:
            end = headings[place + 1].start() if place + 1 < len(headings) else len(changelog)
            text = changelog[heading.end() : end].strip()
            if text:
                return text + "\n"
    raise LookupError(version)


if __name__ == "__main__":
    try:
        print(notes(CHANGELOG.read_text(encoding="utf-8"), sys.argv[1]), end="")
    except LookupError:
        sys.exit(f"CHANGELOG.md has nothing on version {sys.argv[1]}.")
