"""Columns of section 4: connections, services, telephone numbers."""

from decimal import Decimal

from lpo_desk.domain.card_services import ConnectionLine, NumberLine, SubscriptionLine
from lpo_desk.domain.party import DirectoryState, SubscriptionState
from lpo_desk.domain.products import OwnerConsent
from lpo_desk.formats import format_money
from lpo_desk.ui.forms.customer import written_phone
from lpo_desk.ui.language import Language
from lpo_desk.ui.models.columns import Align, Column, Mark, Status
from lpo_desk.ui.palette import Tone

_CENTS = 100
_STATES = {
    SubscriptionState.ORDERED: (Mark.ARROW, Tone.ACCENT),
    SubscriptionState.ACTIVE: (Mark.CHECK, Tone.OK),
    SubscriptionState.SUSPENDED: (Mark.TRIANGLE, Tone.WARNING),
    SubscriptionState.ENDED: (Mark.RING, Tone.MUTED),
}
_CONSENTS = {
    OwnerConsent.NOT_NEEDED: (Mark.RING, Tone.MUTED),
    OwnerConsent.ASKED: (Mark.ARROW, Tone.WARNING),
    OwnerConsent.GIVEN: (Mark.CHECK, Tone.OK),
    OwnerConsent.REFUSED: (Mark.TRIANGLE, Tone.ERROR),
}
_DIRECTORY = {
    DirectoryState.PUBLIC: (Mark.CHECK, Tone.OK),
    DirectoryState.NO_ADDRESS: (Mark.DISC, Tone.ACCENT),
    DirectoryState.BANNED: (Mark.SQUARE, Tone.WARNING),
    DirectoryState.SECRET: (Mark.SHIELD, Tone.WARNING),
}


def money(cents: int | None, language: Language) -> str:
    return "" if cents is None else format_money(Decimal(cents) / _CENTS, language.lang)


def place(line: SubscriptionLine | ConnectionLine) -> str:
    return ", ".join(filter(None, (line.street, f"{line.postcode} {line.town}".strip())))


def someone(name: str, party_id: int | None, language: Language) -> str:
    """A person as a search names him; of a protected one only that there is one."""
    return name or (language.text("card.hidden_person") if party_id is not None else "")


def period(line: SubscriptionLine | NumberLine, language: Language) -> str:
    """`1.2.2020 – 31.12.2026`, open where an end is not known."""
    first, last = (
        (line.starts_on, line.ends_on)
        if isinstance(line, SubscriptionLine)
        else (line.valid_from, line.valid_to)
    )
    return f"{language.show(first)} – {language.show(last)}".strip() if first or last else ""


def service_columns(language: Language) -> tuple[Column[SubscriptionLine], ...]:
    """What the customer has ordered; the rest of a service is told below the list."""

    def name(row: SubscriptionLine) -> str:
        return row.product_name(language.lang)

    def whose(row: SubscriptionLine) -> str:
        """The telephone numbers where there are some, else the place."""
        return ", ".join(map(written_phone, row.phones)) or place(row)

    def state(row: SubscriptionLine) -> Status:
        return Status(row.state.term, *_STATES[row.state])

    return (
        Column("field.product", name, width=170, stretch=True, hint=name),
        Column("card.service_number", lambda row: row.number, width=125),
        Column("card.service_where", whose, width=170, stretch=True, hint=whose),
        Column("card.service_state", lambda row: None, width=135, status=state),
        Column(
            "card.service_fee",
            lambda row: money(row.monthly_fee, language),
            align=Align.RIGHT,
            width=90,
            sort=lambda row: row.monthly_fee,
        ),
    )


def connection_columns(language: Language) -> tuple[Column[ConnectionLine], ...]:
    """Where connections lead, how the customer stands to each, and what the owner of the property says."""

    def stands(row: ConnectionLine) -> str:
        if row.mine:
            owner = someone(row.owner, row.owner_id, language)
            return language.text("card.connection_owner", name=owner) if owner and not row.owned else ""
        return language.text("card.connection_holder", name=someone(row.holder, row.holder_id, language))

    def consent(row: ConnectionLine) -> Status | None:
        if row.consent is None or row.consent_on is None:
            return Status(row.consent.term, *_CONSENTS[row.consent]) if row.consent else None
        day = (("day", row.consent_on),)
        return Status(f"card.consent_{row.consent.value}", *_CONSENTS[row.consent], day)

    def where(row: ConnectionLine) -> str:
        return language.text("card.hidden_place") if row.hidden else place(row)

    return (
        Column("card.connection_number", lambda row: row.number, width=95),
        Column("field.installation_street", where, width=200, stretch=True, hint=where),
        Column("card.connection_people", stands, width=210, hint=stands),
        Column("card.connection_consent", lambda row: None, width=170, status=consent),
    )


def number_columns(
    language: Language, services: dict[int, SubscriptionLine]
) -> tuple[Column[NumberLine], ...]:
    """Telephone numbers, and what the directory services may publish of each. `services` by their id."""

    def product(row: NumberLine) -> str:
        service = services.get(row.subscription_id)
        return service.product_name(language.lang) if service else ""

    def directory(row: NumberLine) -> Status:
        return Status(row.directory.term, *_DIRECTORY[row.directory])

    return (
        Column("field.telephone_number", lambda row: written_phone(row.number), width=150),
        Column("field.product", product, width=130, stretch=True, hint=product),
        Column("card.number_directory", lambda row: None, width=225, stretch=True, status=directory),
        Column("card.service_period", lambda row: period(row, language), width=175),
        Column("card.number_sent", lambda row: row.sent_on, width=105),
    )


SPARE = {
    "connections": ("card.connection_people",),
    "services": ("card.service_where",),
    "service_phones": ("field.product", "card.service_period"),
}
"""Columns of each list that a narrow window goes without; the sheet of a row tells them."""
