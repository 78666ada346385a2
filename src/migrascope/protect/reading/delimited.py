"""Which records does this text file of cases hold?

Every field is a text here; what it means is said by a plan. Files in UTF-8 are
scanned by Polars, so that ten million records fit into memory; other encodings are
turned into UTF-8 in memory, never in a file that others could read. Polars would fill
a short line with nothing and quote a record in its errors, so lines are counted
before, and its messages are not passed on.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from migrascope.errors import UnusableCases, Where
from migrascope.protect import rows
from migrascope.sources.formats import csv as tables
from migrascope.sources.formats import encoding as encodings
from migrascope.sources.formats import guard

_HEAD = 200_000
_SEARCHED = 10_000
"""Records in which the names of the header are looked for."""

_LINE, _ROW = "line", "row"
_UNSEEN = "\x1f"
"""A sign that no text holds: reading by it gives whole lines."""


def read(path: Path) -> pl.DataFrame:
    """All records as texts as they stand there, empty fields null.

    Raises:
        UnusableCases: no header, a repeated name, a line with other fields than the
            header; names rows, never values.
        SourceError: the file is empty, not there, or no text.
    """
    file = _opened(path)
    _check_header(file)
    _check_widths(file)
    frame = _without_blank_end(_parsed(file))
    _check_repeated_header(frame, path.name)
    return frame


def separator(path: Path) -> str:
    """What stands between the fields, for those who read the file where it lies.

    Raises:
        UnusableCases: it is packed or not in UTF-8, so that it must be turned first.
        SourceError: the file is empty, not there, or no text.
    """
    if not path.is_file() or not path.stat().st_size:
        guard.check(path)  # says which of the two it is
    file = _opened(path)
    if isinstance(file.source, bytes):
        raise UnusableCases(
            "the file is packed or not in UTF-8, so it cannot be counted as it lies.",
            "Save it as CSV in UTF-8, or as Parquet.",
            where=path.name,
        )
    return file.delimiter


@dataclass(frozen=True, slots=True, repr=False)
class _File:
    """Where the text is (a file in UTF-8, or bytes in memory), and how it is cut."""

    name: str
    source: Path | bytes
    delimiter: str
    header: list[str]


def _opened(path: Path) -> _File:
    start = guard.head(path, _HEAD)
    if _is_plain(path, start):
        source: Path | bytes = path
        text = start.removeprefix(b"\xef\xbb\xbf")
    else:
        source = encodings.to_utf8(guard.content(path), file=path.name)
        text = source
    delimiter = tables.sniff(text)
    sample = text[:_HEAD].decode("utf-8", "ignore")
    header = next(csv.reader(io.StringIO(sample), delimiter=delimiter), [])
    return _File(path.name, source, delimiter, [name.strip() for name in header])


def _is_plain(path: Path, start: bytes) -> bool:
    """Whether Polars can scan the file as it is: UTF-8, not packed, lines as usual."""
    guard.refuse_page(start, path)
    if not start or b"\x00" in start or (b"\r" in start and b"\n" not in start):
        return False
    with path.open("rb") as stream:
        packed = stream.read(2)
    if packed in (b"\x1f\x8b", b"PK", b"\xd0\xcf", b"\xff\xfe", b"\xfe\xff"):
        return False
    return _is_utf8(path)


def _is_utf8(path: Path) -> bool:
    """Whether the whole file is UTF-8; Polars looks at this only where it reads."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    try:
        with path.open("rb") as stream:
            while piece := stream.read(1 << 20):
                decode(piece)
        decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _lines(source: Path | bytes) -> pl.LazyFrame:
    """The lines of the file as one column, with their number from 1."""
    return pl.scan_csv(
        source if isinstance(source, Path) else io.BytesIO(source),
        separator=_UNSEEN,
        quote_char=None,
        has_header=False,
        schema={_LINE: pl.String},
        truncate_ragged_lines=True,
        glob=False,
        row_index_name=_ROW,
        row_index_offset=1,
    )


def _check_header(file: _File) -> None:
    """A header of names, each once: a record in its place would be published."""
    where = Where(file.name, row=1)
    unnamed = [number for number, name in enumerate(file.header, 1) if not name]
    if not file.header or len(unnamed) == len(file.header):
        raise UnusableCases(
            "the first line is blank.",
            "Put the names of the columns there.",
            where=where,
        )
    if any(_is_number(name) for name in file.header):
        raise UnusableCases(
            "the first line is no header: numbers stand in it.",
            "Put a line with the names of the columns on top.",
            where=where,
        )
    if unnamed:
        raise UnusableCases(
            f"the header has no name for column {_some(unnamed)}.",
            "Name the column, or remove it from the file (R writes row numbers there).",
            where=where,
        )
    first: dict[str, int] = {}
    for number, name in enumerate(file.header, 1):
        if name in first:
            # Without its name: where a header is lacking, it is a value of a record.
            raise UnusableCases(
                f"columns {first[name]} and {number} have the same name.",
                "Put one line with the names of the columns on top, each once.",
                where=where,
            )
        first[name] = number


def _is_number(text: str) -> bool:
    try:
        float(text.replace(",", "."))
    except ValueError:
        return False
    return True


def _check_widths(file: _File) -> None:
    """Every line must have as many fields as the header."""
    line, quoted = pl.col(_LINE), pl.col(_LINE).str.contains('"', literal=True)
    bare = pl.when(quoted).then(line.str.replace_all('"[^"]*"', "")).otherwise(line)
    odd = bare.str.contains('"', literal=True)
    fields = bare.str.count_matches(file.delimiter, literal=True) + 1
    wrong = (
        _lines(file.source)
        .with_columns(fields=fields, odd=odd)
        .filter((pl.col("fields") != len(file.header)) | pl.col("odd"))
        .filter(line.str.strip_chars() != "")
        .select(_ROW, "fields", "odd")
        .head(rows.SHOWN + 1)
        .collect(engine="streaming")
        .sort(_ROW)
    )
    if wrong["odd"].any():
        wrong = _wrong_records(file)  # a text in quotes spans several lines
    if wrong.height:
        raise UnusableCases(
            f"the header names {len(file.header)} columns, but "
            f"{rows.told(wrong[_ROW])} {'has' if wrong.height == 1 else 'have'} "
            f"{_some(wrong['fields'].unique(maintain_order=True))} fields.",
            "The file is cut off, or a text holds the sign between the fields: save "
            "it again with texts in quotes.",
            where=file.name,
        )


def _wrong_records(file: _File) -> pl.DataFrame:
    """The records with other fields than the header, found one by one."""
    text = file.source if isinstance(file.source, bytes) else file.source.read_bytes()
    found: list[tuple[int, int]] = []
    reader = csv.reader(
        io.StringIO(text.decode("utf-8-sig"), newline=""), delimiter=file.delimiter
    )
    try:
        for number, fields in enumerate(reader, start=1):
            if len(fields) != len(file.header) and any(fields):
                found.append((number, len(fields)))
    except csv.Error:
        raise UnusableCases(
            f"record {reader.line_num} cannot be read: a text in it is too long, or "
            "its quotes do not close.",
            _QUOTES,
            where=file.name,
        ) from None
    return pl.DataFrame(found, schema=[_ROW, "fields"], orient="row")


_QUOTES = "Save the file again as CSV in UTF-8, with texts in quotes."


def _parsed(file: _File) -> pl.DataFrame:
    source = file.source
    try:
        return pl.scan_csv(
            source if isinstance(source, Path) else io.BytesIO(source),
            separator=file.delimiter,
            has_header=False,
            skip_rows=0,
            schema=dict.fromkeys(file.header, pl.String),
            glob=False,
        ).collect(engine="streaming")[1:]
    except pl.exceptions.PolarsError:
        # Its message quotes the text that it could not read: not passed on.
        raise UnusableCases(
            "the fields cannot be told apart: quotes that open and never close.",
            _QUOTES,
            where=file.name,
        ) from None


def _without_blank_end(frame: pl.DataFrame) -> pl.DataFrame:
    """The records without blank lines behind the last one."""
    filled = frame.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    if filled.all():
        return frame
    last = filled.arg_true()
    return frame[: int(last[-1]) + 1 if len(last) else 0]


def _check_repeated_header(frame: pl.DataFrame, file: str) -> None:
    """A name that is a value of its own column: there is no header, or two."""
    start = frame[:_SEARCHED].select(pl.all().str.strip_chars())
    repeated = [name for name in frame.columns if (start[name] == name).any()]
    if repeated:
        number = [frame.columns.index(name) + 1 for name in repeated]
        raise UnusableCases(
            f"what stands on top of column {_some(number)} is also a value in it: the "
            "file has no header, or more than one.",
            "Put one line with the names of the columns on top.",
            where=Where(file, row=1),
        )


def _some(numbers: Iterable[int]) -> str:
    listed = [str(number) for number in numbers]
    return ", ".join(listed[:5]) + (" …" if len(listed) > 5 else "")
