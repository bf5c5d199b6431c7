from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from lpo_desk import terms as module
from lpo_desk.terms import Lang, Term, has, terms


def test_one_key_in_three_languages_at_once() -> None:
    said = [terms("field.first_names", lang=lang) for lang in Lang]
    assert said == ["Etunimet", "Förnamn", "First names"]


def test_language_may_be_its_code() -> None:
    assert terms("common.save", lang="sv") == terms("common.save", lang=Lang.SV) == "Spara"


def test_dates_are_written_as_the_language_writes_them() -> None:
    earliest = date(1900, 1, 1)
    assert "1.1.1900" in terms("date.refused_too_early", lang="fi", earliest=earliest)
    assert "1 Jan 1900" in terms("date.refused_too_early", lang="en", earliest=earliest)


def test_a_date_may_be_asked_for_with_its_weekday() -> None:
    late = {"last_day": date(2026, 12, 23)}
    assert "ke\u00a023.12.2026" in terms("clock.refused_extension_late", lang="fi", **late)
    assert "on\u00a023.12.2026" in terms("clock.refused_extension_late", lang="sv", **late)


def test_counts_are_grouped_and_text_is_not() -> None:
    assert "12\u202f000" in terms("text.refused_too_long", lang="fi", limit=12_000)
    assert "12000" in terms("text.refused_too_long", lang="fi", limit="12000")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("1234.50"), "1\u202f234,50"),
        (datetime(2026, 11, 22, 12, 5, tzinfo=UTC), "22.11.2026 klo 14.05"),
        (True, "True"),
    ],
)
def test_other_values(monkeypatch: pytest.MonkeyPatch, value: object, written: str) -> None:
    monkeypatch.setattr(module, "catalogue", lambda _lang: {"a.b": "{value}"})
    assert terms("a.b", lang="fi", value=value) == written


def test_a_term_inside_a_term_is_said_in_the_same_language() -> None:
    moved = Term("deadline.reason_moved", {"day": Term("holiday.saturday"), "date": date(2026, 3, 2)})
    assert "lauantai" in moved.text("fi")
    assert "lördag" in moved.text("sv")


def test_values_are_never_read_as_placeholders() -> None:
    assert "{limit.__class__}" in terms("text.refused_too_long", lang="fi", limit="{limit.__class__}")


def test_unknown_key() -> None:
    with pytest.raises(KeyError, match=r"nobody\.says"):
        terms("nobody.says", lang="fi")
    assert not has("nobody.says")
    assert has("common.save")


def test_missing_value() -> None:
    with pytest.raises(KeyError, match="limit"):
        terms("text.refused_too_long", lang="fi")
