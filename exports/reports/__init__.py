"""Quality reports: figures of items that were heard, as JSON, CSV and PDF. No framework.

`section.Section` hears of every item of a project once and tells the project's part of a report; the CSV and the PDF
are written from the report's JSON alone, so that all of them say the same.
"""
