"""Customers made up as the old register would have them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from lpo_desk.domain.legacy import LegacyContactPerson, LegacyCustomer, LegacyPhone
from lpo_desk.domain.party import (
    BillingMethod,
    CollectionState,
    CustomerType,
    DirectoryState,
    PartyKind,
    PermissionState,
)
from lpo_desk.domain.text import fold
from lpo_desk.practice import names
from lpo_desk.practice.codes import Codes
from lpo_desk.practice.places import AREAS, OFFICE_OF, Area
from lpo_desk.terms import Lang

FIRST_NUMBER = 10_000
_OPERATORS = ("003721291126", "E204503", "BAWCFI22")
_WEIGHTS = [area.weight for area in AREAS]
_OLDEST_CUSTOMER = date(1984, 1, 1)
_TOWNS = {"L": ("Loviisan", "Lovisa"), "P": ("Porvoon", "Borgå")}
"""Whose an organisation is by its name, in Finnish (a genitive) and in Swedish."""
_SWEDISH = 0.45
_ORGANISATIONS, _ESTATES = 0.115, 0.03


class People:
    """Makes customers one after another; the same seed makes the same ones."""

    def __init__(self, rng: Random, today: date) -> None:
        self.rng, self.today = rng, today
        self.codes = Codes(rng, today)

    def customer(self, place: int, earlier: Sequence[LegacyCustomer]) -> LegacyCustomer:
        """The customer of this place in the register, from 0. `earlier`: those who may pay for this one."""
        chance = self.rng.random()
        if chance < _ORGANISATIONS:
            made = self._organisation(place)
        elif chance < _ORGANISATIONS + _ESTATES:
            made = self._estate(place)
        else:
            made = self._person(place)
        if earlier and self.rng.random() < 0.03:
            made = replace(made, payer_number=self.rng.choice(earlier).number)
        return replace(made, canonical=f"practice {made.number}".encode())

    def language(self) -> Lang:
        return Lang.SV if self.rng.random() < _SWEDISH else Lang.FI

    def names(self, lang: Lang) -> tuple[str, str]:
        """Last name and two first names."""
        last = self.rng.choice(names.LAST[lang])
        first = self.rng.sample((names.WOMEN if self.rng.random() < 0.5 else names.MEN)[lang], 2)
        return last, " ".join(first)

    def area(self) -> Area:
        return self.rng.choices(AREAS, _WEIGHTS)[0]

    def street(self, area: Area, lang: Lang) -> str:
        finnish, swedish = self.rng.choice(area.streets)
        house = f"{swedish if lang is Lang.SV else finnish} {self.rng.randint(1, 60)}"
        if self.rng.random() < 0.5:
            return house
        return f"{house} {self.rng.choice('ABCD')} {self.rng.randint(1, 40)}"

    def day(self, first: date, last: date) -> date:
        """A day between the two, both included."""
        return first + timedelta(days=self.rng.randint(0, max((last - first).days, 0)))

    def _person(self, place: int) -> LegacyCustomer:
        rng, base = self.rng, self._anybody(place)
        lang = base.language or Lang.FI
        last, first = self.names(lang)
        born = self.codes.birthday()
        dead = rng.random() < 0.03
        died = self.day(date(2018, 1, 1), self.today) if dead and rng.random() < 0.8 else None
        protected = not dead and rng.random() < 0.025
        until = (
            self.today + timedelta(days=rng.randint(30, 900)) if protected and rng.random() < 0.6 else None
        )
        banned = dead or rng.random() < 0.14
        return replace(
            base,
            kind=PartyKind.PERSON,
            types=(CustomerType.PRIVATE,),
            last_name=last,
            first_names=first,
            hetu=self.codes.hetu(born) if rng.random() < 0.97 else "",
            emails=(_email(first, last),) if rng.random() < 0.6 else (),
            marketing=PermissionState.BANNED if banned else PermissionState.NOT_ASKED,
            directory=self._directory(),
            protected=protected,
            protected_until=until,
            deceased=dead,
            deceased_on=died,
            language=lang if rng.random() < 0.9 else None,
        )

    def _estate(self, place: int) -> LegacyCustomer:
        base = self._anybody(place)
        lang = base.language or Lang.FI
        last, first = self.names(lang)
        word = "dödsbo" if lang is Lang.SV else "kuolinpesä"
        relative = LegacyContactPerson(f"{self.names(lang)[1].split()[0]} {last}", self._phones(), ())
        return replace(
            base,
            kind=PartyKind.ORGANISATION,
            types=(CustomerType.ESTATE,),
            last_name=last,
            first_names=first,
            organisation_name=f"{last} {first} {word}",
            hetu=self.codes.hetu(self.codes.birthday()),
            contact_person=relative,
            marketing=PermissionState.BANNED,
            deceased=True,
            deceased_on=self.day(date(2016, 1, 1), self.today),
        )

    def _organisation(self, place: int) -> LegacyCustomer:
        rng, base = self.rng, self._anybody(place)
        lang = base.language or Lang.FI
        kinds = (
            CustomerType.HOUSING_COMPANY,
            CustomerType.COMPANY,
            CustomerType.ASSOCIATION,
            CustomerType.PUBLIC_BODY,
        )
        kind = rng.choices(kinds, (4, 4, 3, 2))[0]
        last, first = self.names(lang)
        name = _organisation_name(rng, kind, lang, OFFICE_OF[base.postcode], place)
        business_id = self.codes.business_id()
        return replace(
            base,
            kind=PartyKind.ORGANISATION,
            types=(kind,),
            organisation_name=name,
            business_id=business_id,
            billing_method=BillingMethod.EINVOICE,
            einvoice_address="0037" + business_id.replace("-", ""),
            operator=rng.choice(_OPERATORS),
            contact_person=LegacyContactPerson(
                f"{first.split()[0]} {last}",
                self._phones(),
                (_email(first, last),),
                rng.choice(names.TASKS[lang]),
            ),
        )

    def _anybody(self, place: int) -> LegacyCustomer:
        """What persons and organisations have alike."""
        rng, lang, area = self.rng, self.language(), self.area()
        member = rng.random() < 0.35
        elsewhere = self.area() if rng.random() < 0.06 else None
        return LegacyCustomer(
            row=place + 2,
            number=str(FIRST_NUMBER + place),
            kind=PartyKind.PERSON,
            types=(),
            language=lang,
            street=self.street(area, lang),
            postcode=area.postcode,
            town=area.town(lang),
            phones=self._phones(),
            member=member,
            member_number=str(1000 + place) if member else "",
            customer_since=self.day(_OLDEST_CUSTOMER, self.today - timedelta(days=30)),
            billing_method=rng.choice((*[BillingMethod.PAPER] * 3, *BillingMethod)),
            billing_street=self.street(elsewhere, lang) if elsewhere else "",
            billing_postcode=elsewhere.postcode if elsewhere else "",
            billing_town=elsewhere.town(lang) if elsewhere else "",
            collection=self._collection(),
            notes=(rng.choice(names.NOTES[lang]),) if rng.random() < 0.08 else (),
        )

    def _phones(self) -> tuple[LegacyPhone, ...]:
        count = self.rng.choices((0, 1, 2), (1, 6, 3))[0]
        return tuple(LegacyPhone(phone, phone) for phone in [self.codes.phone() for _ in range(count)])

    def _directory(self) -> DirectoryState:
        states = (
            DirectoryState.PUBLIC,
            DirectoryState.NO_ADDRESS,
            DirectoryState.BANNED,
            DirectoryState.SECRET,
        )
        return self.rng.choices(states, (88, 4, 4, 4))[0]

    def _collection(self) -> CollectionState:
        states = (
            CollectionState.NONE,
            CollectionState.REMINDER,
            CollectionState.PAYMENT_PLAN,
            CollectionState.COLLECTION,
        )
        return self.rng.choices(states, (94, 3, 1, 2))[0]


def _email(first: str, last: str) -> str:
    return f"{fold(first.split()[0])}.{fold(last)}@example.fi"


def _organisation_name(rng: Random, kind: CustomerType, lang: Lang, office: str, place: int) -> str:
    swedish, number = lang is Lang.SV, place % 89 + 1
    town = _TOWNS[office][swedish]
    match kind:
        case CustomerType.HOUSING_COMPANY:
            house = rng.choice(names.HOUSES[lang])
            return (
                f"Bostads Ab {house} {number} i {town}" if swedish else f"Asunto Oy {town} {house} {number}"
            )
        case CustomerType.ASSOCIATION:
            circle = rng.choice(names.CIRCLES[lang])
            return f"{town} {circle} {number} rf" if swedish else f"{town} {circle} {number} ry"
        case CustomerType.PUBLIC_BODY:
            body = rng.choice(names.BODIES[lang])
            return f"Kustens {body} {number}" if swedish else f"Rannikon {body} {number}"
        case _:
            owner, trade = rng.choice(names.LAST[lang]), rng.choice(names.TRADES[lang])
            return f"{trade} {owner} {number} Ab" if swedish else f"{trade} {owner} {number} Oy"
