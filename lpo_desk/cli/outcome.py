"""What a command answers: a record for programs, lines for people."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from lpo_desk.terms import Lang, terms


@dataclass(frozen=True, slots=True)
class Outcome:
    """`record`: plain JSON values. `complaint`: what is wrong, for stderr; the command then ends with 1."""

    record: Mapping[str, object]
    lines: tuple[str, ...]
    complaint: str = ""

    def shown(self, *, as_json: bool) -> str:
        if as_json:
            return json.dumps(self.record, ensure_ascii=False) + "\n"
        return "".join(f"{line}\n" for line in self.lines)


class Meter:
    """How far a long command is, on stderr of a terminal and nowhere else. Use as a context manager."""

    def __init__(self, lang: Lang) -> None:
        self._lang = lang
        self._shows = sys.stderr.isatty()
        self._percent = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._percent >= 0:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if self._shows and percent != self._percent:
            self._percent = percent
            words = terms("cli.progress", lang=self._lang, percent=percent)
            print(f"\r{words}", end="", file=sys.stderr, flush=True)
