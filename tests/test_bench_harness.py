"""The measuring itself: order of the rounds, ratios and percentiles, memory of a process of its own."""

import sys

import pytest

from tests.bench.harness import Case, Goal, Group, Sample, apart, latencies, measure, program, table


def test_cases_take_turns_and_the_order_moves_on() -> None:
    runs: list[str] = []

    def case(name: str) -> Case:
        def run() -> Sample:
            runs.append(name)
            return Sample([0.001])

        return Case(name, run)

    closed = []
    measure(Group("g", [case("a"), case("b")], close=lambda: closed.append(True)), rounds=3)
    assert "".join(runs) == "ab" + "ab" + "ba" + "ab"
    assert closed


def test_the_table_compares_with_the_floor() -> None:
    group = Group(
        "Search",
        [
            Case("floor", lambda: Sample([0.010] * 40, items=40)),
            Case(
                "good",
                lambda: Sample([0.012] * 40, peak_mib=99.5),
                floor="floor",
                goals=[Goal("p50", times=1.5)],
            ),
            Case("slow", lambda: Sample([0.020] * 40), floor="floor", goals=[Goal("p50", times=1.5)]),
        ],
    )
    text = table(group, measure(group, rounds=7))
    assert "| floor | 10 | 10 | 10 | 100 |  |  |  |  |" in text
    assert "| good | 12 | 12 | 12 |  | 99.5 | 1.20 | 1.20 | p50 <= 1.5 x met |" in text
    assert "| slow | 20 | 20 | 20 |  |  | 2.00 | 2.00 | p50 <= 1.5 x **missed** |" in text


def test_growth_is_measured_against_another_case() -> None:
    goals = [Goal("p95", times=2, than="small"), Goal("max", plus=25)]
    group = Group(
        "Growth",
        [
            Case("small", lambda: Sample([0.010] * 40)),
            Case("floor", lambda: Sample([0.001] * 40)),
            Case("large", lambda: Sample([0.019] * 39 + [0.030]), floor="floor", goals=goals),
        ],
    )
    text = table(group, measure(group, rounds=3))
    assert "| p95 <= 2 x of small met; max <= 25 ms **missed** |" in text


def test_a_percentile_of_few_samples_is_neither_met_nor_missed() -> None:
    group = Group(
        "Few", [Case("one", lambda: Sample([0.001]), goals=[Goal("p95", plus=5), Goal("p50", plus=5)])]
    )
    assert "| p95 <= 5 ms not measured; p50 <= 5 ms met |" in table(group, measure(group, rounds=3))


def test_memory_is_that_of_the_process_measured() -> None:
    small = program([sys.executable, "-c", "pass"])
    large = program([sys.executable, "-c", "kept = bytearray(80 << 20)"])
    assert small.peak_mib is not None
    assert large.peak_mib is not None
    assert 70 < large.peak_mib - small.peak_mib < 100


def test_a_function_is_measured_apart() -> None:
    sample = apart("tests.test_bench_harness:allocate", 60)
    assert sample.items == 60
    assert sample.peak_mib is not None
    assert sample.peak_mib > 60


def test_a_failing_program_is_no_measurement() -> None:
    with pytest.raises(RuntimeError, match="exit code 3"):
        program([sys.executable, "-c", "raise SystemExit(3)"])


def allocate(mib: int) -> Sample:
    kept = bytearray(mib << 20)
    return Sample(latencies(lambda size: size, [1, 2]).seconds, items=len(kept) >> 20)
