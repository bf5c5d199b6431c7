"""The program started as a user starts it: a process of its own."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import ROOT

PASSWORD = "mansikka-veneet-rannalla"


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str

    @property
    def record(self) -> dict[str, Any]:
        """The one JSON object that `--json` prints, and nothing beside it."""
        assert self.out.count("\n") == 1, self.out
        found = json.loads(self.out)
        assert isinstance(found, dict)
        return found

    def refused(self, words: str) -> None:
        """One sentence on stderr and nothing on stdout."""
        assert (self.code, self.out) == (1, ""), self
        assert words in self.err, self.err
        assert "Traceback" not in self.err


class Shell:
    """Runs `lpo-desk` in a folder of its own, in Finnish, without a terminal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.patience = 120.0
        self.seen: list[Answer] = []

    def command(self, *words: object) -> list[str]:
        return [sys.executable, "-m", "lpo_desk", *map(str, words)]

    def environment(self, **variables: str) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
        return clean | {"LPO_DESK_HOME": str(self.folder / "home"), "LANG": "fi_FI.UTF-8"} | variables

    def __call__(self, *words: object, **variables: str) -> Answer:
        done = subprocess.run(
            self.command(*words),
            cwd=ROOT,
            env=self.environment(**variables),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=self.patience,
            check=False,
        )
        answer = Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
        self.seen.append(answer)
        return answer

    def start(self, *words: object) -> subprocess.Popen[bytes]:
        """A process left running."""
        return subprocess.Popen(
            self.command(*words),
            cwd=ROOT,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def secret(self, password: str = PASSWORD, name: str = "password") -> Path:
        """A password file."""
        file = self.folder / name
        file.write_text(f"{password}\n", encoding="utf-8")
        return file
