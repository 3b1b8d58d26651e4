"""Fonts, colours and paragraphs of the PDF.

DejaVu Sans Condensed is embedded: it has Latin, Greek and Cyrillic with all their accents, and much else. Chinese,
Japanese and Korean are set in the fonts that every PDF reader brings along (Adobe's Asian font packs), named and not
embedded. What neither has is shown as an empty box rather than left out.
"""

from __future__ import annotations

from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

FONTS = Path(__file__).resolve().parent.parent / "fonts"
REGULAR, BOLD = "Concord", "Concord-Bold"
CHINESE, JAPANESE, KOREAN = "STSong-Light", "HeiseiKakuGo-W5", "HYGothic-Medium"
MISSING = "\u25a1"

INK = HexColor("#172126")
MUTED = HexColor("#5f6e76")
FAINT = HexColor("#cfd7da")
PAPER = HexColor("#f5f8f8")
LAGOON = HexColor("#176d81")
LAGOON_LIGHT = HexColor("#e3f1f4")
APRICOT = HexColor("#b3661f")
APRICOT_LIGHT = HexColor("#fdf0de")
ROSE = HexColor("#a61e4d")
ROSE_LIGHT = HexColor("#fcedf2")
WHITE = HexColor("#ffffff")
OF_LEVEL = {"good": LAGOON, "tentative": APRICOT, "low": ROSE, "undefined": MUTED}
LIGHT_OF_LEVEL = {"good": LAGOON_LIGHT, "tentative": APRICOT_LIGHT, "low": ROSE_LIGHT, "undefined": PAPER}

MARGIN = 18 * mm
WIDTH = 210 * mm - 2 * MARGIN


@cache
def prepare() -> None:
    """Make the fonts known, once in a process."""
    registerFont(TTFont(REGULAR, FONTS / "DejaVuSansCondensed.ttf"))
    registerFont(TTFont(BOLD, FONTS / "DejaVuSansCondensed-Bold.ttf"))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    for name in (CHINESE, JAPANESE, KOREAN):
        registerFont(UnicodeCIDFont(name))


def style(size: float = 9, *, bold: bool = False, colour: Color = INK, **more: float) -> ParagraphStyle:
    """A paragraph's style; leading follows size."""
    name = f"{size}{bold}{colour}{sorted(more.items())}"
    font = BOLD if bold else REGULAR
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.38, textColor=colour, **more)


BODY = style(9)
SMALL = style(8, colour=MUTED)
CELL = style(8)
CELL_BOLD = style(8, bold=True)
CELL_RIGHT = style(8, alignment=TA_RIGHT)
HEAD = style(7.5, colour=MUTED)
HEAD_RIGHT = style(7.5, colour=MUTED, alignment=TA_RIGHT)
TITLE = style(22, bold=True)
SECTION = style(14, bold=True, colour=LAGOON, spaceBefore=14, spaceAfter=5)
QUESTION = style(11, bold=True, spaceBefore=10, spaceAfter=2)
CAPTION = style(8.5, bold=True, spaceBefore=7, spaceAfter=2)


def paragraph(text: str, look: ParagraphStyle = BODY) -> Paragraph:
    """A paragraph of plain text; nothing in it is markup."""
    return Paragraph(markup(text, bold=look.fontName == BOLD), look)


def markup(text: str, *, bold: bool = False) -> str:
    """Plain text with every part in a font that has it."""
    parts = ((font, escape(run, quote=False)) for font, run in runs(text, bold=bold))
    return "".join(run if font in {REGULAR, BOLD} else f'<font name="{font}">{run}</font>' for font, run in parts)


def visible(text: str) -> str:
    """Without control characters, and with a box for what no font has."""
    spaced = "".join(" " if letter.isspace() else letter for letter in text)
    return "".join(letter if _is_known(letter) else MISSING for letter in spaced if letter.isprintable())


def font_of(letter: str, text: str, *, bold: bool = False) -> str:
    """The font for a letter of a text; Han characters are Japanese where there are kana, else Chinese."""
    if _in_dejavu(letter):
        return BOLD if bold else REGULAR
    if _is_korean(letter):
        return KOREAN
    return JAPANESE if any(map(_is_kana, text)) else CHINESE


def length(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a line is."""
    return float(sum(stringWidth(run, font, size) for font, run in runs(text, bold=bold)))


def fitted(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """A text cut off where it would be wider."""
    text = visible(text)
    if length(text, size, bold=bold) <= width:
        return text
    while text and length(f"{text}…", size, bold=bold) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def runs(text: str, *, bold: bool = False) -> list[tuple[str, str]]:
    """[(font, part of the text)], as a line is drawn."""
    found = groupby(visible(text), lambda letter: font_of(letter, text, bold=bold))
    return [(font, "".join(run)) for font, run in found]


def _in_dejavu(letter: str) -> bool:
    prepare()
    return ord(letter) in pdfmetrics.getFont(REGULAR).face.charToGlyph


def _is_known(letter: str) -> bool:
    return _in_dejavu(letter) or _is_kana(letter) or _is_korean(letter) or _is_han(letter)


def _is_kana(letter: str) -> bool:
    return "\u3040" <= letter <= "\u30ff"


def _is_korean(letter: str) -> bool:
    return "\uac00" <= letter <= "\ud7a3" or "\u1100" <= letter <= "\u11ff"


def _is_han(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff" or "\u3000" <= letter <= "\u303f" or "\uff00" <= letter <= "\uffef"
