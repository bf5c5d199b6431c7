"""The queue: what is most urgent stands first, said in word, shape and colour."""

from collections.abc import Iterator
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.domain.case import CaseStatus, Intake
from lpo_desk.domain.claims import RequestRight
from lpo_desk.services import closing
from lpo_desk.terms import Lang
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Mark, Role, Status
from lpo_desk.ui.pages.case import CasePage
from lpo_desk.ui.pages.queue import QueuePage
from tests.fixtures_db import Desk
from tests.ui.case_hands import case_in_front, register, request_of
from tests.ui.desk_window import CounterWindow, counter
from tests.ui.people import add_people
from tests.ui.walk import assert_walkable


@pytest.fixture
def cases_of(local_desk: Desk) -> dict[str, int]:
    return local_desk.once(write_cases)


def write_cases(desk: Desk) -> dict[str, int]:
    """One case of each urgency, the other office's and a closed one. Today is Monday 23 November 2026."""
    people = add_people(desk)
    made = {
        "later": register(desk, request_of(people["maija"])),
        "near": register(desk, request_of(people["eino"], date(2026, 11, 6))),
        "soon": register(desk, request_of(people["ake"], date(2026, 10, 26))),
        "overdue": register(
            desk, Intake(None, received_on=date(2026, 10, 15), requester_name="Ville Vieras")
        ),
        "porvoo": register(desk, request_of(people["harbour"], date(2026, 11, 4)), by="kalle"),
        "closed": register(desk, request_of(people["maija"], date(2026, 10, 30))),
    }
    with desk.database.unit(desk["jani"]) as unit:
        closing.withdraw(unit, made["closed"], "Soitti ja perui.")
    return made


@pytest.fixture
def officer(
    qtbot: QtBot, local_desk: Desk, cases_of: dict[str, int], language: Language
) -> Iterator[CounterWindow]:
    with counter(qtbot, local_desk, "jani", language) as made:
        yield made


def queue(officer: CounterWindow) -> QueuePage:
    page = officer.context.show_page("requests")
    assert isinstance(page, QueuePage)
    officer.robot.settle()
    page.focus_first()
    return page


def shown(page: QueuePage) -> list[object]:
    return [page.table.cells.key(number) for number in range(page.table.cells.rowCount())]


def cell(page: QueuePage, row: int, column: str, role: int = 0) -> object:
    model = page.table.cells
    return model.index(row, model.column_number(column)).data(role)


def mark(page: QueuePage, row: int) -> Mark:
    status = cell(page, row, "queue.due", Role.STATUS)
    assert isinstance(status, Status)
    return status.mark


def test_the_most_urgent_stands_first(officer: CounterWindow, cases_of: dict[str, int]) -> None:
    page = queue(officer)
    assert shown(page) == [cases_of[name] for name in ("overdue", "soon", "porvoo", "near", "later")]
    assert page._summary.text() == (
        "Avoimia 5: myöhässä 1 · enintään 3 työpäivää 1 · enintään 10 työpäivää 2 · myöhemmin 1"
    )


def test_urgency_is_word_and_shape(officer: CounterWindow) -> None:
    page = queue(officer)
    told = [(cell(page, row, "queue.due"), mark(page, row)) for row in range(5)]
    assert told == [
        ("ma\u00a016.11.2026, myöhässä", Mark.DISC),
        ("to\u00a026.11.2026, 3 työpäivää", Mark.DISC),
        ("pe\u00a04.12.2026, 9 työpäivää", Mark.TRIANGLE),
        ("ma\u00a07.12.2026, 10 työpäivää", Mark.TRIANGLE),
        ("ke\u00a023.12.2026, 22 työpäivää", Mark.RING),
    ]


def test_all_shows_the_closed_too(officer: CounterWindow, cases_of: dict[str, int]) -> None:
    page = queue(officer)
    page.filter.setFocus()
    officer.robot.press("Down")
    officer.robot.wait_for(lambda: len(shown(page)) == 6)
    assert shown(page)[-1] == cases_of["closed"]
    assert str(cell(page, 5, "queue.due")).startswith("Suljettu")
    assert cell(page, 5, "request.status") == "Peruttu"
    assert page._summary.text().startswith("Avoimia 5:")


def test_enter_opens_the_row(officer: CounterWindow, cases_of: dict[str, int]) -> None:
    queue(officer)
    officer.robot.press("Down", "Return")
    case_in_front(officer, cases_of["soon"])


def test_ctrl_enter_opens_what_is_due_first_however_it_is_sorted(
    officer: CounterWindow, cases_of: dict[str, int]
) -> None:
    page = queue(officer)
    page.table._sort_by(page.table.cells.column_number("queue.person"))
    officer.robot.press("Ctrl+Return")
    case_in_front(officer, cases_of["overdue"])


def test_a_new_case_appears_by_itself(
    officer: CounterWindow, local_desk: Desk, cases_of: dict[str, int]
) -> None:
    page = queue(officer)
    new = register(local_desk, Intake(None, received_on=date(2026, 11, 1), requester_name="Olli Outo"))
    officer.robot.wait_for(lambda: new in shown(page))


def test_a_clerk_sees_the_own_office_and_changes_nothing(
    qtbot: QtBot, local_desk: Desk, cases_of: dict[str, int], language: Language
) -> None:
    with counter(qtbot, local_desk, "maija", language) as clerk:
        page = queue(clerk)
        assert cases_of["porvoo"] not in shown(page)
        assert len(shown(page)) == 4
        clerk.robot.press("Ctrl+Return")
        case = case_in_front(clerk, cases_of["overdue"])
        assert case.panel is not None
        assert case.panel.verb == ""
        assert set(case.frame.asides) == {"forms"}, "it came without a form: one can be printed to be signed"


def test_an_empty_queue_is_calm(qtbot: QtBot, local_desk: Desk, language: Language) -> None:
    with counter(qtbot, local_desk, "jani", language) as officer:
        page = queue(officer)
        assert page.calm.isVisible()
        assert page.calm.accessibleName() == "Jono on tyhjä"
        officer.robot.press("Ctrl+Return")  # nothing to open, nothing said
        assert not isinstance(officer.window.tabs.current, CasePage)


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_it_can_be_walked(officer: CounterWindow, lang: Lang) -> None:
    officer.language.switch(lang)
    officer.window.resize(960, 540)
    page = queue(officer)
    assert_walkable(officer.window)
    first = page.table.cells.column_number("queue.due")
    right = page.table.columnViewportPosition(first) + page.table.columnWidth(first)
    assert right <= page.table.viewport().width()  # the due date is in sight without scrolling


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_kinds_and_states_are_read_whole(officer: CounterWindow, lang: Lang) -> None:
    officer.context.language.switch(lang)
    page = queue(officer)
    words, metrics = officer.context.language.text, page.table.fontMetrics()
    kinds = [words(f"queue_kind.{right.value}") for right in RequestRight]
    states = [words(state.term) for state in CaseStatus]
    for term, texts in (("queue.kind", kinds), ("request.status", states)):
        width = page.table.columnWidth(page.table.cells.column_number(term))
        wanted = max(metrics.horizontalAdvance(text) for text in texts) + 20
        assert wanted <= width, term


def test_the_keyboard_waits_for_the_rows(officer: CounterWindow) -> None:
    page = officer.context.show_page("requests")
    assert isinstance(page, QueuePage)
    page.focus_first()
    officer.robot.settle()
    assert page.table.hasFocus()
