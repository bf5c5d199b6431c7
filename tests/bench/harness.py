"""Measures the program beside its floors (performance.md); run by `scripts/bench`.

A module `bench_NAME.py` in this folder has `cases()`, which gives its groups; a generator has each prepared when its
turn comes. The cases of a group are run in turn,
round after round, so that a disturbance of the machine meets them all alike; the ratio to the floor counts.

    def cases() -> list[Group]:
        return [
            Group("Search, 12,000 customers", [
                Case("raw SQL", lambda: latencies(raw_search, WORDS)),
                Case("LPO Desk", lambda: latencies(search, WORDS), floor="raw SQL", goals=[Goal("p95", times=1.5)]),
            ])
        ]
"""

import argparse
import importlib
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from statistics import median, quantiles
from types import ModuleType
from typing import Any, Literal, TypeVar

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "docs" / "benchmarks.md"
ROUNDS = 7

A = TypeVar("A")


@dataclass(frozen=True)
class Sample:
    """One round of one case. `seconds`: one duration, or the latency of each operation in the round."""

    seconds: Sequence[float]
    peak_mib: float | None = None
    items: int | None = None


@dataclass(frozen=True)
class Goal:
    """At most `times` the floor's same number and `plus` (ms or MiB) more; without `times` a limit by itself.

    than: the name of another case of the group, in place of the floor.
    """

    of: Literal["p50", "p95", "max", "MiB"]
    times: float = 0.0
    plus: float = 0.0
    than: str = ""

    def __str__(self) -> str:
        unit = "MiB" if self.of == "MiB" else "ms"
        parts = [f"{self.times:g} x" if self.times else "", f"{self.plus:g} {unit}" if self.plus else ""]
        of = f" of {self.than}" if self.than else ""
        return f"{self.of} <= {' + '.join(part for part in parts if part)}{of}"


@dataclass(frozen=True)
class Case:
    """`floor`: the name of another case of the group, what the ratio is to."""

    name: str
    run: Callable[[], Sample]
    floor: str | None = None
    goals: Sequence[Goal] = ()


@dataclass(frozen=True)
class Group:
    """`rounds`: fewer than asked for, where one takes long."""

    title: str
    cases: Sequence[Case]
    note: str = ""
    rounds: int | None = None
    close: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True)
class Result:
    case: Case
    p50: float
    p95: float | None
    longest: float | None
    peak_mib: float | None
    per_second: float | None

    def number(self, of: str) -> float | None:
        """ms or MiB, as goals are written."""
        if of == "MiB":
            return self.peak_mib
        seconds = {"p50": self.p50, "p95": self.p95, "max": self.longest}[of]
        return None if seconds is None else seconds * 1000


def once(call: Callable[[], object], *, items: int | None = None) -> Sample:
    """The wall-clock time of one call in this process."""
    began = time.perf_counter()
    call()
    return Sample([time.perf_counter() - began], items=items)


def latencies(call: Callable[[A], object], arguments: Iterable[A]) -> Sample:
    """The time of each call, for p50 and p95."""
    seconds = []
    for argument in arguments:
        began = time.perf_counter()
        call(argument)
        seconds.append(time.perf_counter() - began)
    return Sample(seconds)


def program(command: Sequence[str], *, items: int | None = None) -> Sample:
    """A whole process: from start to end, with its peak of resident memory (Linux, macOS)."""
    seconds, peak_mib, _ = _launched(command)
    return Sample([seconds], peak_mib, items)


def reported(command: Sequence[str], env: Mapping[str, str] | None = None) -> tuple[Sample, dict[str, Any]]:
    """A process that prints one JSON object with its own `seconds` as its last line: the sample, and all it told."""
    _, peak_mib, output = _launched(command, env)
    told = json.loads(output[-1])
    return Sample(told["seconds"], peak_mib, told.get("items")), told


def apart(function: str, *arguments: object) -> Sample:
    """Runs "module:function" in a fresh process, so that its memory is its own.

    The function gets `arguments` (as JSON carries them) and returns a Sample of what it timed itself.
    """
    command = [sys.executable, "-m", "tests.bench.harness", "--apart", function, json.dumps(arguments)]
    return reported(command)[0]


def measure(group: Group, rounds: int) -> list[Result]:
    """One unmeasured round to warm caches, then `rounds` in turn; the order moves on by one each round."""
    rounds = min(rounds, group.rounds or rounds)
    samples: dict[str, list[Sample]] = {case.name: [] for case in group.cases}
    try:
        for case in group.cases:
            case.run()
        for number in range(rounds):
            start = number % len(group.cases)
            for case in [*group.cases[start:], *group.cases[:start]]:
                samples[case.name].append(case.run())
    finally:
        group.close()
    return [_result(case, samples[case.name]) for case in group.cases]


def table(group: Group, results: Sequence[Result]) -> str:
    """A Markdown table: medians over the rounds, ratios to the floor, goals and whether they are met."""
    named = {result.case.name: result for result in results}
    lines = [
        f"### {group.title}",
        "",
        *([group.note, ""] if group.note else []),
        *([f"Medians of {group.rounds} rounds.", ""] if group.rounds else []),
        "| case | p50 ms | p95 ms | max ms | items/s | peak MiB | ratio p50 | ratio p95 | goal |",
        "|---|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for result in results:
        floor = named[result.case.floor] if result.case.floor else None
        cells = [
            result.case.name,
            _number(result.number("p50")),
            _number(result.number("p95")),
            _number(result.number("max")),
            _number(result.per_second),
            _number(result.peak_mib),
            _ratio(result, floor, "p50"),
            _ratio(result, floor, "p95"),
            "; ".join(_verdict(goal, result, named.get(goal.than, floor)) for goal in result.case.goals),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    arguments = _parser().parse_args()
    if arguments.apart:
        return _child(*arguments.apart)
    tables, began = [], _commit()
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    for module in _modules(arguments.names):
        for group in module.cases():
            text = table(group, measure(group, arguments.rounds))
            print(text, flush=True)
            tables.append(text)
    if not tables:
        print("There is no such benchmark.", file=sys.stderr)
        return 1
    if not arguments.names and not arguments.no_write:
        RESULTS.write_text("\n".join([_heading(arguments.rounds, load, began), *tables]), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("names", nargs="*", help="bench_NAME.py; none means all, and then the result is kept")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--no-write", action="store_true", help="do not write docs/benchmarks.md")
    parser.add_argument("--apart", nargs=2, help=argparse.SUPPRESS)
    return parser


def _modules(names: Sequence[str]) -> list[ModuleType]:
    found = sorted(path.stem for path in Path(__file__).parent.glob("bench_*.py"))
    wanted = [f"bench_{name}" for name in names] or found
    return [importlib.import_module(f"tests.bench.{name}") for name in wanted if name in found]


def _child(function: str, arguments: str) -> int:
    module, _, name = function.partition(":")
    sample = getattr(importlib.import_module(module), name)(*json.loads(arguments))
    print(json.dumps({"seconds": list(sample.seconds), "items": sample.items}))
    return 0


# The kernel counts a child's peak memory from before its exec, when it still shares its parent's. So the
# parent is this, the smallest Python there is, and not the benchmark with all its data.
BEGAN = "LPO_DESK_BENCH_BEGAN"
LAUNCHER = """
import json, os, sys, time
began = time.perf_counter()
os.environ["LPO_DESK_BENCH_BEGAN"] = str(began)
_, status, usage = os.wait4(os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ), 0)
print(json.dumps([time.perf_counter() - began, usage.ru_maxrss, os.waitstatus_to_exitcode(status)]))
"""


def _launched(command: Sequence[str], env: Mapping[str, str] | None = None) -> tuple[float, float, list[str]]:
    """Seconds, peak MiB and the lines of output of a process. RuntimeError when it failed.

    The process finds the moment of its start in the variable BEGAN, on the clock of `time.perf_counter`.
    """
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", LAUNCHER, *command],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    *output, last = done.stdout.splitlines()
    seconds, peak, exit_code = json.loads(last)
    if exit_code:
        raise RuntimeError(f"exit code {exit_code}: {' '.join(command)}")
    return seconds, peak / (1024 * 1024 if sys.platform == "darwin" else 1024), output


def _result(case: Case, samples: Sequence[Sample]) -> Result:
    p50 = median(median(sample.seconds) for sample in samples)
    many = min(len(sample.seconds) for sample in samples) >= 20
    p95 = median(quantiles(sample.seconds, n=20)[-1] for sample in samples) if many else None
    longest = max(max(sample.seconds) for sample in samples) if many else None
    peaks = [sample.peak_mib for sample in samples if sample.peak_mib is not None]
    items = samples[0].items
    per_second = items / median(sum(sample.seconds) for sample in samples) if items else None
    return Result(case, p50, p95, longest, median(peaks) if peaks else None, per_second)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _ratio(result: Result, floor: Result | None, of: str) -> str:
    mine, other = result.number(of), floor.number(of) if floor else None
    return "" if mine is None or other is None else f"{mine / other:.2f}"


def _verdict(goal: Goal, result: Result, floor: Result | None) -> str:
    """A number of too few samples is neither met nor missed."""
    mine, other = result.number(goal.of), floor.number(goal.of) if floor else None
    limit = goal.plus + (goal.times * other if other is not None else 0)
    if mine is None or (other is None and goal.times):
        return f"{goal} not measured"
    return f"{goal} {'met' if mine <= limit else '**missed**'}"


VERSIONS = ("PySide6_Essentials", "SQLAlchemy", "sqlcipher3", "openpyxl", "python-calamine")


def _heading(rounds: int, load: float, began: str) -> str:
    ended = _commit()
    commit = ended if ended == began else f"{began}, {ended} when it ended"
    versions = ", ".join(f"{name} {found}" for name in VERSIONS if (found := _version(name)))
    return (
        "# Measured speed and memory\n\n"
        f"Written by `scripts/bench` on {datetime.now(UTC):%Y-%m-%d}, commit {commit}; medians of {rounds} "
        "interleaved rounds, after one that is not measured.\n"
        f"Machine: {_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, load average "
        f"{load:.1f} when it began. Python {platform.python_version()}, {versions}. Windows are painted off screen.\n\n"
        "A ratio is to the floor measured in the same run; only ratios hold from machine to machine. A p95 is the median "
        "of the rounds' own, a max the longest of them all.\nNothing here decides whether a change passes.\n"
    )


def _commit() -> str:
    """What was measured, as far as git knows."""
    commit = _git("rev-parse", "--short", "HEAD") or "unknown"
    changed = _git("status", "--porcelain", "--", "lpo_desk", "tests/bench")
    return f"{commit} with changes not committed" if changed else commit


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _processor() -> str:
    """The name of the processor where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


if __name__ == "__main__":
    sys.exit(main())
