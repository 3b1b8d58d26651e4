"""The pages: margins, a foot on each, an outline to find one's way."""

from __future__ import annotations

from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from exports.reports.pdf import style
from exports.reports.spoken import language, say

OUTLINED = {style.SECTION.name: 0, style.QUESTION.name: 1}
FOOT = 11 * mm
TAGS = {"en": "en-GB", "es": "es"}
"""Languages as a PDF names them, for whatever reads it aloud."""


class Pages(BaseDocTemplate):  # type: ignore[misc]
    """A4; headings go into the outline. `total` pages, once they are counted, stand in each foot."""

    def __init__(self, file: Any, *, title: str, subject: str, foot: str, total: int) -> None:
        super().__init__(
            file, pagesize=A4, title=title, subject=subject, author="Concord", creator="Concord", lang=TAGS[language()],
            leftMargin=style.MARGIN, rightMargin=style.MARGIN, topMargin=16 * mm, bottomMargin=20 * mm, invariant=1,
        )  # fmt: skip
        frame = Frame(self.leftMargin, self.bottomMargin, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate(frames=[frame], onPage=self._write_foot))
        self._foot = foot
        self._total = total
        self._headings = 0

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # the library's name
        """A heading has been set."""
        level = OUTLINED.get(flowable.style.name) if isinstance(flowable, Paragraph) else None
        if level is None:
            return
        self._headings += 1
        key = f"heading-{self._headings}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.getPlainText(), key, level)

    def _write_foot(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setStrokeColor(style.FAINT)
        canvas.setLineWidth(0.5)
        canvas.line(style.MARGIN, 15 * mm, A4[0] - style.MARGIN, 15 * mm)
        canvas.setFillColor(style.MUTED)
        line = canvas.beginText(style.MARGIN, FOOT)
        for font, run in style.runs(style.fitted(self._foot, style.WIDTH - 60, 7)):
            line.setFont(font, 7)
            line.textOut(run)
        canvas.drawText(line)
        canvas.setFont(style.REGULAR, 7)
        canvas.drawRightString(A4[0] - style.MARGIN, FOOT, say("document.pages", page=self.page, total=self._total))
