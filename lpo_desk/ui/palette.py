"""Every colour of the window. Nothing outside this module names one.

The contrasts were computed for ux.md 6.2 and are computed again by the tests: text at least 4.5:1 on page and window,
field borders, focus and marks at least 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
"""

import enum
from dataclasses import dataclass, replace


class Tone(enum.Enum):
    """What a colour says. Never the only way of saying it."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ERROR = "error"
    WARNING = "warning"
    OK = "ok"


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb by the role they play."""

    dark: bool
    page: str  # behind what is read and written
    window: str  # behind navigation, headers and bars
    raised: str  # buttons, cards on the window colour
    text: str
    muted: str
    accent: str  # the commit button, focus, links, the chosen place
    accent_text: str  # on the accent
    accent_hover: str
    error: str
    warning: str
    ok: str
    border: str  # of fields: seen by everybody
    line: str  # between things: decoration only
    hover: str
    pressed: str
    selected: str
    selected_text: str

    def tone(self, tone: Tone) -> str:
        return str(getattr(self, tone.value))

    def tint(self, tone: Tone) -> str:
        """A quiet background in the tone, for chips and bars."""
        if tone in (Tone.TEXT, Tone.MUTED):
            return self.window
        return mix(self.tone(tone), self.page, 0.16 if self.dark else 0.09)


LIGHT = Palette(
    dark=False,
    page="#FFFFFF",
    window="#F3F3F3",
    raised="#FBFBFB",
    text="#1B1B1B",
    muted="#5C5C5C",
    accent="#005A9E",
    accent_text="#FFFFFF",
    accent_hover="#004A83",
    error="#B3261E",
    warning="#8A4B00",
    ok="#0B6A0B",
    border="#767676",
    line="#DCDCDC",
    hover="#E9EEF3",
    pressed="#DCE4EB",
    selected="#CCE4F7",
    selected_text="#1B1B1B",
)

DARK = Palette(
    dark=True,
    page="#1E1E1E",
    window="#262626",
    raised="#2E2E2E",
    text="#F3F3F3",
    muted="#B0B0B0",
    accent="#6CB8F6",
    accent_text="#10212E",
    accent_hover="#8CC8F9",
    error="#FF8A80",
    warning="#FFB454",
    ok="#7ED67E",
    border="#8C8C8C",
    line="#3D3D3D",
    hover="#34393E",
    pressed="#3D444A",
    selected="#11405F",
    selected_text="#F3F3F3",
)


def palette(*, dark: bool, practice: bool = False) -> Palette:
    """The palette of the scheme. The practice database is violet, so that it cannot be mistaken for the real one."""
    base = DARK if dark else LIGHT
    if not practice:
        return base
    if dark:
        return replace(
            base, accent="#C9A7F5", accent_text="#23123B", accent_hover="#D8C0F9", selected="#43306A"
        )
    return replace(base, accent="#6B2FA8", accent_hover="#57248B", selected="#E6DAF5", hover="#EFEAF5")


def mix(colour: str, other: str, share: float) -> str:
    """`share` of the first colour in the second, channel by channel in sRGB."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def contrast(colour: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((_luminance(colour), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
