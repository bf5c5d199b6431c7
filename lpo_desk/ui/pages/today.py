"""The start page: nothing on it must be read to begin; the keyboard is in the search box."""

from lpo_desk.ui.page import Page


class TodayPage(Page):
    """Deadlines of my office, my drafts, whom I opened last."""

    title = "main.today"
