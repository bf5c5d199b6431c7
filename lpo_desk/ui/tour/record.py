"""What the tour leaves in its folder: tour.json, and no files of the tour before."""

import json
import platform
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from lpo_desk.settings import version
from lpo_desk.terms import Lang

FILE = "tour.json"


@dataclass(frozen=True, slots=True)
class Played:
    """A step that was played. seconds: with waiting and without its picture. keys: chords, “typed text”, [clicked]."""

    number: int
    name: str
    picture: str
    seconds: float
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that the day left: PDFs and the workbook. lang: the reader's, which may not be the clerk's."""

    file: str
    kind: str
    lang: str


@dataclass(slots=True)
class Record:
    """`failed`: the name of the step that failed, "" for none."""

    out: Path
    lang: Lang
    steps: list[Played] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    failed: str = ""
    reason: str = ""
    began: float = field(default_factory=time.monotonic)

    def write(self) -> None:
        """Replace tour.json."""
        record = {
            "program": "LPO Desk",
            "version": version(),
            "python": platform.python_version(),
            "qt": qVersion(),
            "platform": QGuiApplication.platformName(),
            "scale": QGuiApplication.primaryScreen().devicePixelRatio(),
            "language": self.lang.value,
            "played_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - self.began, 2),
            "failed": self.failed,
            "reason": self.reason,
            "steps": [asdict(step) for step in self.steps],
            "papers": [asdict(paper) for paper in self.papers],
        }
        text = json.dumps(record, ensure_ascii=False, indent=2)
        (self.out / FILE).write_text(text + "\n", encoding="utf-8")


def sweep(out: Path) -> None:
    """Away with what an earlier tour left here, by its own tour.json: nothing of two tours is mixed up."""
    try:
        left = json.loads((out / FILE).read_text(encoding="utf-8"))
        named = [step["picture"] for step in left["steps"]] + [paper["file"] for paper in left["papers"]]
        names = [str(name) for name in named]
    except (OSError, ValueError, KeyError, TypeError):
        return
    for name in names:
        if name == Path(name).name:
            (out / name).unlink(missing_ok=True)
