"""Contrast of both palettes, computed (ux.md 6.2)."""

import pytest

from lpo_desk.ui.palette import DARK, LIGHT, Palette, Tone, contrast, mix, palette

EVERY = [palette(dark=dark, practice=practice) for dark in (False, True) for practice in (False, True)]


def test_the_formula_gives_the_numbers_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert contrast("#FFFFFF", "#FFFFFF") == 1


@pytest.mark.parametrize("colours", EVERY)
@pytest.mark.parametrize("tone", list(Tone))
def test_text_is_readable_on_every_surface(colours: Palette, tone: Tone) -> None:
    for surface in (colours.page, colours.window, colours.raised):
        assert contrast(colours.tone(tone), surface) >= 4.5, surface


@pytest.mark.parametrize("colours", EVERY)
@pytest.mark.parametrize("tone", list(Tone))
def test_text_and_frame_stand_out_from_a_tint(colours: Palette, tone: Tone) -> None:
    assert contrast(colours.text, colours.tint(tone)) >= 4.5
    assert contrast(colours.tone(tone), colours.tint(tone)) >= 3


@pytest.mark.parametrize("colours", EVERY)
def test_borders_and_focus_are_seen(colours: Palette) -> None:
    for surface in (colours.page, colours.window):
        assert contrast(colours.border, surface) >= 3
        assert contrast(colours.accent, surface) >= 3


@pytest.mark.parametrize("colours", EVERY)
def test_text_on_accent_selection_and_hover_is_readable(colours: Palette) -> None:
    assert contrast(colours.accent_text, colours.accent) >= 4.5
    assert contrast(colours.accent_text, colours.accent_hover) >= 4.5
    assert contrast(colours.selected_text, colours.selected) >= 4.5
    for tone in Tone:
        assert contrast(colours.tone(tone), colours.selected) >= 3, tone
    for surface in (colours.hover, colours.pressed):
        assert contrast(colours.text, surface) >= 4.5


def test_the_practice_database_looks_different() -> None:
    for dark in (False, True):
        real, practice = palette(dark=dark), palette(dark=dark, practice=True)
        assert real.accent != practice.accent
        assert real.text == practice.text


def test_mixing() -> None:
    assert mix("#FFFFFF", "#000000", 0.5) == "#808080"
    assert mix("#123456", "#FFFFFF", 1) == "#123456"
    assert LIGHT.dark is False
    assert DARK.dark is True
