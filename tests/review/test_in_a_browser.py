"""A page works in a real browser, on a telephone and on paper."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from pypdf import PdfReader

from migrascope.indicators.evidence import Evidence
from migrascope.review import country
from migrascope.review.writers import web

from .conftest import TODAY

PHONE = 360
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
)
FRAME = """<!DOCTYPE html><html lang="en"><title>-</title><body>
<iframe id="page" src="page.html" style="width:{width}px;height:800px;border:0">
</iframe>
<pre id="told"></pre><script>
addEventListener("load", () => {{
  const page = document.getElementById("page").contentDocument.documentElement;
  document.getElementById("told").textContent =
    "scroll " + page.scrollWidth + " client " + page.clientWidth;
}});
</script></body></html>"""


@pytest.fixture(scope="module")
def page(evidence: Evidence, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("browser") / "page.html"
    target.write_text(web.render(country.build(evidence, "KEN", today=TODAY)), "utf-8")
    return target


def test_the_page_is_drawn_without_a_complaint(
    chromium: str, page: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "page.png"
    done = browse(
        chromium, page, tmp_path, f"--screenshot={picture}", "--enable-logging=stderr"
    )
    assert picture.stat().st_size > 10_000
    assert not re.search(r"CONSOLE|Uncaught|Refused to|net::ERR", done.stderr)


def test_nothing_is_wider_than_a_telephone(
    chromium: str, page: Path, tmp_path: Path
) -> None:
    frame = page.with_name("frame.html")
    frame.write_text(FRAME.format(width=PHONE), "utf-8")
    done = browse(
        chromium, frame, tmp_path, "--dump-dom", "--allow-file-access-from-files"
    )
    found = re.search(r"scroll (\d+) client (\d+)", done.stdout)
    assert found, done.stderr
    assert int(found.group(2)) == PHONE
    assert int(found.group(1)) <= PHONE


def test_the_page_can_be_printed(chromium: str, page: Path, tmp_path: Path) -> None:
    paper = tmp_path / "page.pdf"
    browse(
        chromium, page, tmp_path, f"--print-to-pdf={paper}", "--no-pdf-header-footer"
    )
    pages = PdfReader(paper).pages
    assert len(pages) > 3
    assert "Kenya" in pages[0].extract_text()
    assert "Where these numbers come from" not in "".join(
        each.extract_text() for each in pages
    )


def browse(
    chromium: str, page: Path, folder: Path, *wishes: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            chromium,
            *QUIET,
            f"--user-data-dir={folder / 'profile'}",
            "--virtual-time-budget=3000",
            *wishes,
            page.as_uri(),
        ],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
