"""Which passwords are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lpo_desk.domain.passwords import LONGEST, SHORTEST, PasswordRefused, check_password, make_password
from lpo_desk.terms import Lang


def refusal(password: str, username: str = "") -> str:
    with pytest.raises(PasswordRefused) as refused:
        check_password(password, username)
    for lang in Lang:
        assert password not in refused.value.sentence(lang)
    return refused.value.key


@pytest.mark.parametrize(
    "password",
    [
        "mansikka-veneet-rannalla",
        "tuuli nousi aamulla",
        "kolme hauskaa hylkeenpoikasta",
        "Åskmoln över Lovisa ån",
    ],
)
def test_a_phrase_of_one_s_own_is_taken(password: str) -> None:
    check_password(password, "maija")


@pytest.mark.parametrize(
    ("length", "key"), [(SHORTEST - 1, "password.short"), (LONGEST + 1, "password.long")]
)
def test_the_limits_of_length(length: int, key: str) -> None:
    letters = "tuulinousiaamullajasadetuliillalla" * 5
    assert refusal(letters[:length]) == key


@pytest.mark.parametrize(
    ("password", "username"),
    [
        ("salasanasalasana", ""),
        ("Lösenord123456789", ""),
        ("lponetloviisa2026!", ""),
        ("LPOnet-Porvoo-1234", ""),
        ("qwertyuiopasdfghjkl", ""),
        ("aaaaaaaaaaaaaaaaaaaa", ""),
        ("xyxyxyxyxyxyxyxyxyxy", ""),
        ("....................", ""),
        ("maija.virtanen2026", "maija.virtanen"),
        ("Maija.Virtanen-1234", "maija.virtanen"),
    ],
)
def test_what_others_would_guess_first_is_refused(password: str, username: str) -> None:
    assert refusal(password, username) == "password.guessable"


@given(st.text(st.characters(), max_size=200), st.sampled_from(["", "maija", "admin"]))
def test_a_password_is_taken_or_refused_whatever_it_holds(password: str, username: str) -> None:
    try:
        check_password(password, username)
    except PasswordRefused:
        return
    assert SHORTEST <= len(password) <= LONGEST


def test_a_password_of_the_program_s_own_is_taken_and_never_the_same() -> None:
    made = {make_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        check_password(password, "maija")
        assert [len(word) for word in password.split("-")] == [6, 6, 6, 6]
        assert password.isascii()
