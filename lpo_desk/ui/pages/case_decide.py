"""Next step: the decision. What it says goes to the person word for word."""

from dataclasses import dataclass, replace

from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.claims import NEEDS_REASONS, Decision, RefusalGround, Resolution
from lpo_desk.services import deciding
from lpo_desk.services._steps import StepRefused
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question
from lpo_desk.ui.widgets.editors import many, notes
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.radios import radios


@dataclass(frozen=True)
class Decided:
    resolution: Resolution | None = None
    grounds: frozenset[RefusalGround] = frozenset()
    reasons: str = ""
    withheld: str = ""


def outcomes(case: CaseFile) -> tuple[Resolution, ...]:
    """The outcomes that the case does not contradict (services/casework.py refuses the others)."""
    if not case.identity_ok:
        return (Resolution.NOT_IDENTIFIED, Resolution.REFUSED)
    known = case.row.party_id is not None
    found = any(line.found for line in case.gather)
    possible = {
        Resolution.FULFILLED: known and not case.left_out,
        Resolution.PARTLY: known,
        Resolution.REFUSED: True,
        Resolution.NOTHING_HELD: not found,
    }
    return tuple(resolution for resolution, fits in possible.items() if fits)


def grounds_of(case: CaseFile) -> tuple[RefusalGround, ...]:
    """What a refusal of the claim to be decided may rest on."""
    if not case.identity_ok:
        return (RefusalGround.NOT_IDENTIFIED, RefusalGround.UNFOUNDED, RefusalGround.OTHER)
    return case.undecided.kind.grounds if case.undecided else tuple(RefusalGround)


def proposed(case: CaseFile) -> Decided:
    """What stands in the form at first: the former decision, else what follows from the case without judging."""
    claim = case.undecided
    if claim is not None and (claim.reasons or claim.grounds):
        return Decided(None, frozenset(claim.grounds), claim.reasons, claim.withheld)
    if not case.identity_ok:
        return Decided(Resolution.NOT_IDENTIFIED, frozenset({RefusalGround.NOT_IDENTIFIED}))
    return Decided(None, frozenset({RefusalGround.OTHERS_RIGHTS}) if case.left_out else frozenset())


class DecidePanel(StepPanel):
    """Reasons are asked for where the law demands them, and the form cannot be left without them."""

    title = "case_page.decide_title"
    note = "case_page.decide_note"
    verb = "case_page.decide_verb"

    def __init__(self, desk: CaseDesk, case: CaseFile) -> None:
        super().__init__(desk, case)
        offered, grounds = outcomes(case), grounds_of(case)
        self._form = self.form(
            [
                Field(
                    "resolution",
                    "decision.decision",
                    radios(lambda: [(one, f"case_page.outcome_{one.value}") for one in offered]),
                    required=True,
                ),
                Field(
                    "grounds",
                    "decision.refusal_grounds",
                    many(lambda: [(ground, ground.term) for ground in grounds]),
                ),
                Field("reasons", f"case_page.reasons_{case.intake.reply_lang.value}", notes(4000, 5)),
                Field("withheld", "case_page.withheld", notes(4000, 3)),
            ],
            proposed(case),
        )
        self._told, self._blocks = role_label("warning", self), role_label("muted", self)
        for label in (self._told, self._blocks):
            label.setWordWrap(True)
            self.column.addWidget(label)
        self._form.row("resolution").editor.edited.connect(self._follow)
        desk.context.language.follow(self, self._follow)

    def act(self) -> None:
        if not self._form.commit():
            return
        decided = self._form.value()
        assert decided.resolution is not None  # noqa: S101 - the field is required
        if decided.resolution not in NEEDS_REASONS:
            decided = replace(decided, grounds=frozenset(), reasons="", withheld="")
            self._decide(decided)
        elif not decided.reasons or not decided.grounds:
            missing = "grounds" if not decided.grounds else "reasons"
            self._form.show_errors({missing: StepRefused("request.reasons_missing")})
        else:
            self._confirm(decided, decided.resolution)

    def _confirm(self, decided: Decided, resolution: Resolution) -> None:
        values = (("number", self.case.row.number), ("person", self.case.row.person))
        question = Question(
            "case_page.confirm_title",
            "case_page.confirm_note",
            f"case_page.confirm_{resolution.value}",
            f"case_page.confirm_verb_{resolution.value}",
            values,
        )
        dialog = ConfirmDialog(question, self.context.language, self.window())
        dialog.confirmed.connect(lambda: self._decide(decided))
        dialog.open()

    def _decide(self, decided: Decided) -> None:
        assert decided.resolution is not None  # noqa: S101 - act saw to it
        grounds = tuple(ground for ground in RefusalGround if ground in decided.grounds)
        withheld = decided.withheld if decided.resolution is Resolution.PARTLY else ""
        decision = Decision(decided.resolution, grounds, decided.reasons, withheld)
        case_id = self.case_id
        places = {
            "request.reasons_missing": "reasons",
            "request.not_identified": "resolution",
            "request.something_left_out": "resolution",
            "request.something_found": "resolution",
            "request.no_customer_to_extract": "resolution",
            "request.review_outdated": "resolution",
        }
        self.desk.step(
            lambda unit: deciding.decide(unit, case_id, decision),
            self.ends("case_page.done_decided"),
            self.shows(self._form, places),
        )

    def _follow(self) -> None:
        """Reasons only where they are needed; in whose language they must be written."""
        resolution = self._form.typed("resolution")
        asked = resolution in NEEDS_REASONS
        words = self.context.language.text
        for name in ("grounds", "reasons"):
            self._form.row(name).setVisible(asked)
        self._form.row("withheld").setVisible(resolution is Resolution.PARTLY)
        lang = words(f"case_page.in_{self.case.intake.reply_lang.value}")
        self._told.setText("▲ " + words("case_page.goes_to_person", language=lang))
        self._blocks.setText(words("case_page.blocks_follow"))
        for label in (self._told, self._blocks):
            label.setVisible(asked)
