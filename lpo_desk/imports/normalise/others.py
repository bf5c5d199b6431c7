"""Rows of Liittymät, Tapahtumat and Mapit -> subscriptions, events and papers."""

from lpo_desk.domain.legacy import ImportReason, LegacyEvent, LegacyPaper, LegacySubscription
from lpo_desk.domain.paper import PaperKind
from lpo_desk.domain.party import InteractionKind, SubscriptionState
from lpo_desk.imports.normalise import values
from lpo_desk.imports.row import NOTE_LIMIT, Row

CUSTOMER, SUBSCRIPTION, PAPER = "Asnro", "Liittymänro", "Paperinro"

_STATES = {"voimassa": SubscriptionState.ACTIVE, "päättynyt": SubscriptionState.ENDED}
_EVENTS = {
    "yhteydenotto": InteractionKind.CONTACT,
    "tarjous": InteractionKind.OFFER,
    "tilaus": InteractionKind.ORDER,
    "sopimus": InteractionKind.CONTRACT,
    "muutos": InteractionKind.CHANGE,
}
_PAPERS = {
    "sopimus": PaperKind.CONTRACT,
    "irtisanominen": PaperKind.TERMINATION,
    "valtakirja": PaperKind.POWER_OF_ATTORNEY,
    "tarkastuspyyntö": PaperKind.ACCESS_REQUEST,
    "korjaamisvaatimus": PaperKind.RECTIFICATION,
    "reklamaatio": PaperKind.COMPLAINT,
}


def subscription(row: Row, customer_number: str, number: str) -> LegacySubscription:
    starts_on, ends_on = values.day(row, "Alkupvm"), values.day(row, "Loppupvm")
    if starts_on and ends_on and ends_on < starts_on:
        row.left_out("Loppupvm", ImportReason.END_BEFORE_START)
        ends_on = None
    user_name = row.line("Käyttäjä", spacing=ImportReason.NAME_SPACING)
    if user_name:
        row.fact("named_user")
    product, street = row.line("Tuote"), row.line("Asennusosoite")
    postcode, user_hetu = values.postcode(row, "Postinro"), values.hetu(row, "Käyttäjän hetu")
    unstated = SubscriptionState.ENDED if ends_on and ends_on < row.today else SubscriptionState.ACTIVE
    state = row.choice("Tila", _STATES, unstated, ImportReason.VALUE_ODD)
    fee = values.cents(row, "Kk-maksu")
    row.keep_unknown()
    return LegacySubscription(
        row=row.number,
        customer_number=customer_number,
        number=number,
        product=product,
        street=street,
        postcode=postcode,
        starts_on=starts_on,
        ends_on=ends_on,
        state=state,
        monthly_fee=fee,
        user_name=user_name,
        user_hetu=user_hetu,
        notes=tuple(row.notes),
        canonical=row.canonical(),
    )


def event(row: Row, customer_number: str) -> LegacyEvent:
    """An event of an unknown kind is a contact; its kind stays in the report and in a note."""
    on = values.day(row, "Pvm")
    kind = row.choice("Laji", _EVENTS, None, ImportReason.VALUE_ODD)
    if kind is None and not row.blank("Laji"):
        row.note("Laji", row.shown("Laji"))
    text, clerk = row.line("Kuvaus", limit=NOTE_LIMIT), row.line("Kirjaaja")
    row.keep_unknown()
    return LegacyEvent(
        row=row.number,
        customer_number=customer_number,
        on=on,
        kind=kind or InteractionKind.CONTACT,
        text=text,
        clerk=clerk,
        notes=tuple(row.notes),
        canonical=row.canonical(),
    )


def paper(row: Row, customer_number: str, number: str) -> LegacyPaper:
    """A paper of an unknown kind is OTHER; its kind stays in the report and in a note."""
    kind = row.choice("Laji", _PAPERS, None, ImportReason.VALUE_ODD)
    if kind is None and not row.blank("Laji"):
        row.note("Laji", row.shown("Laji"))
    year, destroy_year = values.year(row, "Vuosi"), values.year(row, "Hävitetään")
    if year and destroy_year and destroy_year < year:
        row.left_out("Hävitetään", ImportReason.END_BEFORE_START)
        destroy_year = None
    office, out_to = row.line("Toimipiste"), row.line("Lainassa")
    place = tuple(part for part in (part.strip() for part in row.line("Paikka").split("/")) if part)
    row.keep_unknown()
    return LegacyPaper(
        row=row.number,
        number=number,
        office=office,
        place=place,
        kind=kind or PaperKind.OTHER,
        customer_number=customer_number,
        year=year,
        destroy_year=destroy_year,
        out_to=out_to,
        notes=tuple(row.notes),
        canonical=row.canonical(),
    )
