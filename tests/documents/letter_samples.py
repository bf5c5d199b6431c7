"""Fictional letters for every right, and the shorter letters of a case."""

from dataclasses import replace
from datetime import date

from lpo_desk.domain.accounts import DEFAULT_OFFICES
from lpo_desk.domain.claims import RefusalGround, RequestRight, Resolution
from lpo_desk.domain.done import (
    Correction,
    Done,
    Erased,
    Kept,
    Ported,
    PortedFile,
    Rectified,
    Restricted,
    Stopped,
)
from lpo_desk.domain.forms import Claims, CorrectionLine, ErasureLine
from lpo_desk.domain.letters import Addressee, Answer
from lpo_desk.domain.notices import IdentityLetter, LiftingNotice, RecipientLetter, SpecifyLetter
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.terms import Term
from tests.documents import samples

ON = date(2026, 12, 7)
CHECKSUM = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
CORRECTED = Correction("Puhelin", "040 123 4567", "040 765 4321")
NOT_CORRECTED = Correction("Asiakas alkaen", "1.2.2015", "1.2.2010", "Sopimus on tehty 1.2.2015.")

DONE: dict[RequestRight, Done] = {
    RequestRight.RECTIFICATION: Rectified((CORRECTED, NOT_CORRECTED)),
    RequestRight.ERASURE: Erased(
        (Category.HISTORY, "Vanhat yhteystiedot"),
        (
            Kept(Category.BILLING, "Kirjanpitolaki 2 luku 10 §", date(2032, 12, 31)),
            Kept(Category.BASIC, "Asiakassuhde jatkuu"),
        ),
    ),
    RequestRight.RESTRICTION: Restricted(date(2026, 11, 23), RestrictionGround.ACCURACY),
    RequestRight.PORTABILITY: Ported(
        (Category.BASIC, Category.CONTACT), (PortedFile("L-2026-0042.json", CHECKSUM),)
    ),
    RequestRight.MARKETING_OBJECTION: Stopped(ON, (Term("channel.phone"), Term("channel.email"))),
    RequestRight.OBJECTION: Stopped(ON, ("Asiakasprofilointi",)),
    RequestRight.CONSENT_WITHDRAWAL: Stopped(ON),
}

ANSWERS = {
    right: Answer(
        right,
        Resolution.PARTLY if right is RequestRight.ERASURE else Resolution.FULFILLED,
        reasons=("Osa tiedoista säilyy lain nojalla.",) if right is RequestRight.ERASURE else (),
        grounds=(RefusalGround.LEGAL_DUTY,) if right is RequestRight.ERASURE else (),
        done=done,
        told=("Perintä Esimerkki Oy",) if right is RequestRight.ERASURE else (),
    )
    for right, done in DONE.items()
}
EVERY_RIGHT = replace(samples.REPLY, answers=tuple(ANSWERS.values()), enclosures=())

RECIPIENT = RecipientLetter(
    Addressee("Perintä Esimerkki Oy", ("Mannerheimintie 1", "00100 HELSINKI")),
    samples.NUMBER,
    ON,
    RequestRight.RECTIFICATION,
    "Åsa Märta Öhman",
    "Jani Alho",
    "102938",
    date(2026, 4, 1),
    (CORRECTED,),
)
LIFTING = LiftingNotice(
    samples.ADDRESSEE, samples.NUMBER, ON, date(2026, 12, 21), ("Tiedot on tarkistettu.",), "Jani Alho"
)
IDENTITY = IdentityLetter(
    samples.ADDRESSEE,
    samples.NUMBER,
    ON,
    samples.TODAY,
    ("Pyyntö tuli sähköpostilla.",),
    DEFAULT_OFFICES,
    "Jani Alho",
)
SPECIFY = SpecifyLetter(
    samples.ADDRESSEE, samples.NUMBER, ON, samples.TODAY, ("Minkä vuoden laskuja tarkoitat?",), "Jani Alho"
)
RECEIPT = replace(
    samples.RECEIPT,
    rights=(Term("request_right.rectification"), Term("request_right.erasure"), RequestRight.RESTRICTION),
    claims=Claims(
        corrections=(CorrectionLine("040 123 4567", "040 765 4321", "Numero vaihtui", "Puhelin"),),
        erasures=(ErasureLine(Category.HISTORY, "Ei enää tarpeen"),),
        restriction=RestrictionGround.ACCURACY,
    ),
    may_stay=(Kept(Category.BILLING, "Kirjanpitolaki", date(2032, 12, 31)),),
    restricted=True,
)
