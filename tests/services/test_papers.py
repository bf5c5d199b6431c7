"""The log of papers on both databases: entered, found, moved, told of."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from lpo_desk.db.errors import Conflict, FieldConflict, OwnRecord
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.papers import CustodyEvent, CustodyNow, ManualRecord
from lpo_desk.db.unit import Unit
from lpo_desk.domain import custody as rules
from lpo_desk.domain.audit import Change
from lpo_desk.domain.custody import Custody, CustodyKind, CustodyRefused, PaperState
from lpo_desk.domain.paper import (
    PaperDetails,
    PaperFilter,
    PaperKind,
    PaperRefused,
    PaperRow,
    PapersWaiting,
    RetentionClass,
)
from lpo_desk.domain.paper_story import StoryKind
from lpo_desk.domain.places import PlaceDetails, PlaceKind, PlaceLine, PlaceRefused
from lpo_desk.domain.qr import qr_text
from lpo_desk.domain.sections import FieldsRefused
from lpo_desk.domain.staff import StaffTie
from lpo_desk.services import (
    _custody,
    _paper_filter,
    accounts,
    custody,
    holds,
    paper_changes,
    paper_stories,
    papers,
    places,
    ties,
)
from tests.db.people import Someone, add
from tests.fixtures_db import Desk


def office(desk: Desk, code: str) -> int:
    with desk.database.reading(desk["leena"]) as unit:
        return next(each.id for each in accounts.offices(unit) if each.code == code)


def binder(desk: Desk, *names: str, code: str = "L") -> PlaceLine:
    """A binder in a room and a cabinet, made where they are missing."""
    kinds = (PlaceKind.ROOM, PlaceKind.CABINET, PlaceKind.BINDER)[-len(names) :]
    at = office(desk, code)
    with desk.database.unit(desk["leena"]) as unit:
        here: PlaceLine | None = None
        for kind, name in zip(kinds, names, strict=True):
            path = f"{here.path}/{name}" if here else name
            known = {(each.office_id, each.path): each for each in places.everything(unit)}
            here = known.get((at, path)) or places.add(
                unit, at, here.id if here else None, PlaceDetails(kind, name)
            )
    assert here is not None
    return here


def paper(desk: Desk, place: PlaceLine | None = None, who: str = "maija", **values: object) -> PaperRow:
    details = PaperDetails(**({"kind": PaperKind.CONTRACT, "title": "Liittymäsopimus"} | values))  # type: ignore[arg-type]  # by name
    with desk.database.unit(desk[who]) as unit:
        return papers.enter(unit, details, place_id=place.id if place else None)


def act(desk: Desk, row: PaperRow, kind: CustodyKind, who: str = "maija", **values: object) -> Custody:
    with desk.database.unit(desk[who]) as unit:
        return custody.act(unit, [row.id], kind, **values)[0]  # type: ignore[arg-type]  # by name


def found(desk: Desk, **wanted: object) -> list[str]:
    with desk.database.reading(desk["maija"]) as unit:
        rows = papers.find(unit, PaperFilter(**wanted))  # type: ignore[arg-type]  # by name
        assert papers.number_of(unit, PaperFilter(**wanted)) == len(rows)  # type: ignore[arg-type]  # by name
        return [row.number for row in rows]


def test_papers_are_numbered_one_after_another_in_each_office(desk: Desk) -> None:
    assert [paper(desk).number for _ in range(3)] == ["L-00001", "L-00002", "L-00003"]


def test_a_paper_tells_until_when_it_is_kept_and_why(desk: Desk) -> None:
    running = paper(desk, retention=RetentionClass.CONTRACT)
    assert (running.kept.until, running.kept.why.key) == (None, "paper_kept.contract")
    ended = paper(desk, retention=RetentionClass.CONTRACT, retained_from=date(2024, 2, 29))
    assert ended.kept.until == date(2027, 2, 28)
    voucher = paper(desk, retention=RetentionClass.VOUCHER, retained_from=date(2024, 3, 1))
    assert voucher.kept.until == date(2030, 12, 31)
    assert found(desk, due_by=date(2027, 12, 31)) == [ended.number]


def test_what_cannot_be_is_told_field_by_field(desk: Desk) -> None:
    with pytest.raises(FieldsRefused) as refused:
        paper(desk, pages=0, dated_on=date(2027, 1, 1), retention=RetentionClass.OLD_REGISTER)
    assert set(dict(refused.value.errors)) == {"pages", "dated_on", "retention"}
    assert found(desk) == []
    assert paper(desk).number == "L-00001", "a refused paper takes no number"


def test_a_paper_is_found_by_number_title_and_the_names_of_people(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        maija = add(unit, Someone("Öhman", "Maija", "10042"))
    one = paper(desk, people=(maija,))
    other = paper(desk, title="Valtakirja 2014", kind=PaperKind.POWER_OF_ATTORNEY)
    assert found(desk, text="L-00002") == [other.number]
    assert found(desk, text="2014") == [other.number]
    assert found(desk, text="ohm mai") == [one.number]
    assert found(desk, party_id=maija) == [one.number]
    assert found(desk, kinds=frozenset({PaperKind.POWER_OF_ATTORNEY})) == [other.number]
    assert found(desk) == [other.number, one.number]
    with desk.database.reading(desk["maija"]) as unit:
        assert papers.get(unit, one.id).person == "Öhman Maija"


def test_a_label_that_is_read_finds_its_paper_or_what_lies_in_its_place(desk: Desk) -> None:
    here, there = binder(desk, "A", "kaappi 1", "mappi 1"), binder(desk, "A", "kaappi 10", "mappi 1")
    mine, other = paper(desk, here), paper(desk, there)
    out = paper(desk, here)
    act(desk, out, CustodyKind.LENT, reason="x")
    with desk.database.reading(desk["maija"]) as unit:
        codes = {line.path: line.code for line in places.everything(unit)}
        assert papers.by_number(unit, qr_text(other.number)).id == other.id
        assert papers.by_number(unit, "l-2").id == other.id
    assert found(desk, text=qr_text(other.number)) == [other.number]
    assert found(desk, text=qr_text(here.code)) == [out.number, mine.number]
    assert found(desk, text=codes["A/kaappi 1"].lower()) == [out.number, mine.number]
    assert found(desk, text=codes["A"]) == [out.number, other.number, mine.number]
    assert found(desk, text=codes["A"], states=frozenset({PaperState.OUT})) == [out.number]
    assert found(desk, text="L-K9999") == []


@pytest.mark.parametrize("few", [0, 2000], ids=["told one by one", "named by keys"])
def test_filters_of_where_it_is_and_of_what_is_written_hold_together(
    desk: Desk, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every pair of filters leaves the papers that each of them leaves, whether its text leaves few or many."""
    monkeypatch.setattr(_paper_filter, "_FEW", few)
    with desk.database.unit(desk["maija"]) as unit:
        maija = add(unit, Someone("Öhman", "Maija", "10042"))
    place = binder(desk, "A", "mappi 1")
    rows = [
        paper(desk, place, title="Liittymäsopimus 2014", people=(maija,)),
        paper(desk, place, title="valtakirja 100%", kind=PaperKind.POWER_OF_ATTORNEY),
        paper(desk, title="SOPIMUS", people=(maija,)),
        paper(desk, binder(desk, "B", "mappi 2", code="P"), who="kalle", title="Öhmanin sopimus"),
    ]
    act(desk, rows[0], CustodyKind.LENT, reason="x")
    wanted: dict[str, tuple[object, set[str]]] = {
        "office_id": (office(desk, "L"), {"L-00001", "L-00002", "L-00003"}),
        "states": (frozenset({PaperState.IN_PLACE, PaperState.UNPLACED}), {"L-00002", "L-00003", "P-00001"}),
        "place_ids": (frozenset({place.id}), {"L-00001", "L-00002"}),
        "kinds": (frozenset({PaperKind.CONTRACT}), {"L-00001", "L-00003", "P-00001"}),
        "party_id": (maija, {"L-00001", "L-00003"}),
    }
    texts = {
        "Sopimus": {"L-00001", "L-00003", "P-00001"},
        "öhman": {"L-00001", "L-00003", "P-00001"},
        "100%": {"L-00002"},
        "0%": {"L-00002"},
        "_": set(),
        "l-0": {"L-00001", "L-00002", "L-00003"},
        "l": {"L-00001", "L-00002", "L-00003"},
        "maija ö": {"L-00001", "L-00003"},
        "maija n": set(),
        "P-00001": {"P-00001"},
    }
    for text, fitting in texts.items():
        assert set(found(desk, text=text)) == fitting, text
        for name, (value, left) in wanted.items():
            assert set(found(desk, text=text, **{name: value})) == fitting & left, (text, name)
    for one, (value, left) in wanted.items():
        for other, (second, also) in wanted.items():
            assert set(found(desk, **{one: value, other: second})) == left & also, (one, other)


def test_a_paper_changed_meanwhile_is_not_written_over(desk: Desk) -> None:
    row = paper(desk)
    with desk.database.reading(desk["maija"]) as unit:
        base = paper_changes.details_of(unit, row.id)
    mine = PaperDetails(PaperKind.OTHER, "Muu", pages=2, retention=RetentionClass.GENERAL)
    with desk.database.unit(desk["maija"]) as unit:
        assert paper_changes.revise(unit, row.id, base, mine).title == "Muu"
    desk.clock.forward(minutes=5)
    other = replace(base, title="Toinen", dated_on=date(2026, 11, 2))
    with pytest.raises(Conflict) as told, desk.database.unit(desk["kalle"]) as unit:
        paper_changes.revise(unit, row.id, base, other)
    assert told.value.fields == (FieldConflict("title", "Liittymäsopimus", "Toinen", "Muu"),)
    assert (told.value.who, told.value.at) == (
        desk["maija"].display_name,
        desk.clock() - timedelta(minutes=5),
    )
    with desk.database.unit(desk["kalle"]) as unit:
        paper_changes.revise(unit, row.id, base, replace(base, dated_on=date(2026, 11, 2)))
    with desk.database.reading(desk["maija"]) as unit:
        now = paper_changes.details_of(unit, row.id)
    assert now == replace(mine, dated_on=date(2026, 11, 2)), "what the other one changed stays"


def test_who_has_changed_what_is_told_by_the_paper(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        eva = add(unit, Someone("Öhman", "Eva", "10042"))
        hidden = add(unit, Someone("Suojala", "Ester", "10077", protected=True))
    row, other = paper(desk, pages=2), paper(desk)
    for number, changes in enumerate(({"title": "Liittymä 14", "pages": None}, {"people": (eva, hidden)})):
        desk.clock.forward(minutes=5)
        with desk.database.unit(desk["kalle" if number else "maija"]) as unit:
            base = paper_changes.details_of(unit, row.id)
            paper_changes.revise(unit, row.id, base, replace(base, **changes))  # type: ignore[arg-type]  # by name
    desk.clock.forward(minutes=5)
    with desk.database.unit(desk["jani"]) as unit:
        holds.hold(unit, row.id, "reklamaatio kesken")
    desk.clock.forward(minutes=5)
    with desk.database.unit(desk["jani"]) as unit:
        holds.release(unit, row.id, "ratkaistu")
    with desk.database.reading(desk["maija"]) as unit:
        story = paper_stories.story_of(unit, row.id)
        assert [line.kind for line in paper_stories.story_of(unit, other.id)] == [CustodyKind.ENTERED]
    assert [(line.kind, line.who) for line in story[1:]] == [
        (StoryKind.CHANGED, desk["maija"].display_name),
        (StoryKind.CHANGED, desk["kalle"].display_name),
        (StoryKind.HELD, desk["jani"].display_name),
        (StoryKind.RELEASED, desk["jani"].display_name),
    ]
    assert story[1].changes == (
        Change("field.paper_title", "Liittymäsopimus", "Liittymä 14"),
        Change("field.pages", 2, None),
    )
    assert set(story[2].changes) == {
        Change("papers_page.person", None, "Öhman Eva, 10042"),
        Change("papers_page.person", None, "10077"),
    }
    assert [line.reason for line in story[3:]] == ["reklamaatio kesken", "ratkaistu"]


def test_what_may_not_be_changed(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        me = add(unit, Someone("Virtanen", "Maija", "10001"))
    with desk.database.unit(desk["maija"]) as unit:
        ties.declare(unit, "10001", StaffTie.SELF)
    row, mine = paper(desk), paper(desk, who="kalle", people=(me,))
    for key, changes in ((row.id, {"people": (me,)}), (mine.id, {"title": "Muu"})):
        with desk.database.reading(desk["maija"]) as unit:
            base = paper_changes.details_of(unit, key)
        with pytest.raises(OwnRecord), desk.database.unit(desk["maija"]) as unit:
            paper_changes.revise(unit, key, base, replace(base, **changes))
    with desk.database.unit(desk["maija"]) as unit:
        ordered = unit.session.get_one(ManualRecord, row.id)
        ordered.retention, ordered.retained_from = RetentionClass.ERASURE, unit.today
    with desk.database.unit(desk["maija"]) as unit:
        base = paper_changes.details_of(unit, row.id)
        assert paper_changes.revise(unit, row.id, base, replace(base, title="Muu")).title == "Muu"
        base = paper_changes.details_of(unit, row.id)
    with pytest.raises(PaperRefused) as told, desk.database.unit(desk["maija"]) as unit:
        paper_changes.revise(unit, row.id, base, replace(base, retained_from=None))
    assert told.value.key == "paper.erasure_ordered"


def test_lent_and_returned_and_late(desk: Desk) -> None:
    place = binder(desk, "A", "kaappi 1", "mappi 1")
    row = paper(desk, place)
    assert (row.path, row.custody.state) == ("A/kaappi 1/mappi 1", PaperState.IN_PLACE)
    lent = act(desk, row, CustodyKind.LENT, reason="laskutusta varten", due_on=date(2026, 11, 30))
    assert lent.holder == desk["maija"].display_name
    assert found(desk, late_on=date(2026, 12, 1)) == [row.number]
    assert found(desk, place_ids=frozenset({place.id})) == [row.number], "it belongs there"
    with pytest.raises(CustodyRefused):
        act(desk, row, CustodyKind.MISSING)  # no reason
    assert act(desk, row, CustodyKind.RETURNED).place_id == place.id
    assert found(desk, late_on=date(2026, 12, 1)) == []


def test_of_several_those_that_are_there_are_passed_over_and_no_others(desk: Desk) -> None:
    here, there = binder(desk, "A", "mappi 1"), binder(desk, "A", "mappi 2")
    lies, other, gone = paper(desk, here), paper(desk, there), paper(desk)
    keys = [lies.id, other.id]
    with desk.database.unit(desk["maija"]) as unit:
        moved = custody.act(unit, keys, CustodyKind.PLACED, place_id=here.id)
    assert [now.place_id for now in moved] == [here.id]
    with pytest.raises(CustodyRefused) as told, desk.database.unit(desk["maija"]) as unit:
        custody.act(unit, keys, CustodyKind.PLACED, place_id=here.id)
    assert told.value.key == "custody.at_home"
    act(desk, gone, CustodyKind.MISSING, reason="x")
    with pytest.raises(CustodyRefused) as told, desk.database.unit(desk["maija"]) as unit:
        custody.act(unit, [*keys, gone.id], CustodyKind.PLACED, place_id=there.id)
    assert told.value.key == "custody.not_missing"
    with desk.database.reading(desk["maija"]) as unit:
        assert papers.get(unit, lies.id).custody.place_id == here.id, "all of it or nothing"


def test_sent_to_the_other_office_it_is_received_there_and_nowhere_else(desk: Desk) -> None:
    row, porvoo = paper(desk, binder(desk, "A", "mappi 1")), office(desk, "P")
    act(desk, row, CustodyKind.SENT, office_id=porvoo, reason="asia siellä")
    with pytest.raises(CustodyRefused) as refused:
        act(desk, row, CustodyKind.RECEIVED)
    assert refused.value.key == "custody.other_office"
    with pytest.raises(CustodyRefused) as refused:
        act(desk, row, CustodyKind.RETURNED, who="kalle")
    assert refused.value.key == "custody.receive_first", "its binder is in the other town"
    there = act(desk, row, CustodyKind.RECEIVED, who="kalle")
    assert (there.state, there.office_id) == (PaperState.OUT, porvoo)
    with pytest.raises(CustodyRefused) as refused:
        act(desk, row, CustodyKind.RETURNED, who="kalle")
    assert refused.value.key == "custody.send_back"
    act(desk, row, CustodyKind.SENT, office_id=office(desk, "L"), who="kalle")
    home = act(desk, row, CustodyKind.RETURNED)
    assert (home.state, home.place_id) == (PaperState.IN_PLACE, row.custody.place_id), (
        "what arrives is put back at once"
    )


def test_what_was_sent_may_turn_back(desk: Desk) -> None:
    row = paper(desk, binder(desk, "A", "mappi 1"))
    act(desk, row, CustodyKind.SENT, office_id=office(desk, "P"))
    assert act(desk, row, CustodyKind.RETURNED).place_id == row.custody.place_id


def test_who_held_it_is_told_for_any_day(desk: Desk) -> None:
    row = paper(desk, binder(desk, "A", "mappi 1"))
    first = desk.clock().date()
    desk.clock.forward(days=3)
    act(desk, row, CustodyKind.LENT, holder="Pekka", reason="tarkastus")
    desk.clock.forward(days=3)
    act(desk, row, CustodyKind.RETURNED)
    with desk.database.reading(desk["maija"]) as unit:
        held = [custody.on_day(unit, row.id, first + timedelta(days=n)).holder for n in range(-1, 7)]
    assert held == ["", "", "", "", "Pekka", "Pekka", "Pekka", ""]


def test_where_it_was_on_a_day_is_told_by_what_the_place_was_called_then(desk: Desk) -> None:
    row = paper(desk, binder(desk, "A", "kaappi 1", "mappi 1"))
    first = desk.clock().date()
    desk.clock.forward(days=2)
    room = binder(desk, "B", "kaappi 9", "mappi 2")
    with desk.database.unit(desk["leena"]) as unit:
        known = {line.path: line.id for line in places.everything(unit)}
        places.move(unit, known["A/kaappi 1"], known["B"])
    desk.clock.forward(days=2)
    act(desk, row, CustodyKind.LENT, holder="Pekka", reason="x", due_on=date(2026, 12, 20))
    with desk.database.reading(desk["maija"]) as unit:
        then = [paper_stories.on_day(unit, row.id, first + timedelta(days=n)) for n in range(-1, 5)]
    assert then[0] is None, "before it was in the log"
    assert [each.path for each in then[1:] if each] == [
        *["A/kaappi 1/mappi 1"] * 2,
        *["B/kaappi 1/mappi 1"] * 2,
        "",
    ]
    assert {each.office for each in then[1:] if each} == {("Loviisa", "Lovisa")}
    last = then[-1]
    assert last is not None
    assert (last.custody.holder, last.custody.due_on) == ("Pekka", date(2026, 12, 20))
    assert room.office_id == last.custody.office_id


def test_moving_a_cabinet_is_told_by_the_papers_that_lay_in_it(desk: Desk) -> None:
    place, elsewhere = binder(desk, "A", "kaappi 1", "mappi 1"), binder(desk, "B", "kaappi 9", "mappi 2")
    row, other = paper(desk, place), paper(desk, elsewhere)
    desk.clock.forward(minutes=5)
    with desk.database.unit(desk["leena"]) as unit:
        cabinet = next(each for each in places.everything(unit) if each.path == "A/kaappi 1")
        room = next(each for each in places.everything(unit) if each.path == "B")
        assert places.move(unit, cabinet.id, room.id).path == "B/kaappi 1"
    with desk.database.reading(desk["maija"]) as unit:
        assert papers.get(unit, row.id).path == "B/kaappi 1/mappi 1"
        move = paper_stories.story_of(unit, row.id)[-1]
        assert (move.kind, move.was, move.where) == (
            StoryKind.PLACE_MOVED,
            "A/kaappi 1/mappi 1",
            "B/kaappi 1/mappi 1",
        )
        assert [line.kind for line in paper_stories.story_of(unit, other.id)] == [
            CustodyKind.ENTERED,
            CustodyKind.PLACED,
        ]


def test_places_refuse_what_would_lose_a_paper(desk: Desk) -> None:
    place = binder(desk, "A", "kaappi 1", "mappi 1")
    row = paper(desk, place)
    with desk.database.reading(desk["leena"]) as unit:
        cabinet = next(each for each in places.everything(unit) if each.path == "A/kaappi 1")
    attempts: dict[str, Callable[[Unit], object]] = {
        "place.not_empty": lambda unit: places.retire(unit, cabinet.id),
        "place.into_itself": lambda unit: places.move(unit, cabinet.id, place.id),
        "place.there_already": lambda unit: places.move(unit, place.id, cabinet.id),
        "place.holds_others": lambda unit: places.revise(unit, cabinet.id, PlaceDetails(PlaceKind.BOX, "x")),
    }
    for key, attempt in attempts.items():
        with pytest.raises(PlaceRefused) as told, desk.database.unit(desk["leena"]) as unit:
            attempt(unit)
        assert told.value.key == key
    act(desk, row, CustodyKind.LENT, reason="x")
    with pytest.raises(PlaceRefused), desk.database.unit(desk["leena"]) as unit:
        places.retire(unit, place.id)  # the paper belongs there


def test_the_page_that_a_paper_is_on(desk: Desk) -> None:
    rows = [paper(desk, kind=PaperKind.OTHER if number % 2 else PaperKind.CONTRACT) for number in range(7)]
    contracts = PaperFilter(kinds=frozenset({PaperKind.CONTRACT}))
    with desk.database.reading(desk["maija"]) as unit:
        first = papers.opening(unit, PaperFilter(), 3)
        assert (first.count, first.first, first.line) == (7, 0, None)
        oldest = papers.opening(unit, PaperFilter(), 3, rows[0].id)
        assert (oldest.first, oldest.line, [row.id for row in oldest.rows]) == (6, 6, [rows[0].id])
        kept = papers.opening(unit, contracts, 3, rows[2].id)
        assert (kept.count, kept.line, [row.id for row in kept.rows]) == (
            4,
            2,
            [rows[6].id, rows[4].id, rows[2].id],
        )
        left_out = papers.opening(unit, contracts, 3, rows[1].id)
        assert (left_out.first, left_out.line) == (0, None)


def test_what_waits_at_each_office(desk: Desk) -> None:
    late, coming = paper(desk, binder(desk, "A", "mappi 1")), paper(desk)
    act(desk, late, CustodyKind.LENT, reason="x", due_on=desk.clock().date())
    act(desk, coming, CustodyKind.SENT, office_id=office(desk, "P"))
    desk.clock.forward(days=1)
    waits = {}
    for who in ("maija", "kalle"):
        with desk.database.reading(desk[who]) as unit:
            waits[who] = papers.waiting(unit)
    assert waits == {"maija": PapersWaiting(1, 0), "kalle": PapersWaiting(0, 1)}
    assert found(desk, office_id=office(desk, "P")) == [coming.number]


def test_people_are_named_as_lists_name_them(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        maija = add(unit, Someone("Öhman", "Maija", "10042"))
        hidden = add(unit, Someone("Suojala", "Ester", "10077", protected=True))
    with desk.database.reading(desk["maija"]) as unit:
        assert papers.named(unit, (maija, hidden)) == {maija: "Öhman Maija, 10042", hidden: "10077"}


def test_papers_and_places_that_are_not_there(desk: Desk) -> None:
    with pytest.raises(PaperRefused), desk.database.unit(desk["maija"]) as unit:
        custody.act(unit, [99], CustodyKind.MISSING, reason="x")
    with pytest.raises(PaperRefused), desk.database.reading(desk["maija"]) as unit:
        papers.by_number(unit, "L-99999")
    with pytest.raises(CustodyRefused):
        act(desk, paper(desk), CustodyKind.DESTROYED)  # only a list destroys


def count(unit: Unit, table: type[Base]) -> int:
    return unit.session.scalar(select(func.count()).select_from(table)) or 0


@given(
    steps=st.lists(
        st.tuples(
            st.integers(0, 2),
            st.sampled_from(CustodyKind),
            st.integers(0, 1),
            st.sampled_from(["maija", "kalle"]),
        ),
        max_size=25,
    )
)
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_list_shows_what_the_events_come_to(
    desk: Desk, steps: list[tuple[int, CustodyKind, int, str]]
) -> None:
    shelf = [binder(desk, "A", "mappi 1"), binder(desk, "A", "mappi 2")]
    rows = [paper(desk, shelf[0]) for _ in range(3)]
    porvoo = office(desk, "P")
    for number, kind, place, who in steps:
        desk.clock.forward(minutes=1)
        try:
            act(
                desk,
                rows[number],
                kind,
                who,
                place_id=shelf[place].id if kind in (CustodyKind.PLACED, CustodyKind.FOUND) else None,
                office_id=porvoo,
                reason="asia",
            )
        except CustodyRefused:
            continue
    with desk.database.reading(desk["maija"]) as unit:
        for row in rows:
            events = [event for event, _ in _custody.events_of(unit, row.id)]
            assert papers.get(unit, row.id).custody == rules.custody(events)
        assert count(unit, CustodyNow) == count(unit, ManualRecord)
        assert count(unit, CustodyEvent) >= 2 * len(rows)
