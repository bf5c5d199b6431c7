"""Journeys use the window of the widget tests."""

from tests.ui.conftest import language, session_theme, theme

__all__ = ["language", "session_theme", "theme"]
