"""Custody as a fold of events: whatever happens to a paper, its place can be told, and it is in one place only."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lpo_desk.domain.custody import (
    MAY_FOLLOW,
    NEEDS,
    Custody,
    CustodyKind,
    CustodyRefused,
    Event,
    PaperState,
    after,
    check,
    custody,
    possible,
    return_refused,
)

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOME, OTHER = 1, 2


def event(kind: CustodyKind, n: int = 0, **values: object) -> Event:
    given: dict[str, object] = {"holder": "Maija", "reason": "asia", "office_id": 1, "place_id": None}
    if kind in (CustodyKind.PLACED, CustodyKind.FOUND):
        given["place_id"] = HOME
    return Event(kind, AT + timedelta(minutes=n), **(given | values))  # type: ignore[arg-type]  # by name


def state_after(*kinds: CustodyKind) -> Custody:
    return custody(event(kind, n) for n, kind in enumerate(kinds))


K = CustodyKind
IN_STATE = {
    PaperState.UNPLACED: (K.ENTERED,),
    PaperState.IN_PLACE: (K.ENTERED, K.PLACED),
    PaperState.OUT: (K.ENTERED, K.PLACED, K.LENT),
    PaperState.IN_TRANSIT: (K.ENTERED, K.PLACED, K.SENT),
    PaperState.MISSING: (K.ENTERED, K.PLACED, K.MISSING),
    PaperState.LISTED: (K.ENTERED, K.PLACED, K.LISTED),
    PaperState.DESTROYED: (K.ENTERED, K.PLACED, K.LISTED, K.DESTROYED),
}


@pytest.mark.parametrize("state", PaperState)
@pytest.mark.parametrize("kind", CustodyKind)
def test_every_event_in_every_state(state: PaperState, kind: CustodyKind) -> None:
    before = state_after(*IN_STATE[state])
    assert before.state is state
    new = event(kind, 9, place_id=OTHER) if kind is K.PLACED else event(kind, 9)
    at_home = kind is K.RETURNED and state is PaperState.IN_PLACE
    if state in MAY_FOLLOW[kind] and not at_home:
        after(before, new)
        assert kind in possible(before)
    else:
        with pytest.raises(CustodyRefused) as refused:
            after(before, new)
        assert refused.value.key in (f"custody.not_{state.value}", "custody.at_home")
        assert kind not in possible(before)


def test_a_destroyed_paper_comes_never_back() -> None:
    assert possible(state_after(*IN_STATE[PaperState.DESTROYED])) == ()


def test_a_paper_found_elsewhere_keeps_its_home_and_goes_back_to_it() -> None:
    found = after(state_after(K.ENTERED, K.PLACED), event(K.FOUND, 5, place_id=OTHER))
    assert (found.place_id, found.home_id, found.misplaced) == (OTHER, HOME, True)
    back = after(found, event(K.RETURNED, 6))
    assert (back.place_id, back.misplaced, back.state) == (HOME, False, PaperState.IN_PLACE)


def test_between_two_offices_it_is_in_neither() -> None:
    sent = after(state_after(K.ENTERED, K.PLACED), event(K.SENT, 5, office_id=2))
    assert (sent.state, sent.place_id, sent.holder, sent.office_id) == (PaperState.IN_TRANSIT, None, "", 2)
    there = after(sent, event(K.RECEIVED, 6, office_id=2, holder="Pekka"))
    assert (there.state, there.holder, there.home_id) == (PaperState.OUT, "Pekka", HOME)


def test_a_loan_is_late_from_the_day_after() -> None:
    lent = after(state_after(K.ENTERED, K.PLACED), event(K.LENT, 5, due_on=date(2026, 11, 30)))
    assert not lent.overdue(date(2026, 11, 30))
    assert lent.overdue(date(2026, 12, 1))


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in NEEDS.items() for name in names])
def test_what_an_event_needs_is_asked(kind: CustodyKind, name: str) -> None:
    with pytest.raises(CustodyRefused) as refused:
        check(event(kind, 0, **{name: None if name.endswith("_id") else ""}))
    assert refused.value.key == f"custody.{name}_missing"


def test_a_loan_is_not_due_before_it_began() -> None:
    with pytest.raises(CustodyRefused):
        check(event(K.LENT, due_on=date(2026, 11, 22)))


class PaperMachine(RuleBasedStateMachine):
    """Any events that clerks may try on a shelf of papers; what is refused changes nothing."""

    @initialize()
    def begin(self) -> None:
        self.events: dict[int, list[Event]] = {number: [] for number in range(4)}
        self.minutes = 0

    @rule(
        number=st.integers(0, 3),
        kind=st.sampled_from(CustodyKind),
        place=st.integers(1, 5),
        office=st.integers(1, 2),
        holder=st.sampled_from(["Maija", "Pekka"]),
    )
    def happen(self, number: int, kind: CustodyKind, place: int, office: int, holder: str) -> None:
        self.minutes += 1
        placed = kind in (K.PLACED, K.FOUND)
        new = event(kind, self.minutes, place_id=place if placed else None, office_id=office, holder=holder)
        before = custody(self.events[number])
        try:
            after(before, new)
        except CustodyRefused:
            assert custody(self.events[number]) == before
        else:
            self.events[number].append(new)

    @invariant()
    def each_is_somewhere_and_only_there(self) -> None:
        for events in self.events.values():
            now = custody(events)
            assert (now.place_id is None) or not now.holder, "in a place and with somebody"
            match now.state:
                case PaperState.IN_PLACE:
                    assert now.place_id is not None
                case PaperState.OUT:
                    assert now.holder
                case PaperState.IN_TRANSIT:
                    assert now.office_id is not None
                case PaperState.MISSING | PaperState.DESTROYED | PaperState.UNPLACED:
                    assert now.place_id is None
                case PaperState.LISTED:
                    assert not now.holder
            assert now.place_id is None or now.home_id is not None

    @invariant()
    def none_is_lost_from_the_list(self) -> None:
        assert len(self.events) == 4
        for events in self.events.values():
            gone = [n for n, each in enumerate(events) if each.kind is K.DESTROYED]
            assert gone in ([], [len(events) - 1]), "something happened to a destroyed paper"


TestPaperMachine = PaperMachine.TestCase
TestPaperMachine.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)


HERE, THERE = 1, 2


@pytest.mark.parametrize(
    ("state", "office", "home", "key"),
    [
        (PaperState.OUT, HERE, HERE, None),
        (PaperState.OUT, HERE, None, None),
        (PaperState.OUT, HERE, THERE, "custody.send_back"),
        (PaperState.IN_TRANSIT, HERE, HERE, None),
        (PaperState.IN_TRANSIT, HERE, THERE, "custody.receive_first"),
        (PaperState.IN_TRANSIT, HERE, None, "custody.receive_first"),
        (PaperState.IN_TRANSIT, THERE, HERE, None),
    ],
)
def test_a_paper_returns_only_where_its_place_is(
    state: PaperState, office: int, home: int | None, key: str | None
) -> None:
    assert return_refused(state, office, home, HERE) == key
