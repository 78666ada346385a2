"""How is the picture of a review in the README made?

    python tools/build_picture.py reviews/KEN/KEN.html docs/images/review.png

Two parts of the page side by side, as Chromium shows them. Run it again when the
look of the page changes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--allow-file-access-from-files",  # a page of ours that shows a page of ours
)
WIDTH, HEIGHT = 1560, 880
PARTS = ("", "#table-migrant-stock")

PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: #e9edf2; overflow: hidden }}
div {{ position: absolute; top: 36px; width: 724px; height: 808px; overflow: hidden;
       background: #fff; box-shadow: 0 2px 14px rgba(0, 30, 70, .25) }}
iframe {{ border: 0; width: 1000px; height: 1116px; transform: scale(.724);
          transform-origin: 0 0 }}
</style>{parts}"""


def main(arguments: list[str]) -> int:
    """Write the picture; 2 when the command or the browser is not right."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if len(arguments) != 2 or browser is None:
        print(__doc__ if browser else "Chromium is not installed.", file=sys.stderr)
        return 2
    page, picture = (Path(each).resolve() for each in arguments)
    text = page.read_text(encoding="utf-8")
    missing = [part for part in PARTS[1:] if f'id="{part[1:]}"' not in text]
    if missing:
        print(f"The page has no part {missing[0]}.", file=sys.stderr)
        return 2
    picture.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        both = Path(folder) / "both.html"
        both.write_text(_side_by_side(page), encoding="utf-8")
        command = [
            *(browser, *QUIET, f"--user-data-dir={folder}/browser"),
            *(f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={picture}"),
            both.as_uri(),
        ]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own
    print(f"{picture.name}: {picture.stat().st_size / 1000:,.0f} kB")
    return 0


def _side_by_side(page: Path) -> str:
    parts = (
        f'<div style="left:{36 + 764 * number}px">'
        f'<iframe src="{escape(page.as_uri() + part)}"></iframe></div>'
        for number, part in enumerate(PARTS)
    )
    return PAGE.format(parts="".join(parts))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
