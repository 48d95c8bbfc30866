import re

import plotly.io as pio

from skelbench.records import Verdict
from skelbench.report.page import TEMPLATE_FOLDER
from skelbench.report.theme import OKABE_ITO, PARTED, VERDICT_MARKS, use_theme


def luminance(colour):
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_bars_stand_out_on_white_and_on_black():
    assert all(contrast(colour, "#1b1f26") >= 3 for colour in PARTED.values())
    assert all(contrast(colour, "#ffffff") >= 2 for colour in (*OKABE_ITO, *PARTED.values()))


def test_no_verdict_is_told_by_colour_alone():
    signs = [sign for sign, _ in VERDICT_MARKS.values()]
    assert set(VERDICT_MARKS) == set(Verdict) and len(set(signs)) == len(signs)


def test_the_theme_becomes_the_default():
    before = pio.templates.default
    use_theme()
    assert pio.templates.default == "skelbench"
    pio.templates.default = before


def test_text_of_the_page_has_enough_contrast_in_both_themes():
    style = (TEMPLATE_FOLDER / "page.css").read_text()
    light, dark = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in style.split("@media", 1))
    for theme in (light, {**dark}):
        grounds = [theme["page"], theme["surface"], theme["code-wash"]]
        assert all(contrast(theme[ink], ground) >= 4.5 for ink in ("text", "quiet", "accent") for ground in grounds)
        assert all(contrast(theme[ink], theme[f"{ink}-wash"]) >= 4.5 for ink in ("good", "bad", "doubt"))
        assert all(contrast(theme[ink], theme["surface"]) >= 4.5 for ink in ("good", "bad", "doubt"))
