"""How does a drawing stand alone, outside a review?

With a sentence on top that says what it shows, and under it the source and the
method. The same picture serves SVG, PNG and PDF; each speaks its alternative text.
"""

from __future__ import annotations

import html
import json
import os
import re
import tempfile
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from migrascope.errors import UsageError
from migrascope.language.printing import clean
from migrascope.review import drawing
from migrascope.review.charts import FONT, GREYS
from migrascope.review.movements.vega import INK

MARGIN = 20
TITLE, NOTE = 17, 11.5
"""The size of the sentence and of the lines under the picture, in pixels."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A picture with its sentence, its alternative text and its source.

    `specification` is Vega or Vega-Lite, of the picture alone.
    """

    finding: str
    specification: str
    alternative: str
    under: str

    def svg(self) -> str:
        """The whole as SVG."""
        picture = drawing.svg(self.specification)
        width, height = _size(picture)
        across = max(width, 560) + 2 * MARGIN
        title = _wrapped(self.finding, across, TITLE)
        note = _wrapped(self.under, across, NOTE)
        top = MARGIN + len(title) * TITLE * 1.3 + 10
        bottom = top + height + 16
        whole = bottom + len(note) * NOTE * 1.4 + MARGIN / 2
        said = html.escape(clean(self.alternative), quote=True)
        placed = re.sub(
            r"^<svg ", f'<svg x="{MARGIN}" y="{top:.0f}" ', picture, count=1
        )
        return (
            '<svg xmlns="http://www.w3.org/2000/svg" role="img" '
            'xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'aria-label="{said}" width="{across:.0f}" height="{whole:.0f}" '
            f'viewBox="0 0 {across:.0f} {whole:.0f}">'
            f"<title>{html.escape(clean(self.finding))}</title><desc>{said}</desc>"
            f'<rect width="100%" height="100%" fill="white"/>'
            + _lines(title, MARGIN + TITLE, TITLE, INK, weight=600)
            + placed
            + _lines(note, bottom + NOTE, NOTE, GREYS[0])
            + "</svg>"
        )

    def png(self) -> bytes:
        """The whole as a picture of points, sharp on paper."""
        import vl_convert

        drawn: bytes = vl_convert.svg_to_png(self.svg(), scale=2)
        return drawn

    def pdf(self) -> bytes:
        """The whole as a tagged PDF (PDF/UA-1) of one page."""
        import typst

        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            picture = drawing.svg(self.specification)
            told = {
                "finding": clean(self.finding),
                "alternative": clean(self.alternative),
                "under": clean(self.under),
                "width": max(_size(picture)[0], 560),
            }
            (folder / "picture.svg").write_text(picture, "utf-8")
            (folder / "plate.json").write_text(json.dumps(told), "utf-8")
            (folder / "plate.typ").write_text(_PAGE, "utf-8")
            page: bytes = typst.compile(
                folder / "plate.typ",
                root=folder,
                ignore_system_fonts=True,
                format="pdf",
                pdf_standards="ua-1",
            )
        return page

    def write(self, path: Path) -> None:
        """Write the file that its ending asks for, whole or not at all.

        Raises:
            UsageError: an ending that is no picture, or a folder that is not there.
        """
        make = _FORMS.get(path.suffix.lower())
        if make is None:
            raise UsageError(
                f'"{path.suffix or path.name}" is not a kind of picture.',
                f"End the name with {', '.join(_FORMS)}.",
                where=str(path),
            )
        unfinished = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
        try:
            unfinished.write_bytes(make(self))
            unfinished.replace(path)
        except OSError as error:
            raise UsageError(
                f"the picture cannot be written ({error.strerror}).",
                "Name a folder that is there and can be written to.",
                where=str(path),
            ) from error
        finally:
            unfinished.unlink(missing_ok=True)


_FORMS: Mapping[str, Callable[[Plate], bytes]] = {
    ".svg": lambda plate: plate.svg().encode("utf-8"),
    ".png": Plate.png,
    ".pdf": Plate.pdf,
    ".json": lambda plate: plate.specification.encode("utf-8"),
}

_PAGE = """\
#let plate = json("plate.json")
#set document(title: plate.finding, author: "Migrascope")
#set page(width: plate.width * 0.75pt + 40pt, height: auto, margin: 20pt)
#set text(font: "Libertinus Serif", size: 9pt, lang: "en")
#heading(level: 1, text(14pt, plate.finding))
#v(0.4em)
#image("picture.svg", alt: plate.alternative)
#v(0.4em)
#text(8.5pt, fill: rgb("#56616c"), plate.under)
"""


def _size(picture: str) -> tuple[float, float]:
    """The width and height of an SVG."""
    found = re.search(r'<svg[^>]*? width="([\d.]+)"[^>]*? height="([\d.]+)"', picture)
    assert found, "a drawing has a size"
    return float(found[1]), float(found[2])


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """A text in lines that fit, by the usual width of a letter."""
    return textwrap.wrap(clean(text), int((width - 2 * MARGIN) / (0.5 * size)))


def _lines(
    lines: list[str], top: float, size: float, colour: str, *, weight: int = 400
) -> str:
    spans = "".join(
        f'<tspan x="{MARGIN}" y="{top + number * size * 1.35:.1f}">'
        f"{html.escape(line)}</tspan>"
        for number, line in enumerate(lines)
    )
    family = html.escape(FONT, quote=True)
    return (
        f'<text font-family="{family}" font-size="{size}" font-weight="{weight}" '
        f'fill="{colour}">{spans}</text>'
    )
