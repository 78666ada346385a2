"""Claims: a web page is read as a person sees it; its scripts are never run."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.knowledge.papers import text, texts

from migrascope.errors import UnreadableDocument
from migrascope.knowledge import reading
from migrascope.knowledge.model import BlockKind

PAGE = """<!doctype html><html lang="fr-CH"><head><title>Le dialogue</title>
<script src="https://evil.example/x.js"></script><style>p {color: red}</style></head>
<body><nav>Accueil | Contact</nav>
<h1>Le dialogue</h1><p>Les <b>villes</b> accueillent
les nouveaux venus.<br>Elles demandent des fonds.</p>
<ul><li>Premier point<ul><li>Point plus bas</li></ul></li></ul>
<p hidden>secret</p><p style="display: none">secret</p>
<div aria-hidden="true">secret</div>
<script>document.write("secret")</script><noscript>secret</noscript>
<img src="http://evil.example/a.png" alt="Une carte">
<table><tr><th>Pays</th><th>Arrivées</th><th>An</th></tr>
<tr><td>Kenya</td><td>5</td><td>2031</td></tr></table>
</body></html>"""


def test_headings_items_and_tables_are_known(tmp_path: Path) -> None:
    document = reading.read(text(tmp_path / "page.html", PAGE))
    found = [
        (block.kind, block.level, document.text[block.start : block.end])
        for block in document.blocks
    ]
    assert found == [
        (BlockKind.HEADING, 1, "Le dialogue"),
        (
            BlockKind.PARAGRAPH,
            0,
            "Les villes accueillent les nouveaux venus. Elles demandent des fonds.",
        ),
        (BlockKind.ITEM, 1, "Premier point"),
        (BlockKind.ITEM, 2, "Point plus bas"),
        (BlockKind.PARAGRAPH, 0, "Une carte"),
        (BlockKind.ROW, 0, "Kenya | 5 | 2031"),
    ]
    assert (document.metadata.title, document.metadata.language) == (
        "Le dialogue",
        "fr",
    )
    assert document.notes == ("scripts not run: 2",)


def test_what_nobody_sees_is_not_read(tmp_path: Path) -> None:
    document = reading.read(text(tmp_path / "page.html", PAGE))
    assert "secret" not in document.text + document.raw
    assert "Accueil" not in document.text


def test_the_main_part_is_read_where_a_page_names_it(tmp_path: Path) -> None:
    page = "<html><body><div>Menu</div><main><p>The news.</p></main></body></html>"
    assert texts(reading.read(text(tmp_path / "a.html", page))) == ["The news."]


def test_old_pages_without_an_encoding_are_read(tmp_path: Path) -> None:
    path = tmp_path / "old.htm"
    path.write_bytes("<html><body><p>Genève</p></body></html>".encode("latin-1"))
    document = reading.read(path)
    assert texts(document) == ["Genève"]
    assert document.notes == ("no UTF-8 and no encoding named: read as windows-1252",)


@pytest.mark.parametrize("name", ["utf-8", "ascii", "idna", "hex", "klingon"])
def test_a_page_that_names_a_wrong_encoding_is_refused(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.html"
    head = f"<html><head><meta charset={name}></head><body><p>".encode()
    path.write_bytes(head + b"Gen\xe8ve.." + b"a" * 70 + b"</p></body></html>")
    with pytest.raises(UnreadableDocument, match=f"says that it is in {name}"):
        reading.read(path)


def test_letters_that_could_not_be_read_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(b"\xef\xbb\xbf<html><body><p>Gen\xe8ve</p></body></html>")
    assert reading.read(path).notes == ("letters that could not be read: 1",)
