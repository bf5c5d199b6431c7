"""Products as data, and the connection a service runs over (law.md section 7: a connection is not a service)."""

from collections.abc import Collection
from dataclasses import dataclass

from lpo_desk.domain.errors import UserError
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.sections import FieldsRefused, ValueRefused, clean_lines
from lpo_desk.domain.text import fold, words
from lpo_desk.terms import Lang

_NAME = 100  # letters
_CODE = 40


class ServiceKind(Labelled):
    """What a product is; only TELEPHONE and MOBILE have telephone numbers and so directory data."""

    BROADBAND = "broadband"
    TELEPHONE = "telephone"
    MOBILE = "mobile"
    TELEVISION = "television"
    OTHER = "other"

    @property
    def has_numbers(self) -> bool:
        return self in (ServiceKind.TELEPHONE, ServiceKind.MOBILE)


class OwnerConsent(Labelled):
    """Whether the owner of the property has agreed to the connection."""

    NOT_NEEDED = "not_needed"
    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ProductDetails:
    """What is typed of a product."""

    kind: ServiceKind = ServiceKind.BROADBAND
    name_fi: str = ""
    name_sv: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """`code` never changes; a retired product stays with those who have it and is offered to nobody."""

    id: int
    code: str
    kind: ServiceKind
    name_fi: str
    name_sv: str
    retired: bool = False

    def name(self, lang: Lang) -> str:
        return self.name_sv if lang is Lang.SV else self.name_fi

    @property
    def details(self) -> ProductDetails:
        return ProductDetails(self.kind, self.name_fi, self.name_sv)


# Parts of folded words; the first kind that fits counts, for "Kaapeli-TV" may well run over fibre.
_WORDS: tuple[tuple[ServiceKind, tuple[str, ...]], ...] = (
    (ServiceKind.TELEVISION, ("tv", "kaapelitelevisio", "kabeltv", "televisio", "kanavat", "kanaler")),
    (ServiceKind.MOBILE, ("mobiili", "mobil", "matkapuhelin", "gsm")),
    (
        ServiceKind.TELEPHONE,
        ("tradnummer", "lankapuhelin", "puhelin", "telefon", "fasttelefon", "sulo", "puhelinliittyma"),
    ),
    (
        ServiceKind.BROADBAND,
        ("laajakaista", "taloyhtiolaajakaista", "bredband", "fiber", "kuitu", "valokuitu", "husbolag"),
    ),
)


def guess_kind(name: str) -> ServiceKind:
    """What a product of the old register is, by the words of its name; OTHER where they tell nothing."""
    spoken = words(name)
    for kind, beginnings in _WORDS:
        if any(word.startswith(beginning) for word in spoken for beginning in beginnings):
            return kind
    return ServiceKind.OTHER


def product_code(name: str, taken: Collection[str]) -> str:
    """A code of its own for a product of this name: `fiberhem-100-100`, and `-2` where that is taken."""
    base = "-".join(words(name))[:_CODE].strip("-") or "product"
    code, turn = base, 2
    while code in taken:
        code, turn = f"{base}-{turn}", turn + 1
    return code


def check_product(details: ProductDetails, others: Collection[Product]) -> ProductDetails:
    """The names as they are kept; a name missing in one language is that of the other. Raises FieldsRefused.

    Two products in use may not share a name: a clerk who orders could not tell them apart.
    """
    names = clean_lines(name_fi=(details.name_fi, _NAME), name_sv=(details.name_sv, _NAME))
    fi, sv = names["name_fi"], names["name_sv"]
    if not (fi or sv):
        raise FieldsRefused({"name_fi": ValueRefused("product.name_missing")})
    checked = ProductDetails(details.kind, fi or sv, sv or fi)
    errors: dict[str, UserError] = {}
    for field in ("name_fi", "name_sv"):
        named = fold(getattr(checked, field))
        if any(fold(getattr(other, field)) == named for other in others if not other.retired):
            errors[field] = ValueRefused("product.name_taken")
    if errors:
        raise FieldsRefused(errors)
    return checked
