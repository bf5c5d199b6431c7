"""Fictional content for the documents: all that a real one may hold."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from lpo_desk.domain.claims import RefusalGround, RequestRight, Resolution
from lpo_desk.domain.extract import (
    Disclosure,
    Extract,
    ExtractSection,
    Fact,
    Facts,
    Information,
    LeftOut,
    LookUp,
    RetentionLine,
    Row,
    Subject,
    Table,
)
from lpo_desk.domain.letters import (
    Addressee,
    Answer,
    Complaint,
    Enclosure,
    ExtensionNotice,
    Receipt,
    Remedy,
    ReplyLetter,
)
from lpo_desk.domain.printed import Money
from lpo_desk.domain.privacy import Category
from lpo_desk.organisation import organisation
from lpo_desk.terms import Term

NUMBER = "L-2026-0042"
TODAY = date(2026, 11, 23)

RECEIPT = Receipt(
    case_number=NUMBER,
    given_on=TODAY,
    requester="Öhman, Åsa Märta",
    office=Term("gather_place.paper_loviisa"),
    received_on=TODAY,
    channel=Term("channel.post"),
    rights=(Term("request_right.access"),),
    due_on=date(2026, 12, 23),
    due_reasons=(Term("letter.extension_due", {"due": date(2026, 12, 23)}),),
    identity=Term("identity_method.driving_licence"),
    notes=("Lomakkeessa ei mainita rekisteriä.",),
    representative="Virtanen, Aino",
    reply_wish=Term("intake_channel.post"),
)

BARE_RECEIPT = Receipt(
    case_number="P-2026-0001",
    given_on=TODAY,
    requester="Li",
    office=Term("gather_place.paper_porvoo"),
    received_on=TODAY,
    channel=Term("channel.email"),
    rights=(Term("request_right.access"),),
    due_on=date(2026, 12, 23),
)

ADDRESSEE = Addressee("Åsa Märta Öhman", ("c/o Kalle Öhman", "Kuningattarenkatu 15 B 12", "07900 LOVIISA"))
INFORMATION = Information(
    recipients=("Perintä Esimerkki Oy", "Laskutuspalvelu Malli Oy"),
    sources=(Term("source.subject"), Term("source.population")),
    retention=(RetentionLine(Term("section.billing"), "6 v"),),
)
FULL = Answer(RequestRight.ACCESS, Resolution.FULFILLED)
PARTLY = Answer(
    RequestRight.ACCESS,
    Resolution.PARTLY,
    paragraphs=("Annamme tiedot liitteenä olevassa otteessa.",),
    reasons=("Muistiinpanossa 3.2.2024 kerrotaan toisen henkilön terveydestä.",),
    grounds=(RefusalGround.OTHERS_RIGHTS, RefusalGround.DANGER),
    left_out=(LeftOut("Nota 3.2.2024", "Toisen henkilön tiedot"),),
)
REPLY = ReplyLetter(
    addressee=ADDRESSEE,
    case_number=NUMBER,
    written_on=date(2026, 12, 8),
    received_on=TODAY,
    answers=(PARTLY,),
    signer="Jani Alho",
    enclosures=(Enclosure(Term("extract.title"), pages=8, informs=True),),
    complaint=Complaint(organisation().authority),
    remedy=Remedy(),
)
REPLY_WITH_INFORMATION = replace(
    REPLY,
    addressee=Addressee("Åsa Märta Öhman"),
    answers=(FULL,),
    enclosures=(),
    complaint=None,
    remedy=None,
    information=INFORMATION,
    concerning="Öhman, Kalle",
)
EXTENSION = ExtensionNotice(
    addressee=ADDRESSEE,
    case_number=NUMBER,
    written_on=date(2026, 12, 8),
    received_on=TODAY,
    first_due=date(2026, 12, 23),
    due_on=date(2027, 2, 23),
    reasons=("Manuaalista aineistoa on kahdessa toimipisteessä.", "Pyyntöjä on paljon."),
    signer="Jani Alho",
)

_SUBSCRIPTION_COLUMNS = (
    "table.subscription",
    "field.product",
    "field.installation_street",
    "field.valid_from",
    "field.valid_to",
    "section.billing",
)


def subscriptions(count: int) -> tuple[Row, ...]:
    return tuple(
        Row(
            (
                f"LI-{1000 + index}",
                "Valokuituliittymä 1000/500",
                f"Kuningattarenkatu {index + 1}, 07900 Loviisa",
                date(2015, 2, 1),
                None if index % 3 else date(2020, 12, 31),
                Money(3990 + index),
            ),
            Term("source.own_systems"),
            date(2021, 5, 4),
        )
        for index in range(count)
    )


def extract_of(rows: int = 3, note: str = "Soittanut laskusta.") -> Extract:
    facts = Facts(
        (
            Fact("field.last_name", "Öhman", Term("source.subject"), date(2014, 3, 1)),
            Fact("field.first_names", "Åsa Märta", Term("source.subject"), date(2014, 3, 1)),
            Fact("field.member", True, Term("source.own_systems"), date(2019, 1, 2)),
            Fact("field.language", None),
            Fact("field.customer_type", Category.BASIC),
            Fact(
                "contact_kind.email",
                "asa.marta.ohman.pitka.osoite.jossa.ei.ole.valeja@example.fi",
                Term("source.subject"),
            ),
        )
    )
    history = Table(
        ("extract.date", "interaction_kind.contact", "field.note"),
        (Row((datetime(2026, 3, 1, 9, 30, tzinfo=UTC), Term("channel.phone"), note)),),
    )
    billing = Table(
        ("field.billing_method", "report.due_on", "disclosure.recipient"),
        (Row((Term("billing_method.paper"), date(2026, 1, 31), Decimal("12.50"))),),
        title=Term("section.billing"),
    )
    return Extract(
        case_number=NUMBER,
        made_on=date(2026, 12, 7),
        subject=Subject("Öhman, Åsa Märta", ("102938", "55001"), date(1975, 5, 17)),
        sections=(
            ExtractSection("category.basic", Category.BASIC, (facts,)),
            ExtractSection(
                "card.section_services",
                Category.RELATIONSHIP,
                (Table(_SUBSCRIPTION_COLUMNS, subscriptions(rows)),),
            ),
            ExtractSection("category.history", Category.HISTORY, (history,)),
            ExtractSection("section.billing", Category.BILLING, (billing,)),
            ExtractSection("paper.records", Category.PAPER, ()),
        ),
        information=INFORMATION,
        look_ups=tuple(LookUp(date(2026, month, 3), Term("section.billing")) for month in range(1, 6)),
        disclosures=(
            Disclosure(
                "Perintä Esimerkki Oy", "Laskutustiedot", Term("interaction_kind.contract"), date(2026, 4, 1)
            ),
        ),
        left_out=(LeftOut("Nota 3.2.2024", "Toisen henkilön tiedot"),),
    )
