"""Texts on a page: where their words are on the screen, what is selected of them, and marking by hand."""

from typing import Any

from playwright.sync_api import Locator, Page

# Where characters of a text stand: a range over the text nodes, counted in UTF-16 units as the page does.
RANGE = """
const rangeOf = (surface, start, end) => {
  const walker = document.createTreeWalker(surface, NodeFilter.SHOW_TEXT), range = document.createRange();
  let at = 0, begun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const next = at + node.data.length;
    if (!begun && (start < next || start === end && start <= next)) { range.setStart(node, start - at); begun = true; }
    if (end <= next) { range.setEnd(node, end - at); return range; }
    at = next;
  }
  throw new Error(`the text has ${at} units, not ${end}`);
};
"""
EDGES = f"""(surface, [start, end]) => {{
  {RANGE}
  const range = rangeOf(surface, start, end);
  range.startContainer.parentElement.scrollIntoView({{ block: 'center', behavior: 'instant' }});
  const caret = (at) => {{
    const {{ left, top, height }} = rangeOf(surface, at, at).getClientRects()[0];
    return [left, top + height / 2];
  }};
  const {{ left, top, width, height }} = range.getClientRects()[0];
  return [caret(start), caret(end), [left + width / 2, top + height / 2]];
}}"""
SELECTED = """(surface) => {
  const selection = getSelection();
  if (!selection.rangeCount) return [0, 0];
  const range = selection.getRangeAt(0), before = document.createRange();
  before.selectNodeContents(surface);
  before.setEnd(range.startContainer, range.startOffset);
  const start = before.toString().length;
  return [start, start + range.toString().length];
}"""


def units(text: str, points: int) -> int:
    """The UTF-16 units of so many code points from the beginning."""
    return len(text[:points].encode("utf-16-le")) // 2


def marked_texts(value: dict[str, Any], text: str) -> list[tuple[str, list[str]]]:
    """The words and labels of the stored spans."""
    return [(text[span["start"] : span["end"]], span["labels"]) for span in value["spans"]]


class Marker:
    """Somebody's hands on a text that is marked. Places are code points of the text, as they are stored."""

    def __init__(self, page: Page, surface: Locator, text: str) -> None:
        self.page, self.surface, self.text = page, surface, text

    def drags(self, start: int, end: int) -> None:
        """Selects with the mouse, from before the first character to behind the last."""
        first, last, _ = self.surface.evaluate(EDGES, [units(self.text, start), units(self.text, end)])
        self.page.mouse.move(*first)
        self.page.mouse.down()
        self.page.mouse.move(*last, steps=4)
        self.page.mouse.up()

    def double_clicks(self, start: int, end: int) -> None:
        """Selects the word there."""
        _, _, middle = self.surface.evaluate(EDGES, [units(self.text, start), units(self.text, end)])
        self.page.mouse.dblclick(*middle)

    def selected(self) -> tuple[int, int]:
        """What is selected."""
        start, end = self.surface.evaluate(SELECTED)
        raw = self.text.encode("utf-16-le")
        return tuple(len(raw[: 2 * at].decode("utf-16-le", "ignore")) for at in (start, end))  # type: ignore[return-value]

    def steps_to(self, start: int, end: int) -> None:
        """Selects with the keyboard: to the first word, and then word by word to the last."""
        press = self.page.keyboard.press
        for _ in self.text.split():
            if self.selected()[0] == start and self.selected()[1] > start:
                break
            press("ArrowLeft" if self.selected()[0] > start else "ArrowRight")
        for _ in self.text.split():
            if self.selected()[1] >= end:
                break
            press("Shift+ArrowRight")
        if self.selected()[1] > end:
            press("Shift+ArrowLeft")
        for _ in range(3):  # a full stop is no part of the word before it
            if self.selected()[1] < end:
                press("Alt+Shift+ArrowRight")
        assert self.selected() == (start, end), self.text[start:end]
