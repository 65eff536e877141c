"""Colours: text has a contrast of 4.5 at least, lines that carry meaning 3 (WCAG 2.2 AA, 1.4.3 and 1.4.11)."""

import re
from importlib.resources import files

import pytest

TEXT = ("ink", "soft", "accent", "borne-out", "partly", "disputed", "against", "state")
LABELS = ("soft", "borne-out", "partly", "disputed", "against", "state")
Colour = tuple[float, ...]


def palette(theme: int) -> dict[str, Colour]:
    """The colours of the light (0) or the dark (1) theme."""
    css = files("assistant").joinpath("static", "base.css").read_text(encoding="utf-8")
    found = re.findall(r"--([a-z-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);", css)
    return {name: tuple(int(pair[theme][place : place + 2], 16) / 255 for place in (0, 2, 4)) for name, *pair in found}


def contrast(one: Colour, other: Colour) -> float:
    def luminance(colour: Colour) -> float:
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    return tuple(share * a + (1 - share) * b for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_keep_their_contrast(theme: int) -> None:
    colours = palette(theme)
    for ground in (colours["paper"], colours["sheet"]):
        for name in TEXT:
            assert contrast(colours[name], ground) >= 4.5, name
        for name in LABELS:
            assert contrast(colours[name], mixed(colours[name], ground, 0.10)) >= 4.5, name
        assert contrast(colours["accent"], mixed(colours["accent"], ground, 0.12)) >= 4.5
        assert contrast(colours["edge"], ground) >= 3
    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert contrast(colours["on-marker"], colours["marker"]) >= 4.5
