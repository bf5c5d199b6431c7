"""The page of retention periods: read by the officer, changed by nobody."""

import pytest
from pytestqt.qtbot import QtBot

from lpo_desk.domain.privacy import Category
from lpo_desk.domain.retention import PERIODS, Keeping
from lpo_desk.services import retention
from lpo_desk.terms import Lang, terms
from lpo_desk.ui.language import Language
from lpo_desk.ui.pages.retention import RetentionPage
from tests.fixtures_db import Desk
from tests.ui.desk_window import counter
from tests.ui.walk import assert_walkable


@pytest.mark.parametrize("lang", [Lang.FI, Lang.SV])
def test_the_officer_reads_every_rule_with_what_it_is_about(
    qtbot: QtBot, local_desk: Desk, language: Language, lang: Lang
) -> None:
    language.switch(lang)
    with counter(qtbot, local_desk, "jani", language) as officer:
        officer.window.resize(900, 520)
        officer.window.go_to("retention")
        page = officer.window.tabs.current
        assert isinstance(page, RetentionPage)
        officer.robot.wait_for(lambda: len(page.rows) == len(Keeping))
        officer.robot.front(officer.window)
        assert_walkable(officer.window)
        page.table.go_to_key(Keeping.VOUCHERS)
        assert terms(Category.BILLING.term, lang=lang) in page.about.text()
        assert terms("erasure.vouchers", lang=lang, years=PERIODS.vouchers) in page.told.text()
        assert not page.buttons, "nothing here can be changed"


def test_each_group_of_the_notice_is_kept_by_some_rule(local_desk: Desk) -> None:
    with local_desk.database.reading(local_desk["jani"]) as unit:
        lines = retention.rules(unit)
    assert {category for line in lines for category in line.categories} == set(Category)
    assert all(line.categories for line in lines)
