"""A marketing list as a workbook: what the channel needs, nothing that could be a formula, the days it may be used."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from lpo_desk.domain.marketing import (
    LeftOut,
    MarketingCounts,
    MarketingList,
    MarketingPurpose,
    MarketingTarget,
    Offer,
)
from lpo_desk.domain.party import Channel, Sender, Standing
from lpo_desk.domain.permissions import CHANNELS
from lpo_desk.domain.products import ServiceKind
from lpo_desk.domain.reports import Origin
from lpo_desk.exports.catalogue import MARKETING_LIST
from lpo_desk.exports.marketing_list import columns_of, told
from lpo_desk.terms import Lang, has, terms

TARGET = MarketingTarget(
    "010042",
    "=HYPERLINK(1)",
    Lang.SV,
    Standing.CONSENT,
    street="Storgatan 3",
    postcode="07900",
    town="Lovisa",
    country="FI",
    phone="+358400000101",
    email="eva@example.fi",
)


def drawn(offer: Offer, *rows: MarketingTarget) -> MarketingList:
    return MarketingList(
        offer,
        MarketingPurpose.NEW_AREA,
        Origin(datetime(2026, 11, 23, 8, 0, tzinfo=UTC), "Leena Salo", None, "1.0"),
        datetime(2026, 11, 23, 8, 0, tzinfo=UTC),
        date(2026, 11, 23),
        date(2026, 11, 30),
        MarketingCounts(len(rows), {LeftOut.BANNED: 120, LeftOut.MINOR: 3}),
        rows,
    )


@pytest.mark.parametrize("lang", list(Lang))
def test_a_list_of_letters(tmp_path: Path, lang: Lang) -> None:
    content = drawn(Offer(Sender.OWN, Channel.POST, ServiceKind.BROADBAND), TARGET)
    path = MARKETING_LIST.write(content, lang, tmp_path / MARKETING_LIST.file_name(content, lang), None)
    book = load_workbook(path)
    targets, left_out, last = (book[name] for name in book.sheetnames)
    assert [cell.value for cell in targets[2]] == [
        "010042", "=HYPERLINK(1)", terms("language.sv", lang=lang), None, "Storgatan 3", "07900", "Lovisa", "FI",
        terms("standing.consent", lang=lang),
    ]  # fmt: skip
    assert targets["B2"].data_type == "s", "a name is never a formula"
    counts = {row[0].value: row[1].value for row in left_out.iter_rows(min_row=2)}
    assert counts == {
        terms("left_out.banned", lang=lang): "120",
        terms("left_out.minor", lang=lang): terms("marketing_list.few", lang=lang, below=5),
    }
    words = [str(cell.value) for row in last.iter_rows() for cell in row if cell.value]
    for said in ("sender.own", "channel.post", "service_kind.broadband", "marketing_purpose.new_area"):
        assert terms(said, lang=lang) in words
    assert any("2026" in word and "–" in word for word in words), "the days between which it may be used"
    assert terms("marketing_list.no_telesales", lang=lang) in words


def test_each_channel_has_its_own_contact_and_no_other() -> None:
    contacts = {"street", "phone", "email"}
    for channel, wanted in zip(CHANNELS, ("street", "phone", "phone", "email"), strict=True):
        keys = {column.key.removeprefix("marketing_list.") for column in columns_of(channel)}
        assert keys & contacts == {wanted}
        assert all(has(f"{column.key}_help") for column in columns_of(channel))


def test_telesales_say_their_rule(tmp_path: Path) -> None:
    content = drawn(Offer(Sender.OWN, Channel.PHONE, ServiceKind.MOBILE))
    path = MARKETING_LIST.write(content, Lang.FI, tmp_path / "x.xlsx", None)
    book = load_workbook(path)
    words = [cell.value for row in book[book.sheetnames[-1]].iter_rows() for cell in row]
    assert terms("marketing_list.telesales", lang=Lang.FI) in words


def test_a_few_are_not_counted() -> None:
    assert [told(count, Lang.FI) for count in (0, 1, 4, 5)] == ["0", "alle 5", "alle 5", "5"]
