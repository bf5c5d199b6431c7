"""What a self-test leaves: result.json, one entry for each check."""

import json
import platform
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from lpo_desk.settings import version

FILE = "result.json"
USER, PASSWORD = "tarkastus", "lokki lentää laiturin yli"
"""Of a throw-away database."""
Facts = Mapping[str, object]
"""Plain JSON values: versions, sizes, seconds."""


class Failed(Exception):
    """A check saw something else than it must; the message says what."""


def demand(so: bool, otherwise: str) -> None:
    """Raises Failed. An `assert` would be left out of a program that is started with -O."""
    if not so:
        raise Failed(otherwise)


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of the results, and the one of the databases, which is gone afterwards."""

    out: Path
    work: Path

    @property
    def database(self) -> Path:
        """With a space and letters that not every system's own alphabet has."""
        return self.work / "itsetesti åäö.lpodb"


@dataclass(frozen=True, slots=True)
class Check:
    """`error`: kind and message; everything here is made up, so the message may be told."""

    name: str
    ok: bool
    seconds: float
    facts: Facts = field(default_factory=dict)
    error: str = ""


@dataclass(slots=True)
class Result:
    began: float = field(default_factory=time.time)
    checks: list[Check] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return bool(self.checks) and all(check.ok for check in self.checks)

    def check(self, name: str, look: Callable[[], Facts]) -> None:
        """Whatever goes wrong fails this check and lets the others go on."""
        began = time.monotonic()
        facts: Facts = {}
        error = ""
        try:
            facts = look()
        except Exception as problem:  # whatever it is, a library that does not load or a window that stands
            error = f"{type(problem).__name__}: {problem}"
        self.checks.append(Check(name, not error, round(time.monotonic() - began, 2), facts, error))

    def as_json(self) -> dict[str, object]:
        return {
            "program": "LPO Desk",
            "version": version(),
            "ok": self.ok,
            "at": datetime.fromtimestamp(self.began, UTC).isoformat(timespec="seconds"),
            "seconds": round(time.time() - self.began, 2),
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()} {platform.machine()}",
            "packaged": bool(getattr(sys, "frozen", False)),
            "checks": [asdict(check) for check in self.checks],
        }

    def write(self, folder: Path) -> Path:
        file = folder / FILE
        file.write_text(json.dumps(self.as_json(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        return file
