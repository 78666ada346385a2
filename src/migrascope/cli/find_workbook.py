"""How do hits become a workbook that opens well?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

_WIDTHS = {"text": 90, "why": 40, "citation": 50, "title": 40, "document": 28}
_NUMBERS = frozenset({"rank", "page", "score", "coverage"})


def workbook(headers: Sequence[str], rows: Sequence[Sequence[str]], path: Path) -> int:
    """Write rows as a workbook; texts stay texts, whatever they begin with."""
    import xlsxwriter

    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("Hits")
    bold, wrapped = (
        book.add_format({"bold": True}),
        book.add_format({"text_wrap": True}),
    )
    wrapped.set_align("top")
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
        sheet.set_column(column, column, _WIDTHS.get(header, 14), wrapped)
    for spot, row in enumerate(rows, start=1):
        for column, (header, cell) in enumerate(zip(headers, row, strict=True)):
            if header in _NUMBERS:
                sheet.write_number(spot, column, float(cell))
            else:
                sheet.write_string(spot, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(rows)), len(headers) - 1)
    book.close()
    return len(rows)
