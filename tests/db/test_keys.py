"""The key file: whoever has no password and no recovery key has nothing."""

import json
import os
from pathlib import Path

import pytest

from lpo_desk.db.errors import (
    DatabaseDamaged,
    KeysMissing,
    SchemaNewer,
    WrongPassword,
    WrongRecoveryKey,
)
from lpo_desk.db.keys import KEY_BYTES, KeyFile
from tests.fixtures_db import CHEAP

WORDS = "mansikka-veneet-rannalla"


@pytest.fixture
def made(tmp_path: Path) -> tuple[KeyFile, bytes, str]:
    keys, data_key, recovery = KeyFile.create(tmp_path / "desk.keys", "Maija", WORDS, CHEAP)
    keys.save()
    return keys, data_key, recovery


def test_a_password_gives_the_data_key_back(made: tuple[KeyFile, bytes, str]) -> None:
    keys, data_key, _ = made
    again = KeyFile.load(keys.path)
    assert len(data_key) == KEY_BYTES
    assert again.unlock("maija", WORDS) == again.unlock("MAIJA", WORDS) == data_key
    assert again.usernames == ("maija",)


def test_a_wrong_password_and_an_unknown_user_are_told_alike(made: tuple[KeyFile, bytes, str]) -> None:
    keys = made[0]
    for username, password in (("maija", WORDS + "!"), ("kalle", WORDS), ("", ""), ("maija", "\ud800")):
        with pytest.raises(WrongPassword) as refused:
            keys.unlock(username, password)
        assert (refused.value.key, dict(refused.value.values)) == ("login.wrong", {})


def test_one_password_typed_on_two_keyboards_is_one_password(tmp_path: Path) -> None:
    keys, data_key, _ = KeyFile.create(tmp_path / "k", "maija", "hylje-p\u00e4\u00e4ll\u00e4-kalliota", CHEAP)
    assert keys.unlock("maija", "hylje-pa\u0308a\u0308lla\u0308-kalliota") == data_key


def test_the_recovery_key_opens_however_it_is_typed(made: tuple[KeyFile, bytes, str]) -> None:
    keys, data_key, recovery = made
    for typed in (recovery, recovery.lower(), recovery.replace("-", ""), f" {recovery.replace('-', ' ')}\n"):
        assert keys.unlock_with_recovery(typed) == data_key
    wrong = ("B" if recovery[0] == "A" else "A") + recovery[1:]
    for typed in (wrong, recovery[:-1], "", "ä", "1" * 32):
        with pytest.raises(WrongRecoveryKey):
            keys.unlock_with_recovery(typed)


def test_a_changed_password_replaces_the_old_one(made: tuple[KeyFile, bytes, str]) -> None:
    keys, data_key, recovery = made
    keys.set_password("maija", "toinen-lause-kokonaan", data_key, CHEAP)
    keys.save()
    again = KeyFile.load(keys.path)
    assert again.unlock("maija", "toinen-lause-kokonaan") == again.unlock_with_recovery(recovery) == data_key
    with pytest.raises(WrongPassword):
        again.unlock("maija", WORDS)


def test_a_removed_user_opens_nothing(made: tuple[KeyFile, bytes, str]) -> None:
    keys = made[0]
    keys.remove("Maija")
    with pytest.raises(WrongPassword):
        keys.unlock("maija", WORDS)


def test_a_key_wrapped_for_another_database_opens_nothing(
    made: tuple[KeyFile, bytes, str], tmp_path: Path
) -> None:
    other, _, _ = KeyFile.create(tmp_path / "other.keys", "kalle", WORDS, CHEAP)
    other.save()
    mine, theirs = json.loads(made[0].path.read_text()), json.loads(other.path.read_text())
    mine["users"]["kalle"] = theirs["users"]["kalle"]
    made[0].path.write_text(json.dumps(mine))
    with pytest.raises(WrongPassword):
        KeyFile.load(made[0].path).unlock("kalle", WORDS)


def test_the_file_holds_neither_the_key_nor_a_password(made: tuple[KeyFile, bytes, str]) -> None:
    keys, data_key, recovery = made
    text = keys.path.read_text()
    import base64

    for secret in (data_key.hex(), base64.b64encode(data_key).decode(), WORDS, recovery):
        assert secret not in text


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing) as missing:
        KeyFile.load(tmp_path / "desk.keys")
    assert "desk.keys" in missing.value.sentence("fi")


def damaged(body: dict[str, object], place: str) -> str:
    text = json.dumps(body)
    entry = {
        "salt": "",
        "nonce": "AAAAAAAAAAAAAAAA",
        "sealed": "A" * 64,
        "passes": 0,
        "memory": 0,
        "lanes": 0,
    }
    broken: dict[str, dict[str, object]] = {
        "no users": {k: v for k, v in body.items() if k != "users"},
        "no format": {k: v for k, v in body.items() if k != "format"},
        "users a list": {**body, "users": []},
        "recovery a text": {**body, "recovery": "x"},
        "short sealed": {**body, "recovery": {**entry, "sealed": "AAAA"}},
        "not base64": {**body, "recovery": {**entry, "nonce": "*" * 16}},
        "huge cost": {**body, "users": {"maija": {**entry, "memory": 10**12}}},
        "cost a text": {**body, "users": {"maija": {**entry, "passes": "3"}}},
    }
    return {"empty": "", "half": text[: len(text) // 2], "binary": "\x00\x01"}.get(place) or (
        json.dumps(broken[place]) if place in broken else ""
    )


@pytest.mark.parametrize(
    "place",
    [
        *("empty", "half", "binary", "no users", "no format", "users a list", "recovery a text"),
        *("short sealed", "not base64", "huge cost", "cost a text"),
    ],
)
def test_a_damaged_file_is_told_as_damage(made: tuple[KeyFile, bytes, str], place: str) -> None:
    path = made[0].path
    path.write_text(damaged(json.loads(path.read_text()), place))
    with pytest.raises(DatabaseDamaged):
        KeyFile.load(path)


def test_a_newer_format_is_not_guessed_at(made: tuple[KeyFile, bytes, str]) -> None:
    body = json.loads(made[0].path.read_text())
    made[0].path.write_text(json.dumps({**body, "format": body["format"] + 1}))
    with pytest.raises(SchemaNewer):
        KeyFile.load(made[0].path)


def test_the_file_is_replaced_whole(made: tuple[KeyFile, bytes, str]) -> None:
    """Another reader holds the old file while the new one comes: it never sees a mixture."""
    keys, data_key, _ = made
    before = keys.path.read_bytes()
    with keys.path.open("rb") as reader:
        first = os.fstat(reader.fileno()).st_ino
        keys.set_password("kalle", WORDS, data_key, CHEAP)
        keys.save()
        assert reader.read() == before
    assert keys.path.stat().st_ino != first
    assert [file.name for file in keys.path.parent.iterdir()] == [keys.path.name]
    assert set(KeyFile.load(keys.path).usernames) == {"maija", "kalle"}
