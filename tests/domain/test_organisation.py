"""The organisation's standing details."""

import pytest

from lpo_desk.domain.organisation import parse_organisation
from lpo_desk.organisation import organisation
from lpo_desk.paths import resources
from lpo_desk.terms import Lang


def test_controller_is_the_one_of_the_privacy_notice() -> None:
    controller = organisation().controller
    assert (controller.name, controller.business_id) == ("LPOnet Osk Anl", "0129056-4")
    assert (controller.street, controller.postcode) == ("Linnunrata 6", "07900")
    assert (controller.phone, controller.officer) == ("019 505 81", "Jani Alho")
    assert (controller.town.in_(Lang.FI), controller.town.in_(Lang.SV)) == ("Loviisa", "Lovisa")


def test_authority_has_its_address_in_both_languages() -> None:
    authority = organisation().authority
    assert authority.street.in_(Lang.FI) == "Lintulahdenkuja 4, 00530 Helsinki"
    assert authority.street.in_(Lang.SV) == "Fågelviksgränden 4, 00530 Helsingfors"
    assert (authority.phone, authority.email) == ("029 566 6700", "tietosuoja@om.fi")


def test_a_missing_value_is_named_and_finnish_stands_in_for_other_languages() -> None:
    text = (resources() / "reference" / "organisation.toml").read_text(encoding="utf-8")
    with pytest.raises(KeyError, match="officer"):
        parse_organisation(text.replace("officer =", "other ="))
    only_finnish = text.replace(
        'town = { fi = "Loviisa", sv = "Lovisa", en = "Loviisa" }', 'town = { fi = "Loviisa" }'
    )
    assert parse_organisation(only_finnish).controller.town.in_(Lang.SV) == "Loviisa"
    with pytest.raises(KeyError):
        parse_organisation(only_finnish.replace('{ fi = "Loviisa" }', '{ sv = "Lovisa" }'))
