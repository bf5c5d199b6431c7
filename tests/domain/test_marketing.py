"""The table of law.md section 3, row by row."""

from datetime import date, timedelta

import pytest

from lpo_desk.domain.flags import is_minor
from lpo_desk.domain.marketing import LeftOut, Offer, Prospect, latest_adult_birth, may_market, why_not
from lpo_desk.domain.party import Channel, PermissionState, Sender, Standing
from lpo_desk.domain.permissions import CHANNELS, Said, as_event
from lpo_desk.domain.products import ServiceKind

OWN, PARTNER, RESEARCH = Sender
POST, PHONE, SMS, EMAIL = CHANNELS
ALL = Channel.ALL
FIBRE, MOBILE = ServiceKind.BROADBAND, ServiceKind.MOBILE


def said(standing: Standing, channel: Channel = ALL, sender: Sender = OWN) -> Said:
    return Said(sender, channel, *as_event(standing))


def person(*events: Said, kinds: frozenset[ServiceKind] = frozenset()) -> Prospect:
    return Prospect(said=events, kinds=kinds)


def company(*events: Said) -> Prospect:
    return Prospect(person=False, said=events)


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("sender", Sender)
def test_unasked_persons_get_post_and_calls_and_companies_everything(
    sender: Sender, channel: Channel
) -> None:
    offer = Offer(sender, channel, FIBRE)
    assert may_market(person(), offer) is (channel in (POST, PHONE))
    assert may_market(company(), offer)
    assert why_not(company(said(Standing.BANNED, sender=sender)), offer) is LeftOut.BANNED


@pytest.mark.parametrize("standing", [Standing.REFUSED, Standing.WITHDRAWN])
@pytest.mark.parametrize("channel", CHANNELS)
def test_whoever_said_no_is_left_alone(standing: Standing, channel: Channel) -> None:
    for who in (person(said(standing)), company(said(standing))):
        assert why_not(who, Offer(OWN, channel, FIBRE)) is LeftOut.NO_PERMISSION


@pytest.mark.parametrize("channel", [SMS, EMAIL])
def test_a_soft_opt_in_is_for_our_products_of_the_same_kind(channel: Channel) -> None:
    has_fibre = person(said(Standing.SOFT_OPT_IN, channel), kinds=frozenset({FIBRE}))
    assert may_market(has_fibre, Offer(OWN, channel, FIBRE))
    assert why_not(has_fibre, Offer(OWN, channel, MOBILE)) is LeftOut.NO_PERMISSION
    of_partner = person(said(Standing.SOFT_OPT_IN, channel, PARTNER), kinds=frozenset({FIBRE}))
    assert why_not(of_partner, Offer(PARTNER, channel, FIBRE)) is LeftOut.NO_PERMISSION


def test_our_consent_is_not_our_partners() -> None:
    consented = person(said(Standing.CONSENT))
    assert may_market(consented, Offer(OWN, EMAIL, FIBRE))
    assert not may_market(consented, Offer(PARTNER, EMAIL, FIBRE))
    assert not may_market(consented, Offer(RESEARCH, EMAIL))
    assert may_market(person(said(Standing.CONSENT, sender=RESEARCH)), Offer(RESEARCH, EMAIL))


def test_mobile_subscriptions_are_sold_by_telephone_to_who_asked_or_is_ours() -> None:
    sale = Offer(OWN, PHONE, MOBILE)
    assert why_not(person(), sale) is LeftOut.TELESALES
    assert why_not(person(said(Standing.CONSENT)), sale) is LeftOut.TELESALES, "not of the telephone alone"
    given = Said(OWN, PHONE, PermissionState.GIVEN)
    assert why_not(person(given), sale) is LeftOut.TELESALES, "not an explicit request"
    assert may_market(person(said(Standing.CONSENT, PHONE)), sale)
    assert may_market(person(kinds=frozenset({MOBILE})), sale)
    assert not may_market(person(kinds=frozenset({MOBILE})), Offer(PARTNER, PHONE, MOBILE))
    assert may_market(company(), sale)
    assert may_market(person(), Offer(OWN, PHONE, FIBRE))
    assert may_market(person(), Offer(OWN, POST, MOBILE))
    assert why_not(person(said(Standing.BANNED), kinds=frozenset({MOBILE})), sale) is LeftOut.BANNED


@pytest.mark.parametrize(
    ("prospect", "reason"),
    [
        (Prospect(merged=True), LeftOut.MERGED),
        (Prospect(deceased=True), LeftOut.DECEASED),
        (Prospect(estate=True), LeftOut.ESTATE),
        (Prospect(minor=True), LeftOut.MINOR),
        (Prospect(protected=True), LeftOut.PROTECTED),
        (Prospect(restricted=True), LeftOut.RESTRICTED),
        (Prospect(suppressed=True), LeftOut.SUPPRESSED),
        (Prospect(reached_by=frozenset({EMAIL})), LeftOut.NO_CONTACT),
        (Prospect(suppressed=True, said=(said(Standing.CONSENT),)), None),
    ],
)
def test_who_is_left_out_whatever_was_permitted(prospect: Prospect, reason: LeftOut | None) -> None:
    assert why_not(prospect, Offer(OWN, POST, FIBRE)) is reason


@pytest.mark.parametrize(
    "today",
    [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29), date(2026, 11, 23)],
)
def test_full_age_is_the_same_in_a_query(today: date) -> None:
    last = latest_adult_birth(today)
    assert not is_minor(last, today)
    assert is_minor(last + timedelta(days=1), today)
