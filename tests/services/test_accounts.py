"""Users: founding, signing in, changing over, passwords, and what each leaves in the log."""

from pathlib import Path

import pytest
from sqlalchemy import select

from lpo_desk.db.errors import DatabaseExists, ServerRefused, WrongPassword, WrongRecoveryKey
from lpo_desk.db.tables import system
from lpo_desk.db.tables.system import AuditEvent
from lpo_desk.db.unit import Forbidden
from lpo_desk.domain.accounts import DEFAULT_OFFICES, Right, Role, actor_of
from lpo_desk.domain.audit import AuditKind
from lpo_desk.domain.passwords import PasswordRefused
from lpo_desk.domain.text import TextRefused
from lpo_desk.services import accounts
from lpo_desk.services.accounts import (
    AccountExists,
    NewAccount,
    SignedIn,
    UnknownAccount,
    UsernameRefused,
)
from lpo_desk.terms import Lang
from tests.fixtures_db import ADMIN, CHEAP, PASSWORD, Clock, Desk

NEW = "kolme-hylkeenpoikaa-luodolla"
OLLI = NewAccount("olli", "Olli Koivu", frozenset({Role.CLERK}), "P", Lang.SV)


def log(desk: Desk, kind: AuditKind) -> list[tuple[str, str]]:
    with desk.database.reading(desk["jani"]) as unit:
        rows = unit.session.scalars(select(AuditEvent).where(AuditEvent.kind == kind).order_by(AuditEvent.id))
        return [(row.account_name, row.detail) for row in rows]


def where(desk: Desk) -> str:
    return desk.opened.location


def test_a_new_database_has_its_offices_and_its_first_user(desk: Desk) -> None:
    with desk.database.reading(desk["admin"]) as unit:
        offices = accounts.offices(unit)
        admin = accounts.named(unit, "ADMIN")
    assert [(office.code, office.town_sv) for office in offices] == [("L", "Lovisa"), ("P", "Borgå")]
    assert [office.code for office in offices] == [office.code for office in DEFAULT_OFFICES]
    assert (admin.display_name, admin.roles) == (ADMIN.display_name, ADMIN.roles)
    assert admin.office == offices[0]
    assert desk.signed.actor.rights == actor_of(admin).rights


def test_signing_in_is_logged_in_the_user_s_own_name(desk: Desk) -> None:
    assert log(desk, AuditKind.LOGIN) == [("admin", ""), ("admin", "")], "at founding and just now"


def test_a_local_user_signs_in_in_any_case_of_the_name(local_desk: Desk) -> None:
    local_desk.opened.close()
    signed = accounts.sign_in(where(local_desk), "MAIJA", PASSWORD, cost=CHEAP)
    assert signed.account.username == "maija"
    assert signed.actor.roles == {Role.CLERK}
    signed.opened.close()
    with pytest.raises(WrongPassword):
        accounts.sign_in(where(local_desk), "maija", PASSWORD.upper(), cost=CHEAP)


def test_names_are_offered_at_a_local_login_and_never_for_a_server(desk: Desk, tmp_path: Path) -> None:
    offered = accounts.usernames(where(desk))
    assert offered == (
        () if desk.database.is_server else ("admin", "maija", "kalle", "leena", "jani", "esko")
    )
    assert accounts.usernames(str(tmp_path / "absent.lpodb")) == ()


def test_an_added_user_signs_in_with_the_roles_given(local_desk: Desk) -> None:
    added = accounts.add_user(local_desk.signed, OLLI, NEW)
    assert (added.username, added.lang, added.office and added.office.code) == ("olli", Lang.SV, "P")
    local_desk.opened.close()
    signed = accounts.sign_in(where(local_desk), "olli", NEW, cost=CHEAP)
    assert signed.account == added
    assert not signed.actor.may(Right.MANAGE_ACCOUNTS)
    signed.opened.close()


def test_adding_a_user_is_the_administrator_s_and_is_logged(desk: Desk) -> None:
    with desk.database.reading(desk["maija"]) as unit:
        clerk = accounts.named(unit, "maija")
    with pytest.raises(Forbidden):
        accounts.add_user(SignedIn(desk.opened, clerk), OLLI, NEW)
    assert log(desk, AuditKind.DENY) == [("maija", "manage_accounts")]
    before = len(log(desk, AuditKind.RIGHTS))
    accounts.add_user(desk.signed, OLLI, NEW)
    assert log(desk, AuditKind.RIGHTS)[before:] == [("admin", "added")]


def test_a_user_is_not_added_twice_nor_badly(desk: Desk) -> None:
    for account, password, refusal in (
        (NewAccount("Maija", "Toinen Maija", frozenset({Role.CLERK})), NEW, AccountExists),
        (NewAccount("o", "Olli", frozenset()), NEW, UsernameRefused),
        (NewAccount("olli koivu", "Olli", frozenset()), NEW, UsernameRefused),
        (NewAccount("mäki", "Olli", frozenset()), NEW, UsernameRefused),
        (NewAccount("--", "Olli", frozenset()), NEW, UsernameRefused),
        (NewAccount("o" * 41, "Olli", frozenset()), NEW, UsernameRefused),
        (OLLI, "lyhyt", PasswordRefused),
        (OLLI, "salasana1234567890", PasswordRefused),
        (NewAccount("olli", "\u202eilO", frozenset()), NEW, TextRefused),
    ):
        with pytest.raises(refusal):
            accounts.add_user(desk.signed, account, password)
    with desk.database.reading(desk["admin"]) as unit, pytest.raises(UnknownAccount):
        accounts.named(unit, "olli")
    assert "olli" not in accounts.usernames(where(desk))


def test_a_user_whose_key_cannot_be_written_is_not_added(local_desk: Desk) -> None:
    assert local_desk.opened.keys is not None
    part = Path(str(local_desk.opened.keys.path) + ".part")
    part.mkdir()
    with pytest.raises(Exception):  # noqa: B017, PT011 - which one is the system's affair
        accounts.add_user(local_desk.signed, OLLI, NEW)
    part.rmdir()
    with local_desk.database.reading(local_desk["admin"]) as unit, pytest.raises(UnknownAccount):
        accounts.named(unit, "olli")


def test_a_disabled_user_does_not_sign_in(local_desk: Desk) -> None:
    with local_desk.database.unit(local_desk["admin"]) as unit:
        unit.session.query(system.Account).filter_by(username="maija").one().enabled = False
    local_desk.opened.close()
    with pytest.raises(UnknownAccount):
        accounts.sign_in(where(local_desk), "maija", PASSWORD, cost=CHEAP)
    accounts.sign_in(where(local_desk), "kalle", PASSWORD, cost=CHEAP).opened.close()


def test_a_changed_password_is_the_only_one_from_then_on(local_desk: Desk) -> None:
    with pytest.raises(WrongPassword):
        accounts.change_password(local_desk.signed, NEW, NEW)
    with pytest.raises(PasswordRefused):
        accounts.change_password(local_desk.signed, PASSWORD, "admin admin admin")
    accounts.change_password(local_desk.signed, PASSWORD, NEW)
    accounts.unlock(local_desk.signed, NEW)
    with pytest.raises(WrongPassword):
        accounts.unlock(local_desk.signed, PASSWORD)
    assert log(local_desk, AuditKind.RIGHTS)[-1] == ("admin", "password")
    local_desk.opened.close()
    accounts.sign_in(where(local_desk), "admin", NEW, cost=CHEAP).opened.close()
    accounts.sign_in(where(local_desk), "maija", PASSWORD, cost=CHEAP).opened.close()


def test_another_user_takes_over_the_open_database(local_desk: Desk) -> None:
    with pytest.raises(WrongPassword):
        accounts.change_user(local_desk.signed, "kalle", NEW)
    kalle = accounts.change_user(local_desk.signed, "kalle", PASSWORD)
    assert kalle.opened is local_desk.opened
    assert kalle.actor.username == "kalle"
    assert log(local_desk, AuditKind.LOGIN)[-1] == ("kalle", "")


@pytest.mark.parametrize("desk", ["postgres"], indirect=True)
def test_the_screen_of_a_server_s_user_is_unlocked_by_the_server(desk: Desk) -> None:
    accounts.unlock(desk.signed, PASSWORD)
    with pytest.raises((ServerRefused, WrongPassword)):
        accounts.unlock(desk.signed, NEW)


def test_the_recovery_key_lets_a_user_in_with_a_new_password(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.lpodb")
    signed = accounts.found(path, ADMIN, PASSWORD, cost=CHEAP, clock=Clock())
    recovery = signed.opened.recovery_key
    signed.opened.close()
    with pytest.raises(PasswordRefused):
        accounts.recover(path, recovery, "admin", "lyhyt")
    with pytest.raises(WrongRecoveryKey):
        accounts.recover(path, "A" * 32, "admin", NEW)
    recovered = accounts.recover(path, recovery, "admin", NEW)
    with recovered.opened.database.reading(recovered.actor) as unit:
        assert "password" in unit.session.scalars(select(AuditEvent.detail)).all()
    recovered.opened.close()
    with pytest.raises(WrongPassword):
        accounts.sign_in(path, "admin", PASSWORD)
    accounts.sign_in(path, "admin", NEW).opened.close()


def test_recovery_makes_no_user_that_was_not_there(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.lpodb")
    signed = accounts.found(path, ADMIN, PASSWORD, cost=CHEAP, clock=Clock())
    signed.opened.close()
    with pytest.raises(UnknownAccount):
        accounts.recover(path, signed.opened.recovery_key, "ghost", NEW)
    assert accounts.usernames(path) == ("admin",)
    accounts.sign_in(path, "admin", PASSWORD, cost=CHEAP).opened.close()


def test_a_founding_that_fails_leaves_nothing_in_its_way(tmp_path: Path) -> None:
    path = str(tmp_path / "desk.lpodb")
    for account, password, refusal in (
        (ADMIN, "lyhyt", PasswordRefused),
        (NewAccount("ä", "Ä", frozenset()), PASSWORD, UsernameRefused),
        (NewAccount("admin", "\u202eA", frozenset()), PASSWORD, TextRefused),
    ):
        with pytest.raises(refusal):
            accounts.found(path, account, password, cost=CHEAP, clock=Clock())
    accounts.found(path, ADMIN, PASSWORD, cost=CHEAP, clock=Clock()).opened.close()
    with pytest.raises(DatabaseExists):
        accounts.found(path, ADMIN, PASSWORD, cost=CHEAP, clock=Clock())
    accounts.sign_in(path, "admin", PASSWORD, cost=CHEAP).opened.close()


def test_language_and_screen_settings_follow_the_user(desk: Desk) -> None:
    with desk.database.unit(desk["maija"]) as unit:
        accounts.set_language(unit, Lang.SV)
        accounts.save_preferences(unit, {"columns": {"search": [120, 80]}, "font": 1.1})
    with desk.database.unit(desk["maija"]) as unit:
        accounts.save_preferences(unit, {"font": 1.2})
    with desk.database.reading(desk["maija"]) as unit:
        assert accounts.named(unit, "maija").lang is Lang.SV
        assert accounts.preferences(unit) == {"columns": {"search": [120, 80]}, "font": 1.2}
    with desk.database.reading(desk["kalle"]) as unit:
        assert accounts.preferences(unit) == {}
