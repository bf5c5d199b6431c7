"""The day in its order."""

from lpo_desk.ui.tour import (
    archive,
    counter,
    lead,
    lifting,
    manager,
    officer,
    overseer,
    papers,
    rights,
    sections,
)
from lpo_desk.ui.tour.day import Step

STEPS: tuple[Step, ...] = (
    *counter.STEPS,
    *sections.STEPS,
    *papers.STEPS,
    *officer.STEPS,
    *manager.STEPS,
    *lead.STEPS,
    *archive.STEPS,
    *rights.STEPS,
    *lifting.STEPS,
    *overseer.STEPS,
)
