from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.calendar import is_working_day, months_later
from lpo_desk.domain.deadlines import (
    ClockEvent,
    ClockFault,
    ClockKind,
    ClockRefused,
    Urgency,
    check_event,
    deadline,
    due,
    extended,
)
from lpo_desk.terms import has

Kind = ClockKind
RECEIVED = date(2026, 11, 2)  # Monday; one month is Wednesday 2.12., three months Tuesday 2.2.2027
LATER = date(2026, 11, 22)


def day(text: str) -> date:
    return date.fromisoformat(text)


def clock(*events: tuple[ClockKind, str]) -> list[ClockEvent]:
    return [ClockEvent(Kind.STARTED, RECEIVED), *(ClockEvent(kind, day(on)) for kind, on in events)]


def refusal(before: Sequence[ClockEvent], kind: ClockKind, on: str) -> ClockFault:
    with pytest.raises(ClockRefused) as caught:
        check_event(before, ClockEvent(kind, day(on)))
    return caught.value.fault


# law.md 1.1: received, one month, its legal end, three months, their legal end
TABLE = [
    ("2026-03-05", "2026-04-05", "2026-04-07", "2026-06-05", "2026-06-05"),
    ("2026-08-31", "2026-09-30", "2026-09-30", "2026-11-30", "2026-11-30"),
    ("2026-01-31", "2026-02-28", "2026-03-02", "2026-04-30", "2026-04-30"),
    ("2028-01-30", "2028-02-29", "2028-02-29", "2028-04-30", "2028-05-02"),
    ("2026-11-06", "2026-12-06", "2026-12-07", "2027-02-06", "2027-02-08"),
    ("2026-12-01", "2027-01-01", "2027-01-04", "2027-03-01", "2027-03-01"),
    ("2026-11-24", "2026-12-24", "2026-12-24", "2027-02-24", "2027-02-24"),
    ("2026-05-19", "2026-06-19", "2026-06-19", "2026-08-19", "2026-08-19"),
    ("2026-11-26", "2026-12-26", "2026-12-28", "2027-02-26", "2027-02-26"),
    ("2027-02-28", "2027-03-28", "2027-03-30", "2027-05-28", "2027-05-28"),
]


@pytest.mark.parametrize(("received", "one", "one_legal", "three", "three_legal"), TABLE)
def test_the_table_of_the_law(received: str, one: str, one_legal: str, three: str, three_legal: str) -> None:
    plain, long = deadline(day(received)), extended(day(received))
    assert (plain.nominal, plain.legal) == (day(one), day(one_legal))
    assert (long.nominal, long.legal) == (day(three), day(three_legal))
    assert plain.last_notice_day == long.last_notice_day == day(one_legal)


# Counted from lists of Easter days and holidays apart from the program: received, legal end of one month, of three.
VECTORS = [
    # month ends
    ("2026-03-31", "2026-04-30", "2026-06-30"),
    ("2026-05-31", "2026-06-30", "2026-08-31"),
    ("2026-07-31", "2026-08-31", "2026-11-02"),
    ("2026-10-31", "2026-11-30", "2027-02-01"),
    ("2026-12-31", "2027-02-01", "2027-03-31"),
    ("2027-01-29", "2027-03-01", "2027-04-29"),
    ("2027-01-30", "2027-03-01", "2027-04-30"),
    ("2027-01-31", "2027-03-01", "2027-04-30"),
    ("2026-04-30", "2026-06-01", "2026-07-30"),
    ("2026-09-30", "2026-10-30", "2026-12-30"),
    # leap years
    ("2024-01-29", "2024-02-29", "2024-04-29"),
    ("2024-01-30", "2024-02-29", "2024-04-30"),
    ("2024-01-31", "2024-02-29", "2024-04-30"),
    ("2024-02-29", "2024-04-02", "2024-05-29"),
    ("2028-01-29", "2028-02-29", "2028-05-02"),
    ("2028-01-31", "2028-02-29", "2028-05-02"),
    ("2028-02-29", "2028-03-29", "2028-05-29"),
    ("2027-11-29", "2027-12-29", "2028-02-29"),
    ("2027-11-30", "2027-12-30", "2028-02-29"),
    ("2025-01-31", "2025-02-28", "2025-04-30"),
    # Easter
    ("2026-03-03", "2026-04-07", "2026-06-03"),
    ("2026-03-06", "2026-04-07", "2026-06-08"),
    ("2027-02-26", "2027-03-30", "2027-05-26"),
    ("2027-02-27", "2027-03-30", "2027-05-27"),
    ("2027-03-01", "2027-04-01", "2027-06-01"),
    ("2025-03-18", "2025-04-22", "2025-06-18"),
    ("2025-03-21", "2025-04-22", "2025-06-23"),
    ("2029-02-28", "2029-03-28", "2029-05-28"),
    ("2028-03-14", "2028-04-18", "2028-06-14"),
    ("2028-03-17", "2028-04-18", "2028-06-19"),
    ("2024-02-28", "2024-03-28", "2024-05-28"),
    # Ascension, May Day
    ("2026-04-14", "2026-05-15", "2026-07-14"),
    ("2027-04-06", "2027-05-07", "2027-07-06"),
    ("2026-04-01", "2026-05-04", "2026-07-01"),
    ("2025-04-29", "2025-05-30", "2025-07-29"),
    ("2028-04-01", "2028-05-02", "2028-07-03"),
    ("2029-04-10", "2029-05-11", "2029-07-10"),
    # Midsummer
    ("2026-05-20", "2026-06-22", "2026-08-20"),
    ("2027-05-25", "2027-06-25", "2027-08-25"),
    ("2027-05-26", "2027-06-28", "2027-08-26"),
    ("2025-05-20", "2025-06-20", "2025-08-20"),
    ("2025-05-21", "2025-06-23", "2025-08-21"),
    ("2028-05-24", "2028-06-26", "2028-08-24"),
    # Independence Day, Christmas, New Year, Epiphany
    ("2027-11-06", "2027-12-07", "2028-02-07"),
    ("2025-11-24", "2025-12-24", "2026-02-24"),
    ("2025-11-25", "2025-12-29", "2026-02-25"),
    ("2025-11-26", "2025-12-29", "2026-02-26"),
    ("2025-12-01", "2026-01-02", "2026-03-02"),
    ("2026-12-06", "2027-01-07", "2027-03-08"),
    ("2027-12-06", "2028-01-07", "2028-03-06"),
    ("2028-11-24", "2028-12-27", "2029-02-26"),
    ("2028-11-25", "2028-12-27", "2029-02-26"),
    ("2028-12-01", "2029-01-02", "2029-03-01"),
    # the nights when clocks turn
    ("2026-02-28", "2026-03-30", "2026-05-28"),
    ("2026-03-29", "2026-04-29", "2026-06-29"),
    ("2026-09-25", "2026-10-26", "2026-12-28"),
    ("2026-10-25", "2026-11-25", "2027-01-25"),
    ("2027-09-30", "2027-11-01", "2027-12-30"),
    ("2027-10-31", "2027-11-30", "2028-01-31"),
]


@pytest.mark.parametrize(("received", "one_legal", "three_legal"), VECTORS)
def test_more_days_of_the_calendar(received: str, one_legal: str, three_legal: str) -> None:
    assert (deadline(day(received)).legal, extended(day(received)).legal) == (
        day(one_legal),
        day(three_legal),
    )


@pytest.mark.parametrize(
    ("reopened", "legal"),
    [
        ("2026-12-10", "2027-01-11"),  # 10.1. is a Sunday
        ("2027-01-31", "2027-03-01"),  # 28.2. is a Sunday
        ("2027-02-26", "2027-03-30"),  # Good Friday to Easter Monday
        ("2027-05-24", "2027-06-24"),
    ],
)
def test_a_reopened_clock_begins_a_month_of_its_own(reopened: str, legal: str) -> None:
    state = due(clock((Kind.STOPPED, "2026-12-01"), (Kind.REOPENED, reopened)), day(reopened))
    assert state.stopped is None
    assert state.deadline.legal == day(legal)


def test_an_extension_is_not_chained() -> None:
    assert extended(day("2027-01-31")).nominal == day("2027-04-30")
    assert months_later(months_later(day("2027-01-31"), 1), 2) == day("2027-04-28")


def test_the_target_is_the_working_day_before() -> None:
    assert deadline(day("2026-03-05")).target == day("2026-04-02")  # before Good Friday
    assert deadline(day("2026-11-24")).target == day("2026-12-24")


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_every_deadline(received: date) -> None:
    for line in (deadline(received), extended(received)):
        assert received < line.target <= line.nominal <= line.legal
        assert is_working_day(line.target)
        assert is_working_day(line.legal)
        assert (line.legal - line.nominal).days <= 4


def test_a_running_clock() -> None:
    state = due(clock(), LATER)
    assert state.deadline == deadline(RECEIVED)
    assert (state.extended, state.suspended, state.overdue, state.late, state.stopped) == (False,) * 4 + (
        None,
    )


def test_suspended_days_push_the_end_and_it_rolls_again() -> None:
    state = due(clock((Kind.SUSPENDED, "2026-11-05"), (Kind.RESUMED, "2026-11-08")), LATER)
    assert state.deadline.suspended_days == 3
    assert state.deadline.nominal == day("2026-12-05")  # Saturday, then Independence Day
    assert state.deadline.legal == day("2026-12-07")
    assert state.deadline.target == day("2026-12-04")
    assert not state.suspended


def test_several_suspensions_add_up() -> None:
    events = clock(
        (Kind.SUSPENDED, "2026-11-05"),
        (Kind.RESUMED, "2026-11-06"),
        (Kind.SUSPENDED, "2026-11-10"),
        (Kind.RESUMED, "2026-11-13"),
    )
    assert due(events, LATER).deadline.suspended_days == 4


def test_an_open_suspension_moves_the_end_day_by_day() -> None:
    events = clock((Kind.SUSPENDED, "2026-11-20"))
    assert due(events, day("2026-11-20")).deadline.nominal == day("2026-12-02")
    state = due(events, day("2027-01-19"))
    assert state.suspended
    assert state.deadline.suspended_days == 60
    assert state.deadline.nominal == day("2026-12-02") + timedelta(days=60)
    assert not state.overdue
    assert due(events, day("2026-11-19")).deadline.suspended_days == 0, "seen from the day before"


def test_a_clock_suspended_too_late_is_overdue_all_the_same() -> None:
    assert due(clock((Kind.SUSPENDED, "2026-12-04")), day("2026-12-10")).overdue


def test_an_extended_clock_counts_from_the_request() -> None:
    state = due(clock((Kind.EXTENDED, "2026-11-30")), LATER)
    assert state.extended
    assert state.deadline == extended(RECEIVED)


def test_an_extended_clock_with_a_suspension() -> None:
    events = clock(
        (Kind.SUSPENDED, "2026-11-05"), (Kind.RESUMED, "2026-11-15"), (Kind.EXTENDED, "2026-12-11")
    )
    line = due(events, LATER).deadline
    assert line.nominal == day("2027-02-12")
    assert line.last_notice_day == day("2026-12-14")  # 12.12. is a Saturday


def test_a_stopped_clock_counts_no_more() -> None:
    state = due(clock((Kind.STOPPED, "2026-12-02")), day("2027-06-01"))
    assert (state.stopped, state.overdue, state.late) == (day("2026-12-02"), False, False)
    assert state.urgency is Urgency.CLOSED
    assert due(clock((Kind.STOPPED, "2026-12-03")), LATER).late


def test_a_clock_stopped_while_suspended() -> None:
    state = due(clock((Kind.SUSPENDED, "2026-11-10"), (Kind.STOPPED, "2026-11-20")), day("2027-06-01"))
    assert state.deadline.suspended_days == 10
    assert not state.suspended


@pytest.mark.parametrize(
    ("today", "urgency", "left"),
    [
        ("2026-11-02", Urgency.LATER, 22),
        ("2026-11-17", Urgency.LATER, 11),
        ("2026-11-18", Urgency.NEAR, 10),
        ("2026-11-26", Urgency.NEAR, 4),
        ("2026-11-27", Urgency.SOON, 3),
        ("2026-11-29", Urgency.SOON, 3),
        ("2026-12-02", Urgency.SOON, 0),
        ("2026-12-03", Urgency.OVERDUE, 0),
    ],
)
def test_urgency_counts_working_days(today: str, urgency: Urgency, left: int) -> None:
    state = due(clock(), day(today))
    assert (state.urgency, state.working_days_left) == (urgency, left)


def test_between_target_and_legal_day_it_is_soon_not_overdue() -> None:
    events = [ClockEvent(Kind.STARTED, day("2026-11-06"))]
    assert due(events, day("2026-12-07")).urgency is Urgency.SOON
    assert due(events, day("2026-12-08")).urgency is Urgency.OVERDUE


def test_events_that_cannot_follow() -> None:
    suspended = clock((Kind.SUSPENDED, "2026-11-05"))
    assert refusal([], Kind.STOPPED, "2026-11-05") is ClockFault.NOT_STARTED
    assert refusal(clock(), Kind.STARTED, "2026-11-05") is ClockFault.ALREADY_STARTED
    assert refusal(clock(), Kind.RESUMED, "2026-11-05") is ClockFault.NOT_SUSPENDED
    assert refusal(suspended, Kind.SUSPENDED, "2026-11-06") is ClockFault.ALREADY_SUSPENDED
    assert refusal(suspended, Kind.RESUMED, "2026-11-04") is ClockFault.OUT_OF_ORDER
    assert refusal(clock(), Kind.SUSPENDED, "2026-11-01") is ClockFault.OUT_OF_ORDER
    assert refusal(clock((Kind.STOPPED, "2026-11-05")), Kind.EXTENDED, "2026-11-06") is ClockFault.STOPPED
    extended_once = clock((Kind.EXTENDED, "2026-11-05"))
    assert refusal(extended_once, Kind.EXTENDED, "2026-11-06") is ClockFault.ALREADY_EXTENDED


def test_an_extension_must_be_told_inside_the_first_month() -> None:
    check_event(clock(), ClockEvent(Kind.EXTENDED, day("2026-12-02")))
    with pytest.raises(ClockRefused) as caught:
        check_event(clock(), ClockEvent(Kind.EXTENDED, day("2026-12-03")))
    assert caught.value.fault is ClockFault.EXTENSION_LATE
    assert "ke\u00a02.12.2026" in caught.value.sentence("fi")


def test_the_first_month_ends_on_a_working_day_for_the_notice_too() -> None:
    received = [ClockEvent(Kind.STARTED, day("2026-11-06"))]
    check_event(received, ClockEvent(Kind.EXTENDED, day("2026-12-07")))


def test_due_refuses_what_cannot_be() -> None:
    with pytest.raises(ClockRefused):
        due([], LATER)
    with pytest.raises(ClockRefused):
        due(clock((Kind.RESUMED, "2026-11-05")), LATER)


def said(received: str, lang: str) -> str:
    return " ".join(term.text(lang) for term in deadline(day(received)).reasons).replace("\u00a0", " ")


def test_the_reason_of_a_date_in_each_language() -> None:
    assert said("2026-01-30", "fi") == (
        "Pyyntö on vastaanotettu pe 30.1.2026. Yksi kuukausi täyttyy la 28.2.2026. "
        "Päivä on lauantai, joten viimeinen päivä on seuraava työpäivä ma 2.3.2026."
    )
    assert said("2026-01-30", "sv") == (
        "Begäran mottogs fr 30.1.2026. En månad går ut lö 28.2.2026. "
        "Dagen är en lördag, så den sista dagen är följande arbetsdag må 2.3.2026."
    )
    assert said("2026-11-06", "en").endswith(
        "The day is Independence Day, so the last day is the next working day, Mon 7 Dec 2026."
    )


def test_an_unmoved_date_says_only_the_month() -> None:
    assert [term.key for term in deadline(RECEIVED).reasons] == [
        "deadline.reason_received",
        "deadline.reason_one_month",
    ]


def test_the_reason_of_an_extended_and_suspended_date() -> None:
    events = clock(
        (Kind.SUSPENDED, "2026-11-05"), (Kind.RESUMED, "2026-11-09"), (Kind.EXTENDED, "2026-11-30")
    )
    reasons = due(events, LATER).deadline.reasons
    assert [term.key.removeprefix("deadline.reason_") for term in reasons] == [
        "received",
        "three_months",
        "suspended",
        "moved",
    ]
    assert reasons[1].values["date"] == day("2027-02-02")
    assert reasons[2].values == {"days": 4, "date": day("2027-02-06")}
    assert reasons[3].values["date"] == day("2027-02-08")
    assert all(term.text(lang) for term in reasons for lang in ("fi", "sv", "en"))


@pytest.mark.parametrize("fault", ClockFault)
def test_every_refusal_has_its_sentence(fault: ClockFault) -> None:
    values = {"last_day": LATER} if fault is ClockFault.EXTENSION_LATE else {}
    assert ClockRefused(fault, **values).sentence("sv")


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_name(kind: Kind) -> None:
    assert has(f"clock.{kind.value}")
