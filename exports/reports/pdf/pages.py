"""The pages: margins, a foot on each, an outline to find one's way."""

from __future__ import annotations

from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph

from exports.reports.pdf import style

OUTLINED = {style.SECTION.name: 0, style.QUESTION.name: 1}


class Pages(BaseDocTemplate):  # type: ignore[misc]
    """A4; headings go into the outline."""

    def __init__(self, file: Any, *, title: str, subject: str, foot: str) -> None:
        super().__init__(
            file, pagesize=A4, title=title, subject=subject, author="Concord", creator="Concord", lang="en-GB",
            leftMargin=style.MARGIN, rightMargin=style.MARGIN, topMargin=16 * mm, bottomMargin=20 * mm, invariant=1,
        )  # fmt: skip
        frame = Frame(self.leftMargin, self.bottomMargin, self.width, self.height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate(frames=[frame]))
        self._foot = foot
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

    def canvas(self, *given: Any, **more: Any) -> Canvas:
        """What the pages are drawn on."""
        return _Numbered(*given, foot=self._foot, **more)


class _Numbered(Canvas):  # type: ignore[misc]
    """Knows how many pages there are once all are drawn, and only then writes their feet."""

    def __init__(self, *given: Any, foot: str, **more: Any) -> None:
        super().__init__(*given, **more)
        self._drawn: list[dict[str, Any]] = []
        self._foot = foot

    def showPage(self) -> None:  # noqa: N802  # the library's name
        self._drawn.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._drawn, 1):
            self.__dict__.update(page)
            self._write_foot(f"{number} of {len(self._drawn)}")
            super().showPage()
        super().save()

    def _write_foot(self, number: str) -> None:
        self.setStrokeColor(style.FAINT)
        self.setLineWidth(0.5)
        self.line(style.MARGIN, 15 * mm, A4[0] - style.MARGIN, 15 * mm)
        self.setFillColor(style.MUTED)
        line = self.beginText(style.MARGIN, 11 * mm)
        for font, run in style.runs(style.fitted(self._foot, style.WIDTH - 60, 7)):
            line.setFont(font, 7)
            line.textOut(run)
        self.drawText(line)
        self.setFont(style.REGULAR, 7)
        self.drawRightString(A4[0] - style.MARGIN, 11 * mm, number)
