"""A made-up letter that shows a paragraph in its place, for whoever words it anew. No customer is in it."""

from datetime import date

from lpo_desk.documents.letters import extension_notice, reply_letter
from lpo_desk.documents.notices import identity_letter, lifting_notice, recipient_letter, specify_letter
from lpo_desk.domain.accounts import DEFAULT_OFFICES
from lpo_desk.domain.case import DocumentKind
from lpo_desk.domain.claims import RequestRight, Resolution
from lpo_desk.domain.done import (
    Correction,
    Done,
    Erased,
    Kept,
    Ported,
    PortedFile,
    Rectified,
    Restricted,
    StillRestricted,
    Stopped,
)
from lpo_desk.domain.letter_texts import EDITABLE, LetterTexts
from lpo_desk.domain.letters import (
    Addressee,
    Answer,
    Complaint,
    Enclosure,
    ExtensionNotice,
    Remedy,
    ReplyLetter,
)
from lpo_desk.domain.notices import IdentityLetter, LiftingNotice, RecipientLetter, SpecifyLetter
from lpo_desk.domain.printed import Text
from lpo_desk.domain.privacy import Category
from lpo_desk.domain.restriction import RestrictionGround
from lpo_desk.organisation import organisation
from lpo_desk.terms import Term

NUMBER = "L-2026-0000"
_RECEIVED, _WRITTEN, _DUE, _EXTENDED = date(2026, 3, 2), date(2026, 3, 16), date(2026, 4, 2), date(2026, 6, 2)
_REASON = Term("specimen.reason")
_OLD_AND_NEW = Correction(Term("contact_kind.phone"), "019 000 0001", "019 000 0002")
_DONE: dict[RequestRight, Done] = {
    RequestRight.RECTIFICATION: Rectified(
        (_OLD_AND_NEW, Correction(Term("contact_kind.email"), "a@example.fi", "b@example.fi", _REASON))
    ),
    RequestRight.ERASURE: Erased((Category.HISTORY,), (Kept(Category.BILLING, _REASON, date(2032, 12, 31)),)),
    RequestRight.RESTRICTION: Restricted(_RECEIVED, RestrictionGround.ACCURACY),
    RequestRight.PORTABILITY: Ported(
        (Category.BASIC, Category.CONTACT), (PortedFile(f"{NUMBER}.json", "0" * 64),)
    ),
    RequestRight.MARKETING_OBJECTION: Stopped(_RECEIVED),
    RequestRight.OBJECTION: Stopped(_RECEIVED),
    RequestRight.CONSENT_WITHDRAWAL: Stopped(_RECEIVED),
}

_STILL = {
    "letter.still_restricted": StillRestricted(),
    "letter.still_restricted_until": StillRestricted(_DUE),
}


def specimen(name: str, texts: LetterTexts) -> bytes:
    """A letter of the kind that the paragraph stands in, with the wording given. Raises KeyError for no paragraph."""
    lang = texts.lang
    to = Addressee(Term("specimen.name").text(lang), (Term("specimen.street").text(lang), "07900 LOVIISA"))
    signer = organisation().controller.officer
    match EDITABLE[name]:
        case DocumentKind.EXTENSION:
            extended = ExtensionNotice(to, NUMBER, _WRITTEN, _RECEIVED, _DUE, _EXTENDED, (_REASON,), signer)
            return extension_notice(extended, lang, texts=texts)
        case DocumentKind.IDENTITY_LETTER:
            proof = IdentityLetter(to, NUMBER, _WRITTEN, _RECEIVED, (_REASON,), DEFAULT_OFFICES, signer)
            return identity_letter(proof, lang, texts=texts)
        case DocumentKind.SPECIFY_LETTER:
            question = SpecifyLetter(to, NUMBER, _WRITTEN, _RECEIVED, (Term("specimen.question"),), signer)
            return specify_letter(question, lang, texts=texts)
        case DocumentKind.LIFTING_NOTICE:
            lifted = LiftingNotice(to, NUMBER, _WRITTEN, _DUE, (_REASON,), signer)
            return lifting_notice(lifted, lang, texts=texts)
        case DocumentKind.RECIPIENT_NOTICE:
            return recipient_letter(_told(name, to, signer), lang, texts=texts)
        case _:
            return reply_letter(_reply(name, to, signer), lang, texts=texts)


def _told(name: str, to: Addressee, signer: str) -> RecipientLetter:
    told = {
        f"letter.recipient_{right.value}": right for right in (RequestRight.ERASURE, RequestRight.RESTRICTION)
    }
    right = told.get(name, RequestRight.RECTIFICATION)
    corrections = (_OLD_AND_NEW,) if right is RequestRight.RECTIFICATION else ()
    what: tuple[Text, ...] = () if corrections else (Category.BILLING,)
    return RecipientLetter(
        to,
        NUMBER,
        _WRITTEN,
        right,
        to.name,
        signer,
        disclosed_on=_RECEIVED,
        corrections=corrections,
        what=what,
    )


def _reply(name: str, to: Addressee, signer: str) -> ReplyLetter:
    """What the paragraph tells of: an outcome, the restriction that a refusal leaves, else all rights granted in part."""
    outcome = name.removeprefix("letter.outcome_")
    if outcome != name:
        resolution = Resolution(outcome)
        reasons = (_REASON,) if resolution is not Resolution.FULFILLED else ()
        answers: tuple[Answer, ...] = (Answer(RequestRight.ACCESS, resolution, reasons=reasons),)
    elif name in _STILL:
        answers = (
            Answer(RequestRight.OBJECTION, Resolution.REFUSED, reasons=(_REASON,), still=_STILL[name]),
        )
    else:
        access = Answer(RequestRight.ACCESS, Resolution.FULFILLED)
        granted = [
            Answer(right, Resolution.PARTLY, reasons=(_REASON,), done=done, told=("Oy Esimerkki Ab",))
            for right, done in _DONE.items()
        ]
        answers = (access, *granted)
    return ReplyLetter(
        to,
        NUMBER,
        _WRITTEN,
        _RECEIVED,
        answers,
        signer,
        enclosures=(Enclosure(Term("document_kind.extract"), 1, informs=True),),
        complaint=Complaint(organisation().authority),
        remedy=Remedy(),
    )
