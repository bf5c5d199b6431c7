"""The administrator's work with users: who may in, who may what, and what the key file says about it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from lpo_desk.db.errors import DatabaseUnavailable, WrongPassword
from lpo_desk.db.keys import KeyFile
from lpo_desk.db.tables import system
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.accounts import Account, Role, User, UserDetails, UserState, conflicting
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.passwords import PasswordRefused
from lpo_desk.domain.text import TextRefused
from lpo_desk.services import accounts, users
from lpo_desk.services.accounts import FOUNDER, NewAccount, NoRoles, ServerPassword, SignedIn, UnknownAccount
from lpo_desk.services.users import Disabled, LastAdministrator, OwnAccount
from lpo_desk.terms import Lang
from tests.fixtures_db import CHEAP, PASSWORD, Desk

NEW = "kolme-hylkeenpoikaa-luodolla"
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})


def listed(desk: Desk, username: str) -> User:
    return next(user for user in users.everyone(desk.signed) if user.account.username == username)


def signed_as(desk: Desk, username: str) -> SignedIn:
    with desk.database.reading(desk["admin"]) as unit:
        return SignedIn(desk.opened, accounts.named(unit, username))


def details(desk: Desk, username: str) -> UserDetails:
    account = listed(desk, username).account
    office = account.office.code if account.office else ""
    return UserDetails(account.display_name, account.roles, office, account.lang)


def number(desk: Desk, username: str) -> int:
    return desk[username].account_id


def rights_log(desk: Desk) -> list[tuple[str, str, str, tuple[str, ...]]]:
    with desk.database.reading(desk["admin"]) as unit:
        rows = unit.session.scalars(
            select(AuditEvent).where(AuditEvent.kind == AuditKind.RIGHTS).order_by(AuditEvent.id)
        )
        return [(row.account_name, row.row_key, row.detail, tuple(row.fields)) for row in rows]


def keys_on_disk(desk: Desk) -> KeyFile:
    assert desk.opened.keys is not None
    return KeyFile.load(desk.opened.keys.path)


def test_everyone_is_listed_by_name_and_the_disabled_last(desk: Desk) -> None:
    users.disable(desk.signed, number(desk, "esko"))
    found = users.everyone(desk.signed)
    names = [user.account.display_name for user in found]
    assert names == ["Anna Ranta", "Jani Alho", "Kalle Lind", "Leena Salo", "Maija Virtanen", "Esko Holm"]
    assert [user.state for user in found] == [UserState.ACTIVE] * 5 + [UserState.DISABLED]
    assert found[2].account.office is not None
    assert found[2].account.office.code == "P"


def test_managing_users_is_the_administrator_s(desk: Desk) -> None:
    clerk, kalle = signed_as(desk, "maija"), number(desk, "kalle")
    with pytest.raises(Forbidden):
        users.everyone(clerk)
    with pytest.raises(Forbidden):
        users.revise(clerk, kalle, details(desk, "kalle"))
    with pytest.raises(Forbidden):
        users.give_password(clerk, kalle, NEW)
    with pytest.raises(Forbidden):
        users.disable(clerk, kalle)
    with pytest.raises(Forbidden):
        users.enable(clerk, kalle, NEW)
    assert listed(desk, "kalle").state is UserState.ACTIVE
    with desk.database.reading(desk["admin"]) as unit:
        denied = select(AuditEvent.account_name).where(AuditEvent.kind == AuditKind.DENY)
        assert unit.session.scalars(denied).all() == ["maija"] * 5


def test_roles_office_name_and_language_are_changed_and_logged(desk: Desk) -> None:
    before = len(rights_log(desk))
    roles = frozenset({Role.CLERK, Role.OFFICE_LEAD})
    changed = users.revise(
        desk.signed, number(desk, "maija"), UserDetails(" Maija  Aalto ", roles, "P", Lang.SV)
    )
    assert (changed.display_name, changed.roles, changed.lang) == ("Maija Aalto", roles, Lang.SV)
    assert changed.office is not None
    assert changed.office.code == "P"
    assert listed(desk, "maija").account == changed
    key = str(number(desk, "maija"))
    fields = ("display_name", "office_id", "lang", "roles")
    assert rights_log(desk)[before:] == [("admin", key, "changed", fields)]
    with desk.database.reading(desk["admin"]) as unit:
        told = unit.session.scalars(
            select(AuditEvent.row_key).where(AuditEvent.table_name == "account_role").order_by(AuditEvent.id)
        ).all()
    assert told[-1] == f"{key}:Role.OFFICE_LEAD", "which role it was"


def test_a_role_that_is_taken_is_gone(desk: Desk) -> None:
    users.revise(
        desk.signed, number(desk, "leena"), replace(details(desk, "leena"), roles=frozenset({Role.CLERK}))
    )
    assert signed_as(desk, "leena").actor.roles == {Role.CLERK}


def test_changing_nothing_logs_nothing(desk: Desk) -> None:
    before = rights_log(desk)
    users.revise(desk.signed, number(desk, "maija"), details(desk, "maija"))
    assert rights_log(desk) == before


def test_nobody_is_left_without_a_role_or_with_a_broken_name(desk: Desk) -> None:
    was = details(desk, "maija")
    with pytest.raises(NoRoles):
        users.revise(desk.signed, number(desk, "maija"), replace(was, roles=frozenset()))
    with pytest.raises(TextRefused):
        users.revise(desk.signed, number(desk, "maija"), replace(was, display_name="\u202eajiaM"))
    with pytest.raises(NoRoles):
        accounts.add_user(desk.signed, NewAccount("olli", "Olli Koivu", frozenset()), NEW)
    with pytest.raises(UnknownAccount):
        users.revise(desk.signed, 9999, was)
    assert details(desk, "maija") == was


def test_nobody_shuts_himself_out(desk: Desk) -> None:
    own = number(desk, "admin")
    with pytest.raises(OwnAccount):
        users.disable(desk.signed, own)
    with pytest.raises(OwnAccount):
        users.revise(desk.signed, own, replace(details(desk, "admin"), roles=frozenset({Role.CLERK})))
    with pytest.raises(OwnAccount) as told:
        users.give_password(desk.signed, own, NEW)
    assert told.value.key == "user.own_password"
    more = ADMINISTRATOR | {Role.CLERK}
    users.revise(desk.signed, own, replace(details(desk, "admin"), roles=more))
    assert listed(desk, "admin").account.roles == more


def test_the_last_administrator_stays(desk: Desk) -> None:
    """Asked by the program itself: a person who may manage users is an administrator already."""
    program = SignedIn(desk.opened, Account(0, "lpo-desk", "LPO Desk", FOUNDER.roles, None, Lang.FI))
    own, kalle = number(desk, "admin"), number(desk, "kalle")
    with pytest.raises(LastAdministrator):
        users.disable(program, own)
    with pytest.raises(LastAdministrator):
        users.revise(program, own, replace(details(desk, "admin"), roles=frozenset({Role.CLERK})))
    users.revise(desk.signed, kalle, replace(details(desk, "kalle"), roles=ADMINISTRATOR))
    users.disable(signed_as(desk, "kalle"), own)
    with pytest.raises(LastAdministrator):
        users.disable(program, kalle)
    assert [u.account.username for u in users.everyone(program) if u.account.roles == ADMINISTRATOR] == [
        "kalle",
        "admin",
    ]


def test_a_disabled_user_has_no_key_and_gets_in_nowhere(local_desk: Desk) -> None:
    maija = signed_as(local_desk, "maija")
    users.disable(local_desk.signed, number(local_desk, "maija"))
    assert "maija" not in keys_on_disk(local_desk).usernames
    attempts: tuple[Callable[[], object], ...] = (
        lambda: accounts.unlock(maija, PASSWORD),
        lambda: accounts.change_user(local_desk.signed, "maija", PASSWORD),
    )
    for attempt in attempts:
        with pytest.raises(WrongPassword):
            attempt()
    assert rights_log(local_desk)[-1][:3] == ("admin", str(number(local_desk, "maija")), "disabled")
    local_desk.opened.close()
    with pytest.raises(WrongPassword):
        accounts.sign_in(local_desk.opened.location, "maija", PASSWORD, cost=CHEAP)
    accounts.sign_in(local_desk.opened.location, "kalle", PASSWORD, cost=CHEAP).opened.close()


def test_a_session_of_a_disabled_user_is_not_unlocked(desk: Desk) -> None:
    """On a server the password stays the server's, so the account itself is asked."""
    with desk.database.unit(desk["admin"]) as unit:
        unit.session.get_one(system.Account, number(desk, "admin")).enabled = False
    with pytest.raises(UnknownAccount):
        accounts.unlock(desk.signed, PASSWORD)


def test_enabling_needs_a_new_password_and_gives_the_roles_back(local_desk: Desk) -> None:
    key = number(local_desk, "leena")
    users.disable(local_desk.signed, key)
    with pytest.raises(Disabled):
        users.give_password(local_desk.signed, key, NEW)
    with pytest.raises(PasswordRefused):
        users.enable(local_desk.signed, key, "lyhyt")
    assert listed(local_desk, "leena").state is UserState.DISABLED
    users.enable(local_desk.signed, key, NEW)
    assert listed(local_desk, "leena").state is UserState.ACTIVE
    with pytest.raises(WrongPassword):
        accounts.change_user(local_desk.signed, "leena", PASSWORD)
    assert accounts.change_user(local_desk.signed, "leena", NEW).actor.roles == {Role.OFFICE_LEAD}


@pytest.mark.parametrize("desk", ["postgres"], indirect=True)
def test_on_a_server_passwords_are_the_server_s(desk: Desk) -> None:
    with pytest.raises(ServerPassword):
        users.give_password(desk.signed, number(desk, "maija"), NEW)
    users.disable(desk.signed, number(desk, "maija"))
    users.enable(desk.signed, number(desk, "maija"), NEW)
    assert listed(desk, "maija").state is UserState.ACTIVE
    with pytest.raises(ServerPassword):  # it said "changed", and nothing was
        accounts.change_password(desk.signed, PASSWORD, NEW)


def test_a_given_password_ends_the_old_one_and_asks_to_be_changed(local_desk: Desk) -> None:
    users.give_password(local_desk.signed, number(local_desk, "maija"), NEW)
    assert listed(local_desk, "maija").given
    with pytest.raises(WrongPassword):
        accounts.change_user(local_desk.signed, "maija", PASSWORD)
    maija = accounts.change_user(local_desk.signed, "maija", NEW)
    with local_desk.database.reading(maija.actor) as unit:
        assert accounts.preferences(unit)[accounts.GIVEN] is True
    accounts.change_password(maija, NEW, "neljä-lokkia-laiturilla")
    assert not listed(local_desk, "maija").given
    assert [entry[2] for entry in rights_log(local_desk)[-2:]] == ["password_given", "password"]


def test_a_first_password_asks_to_be_changed(local_desk: Desk) -> None:
    accounts.add_user(
        local_desk.signed, NewAccount("olli", "Olli Koivu", frozenset({Role.CLERK})), NEW, given=True
    )
    assert listed(local_desk, "olli").given
    assert not listed(local_desk, "maija").given


def test_a_key_file_that_cannot_be_written_changes_nothing(local_desk: Desk) -> None:
    assert local_desk.opened.keys is not None
    part = Path(str(local_desk.opened.keys.path) + ".part")
    part.mkdir()
    maija = number(local_desk, "maija")
    acts: tuple[Callable[[], object], ...] = (
        lambda: users.disable(local_desk.signed, maija),
        lambda: users.give_password(local_desk.signed, maija, NEW),
        lambda: accounts.change_password(local_desk.signed, PASSWORD, NEW),
    )
    for act in acts:
        with pytest.raises(DatabaseUnavailable):
            act()
    part.rmdir()
    assert listed(local_desk, "maija").state is UserState.ACTIVE
    assert not listed(local_desk, "maija").given
    accounts.unlock(signed_as(local_desk, "maija"), PASSWORD)
    accounts.unlock(local_desk.signed, PASSWORD)
    users.disable(local_desk.signed, number(local_desk, "esko"))
    on_disk = keys_on_disk(local_desk)
    assert (
        on_disk.unlock("maija", PASSWORD) == on_disk.unlock("admin", PASSWORD) == local_desk.opened.data_key
    )


def test_a_commit_that_fails_puts_the_keys_back(local_desk: Desk) -> None:
    """The trigger refuses the commit's last write, after the key file was saved."""
    before = keys_on_disk(local_desk).usernames
    with local_desk.database.engine.execution_options(lpo_writes=True).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER late AFTER UPDATE OF enabled ON account BEGIN INSERT INTO child VALUES (1); END"
        )
    with pytest.raises(Exception):  # noqa: B017, PT011 - how the driver tells it is not the matter here
        users.disable(local_desk.signed, number(local_desk, "maija"))
    assert keys_on_disk(local_desk).usernames == before
    assert listed(local_desk, "maija").state is UserState.ACTIVE
    accounts.unlock(signed_as(local_desk, "maija"), PASSWORD)


DYING = """
import os, sys
from lpo_desk.db.keys import KdfCost, KeyFile
from lpo_desk.domain.accounts import Role
from lpo_desk.services import accounts, users

location, act, password, new = sys.argv[1:]
signed = accounts.sign_in(location, "admin", password, cost=KdfCost(1, 8192, 1))
ids = {user.account.username: user.account.id for user in users.everyone(signed)}
save = KeyFile.save

def save_and_die(self):
    save(self)
    os._exit(9)

KeyFile.save = save_and_die
if act == "add":
    new_account = accounts.NewAccount("olli", "Olli Koivu", frozenset({Role.CLERK}))
    accounts.add_user(signed, new_account, new)
elif act == "disable":
    users.disable(signed, ids["maija"])
elif act == "enable":
    users.enable(signed, ids["esko"], new)
"""


def die_between(desk: Desk, act: str) -> SignedIn:
    """The act, killed after the key file was saved and before the commit; then the administrator comes again."""
    desk.opened.close()
    done = subprocess.run(
        [sys.executable, "-c", DYING, desk.opened.location, act, PASSWORD, NEW],
        env=os.environ,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 9, done.stderr
    signed = accounts.sign_in(desk.opened.location, "admin", PASSWORD, cost=CHEAP)
    desk.signed = signed
    return signed


def test_dying_while_disabling_leaves_the_user_out(local_desk: Desk) -> None:
    signed = die_between(local_desk, "disable")
    assert listed(local_desk, "maija").state is UserState.KEYLESS
    with pytest.raises(WrongPassword):
        accounts.change_user(signed, "maija", PASSWORD)
    users.disable(signed, number(local_desk, "maija"))
    assert listed(local_desk, "maija").state is UserState.DISABLED
    signed.opened.close()


def test_dying_while_adding_leaves_a_key_that_no_account_has(local_desk: Desk) -> None:
    signed = die_between(local_desk, "add")
    assert "olli" in keys_on_disk(local_desk).usernames
    with pytest.raises(UnknownAccount):
        accounts.change_user(signed, "olli", NEW)
    users.give_password(signed, number(local_desk, "maija"), NEW)
    assert "olli" not in keys_on_disk(local_desk).usernames, "the next change of a user sweeps it away"
    signed.opened.close()


def test_dying_while_enabling_leaves_the_user_disabled(local_desk: Desk) -> None:
    users.disable(local_desk.signed, number(local_desk, "esko"))
    signed = die_between(local_desk, "enable")
    assert listed(local_desk, "esko").state is UserState.DISABLED
    with pytest.raises(UnknownAccount):
        accounts.change_user(signed, "esko", NEW)
    users.enable(signed, number(local_desk, "esko"), NEW)
    assert accounts.change_user(signed, "esko", NEW).account.username == "esko"
    signed.opened.close()


def test_an_officer_who_administers_watches_over_himself() -> None:
    assert conflicting(frozenset({Role.DPO, Role.ADMINISTRATOR, Role.CLERK}))
    assert not any(conflicting(frozenset({role})) for role in Role)
    assert not conflicting(frozenset({Role.DPO, Role.OFFICE_LEAD}))
