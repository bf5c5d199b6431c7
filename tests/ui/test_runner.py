"""The database thread: order, staleness, owners that go away, errors, progress, the end."""

import gc
import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from lpo_desk.domain.errors import UserError
from lpo_desk.ui.garbage import GuiGarbage
from lpo_desk.ui.runner import Progress, Runner, Step
from tests.ui.robot import PATIENCE_MS


class Refused(UserError):
    key = "ui.required"


class Page(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.told: list[UserError] = []

    def tell_error(self, error: UserError) -> None:
        self.told.append(error)


@pytest.fixture
def gate() -> Iterator[threading.Event]:
    """Keeps the database thread busy until it is set."""
    event = threading.Event()
    yield event
    event.set()


def wait(qtbot: QtBot, runner: Runner) -> None:
    qtbot.waitUntil(lambda: runner.idle, timeout=PATIENCE_MS)


def test_a_call_runs_on_the_database_thread_and_answers_on_the_gui_thread(
    qtbot: QtBot, runner: Runner
) -> None:
    owner, threads = QObject(), []
    runner.run(owner, threading.get_ident, lambda ran_on: threads.append((ran_on, threading.get_ident())))
    wait(qtbot, runner)
    [(ran_on, answered_on)] = threads
    assert answered_on == threading.get_ident()
    assert ran_on != threading.get_ident()


def test_calls_run_one_after_another_in_their_order(qtbot: QtBot, runner: Runner) -> None:
    owner, answers = QObject(), list[int]()
    for number in range(20):
        runner.run(owner, partial(int, number), answers.append)
    wait(qtbot, runner)
    assert answers == list(range(20))


def test_only_the_newest_answer_of_a_question_counts(
    qtbot: QtBot, runner: Runner, gate: threading.Event
) -> None:
    owner, ran, answers = QObject(), list[str](), list[str]()

    def ask(text: str) -> str:
        ran.append(text)
        return text

    runner.run(owner, lambda: gate.wait(5), lambda _: None)
    for text in ("ö", "öh", "öhm"):
        runner.run(owner, partial(ask, text), answers.append, latest="search")
    gate.set()
    wait(qtbot, runner)
    assert answers == ["öhm"]
    assert ran == ["öhm"], "queued questions that were overtaken are not even asked"


def test_an_answer_that_was_overtaken_while_running_is_dropped(
    qtbot: QtBot, runner: Runner, gate: threading.Event
) -> None:
    owner, answers, begun = QObject(), list[str](), threading.Event()

    def slow() -> str:
        begun.set()
        gate.wait(5)
        return "old"

    runner.run(owner, slow, answers.append, latest="search")
    assert begun.wait(5)
    runner.run(owner, lambda: "new", answers.append, latest="search")
    gate.set()
    wait(qtbot, runner)
    assert answers == ["new"]


def test_two_owners_do_not_overtake_each_other(qtbot: QtBot, runner: Runner, gate: threading.Event) -> None:
    first, second, answers = QObject(), QObject(), list[str]()
    runner.run(first, lambda: gate.wait(5), lambda _: None)
    runner.run(first, lambda: "first", answers.append, latest="search")
    runner.run(second, lambda: "second", answers.append, latest="search")
    gate.set()
    wait(qtbot, runner)
    assert answers == ["first", "second"]


def test_nothing_is_delivered_to_an_owner_that_is_gone(
    qtbot: QtBot, runner: Runner, gate: threading.Event
) -> None:
    owner, answers = QWidget(), list[bool]()
    runner.run(owner, lambda: gate.wait(5), answers.append)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not _valid(owner), timeout=PATIENCE_MS)
    gate.set()
    wait(qtbot, runner)
    assert answers == []


def test_a_user_error_is_told_by_the_page_around_the_owner(qtbot: QtBot, runner: Runner) -> None:
    page = Page()
    qtbot.addWidget(page)
    inside = QWidget(QWidget(page))

    def refuse() -> None:
        raise Refused

    runner.run(inside, refuse, lambda _: pytest.fail("there is no answer"))
    wait(qtbot, runner)
    assert [error.key for error in page.told] == ["ui.required"]


def test_a_bug_goes_to_the_exception_hook_and_the_runner_goes_on(qtbot: QtBot, runner: Runner) -> None:
    page, answers = Page(), list[int]()
    qtbot.addWidget(page)
    with qtbot.captureExceptions() as caught:
        runner.run(page, lambda: 1 // 0, answers.append)
        wait(qtbot, runner)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert page.told == []
    runner.run(page, lambda: 7, answers.append)
    wait(qtbot, runner)
    assert answers == [7]


def test_the_own_handler_gets_the_error_instead(qtbot: QtBot, runner: Runner) -> None:
    owner, errors = QObject(), list[Exception]()
    runner.run(owner, lambda: 1 // 0, lambda _: None, errors.append)
    wait(qtbot, runner)
    assert isinstance(errors[0], ZeroDivisionError)


def test_a_bug_in_a_callback_does_not_leave_the_runner_busy(qtbot: QtBot, runner: Runner) -> None:
    owner = QObject()
    with qtbot.captureExceptions() as caught:
        runner.run(owner, lambda: 0, lambda zero: 1 // zero)
        wait(qtbot, runner)
    assert len(caught) == 1


def test_busy_is_said_once_for_calls_that_follow_each_other(qtbot: QtBot, runner: Runner) -> None:
    owner, said = QObject(), list[bool]()
    runner.busy.connect(said.append)
    runner.run(owner, lambda: 1, lambda _: runner.run(owner, lambda: 2, lambda _: None))
    wait(qtbot, runner)
    assert said == [True, False]


def test_a_long_call_reports_its_progress(qtbot: QtBot, runner: Runner) -> None:
    owner, steps, answers = QObject(), list[Step](), list[str]()

    def export(progress: Progress) -> str:
        for done in (1, 2, 3):
            progress(done, 3, f"sheet {done}")
        return "saved"

    runner.run_long(owner, export, answers.append, progress=steps.append)
    wait(qtbot, runner)
    assert steps == [Step(1, 3, "sheet 1"), Step(2, 3, "sheet 2"), Step(3, 3, "sheet 3")]
    assert answers == ["saved"]


def test_cancel_unwinds_a_running_call(qtbot: QtBot, runner: Runner) -> None:
    owner, begun, ends = QObject(), threading.Event(), list[str]()

    def export(progress: Progress) -> str:
        begun.set()
        for done in range(10_000):
            progress(done)
            threading.Event().wait(0.001)
        return "saved"

    job = runner.run_long(owner, export, ends.append, cancelled=lambda: ends.append("cancelled"))
    assert begun.wait(5)
    job.cancel()
    wait(qtbot, runner)
    assert ends == ["cancelled"]


def test_a_queued_long_call_that_is_cancelled_never_begins(
    qtbot: QtBot, runner: Runner, gate: threading.Event
) -> None:
    owner, ran, ends = QObject(), list[str](), list[str]()
    runner.run(owner, lambda: gate.wait(5), lambda _: None)
    job = runner.run_long(
        owner, lambda _: ran.append("ran"), lambda _: None, cancelled=lambda: ends.append("cancelled")
    )
    job.cancel()
    gate.set()
    wait(qtbot, runner)
    assert (ran, ends) == ([], ["cancelled"])


def test_close_waits_for_the_running_call_and_forgets_the_rest(qtbot: QtBot) -> None:
    runner, owner, ran, answers = Runner(), QObject(), list[str](), list[object]()
    begun = threading.Event()

    def slow() -> None:
        begun.set()
        threading.Event().wait(0.05)
        ran.append("slow")

    runner.run(owner, slow, answers.append)
    assert begun.wait(5)
    runner.run(owner, lambda: ran.append("queued"), answers.append)
    runner.close()
    assert ran == ["slow"]
    runner.run(owner, lambda: ran.append("late"), answers.append)
    qtbot.wait(20)
    assert (ran, answers, runner.idle) == (["slow"], [], True)


def test_many_short_calls_with_owners_that_come_and_go(qtbot: QtBot, runner: Runner) -> None:
    """The pattern that crashed other programs: signals across threads while their receivers die."""
    answers = list[int]()
    for number in range(300):
        owner = QWidget()
        runner.run(owner, partial(int, number), answers.append)
        if number % 3 == 0:
            owner.deleteLater()
        del owner
    wait(qtbot, runner)
    assert len(answers) <= 300
    assert set(answers) >= {n for n in range(300) if n % 3}


def _valid(owner: QObject) -> bool:
    from shiboken6 import isValid

    return bool(isValid(owner))


def test_widgets_in_cycles_are_never_destroyed_on_the_database_thread(qtbot: QtBot, runner: Runner) -> None:
    """Qt warns, and the test fails by it, when a running timer dies on another thread."""
    assert not gc.isenabled()
    for _ in range(50):
        timer = QTimer()
        timer.start(10_000)
        timer.own_cycle = timer  # type: ignore[attr-defined]  # only the cycle collector can free it now
        del timer
    owner = QObject()
    runner.run(owner, lambda: [[number] for number in range(200_000)], lambda _: None)
    wait(qtbot, runner)
    GuiGarbage(runner).collect()
    runner.close()
    assert gc.isenabled()


def test_the_gui_thread_collects_what_is_due(runner: Runner) -> None:
    kept = [[number] for number in range(10_000)]
    garbage = GuiGarbage(runner)
    assert gc.get_count()[0] > gc.get_threshold()[0]
    garbage.collect()
    assert gc.get_count()[0] <= gc.get_threshold()[0]
    assert len(kept) == 10_000


def test_what_is_told_from_another_thread_arrives_on_the_gui_thread(qtbot: QtBot, runner: Runner) -> None:
    heard = list[tuple[object, int]]()
    runner.changed.connect(lambda changes: heard.append((changes, threading.get_ident())))
    runner.run(QObject(), lambda: runner.tell_changed("customer 7"), lambda _: None)
    qtbot.waitUntil(lambda: len(heard) == 1, timeout=PATIENCE_MS)
    assert heard == [("customer 7", threading.get_ident())]
