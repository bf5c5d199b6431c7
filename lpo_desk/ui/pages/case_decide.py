"""Next step: the decision. What it says goes to the person word for word."""

from dataclasses import replace

from lpo_desk.domain.case import CaseFile
from lpo_desk.domain.claims import NEEDS_REASONS, Decision, RefusalGround, RequestRight, Resolution
from lpo_desk.domain.letters import GRANTS
from lpo_desk.domain.lifting import left_by, proposed_day
from lpo_desk.domain.restriction import Restriction
from lpo_desk.services import deciding
from lpo_desk.services._steps import StepRefused
from lpo_desk.ui.pages.case_desk import CaseDesk
from lpo_desk.ui.pages.case_items import item_text
from lpo_desk.ui.pages.case_outcomes import (
    Decided,
    grounds_of,
    outcome_term,
    outcomes,
    place_of,
    proposed,
    ticks,
)
from lpo_desk.ui.pages.case_panel import StepPanel
from lpo_desk.ui.pages.case_plan import PlanBox
from lpo_desk.ui.pages.case_reason import ConfirmDialog, Question
from lpo_desk.ui.widgets.editors import day, many, many_named, notes
from lpo_desk.ui.widgets.inputs import role_label
from lpo_desk.ui.widgets.section_form import Field
from lpo_desk.ui.wizards.radios import radios

_CHANGES = frozenset({RequestRight.RECTIFICATION, RequestRight.ERASURE})
"""Rights whose granting changes what the register holds of the person, under the ticket of the case."""


class DecidePanel(StepPanel):
    """Reasons are asked for where the law demands them, and the form cannot be left without them."""

    title = "case_page.decide_title"
    note = "case_page.decide_note"
    verb = "case_page.decide_verb"

    def __init__(self, desk: CaseDesk, case: CaseFile) -> None:
        super().__init__(desk, case)
        offered, grounds, claim = outcomes(case), grounds_of(case), case.undecided
        items = claim.items if claim is not None and ticks(claim) else ()
        language = desk.context.language
        self.items = items
        if items:
            told = role_label("text", self)
            told.setWordWrap(True)
            language.follow(
                told, lambda: told.setText("\n".join(item_text(item, language) for item in items))
            )
            self.column.addWidget(told)
        self.plan: PlanBox | None = None
        if claim is not None and claim.asked.right is RequestRight.ERASURE and case.row.party_id is not None:
            self.note = "case_page.decide_note_erase"
            self.plan = PlanBox(self, claim)
            self.plan.prepared.connect(lambda: self.finished.emit("case_page.done_prepared"))
            self.column.addWidget(self.plan)
        self._form = self.form(
            [
                Field(
                    "resolution",
                    "decision.decision",
                    radios(lambda: [(one, outcome_term(claim, one)) for one in offered]),
                    required=True,
                ),
                Field(
                    "accepted",
                    "case_page.accepted",
                    many_named(lambda: [(item.id, item_text(item, language)) for item in items]),
                ),
                Field(
                    "grounds",
                    "decision.refusal_grounds",
                    many(lambda: [(ground, ground.term) for ground in grounds]),
                ),
                Field("reasons", f"case_page.reasons_{case.intake.reply_lang.value}", notes(4000, 5)),
                Field("withheld", "case_page.withheld", notes(4000, 3)),
                Field("lifting_on", "case_page.lifting_on", day(desk.context.database.today)),
            ],
            self._proposed(),
        )
        self._told, self._blocks = role_label("warning", self), role_label("muted", self)
        self._stands = role_label("muted", self)
        desk.context.language.bind(self._stands.setText, "case_page.lifting_note")
        for label in (self._stands, self._told, self._blocks):
            label.setWordWrap(True)
            self.column.addWidget(label)
        self._form.row("resolution").editor.edited.connect(self._follow)
        desk.context.language.follow(self, self._follow)

    def heading(self) -> str:
        """Which of the claims it is, and its right."""
        words, claim = self.context.language.text, self.case.undecided
        if claim is None:
            return words(self.title)
        number, total = place_of(self.case)
        place = f"{number}/{total} " if total > 1 else ""
        return f"{words(self.title)}: {place}{self.context.language.show(claim.asked.right)}"

    def _proposed(self) -> Decided:
        """With it, where a refusal leaves a restriction, a day on which that is lifted."""
        left = self._left
        if left is None:
            return proposed(self.case)
        on = left.lifting_on or proposed_day(self.context.database.today())
        return replace(proposed(self.case), lifting_on=on)

    @property
    def _left(self) -> Restriction | None:
        """The restriction that the claim has brought."""
        return left_by(self.case, self.case.undecided) if self.case.undecided else None

    def act(self) -> None:
        if not self._form.commit():
            return
        decided = self._form.value()
        assert decided.resolution is not None  # noqa: S101 - the field is required
        if decided.resolution not in NEEDS_REASONS:
            decided = replace(decided, grounds=frozenset(), reasons="", withheld="", accepted=frozenset())
            if self.plan is not None and decided.resolution in GRANTS:
                self._confirm(decided, decided.resolution)
            else:
                self._decide(decided)
        elif not decided.reasons or not decided.grounds:
            missing = "grounds" if not decided.grounds else "reasons"
            self._form.show_errors({missing: StepRefused("request.reasons_missing")})
        elif self.items and not self._accepts_some(decided):
            self._form.show_errors({"accepted": StepRefused("request.items_all_or_none")})
        else:
            self._confirm(decided, decided.resolution)

    def _accepts_some(self, decided: Decided) -> bool:
        """Partly is some and not all."""
        return decided.resolution is not Resolution.PARTLY or 0 < len(decided.accepted) < len(self.items)

    def _confirm(self, decided: Decided, resolution: Resolution) -> None:
        values = (("number", self.case.row.number), ("person", self.case.row.person))
        claim = self.case.undecided
        gives = claim is None or claim.kind.gives_data or resolution is not Resolution.PARTLY
        asked = resolution.value if gives else "some"
        if self.plan is not None and resolution in GRANTS:
            asked = "erase"
        question = Question(
            "case_page.confirm_title",
            "case_page.confirm_erase_note" if asked == "erase" else "case_page.confirm_note",
            f"case_page.confirm_{asked}",
            f"case_page.confirm_verb_{asked}",
            values,
        )
        dialog = ConfirmDialog(question, self.context.language, self.window())
        dialog.confirmed.connect(lambda: self._decide(decided))
        dialog.open()

    def _decide(self, decided: Decided) -> None:
        assert decided.resolution is not None  # noqa: S101 - act saw to it
        grounds = tuple(ground for ground in RefusalGround if ground in decided.grounds)
        withheld = decided.withheld if decided.resolution is Resolution.PARTLY else ""
        partly = decided.resolution is Resolution.PARTLY
        accepted = decided.accepted if partly else frozenset()
        on = decided.lifting_on if self._left is not None and decided.resolution not in GRANTS else None
        decision = Decision(decided.resolution, grounds, decided.reasons, withheld, accepted, on)
        case_id, claim = self.case_id, self.case.undecided
        claim_id = claim.id if claim else None
        more = sum(each.resolution is None for each in self.case.claims) > 1
        done = self.ends("case_page.done_claim" if more else "case_page.done_decided")
        places = {
            "request.reasons_missing": "reasons",
            "request.not_identified": "resolution",
            "request.something_left_out": "resolution",
            "request.something_found": "resolution",
            "request.no_customer_to_extract": "resolution",
            "request.review_outdated": "resolution",
            "request.items_all_or_none": "accepted",
            "request.plan_missing": "resolution",
            "request.something_stays": "resolution",
            "request.second_person_decides": "resolution",
            "restriction.refused": "resolution",
            "request.plan_outdated": "resolution",
            "request.lifting_day_gone": "lifting_on",
        }
        refused = self.shows(self._form, places)
        if claim is not None and claim.asked.right in _CHANGES and decision.resolution in GRANTS:
            self.desk.step_opened(
                lambda unit, ticket: deciding.decide(unit, case_id, decision, claim_id, ticket), done, refused
            )
        else:
            self.desk.step(lambda unit: deciding.decide(unit, case_id, decision, claim_id), done, refused)

    def _follow(self) -> None:
        """Reasons only where they are needed; in whose language they must be written."""
        resolution = self._form.typed("resolution")
        asked = resolution in NEEDS_REASONS
        words = self.context.language.text
        for name in ("grounds", "reasons"):
            self._form.row(name).setVisible(asked)
        partly, claim = resolution is Resolution.PARTLY, self.case.undecided
        self._form.row("withheld").setVisible(partly and (claim is None or claim.kind.gives_data))
        self._form.row("accepted").setVisible(partly and bool(self.items))
        leaves = self._left is not None and resolution is Resolution.REFUSED
        self._form.row("lifting_on").setVisible(leaves)
        self._stands.setVisible(leaves)
        lang = words(f"case_page.in_{self.case.intake.reply_lang.value}")
        self._told.setText("▲ " + words("case_page.goes_to_person", language=lang))
        self._blocks.setText(words("case_page.blocks_follow"))
        for label in (self._told, self._blocks):
            label.setVisible(asked)
