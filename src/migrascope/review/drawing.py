"""How does a specification become a picture?

By the Vega compiler that `vl-convert` carries, without a browser and without the
network. Each drawing is made once and kept for the other forms of the same review.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

_VEGA = '{"$schema": "https://vega.github.io/schema/vega/'
"""How a specification of shapes that Vega-Lite does not know begins."""


@lru_cache(maxsize=64)
def svg(specification: str) -> str:
    """Draw a Vega-Lite or Vega specification as SVG text."""
    import vl_convert

    is_vega = specification.startswith(_VEGA)
    draw = vl_convert.vega_to_svg if is_vega else vl_convert.vegalite_to_svg
    drawn: str = draw(specification)
    return drawn


@lru_cache(maxsize=64)
def png(specification: str) -> bytes:
    """Draw a specification as PNG, sharp enough for a printed page."""
    import vl_convert

    drawn: bytes = vl_convert.svg_to_png(svg(specification), scale=1.6)
    return drawn


def for_page(specification: str, *, alternative: str) -> str:
    """Draw for a web page: scales with the page, and speaks its alternative text."""
    label = html.escape(alternative, quote=True)
    drawn = svg(specification)
    head = re.match(r"<svg[^>]*>", drawn)
    opening = head.group(0) if head else "<svg>"
    box = re.search(r'viewBox="[^"]*"', opening)
    width = re.search(r'width="(\d+)', opening)
    shown = f' style="max-width:{width.group(1)}px"' if width else ""
    new = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}"'
        f" {box.group(0) if box else ''}{shown}>"
    )
    inside = drawn[len(opening) :] if head else drawn
    return new + re.sub(r' (role|aria-[a-z]+|tabindex)="[^"]*"', "", inside)
