"""Realistic content of reports: fictional cases of two offices over fourteen months, always the same."""

import random
from datetime import UTC, date, datetime, timedelta

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.case import IdentityMethod, IntakeChannel
from lpo_desk.domain.claims import RequestRight, Resolution
from lpo_desk.domain.figures import Counted
from lpo_desk.domain.legacy import (
    ImportEffect,
    ImportReason,
    LegacySheet,
    PossibleDuplicate,
    Problem,
    RefusedRow,
)
from lpo_desk.domain.party import ContactKind, CustomerType
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.reports import (
    CaseBookRow,
    CustomerCount,
    ImportReport,
    Month,
    MonthlyReport,
    Origin,
    RegisterFigures,
    SheetTotals,
)
from lpo_desk.terms import Lang, Term

LOVIISA = Office(1, "L", "Loviisa", "Lovisa")
PORVOO = Office(2, "P", "Porvoo", "Borgå")
OCTOBER = Month(2026, 10)
ORIGIN = Origin(datetime(2026, 11, 2, 7, 15, tzinfo=UTC), "m.lindqvist", LOVIISA, "0.1.0")


def cases(seed: int = 7) -> tuple[CaseBookRow, ...]:
    """Some 8 requests a month from September 2025 on, most of them closed within the month."""
    chance = random.Random(seed)
    made: list[CaseBookRow] = []
    numbers = {LOVIISA: 0, PORVOO: 0}
    day = date(2025, 9, 1)
    while day <= date(2026, 10, 30):
        office = chance.choice((LOVIISA, LOVIISA, PORVOO))
        numbers[office] += 1
        made.append(_case(chance, office, numbers[office], day))
        day += timedelta(days=chance.randint(1, 6))
    return tuple(made)


def _case(chance: random.Random, office: Office, number: int, received: date) -> CaseBookRow:
    extended = chance.random() < 0.1
    due = received + timedelta(days=92 if extended else 31)
    closed = received + timedelta(days=int(chance.triangular(1, 40, 12)))
    return CaseBookRow(
        number=f"{office.code}-{received.year}-{number:04}",
        office=office,
        rights=(RequestRight.ACCESS,),
        channel=chance.choice(tuple(IntakeChannel)),
        identity=chance.choice(
            (IdentityMethod.PASSPORT, IdentityMethod.ID_CARD, IdentityMethod.DRIVING_LICENCE)
        ),
        language=chance.choice((Lang.FI, Lang.FI, Lang.SV)),
        received=received,
        due=due,
        extended=extended,
        closed=closed if closed <= date(2026, 11, 1) else None,
        resolution=chance.choice(tuple(Resolution)) if closed <= date(2026, 11, 1) else None,
    )


def register() -> RegisterFigures:
    counts = {
        CustomerType.PRIVATE: (6120, 3480, 41),
        CustomerType.COMPANY: (912, 388, 0),
        CustomerType.HOUSING_COMPANY: (318, 140, 0),
        CustomerType.ASSOCIATION: (97, 88, 0),
        CustomerType.PUBLIC_BODY: (21, 3, 0),
        CustomerType.ESTATE: (19, 15, 0),
    }
    return RegisterFigures(
        customers=tuple(
            CustomerCount(kind, lang, count)
            for kind, line in counts.items()
            for lang, count in zip((Lang.FI, Lang.SV, None), line, strict=True)
        ),
        new=38,
        changed=412,
        marketing_bans=1513,
        directory_bans=711,
        protected=27,
        paper_records=((LOVIISA, 1824), (PORVOO, 1174)),
    )


def october() -> MonthlyReport:
    return MonthlyReport(OCTOBER, ORIGIN, (LOVIISA, PORVOO), cases(), register(), counted=counted())


def counted() -> tuple[Counted, ...]:
    """Telephones and e-mails of forty-three people: the three with an e-mail are too few to be told."""
    kinds = ((ContactKind.PHONE, 40), (ContactKind.EMAIL, 3))
    return (Counted(Category.CONTACT, Term("table.contact_point"), 43, 50, (("field.contact_kind", kinds),)),)


def imported() -> ImportReport:
    return ImportReport(
        origin=ORIGIN,
        file_name="asiakkaat.xlsx",
        dry_run=True,
        totals=(
            SheetTotals(LegacySheet.CUSTOMERS, 12_000, 11_913, 0, 66, 21),
            SheetTotals(LegacySheet.SUBSCRIPTIONS, 19_826, 19_795, 0, 31),
        ),
        refused=(
            RefusedRow(
                LegacySheet.CUSTOMERS,
                424,
                ImportReason.NUMBER_TAKEN,
                (("Asiakasnumero", "10023"), ("Sukunimi", "Öhman"), ("Henkilötunnus", "131052-908T")),
            ),
        ),
        problems=(
            Problem("Asiakkaat", 8, "Puhelin", "ei ole", ImportReason.PHONE_INVALID, ImportEffect.LEFT_OUT),
            Problem(
                "Asiakkaat",
                9,
                "Postinumero",
                "7900",
                ImportReason.POSTCODE_NUMBER,
                ImportEffect.CHANGED,
                "07900",
            ),
            Problem(
                "Asiakkaat",
                11,
                "Hetu",
                "131052–908t",
                ImportReason.HETU_REFORMATTED,
                ImportEffect.CHANGED,
                "131052-****",
                secret=True,
            ),
            Problem(
                "Asiakkaat",
                12,
                "Huom",
                '=HYPERLINK("http://x.example","x")',
                ImportReason.FORMULA_LIKE_TEXT,
                ImportEffect.WARNED,
                "kts. 131052-908T",
            ),
            Problem("Laskut", 0, "", "", ImportReason.SHEET_UNKNOWN, ImportEffect.WARNED),
        ),
        duplicates=(PossibleDuplicate(("10023", "10877"), (24, 878), same_name=True),),
        unknown_columns=((LegacySheet.CUSTOMERS, "Lempiväri"),),
    )
