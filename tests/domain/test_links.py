"""Links to a case: only its number gets in, whatever else is written."""

import pytest

from lpo_desk.domain.links import LinkRefused, case_of


@pytest.mark.parametrize(
    "link",
    ["lpodesk://case/L-2026-0042", "LPODESK://Case/l-2026-0042", "lpodesk://case/L-2026-0042/"],
)
def test_the_number_of_a_link(link: str) -> None:
    """Browsers write schemes in small letters, add a slash, and people write as they like."""
    assert case_of(link) == "L-2026-0042"


@pytest.mark.parametrize(
    "link",
    [
        "",
        "L-2026-0042",
        "lpodesk://customer/10042",
        "lpodesk://case/131052-998T",
        "lpodesk://case/L-2026-0042 --practice",
        "lpodesk://case/L-2026-0042?purpose=counter",
        "lpodesk://case/L-2026-0042\n",
        "lpodesk://case/../L-2026-0042",
        "lpodesk://case/%4c-2026-0042",
        "lpodesk://case/L-\uff12026-0042",
        "lpodesk://case/L-2026-00420000000000",
        "https://case/L-2026-0042",
    ],
)
def test_anything_else_is_refused_and_not_repeated(link: str) -> None:
    with pytest.raises(LinkRefused) as refused:
        case_of(link)
    assert not refused.value.values
