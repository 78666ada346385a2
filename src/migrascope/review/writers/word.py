"""How does a review become a Word document?

For those who must edit it: real headings, real tables whose header row repeats on
every page, and pictures that speak their alternative text.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from migrascope.language.numbers import day
from migrascope.review import drawing
from migrascope.review.model import Exhibit, Review, Section
from migrascope.review.writers import footing
from migrascope.review.writers.cells import source_line
from migrascope.review.writers.grid import Grid, grid, under
from migrascope.review.writers.printable import printable

BLUE = (0x0B, 0x3C, 0x6F)
GREY = (0x56, 0x61, 0x6C)
LINE = "D5DADF"
PAGE_WIDTH = 16.6
"""Centimetres between the margins."""
AFTER_MARGINS = ("w:tblLook", "w:tblCaption", "w:tblDescription")
AFTER_BORDERS = ("w:shd", "w:tblLayout", "w:tblCellMar", *AFTER_MARGINS)
TWENTIETH = 635
"""Length units of Word's library in a twentieth of a point."""


def write(review: Review, path: Path) -> None:
    """Write the document."""
    from docx import Document

    review = printable(review)
    document = Document()
    _styles(document)
    _front(document, review)
    for section in review.sections:
        _section(document, section, review)
    _back(document, review)
    path.write_bytes(_dated(document, review.made_on))


def _dated(document: Any, made_on: date) -> bytes:
    """The document packed so that the same review gives the same bytes.

    A zip archive keeps a time for each part: it is the day of the review.
    """
    packed = io.BytesIO()
    document.save(packed)
    result = io.BytesIO()
    when = (made_on.year, made_on.month, made_on.day, 0, 0, 0)
    with ZipFile(packed) as parts, ZipFile(result, "w", ZIP_DEFLATED) as same:
        for part in parts.infolist():
            same.writestr(ZipInfo(part.filename, when), parts.read(part), ZIP_DEFLATED)
    return result.getvalue()


def _styles(document: Any) -> None:
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2.2)
    styles = document.styles
    styles["Normal"].font.name = "Calibri"
    styles["Normal"].font.size = Pt(10.5)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 26), ("Heading 1", 17), ("Heading 2", 12)):
        font = styles[name].font
        font.name, font.size, font.bold = "Calibri", Pt(size), True
        font.color.rgb = RGBColor(*BLUE)
        _plain_face(styles[name])
    styles["Heading 1"].paragraph_format.space_before = Pt(22)
    styles["Heading 2"].paragraph_format.space_before = Pt(14)
    _table_styles(styles)


def _table_styles(styles: Any) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for name, side in (
        ("Table text", WD_ALIGN_PARAGRAPH.LEFT),
        ("Table number", WD_ALIGN_PARAGRAPH.RIGHT),
    ):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        style.font.size = Pt(9)
        style.paragraph_format.space_after = Pt(1)
        style.paragraph_format.alignment = side


def _plain_face(style: Any) -> None:
    """Remove the theme font of a heading, which would win over the chosen one."""
    from docx.oxml.ns import qn

    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)


def _front(document: Any, review: Review) -> None:
    document.core_properties.title = review.title
    document.core_properties.author = "Migrascope"
    document.core_properties.language = review.language
    document.core_properties.comments = ""
    made = datetime.combine(review.made_on, time())
    document.core_properties.created = document.core_properties.modified = made
    document.add_paragraph(review.title, style="Title")
    _small(
        document,
        f"Made on {day(review.made_on)} with Migrascope {review.version}. "
        "Every number can be traced to its source cell: see the workbook.",
    )


def _section(document: Any, section: Section, review: Review) -> None:
    document.add_heading(section.title, level=1)
    lead = document.add_paragraph()
    lead.add_run(section.lead.text).bold = True
    for sentence in section.body:
        document.add_paragraph(sentence.text)
    if section.tiles:
        tiles = document.add_table(rows=0, cols=3)
        for tile in section.tiles:
            row = tiles.add_row().cells
            for cell, text in zip(
                row, (tile.label, tile.text, tile.detail), strict=True
            ):
                cell.text = text
            row[1].paragraphs[0].runs[0].bold = True
        _rule(tiles, header=False)
    for point in section.points:
        document.add_paragraph(point, style="List Bullet")
    for exhibit in section.exhibits:
        _exhibit(document, exhibit, review)


def _exhibit(document: Any, exhibit: Exhibit, review: Review) -> None:
    from docx.shared import Cm

    document.add_heading(exhibit.finding, level=2)
    if exhibit.chart is not None:
        picture = drawing.png(exhibit.chart.specification)
        shape = document.add_picture(io.BytesIO(picture), width=Cm(16.4))
        shape._inline.docPr.set("descr", exhibit.chart.alternative)  # noqa: SLF001
        shape._inline.docPr.set("title", exhibit.table.title)  # noqa: SLF001
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    _table(document, exhibit)
    for text in (under(exhibit), source_line(exhibit.editions, review)):
        if text:
            _small(document, text)


def _table(document: Any, exhibit: Exhibit) -> None:
    table = exhibit.table
    _small(document, table.title).paragraph_format.keep_with_next = True
    laid = grid(table)
    made = document.add_table(rows=1 + len(laid.rows), cols=len(laid.headings))
    styles = [
        document.styles["Table number" if number else "Table text"].style_id
        for number in laid.is_number
    ]
    rows = [laid.headings, *laid.rows]
    # `table.cell` walks the whole table each time: take the cells once
    for row, texts in zip(made.rows, rows, strict=True):
        for cell, text, style in zip(row.cells, texts, styles, strict=True):
            paragraph = cell.paragraphs[0]
            # the public setter looks the style up anew for every cell
            paragraph._p.style = style  # noqa: SLF001
            paragraph.add_run(text)
    for cell in made.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    _columns(made, laid)
    _rule(made, header=True)


def _columns(made: Any, laid: Grid) -> None:
    """Each column as wide as its text asks for, in Word and in LibreOffice."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    made.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "60")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    _keep_order(made, margins, before=AFTER_MARGINS)
    widths = [int(Cm(PAGE_WIDTH) * share) for share in laid.widths]
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row in made.rows:
        for cell, width in zip(row._tr.tc_lst, widths, strict=True):  # noqa: SLF001
            measure = cell.tcPr.find(qn("w:tcW"))
            measure.set(qn("w:w"), str(width // TWENTIETH))


def _keep_order(made: Any, element: Any, *, before: tuple[str, ...]) -> None:
    """Put a property of a table where the schema of Word wants it."""
    made._tbl.tblPr.insert_element_before(element, *before)  # noqa: SLF001


def _rule(made: Any, *, header: bool) -> None:
    """Light lines between the rows; the first row repeats on each page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("bottom", "insideH"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("color", LINE)):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    _keep_order(made, borders, before=AFTER_BORDERS)
    for position, row in enumerate(made.rows):
        properties = row._tr.get_or_add_trPr()  # noqa: SLF001
        properties.append(OxmlElement("w:cantSplit"))
        if header and position == 0:
            properties.append(OxmlElement("w:tblHeader"))


def _back(document: Any, review: Review) -> None:
    document.add_heading("What to know before using these figures", level=1)
    for warned in footing.caveats(review):
        document.add_heading(warned.publisher, level=2)
        for says in warned.says:
            document.add_paragraph(says, style="List Bullet")
    if not review.caveats:
        document.add_paragraph("No caveat is known for the figures shown.")
    document.add_heading("Sources", level=1)
    for source in review.sources:
        document.add_paragraph(footing.citation(source), style="List Number")
    for disclaimer in review.disclaimers:
        _small(document, disclaimer)


def _small(document: Any, text: str) -> Any:
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = Pt(9)
    run.font.color.rgb = RGBColor(*GREY)
    return paragraph
