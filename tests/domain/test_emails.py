import pytest
from email_validator import EmailNotValidError, validate_email
from hypothesis import example, given
from hypothesis import strategies as st

from lpo_desk.domain.emails import EmailRefused, parse_email, split_emails


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("asiakas1000@example.fi", "asiakas1000@example.fi"),
        (" Maija.Virta@Example.FI\n", "Maija.Virta@example.fi"),
        ("maija+lpo@example.fi", "maija+lpo@example.fi"),
        ("a\u030ake@example.fi", "åke@example.fi"),
    ],
)
def test_addresses(typed: str, stored: str) -> None:
    assert parse_email(typed) == stored


@given(
    st.from_regex(
        r"[a-zA-Z0-9._+-]{1,20}@[a-z0-9.-]{1,20}\.(fi|com|net|org|se|eu|local|test)", fullmatch=True
    )
)
@example("a@xn--vk-yia.fi")
@example("a@b.fi\n")
@example("a" * 64 + "@" + "b" * 63 + ".fi")
@example("a@1.fi")
@example("a@127.0.0.1.fi")
def test_the_short_way_is_the_long_way(typed: str) -> None:
    """What most addresses look like is not asked of the library; where it is, the answer is the same."""
    try:
        wanted = validate_email(typed.strip(), check_deliverability=False, strict=True).normalized
    except EmailNotValidError:
        with pytest.raises(EmailRefused):
            parse_email(typed)
    else:
        assert parse_email(typed) == wanted


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "example.fi",
        "maija(at)example.fi",
        "a b@example.fi",
        "a..b@example.fi",
        "a@b",
        "a@localhost",
        "a@example.test",
        "a@[127.0.0.1]",
        "a@example.fi\x00",
        "a@example.fi; b@example.fi",
        "Maija <a@example.fi>",
        "a" * 65 + "@example.fi",
    ],
)
def test_not_addresses(typed: str) -> None:
    with pytest.raises(EmailRefused) as caught:
        parse_email(typed)
    assert caught.value.sentence("sv")
    assert str(caught.value) == "email.refused"
    assert caught.value.__suppress_context__, "the library's own message repeats the address"


def test_several_addresses_in_one_cell() -> None:
    assert split_emails("a@example.fi; b@example.fi") == ["a@example.fi", "b@example.fi"]
    assert split_emails("a@example.fi,b@example.fi\nc@example.fi;") == [
        "a@example.fi",
        "b@example.fi",
        "c@example.fi",
    ]
    assert split_emails("  ") == []
