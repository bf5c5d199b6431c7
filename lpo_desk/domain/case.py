"""Cases of signed requests: states, transitions and the values that cross layers.

States and their guards follow peers.md section 4.2: status and resolution are separate,
"overdue", "extended" and "suspended" are derived from clock events and never stored.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lpo_desk.domain.accounts import Office
from lpo_desk.domain.claims import Asked, Claim, RequestRight, Resolution
from lpo_desk.domain.deadlines import Due, Urgency
from lpo_desk.domain.labels import Labelled
from lpo_desk.domain.paper import CasePaper
from lpo_desk.domain.paper_tasks import TaskLine
from lpo_desk.domain.recipients import NoticeLine
from lpo_desk.domain.restriction import Restriction
from lpo_desk.domain.scans import ScanRow
from lpo_desk.domain.staff import StaffTie
from lpo_desk.terms import Lang


class CaseStatus(Labelled):
    DRAFT = "draft"
    RECEIVED = "received"
    IDENTITY = "identity"
    CLARIFY = "clarify"
    GATHER = "gather"
    REVIEW = "review"
    DECIDE = "decide"
    REPLY = "reply"
    CLOSED = "closed"


class CaseEvent(Labelled):
    """What can happen to a registered case."""

    IDENTITY_OK = "identity_ok"
    IDENTITY_DOUBTED = "identity_doubted"
    PROOF_ARRIVED = "proof_arrived"
    NO_PROOF = "no_proof"
    ASK_TO_SPECIFY = "ask_to_specify"
    ANSWERED = "answered"
    GATHERED = "gathered"
    REVIEWED = "reviewed"
    SEND_BACK = "send_back"
    DECIDED = "decided"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    MARKED_DUPLICATE = "marked_duplicate"
    MOVED = "moved"
    REOPENED = "reopened"
    RETURNED = "returned"


class CaseDiary(Labelled):
    """Lines of a case's own diary: its events and what is done without changing its state."""

    REGISTERED = "registered"
    TAKEN = "taken"
    IDENTITY_OK = "identity_ok"
    IDENTITY_DOUBTED = "identity_doubted"
    PROOF_ARRIVED = "proof_arrived"
    NO_PROOF = "no_proof"
    ASK_TO_SPECIFY = "ask_to_specify"
    ANSWERED = "answered"
    GATHERED = "gathered"
    REVIEWED = "reviewed"
    SEND_BACK = "send_back"
    DECIDED = "decided"
    EXTENDED = "extended"
    HANDED_OVER = "handed_over"
    WITHDRAWN = "withdrawn"
    MARKED_DUPLICATE = "marked_duplicate"
    MOVED = "moved"
    REOPENED = "reopened"
    CHASED = "chased"
    RETURNED = "returned"
    COMPLAINT = "complaint"
    NOTE = "note"
    LIFTING_TOLD = "lifting_told"
    LIFTED = "lifted"
    PRINTED = "printed"
    SAVED = "saved"


OPEN = frozenset(CaseStatus) - {CaseStatus.CLOSED, CaseStatus.DRAFT}


class LateReason(Labelled):
    """Why an answer came after its last day; coded, because free words could name the person."""

    WORKLOAD = "workload"
    HARD_TO_FIND = "hard_to_find"
    WAITED_FOR_PERSON = "waited_for_person"
    WAITED_FOR_OTHERS = "waited_for_others"
    MISTAKE = "mistake"


class DiscardReason(Labelled):
    """Why a draft became no case. The discarding is logged; the draft is not kept."""

    MISTAKE = "mistake"
    TAKEN_BACK = "taken_back"
    ORDINARY_UPDATE = "ordinary_update"


class Requester(Labelled):
    SELF = "self"
    GUARDIAN = "guardian"
    ATTORNEY = "attorney"
    CUSTODIAN = "custodian"
    CONTACT_PERSON = "contact_person"


class IntakeChannel(Labelled):
    COUNTER = "counter"
    POST = "post"
    EMAIL = "email"
    PHONE = "phone"
    ORAL = "oral"


class IdentityMethod(Labelled):
    """How identity was seen: the kind of document, never its number and never a copy (law.md 1.2)."""

    DRIVING_LICENCE = "driving_licence"
    PASSPORT = "passport"
    ID_CARD = "id_card"
    RESIDENCE_CARD = "residence_card"
    KNOWN = "known"
    STRONG_AUTH = "strong_auth"
    OTHER = "other"
    NOT_VERIFIED = "not_verified"


class ReplyForm(Labelled):
    PAPER_COUNTER = "paper_counter"
    PAPER_POST = "paper_post"
    SECURE_MAIL = "secure_mail"


class HandoverMethod(Labelled):
    COUNTER = "counter"
    POST = "post"
    REGISTERED_POST = "registered_post"
    SECURE_MAIL = "secure_mail"
    ORAL = "oral"


class FileMedium(Labelled):
    """On what a portable copy is given when it does not go by mail."""

    MEMORY_STICK = "memory_stick"
    OWN_MEDIUM = "own_medium"
    OTHER = "other"


class GatherPlace(Labelled):
    """Where data of a person may lie; every place must answer before the case goes on."""

    REGISTER = "register"
    PAPER_LOVIISA = "paper_loviisa"
    PAPER_PORVOO = "paper_porvoo"
    BILLING = "billing"
    PROCESSORS = "processors"


@dataclass(frozen=True, slots=True)
class Intake:
    """What the wizard collects; `received_on`, `signed_on` are Helsinki dates, entry is the unit's instant.

    on_paper: whether there is a paper to be filed, None as long as the channel tells. scan_id: the scan it came by.
    """

    party_id: int | None
    claims: tuple[Asked, ...] = (Asked(),)
    requester: Requester = Requester.SELF
    requester_name: str = ""
    authority_document: str = ""
    authority_scope: str = ""
    authority_until: date | None = None
    office_id: int | None = None
    channel: IntakeChannel = IntakeChannel.COUNTER
    received_on: date | None = None
    signed_on: date | None = None
    signed: bool = False
    names_register: bool = False
    delivered_to_office: bool = True
    identity: IdentityMethod | None = None
    identity_matches: bool = False
    reply_form: ReplyForm = ReplyForm.PAPER_COUNTER
    reply_lang: Lang = Lang.FI
    pages: int | None = None
    on_paper: bool | None = None
    scan_id: int | None = None

    @property
    def is_on_paper(self) -> bool:
        by_channel = self.channel in (IntakeChannel.COUNTER, IntakeChannel.POST)
        return by_channel if self.on_paper is None else self.on_paper


@dataclass(frozen=True, slots=True)
class Registered:
    """What registration gives back. papers: whose numbers are to be written on them."""

    case_id: int
    number: str
    due: Due
    papers: tuple[CasePaper, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row of the officer's queue or of the list of requests. `resolution`: what all its claims came to."""

    case_id: int
    number: str
    rights: tuple[RequestRight, ...]
    party_id: int | None
    person: str
    office: str
    received_on: date
    due: Due
    urgency: Urgency
    status: CaseStatus
    resolution: Resolution | None
    handler: str
    late_places: int = 0
    """How many places have not told in time what they hold; counted for the officer's queue."""
    lifting_on: date | None = None
    """The day of lifting a restriction that has come, for the officer's queue."""


@dataclass(frozen=True, slots=True)
class GatherLine:
    """A place that was asked. processor: its name where it is one of them. asked_at: None of cases from before.

    since, waited: the day a place that has not answered was asked last, and the working days since then.
    """

    id: int
    place: GatherPlace
    found: int | None
    note: str
    answered_by: str
    answered_at: datetime | None
    processor: str = ""
    asked_at: datetime | None = None
    chased_at: datetime | None = None
    since: date | None = None
    waited: int = 0


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """`sha256`: of its bytes, in hexadecimal. `printed`, `saved`: whether it has left the program so."""

    id: int
    kind: "DocumentKind"
    language: Lang
    made_at: datetime
    sha256: str = ""
    printed: bool = False
    saved: bool = False


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One way that the answer went. `files`: each paper and file that went, with its checksum; none of handovers from
    before they were kept. `medium`: of a portable copy that was given by hand."""

    method: HandoverMethod
    on: date
    who: str
    returned_on: date | None = None
    medium: FileMedium | None = None
    files: tuple[tuple["DocumentKind", str], ...] = ()


@dataclass(frozen=True, slots=True)
class TimelineLine:
    at: datetime
    what: CaseDiary
    who: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything the officer sees of one case."""

    row: CaseRow
    office: Office
    version: int
    intake: Intake
    entered_at: datetime
    entered_by: str
    identity_ok: bool
    gather: tuple[GatherLine, ...]
    documents: tuple[DocumentLine, ...]
    timeline: tuple[TimelineLine, ...]
    claims: tuple[Claim, ...]
    marks_missing: tuple[str, ...] = ()
    """Term keys of the notice's marks that the request lacks; they warn and never block."""
    allowed: frozenset[CaseEvent] = frozenset()
    may_extend: bool = False
    duplicate_of: str = ""
    """Number of the case that answers the same request."""
    own: StaffTie | None = None
    """How the reader is tied to the person: who is, does nothing in the case."""
    recipients: tuple[NoticeLine, ...] = ()
    paper_tasks: tuple[TaskLine, ...] = ()
    restrictions: tuple[Restriction, ...] = ()
    """Those of the case that are in force."""
    scans: tuple[ScanRow, ...] = ()
    filed: tuple[CasePaper, ...] = ()
    """Its papers in the log."""
    handovers: tuple[HandoverLine, ...] = ()

    @property
    def undecided(self) -> Claim | None:
        """The claim to be decided next."""
        return next((claim for claim in self.claims if claim.resolution is None), None)

    @property
    def tells_recipients(self) -> bool:
        """Whether something was done of which the recipients of the data are told (art. 19)."""
        return any(claim.kind.tells_recipients and claim.effected for claim in self.claims)

    @property
    def giving(self) -> tuple[Claim, ...]:
        """The claims by which data go to the person."""
        return tuple(claim for claim in self.claims if claim.kind.gives_data)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Keys of the values that the reviewer left out of what is given."""
        return tuple(dict.fromkeys(key for claim in self.giving for key in claim.left_out))


class DraftKind(Labelled):
    REQUEST = "request"
    SECTION = "section"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Draft:
    """Half-finished work that survives the program: `data` is JSON of the form's own making."""

    id: int
    key: UUID
    kind: DraftKind
    party_id: int | None
    page: int
    data: dict[str, object]
    saved_at: datetime


class DocumentKind(Labelled):
    RECEIPT = "receipt"
    REPLY = "reply"
    EXTRACT = "extract"
    EXTENSION = "extension"
    PORTABLE_JSON = "portable_json"
    PORTABLE_CSV = "portable_csv"
    RECIPIENT_NOTICE = "recipient_notice"
    LIFTING_NOTICE = "lifting_notice"
    IDENTITY_LETTER = "identity_letter"
    SPECIFY_LETTER = "specify_letter"
