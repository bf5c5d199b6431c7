"""A restriction holds against SQL that no service wrote, on both databases (GDPR art. 18)."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, Table, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from lpo_desk.db import restriction_triggers
from lpo_desk.db.errors import LiftedUntold, Restricted
from lpo_desk.db.faults import told
from lpo_desk.db.restriction_triggers import Guarded
from lpo_desk.db.tables import Base
from lpo_desk.db.tables.register import Address, CustomerNote, Party, PartyName, ProtectionNote
from lpo_desk.db.tables.relationship import DirectoryListing, PermissionEvent
from lpo_desk.db.tables.services import ServiceNumber
from lpo_desk.db.tables.special import ProcessingRestriction
from lpo_desk.domain.party import Channel, DirectoryState, PermissionState, Sender, Source
from lpo_desk.domain.privacy import Subject
from lpo_desk.domain.restriction import RestrictionGround
from tests.fixtures_db import Desk
from tests.services.canaries import Canaries

GUARDED = tuple(restriction_triggers.guarded())
CAME = {"source": Source.SUBJECT, "source_on": date(2026, 11, 23), "source_by": "maija"}

CHANGES: dict[str, dict[str, Any]] = {
    "import_warning": {"value": "x"},
    "party_merge": {"survivor_version": 77},
    "protection_note": {"told_on": date(2026, 11, 1)},
}
"""What is changed of a table that says nothing of its source, or lets that be changed."""


class Attack:
    """Everything that the register can hold of two people; A is restricted."""

    def __init__(self, desk: Desk) -> None:
        self._engine = desk.database.engine
        with desk.database.unit(desk["maija"]) as unit:
            canaries = Canaries(unit)
            canaries.fill()
            self.a, self.b = canaries.parties["A"], canaries.parties["B"]
        self.run(
            insert(ProcessingRestriction).values(
                party_id=self.a,
                ground=RestrictionGround.CLAIMS,
                from_on=date(2026, 11, 20),
                reason="",
                **CAME,
            )
        )

    def run(self, statement: Any, values: Any = None) -> int:  # noqa: ANN401 - any statement and its values
        """How many rows it changed. Raises what the program would tell."""
        with self._engine.connect().execution_options(lpo_writes=True) as connection:
            try:
                done = connection.execute(statement, values).rowcount
            except DBAPIError as error:
                raise told(error) from None
            connection.commit()
        return done

    @property
    def on_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def rows(self, statement: Any) -> list[Any]:  # noqa: ANN401 - any select
        with self._engine.connect() as connection:
            return list(connection.execute(statement))


@pytest.fixture
def attack(desk: Desk) -> Attack:
    return Attack(desk)


def ends(table: Table) -> list[str]:
    return [c.name for c in table.columns if isinstance(c.info.get("privacy"), Subject)]


def test_every_table_that_points_at_a_person_is_guarded_or_accounted_for() -> None:
    pointing = {table.name for table in Base.metadata.sorted_tables if ends(table)}
    assert {each.table for each in GUARDED} | set(restriction_triggers.EXEMPT) == pointing
    assert all(restriction_triggers.EXEMPT.values())


def test_the_database_has_the_triggers_that_the_declarations_ask_for(desk: Desk) -> None:
    with desk.database.engine.connect() as connection:
        before = triggers(connection)
        assert {table for table, _ in before} == {each.table for each in GUARDED} | {"processing_restriction"}
    with desk.database.engine.begin() as connection:
        restriction_triggers.install(connection)
        assert triggers(connection) == before, "what the migration made is what the program would make now"


def triggers(connection: Connection) -> set[tuple[str, str]]:
    """(table, all of the words) of each."""
    if connection.dialect.name == "postgresql":
        statement = (
            "SELECT c.relname, pg_get_triggerdef(t.oid) || p.prosrc FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT t.tgisinternal"
        )
    else:
        statement = "SELECT tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
    return {(table, words) for table, words in connection.execute(text(statement))}


def test_no_row_of_a_restricted_person_is_changed_moved_or_deleted(attack: Attack) -> None:
    """In every table, from each of its ends: what is A's, what names A, and what is B's and would become A's."""
    for each in GUARDED:
        change_every_way(attack, each)


def change_every_way(attack: Attack, each: Guarded) -> None:
    table = Base.metadata.tables[each.table]
    change = CHANGES.get(each.table, {"source_by": "leena"})
    for end in each.ends:
        mine = table.c[end] == attack.a
        assert attack.rows(select(table).where(mine)), "the attack would prove nothing"
        with pytest.raises(Restricted) as refused:
            attack.run(delete(table).where(mine))
        assert (refused.value.ground, refused.value.since) == (RestrictionGround.CLAIMS, date(2026, 11, 20))
        with pytest.raises(Restricted):
            attack.run(update(table).where(mine).values(change))
        if table.name != "party":
            with pytest.raises(Restricted):
                attack.run(update(table).where(table.c[end] == attack.b).values({end: attack.a}))


def test_no_row_that_points_at_a_restricted_person_is_added(attack: Attack) -> None:
    for each in GUARDED:
        if each.table != "party":
            add_every_way(attack, each)


def add_every_way(attack: Attack, each: Guarded) -> None:
    table = Base.metadata.tables[each.table]
    for end in each.ends:
        template = dict(attack.rows(select(table).where(table.c[end] == attack.b))[0]._mapping)
        row = {name: value for name, value in template.items() if name != "id"} | {end: attack.a}
        if "state" in row and each.table in ("permission_event", "directory_listing"):
            row["state"] = (
                PermissionState.GIVEN if each.table == "permission_event" else DirectoryState.PUBLIC
            )
        if each.table == "protection_note":
            attack.run(insert(table), [row])  # a non-disclosure protects
            continue
        with pytest.raises(Restricted):
            attack.run(insert(table), [row])


def test_a_row_cannot_be_replaced_either(attack: Attack) -> None:
    """SQLite deletes the old row without a word, unless triggers are recursive; both know the merging insert."""
    key = attack.rows(select(CustomerNote.id).where(CustomerNote.party_id == attack.a))[0].id
    insertion = "INSERT INTO customer_note (id, party_id, text, source, source_on, source_by)"
    values = f"VALUES ({key}, {attack.b}, 'x', 'subject', '2026-11-23', '')"
    with pytest.raises(Restricted):
        attack.run(text(f"{insertion} {values} ON CONFLICT (id) DO UPDATE SET text = 'x'"))
    if attack.on_sqlite:
        with pytest.raises(Restricted):
            attack.run(text(insertion.replace("INSERT", "INSERT OR REPLACE") + values))
    assert attack.rows(select(CustomerNote.text).where(CustomerNote.id == key))[0].text != "x"


def test_the_others_are_free(attack: Attack) -> None:
    assert attack.run(update(Address).where(Address.party_id == attack.b).values(street="Uusi 1")) == 1
    assert attack.run(update(Party).where(Party.id == attack.b).values(date_of_death=date(2026, 11, 1))) == 1


@pytest.mark.parametrize("state", PermissionState)
def test_a_ban_is_entered_and_a_permission_is_not(attack: Attack, state: PermissionState) -> None:
    event = insert(PermissionEvent).values(
        party_id=attack.a,
        sender=Sender.OWN,
        channel=Channel.ALL,
        state=state,
        reason="",
        text_version="",
        **CAME,
    )
    if state in (PermissionState.BANNED, PermissionState.WITHDRAWN, PermissionState.REFUSED):
        attack.run(event)
    else:
        with pytest.raises(Restricted):
            attack.run(event)


@pytest.mark.parametrize("state", DirectoryState)
def test_a_directory_ban_is_entered_and_a_publication_is_not(attack: Attack, state: DirectoryState) -> None:
    listing = insert(DirectoryListing).values(party_id=attack.a, state=state, **CAME)
    mine = update(DirectoryListing).where(DirectoryListing.party_id == attack.a)
    if state in (DirectoryState.BANNED, DirectoryState.SECRET):
        attack.run(listing)
        with pytest.raises(Restricted):
            attack.run(mine.where(DirectoryListing.state == state).values(state=DirectoryState.PUBLIC))
    else:
        with pytest.raises(Restricted):
            attack.run(listing)


def test_a_number_is_taken_out_of_the_directory_and_not_put_into_it(attack: Attack) -> None:
    mine = update(ServiceNumber).where(ServiceNumber.party_id == attack.a)
    assert attack.run(mine.values(sent_on=date(2026, 11, 23), sent_digest=None)) == 1
    with pytest.raises(Restricted):
        attack.run(mine.values(sent_on=date(2026, 11, 23), sent_digest=b"\0" * 16))
    with pytest.raises(Restricted):
        attack.run(mine.values(number="+358190001234"))


def test_a_non_disclosure_may_become_longer_only(attack: Attack) -> None:
    note = update(ProtectionNote).where(ProtectionNote.party_id == attack.a)
    longer = ((date(2031, 1, 1), True), (date(2030, 1, 1), False), (None, True), (date(2040, 1, 1), False))
    for until, allowed in longer:
        if allowed:
            assert attack.run(note.values(until=until, source_by="leena")) == 1
        else:
            with pytest.raises(Restricted):
                attack.run(note.values(until=until))
    with pytest.raises(Restricted):
        attack.run(note.values(ended_on=date(2026, 11, 23)))


def test_the_count_of_saves_goes_on(attack: Attack) -> None:
    mine = update(Party).where(Party.id == attack.a)
    assert attack.run(mine.values(version=Party.version + 1)) == 1
    with pytest.raises(Restricted):
        attack.run(mine.values(version=Party.version + 1, language_note="x"))


def test_nothing_lifts_a_restriction_before_the_person_was_told(attack: Attack) -> None:
    table = ProcessingRestriction
    mine = (table.party_id == attack.a, table.lifted_on.is_(None))
    today = date(2026, 11, 23)
    with pytest.raises(LiftedUntold):
        attack.run(update(table).where(*mine).values(lifted_on=today))
    with pytest.raises(LiftedUntold):
        attack.run(update(table).where(*mine).values(told_on=today, lifted_on=today))
    with pytest.raises(LiftedUntold):
        attack.run(delete(table).where(*mine))
    with pytest.raises(LiftedUntold):
        attack.run(update(table).where(*mine).values(party_id=attack.b))
    assert attack.run(update(table).where(*mine).values(told_on=today)) == 1
    with pytest.raises(LiftedUntold):
        attack.run(update(table).where(*mine).values(lifted_on=date(2026, 11, 22)))
    assert attack.run(update(table).where(*mine).values(lifted_on=today)) == 1
    assert attack.run(update(PartyName).where(PartyName.party_id == attack.a).values(last_name="Uusi")) == 1
