"""What each step of a case leaves in the audit: who did it, and which tables and fields it touched."""

Deed = tuple[str, frozenset[str]]
"""What one person did in one go."""


FILED = frozenset({"insert manual_record", "insert manual_record_party"})
KEPT = "update manual_record retained_from retention_until"
"""The form's time begins."""


def taken_in(*more: str) -> Deed:
    """Registered: the clock runs, identity was seen, every place is asked, the form is in the log of papers."""
    common = ("request_case", "request_claim", "case_event", "clock_event", "identity_check", "gather_task")
    inserts = (f"insert {table}" for table in common)
    return "maija", frozenset({*inserts, *FILED, "update request_case status", *more})


def decided(*more: str) -> Deed:
    """The last claim of the case."""
    return "jani", frozenset({"insert case_event", "update request_case status", *more})


RECEIPT: Deed = ("maija", frozenset({"insert document"}))
WORKED_ON: tuple[Deed, ...] = (
    (
        "jani",
        frozenset(
            {
                "insert case_event",
                "update request_case handler_id",
                "update gather_task found answered_at answered_by",
            }
        ),
    ),
    (
        "jani",
        frozenset(
            {
                "update gather_task found answered_at answered_by",
                "insert case_event",
                "update request_case status",
            }
        ),
    ),
    (
        "jani",
        frozenset({"insert case_event", "update request_case status", "update request_claim reviewed_by"}),
    ),
)
"""The register is counted by whoever takes the case along, the other places answer, and all of it is reviewed."""
GRANTED = "update request_claim resolution decided_at decided_by"
REFUSED = "update request_claim resolution grounds reasons decided_at decided_by"
REPLIED: Deed = ("jani", frozenset({"insert document"}))
_AWAY = frozenset(
    {"insert case_event", "update request_case status", "insert handover", "insert clock_event", KEPT}
)
_AGAIN = _AWAY | {"insert identity_check"}
HANDED_OVER: Deed = ("maija", _AGAIN | {"update request_case closed_on"})
HANDED_OVER_LATE: Deed = ("maija", _AGAIN | {"update request_case closed_on late_reason"})
POSTED: Deed = ("jani", _AWAY | {"update request_case closed_on"})
