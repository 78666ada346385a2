"""What stands in this text table, and on which line?

Official CSV comes with preambles, footers, quoted thousands, semicolons, byte
order marks and old encodings. Polars parses the fields; the lines are counted
here from the bytes, so that row 212 is line 212 even when a quoted text spans
several lines, and a row that is too short or too long is an error, not a null.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import polars as pl

from migrascope.errors import ChangedHeader, UnknownLayout, Where
from migrascope.sources.formats import encoding as encodings
from migrascope.sources.formats import guard, records
from migrascope.sources.formats.table import ROW, Table, changed_header, distinct

Header = int | Callable[[list[str]], bool]
"""The line of the header, or a test for its fields."""

_DELIMITERS = ("\t", ";", "|", ",")
_SAMPLE = 200
_SEARCHED = 400


def read(
    path: Path,
    *,
    header: Header | None = None,
    encoding: str | None = None,
    delimiter: str | None = None,
    columns: Sequence[str] | None = None,
) -> Table:
    """Read a text table; gzip is unpacked on the way.

    `header` is the line of the header (from 1) or a test for its fields;
    without it, the header is the first line that holds all `columns`, or the
    first line that is about as full as the fullest. Wholly blank rows are left
    out; footers of one field stay, for the caller to cut.

    Raises:
        ChangedHeader: no line is the header, or a row has too many fields.
        Truncated: a row has too few fields.
        UnknownLayout: not a text table.
    """
    text = encodings.to_utf8(guard.content(path), encoding=encoding, file=path.name)
    mark = delimiter or sniff(text)
    start = _find_header(text, mark, header=header, columns=columns, file=path.name)
    return _table(text, start, mark, file=path.name)


def sniff(text: bytes) -> str:
    """The delimiter on which most lines of the sample agree."""
    sample = text[:100_000].decode("utf-8", "replace").splitlines()[:_SAMPLE]
    best, delimiter = (0, 0), ","
    for candidate in _DELIMITERS:
        rows = head_rows("\n".join(sample), candidate, _SAMPLE)
        counts = Counter(len(fields) - 1 for _, fields in rows if len(fields) > 1)
        if counts:
            fields, lines = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
            if (lines, fields) > best:
                best, delimiter = (lines, fields), candidate
    return delimiter


def first_record(path: Path, encoding: str | None, delimiter: str | None) -> list[str]:
    """The fields of the first line, for files without a header."""
    text = encodings.to_utf8(guard.content(path), encoding=encoding, file=path.name)
    sample = text[:200_000].decode("utf-8", "ignore")
    return head_rows(sample, delimiter or sniff(text), 1)[0][1]


def head_rows(text: str, delimiter: str, limit: int) -> list[tuple[int, list[str]]]:
    """The first records as line (from 1) and fields."""
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows: list[tuple[int, list[str]]] = []
    line = 1
    try:
        for fields in islice(reader, limit):
            rows.append((line, [field.strip() for field in fields]))
            line = reader.line_num + 1
    except csv.Error:  # a text that is not closed: the whole table says where
        return rows
    return rows


@dataclass(frozen=True, slots=True)
class _Start:
    """Where the header stands: its line, and the names in it."""

    line: int
    fields: list[str]


def _find_header(
    text: bytes,
    delimiter: str,
    *,
    header: Header | None,
    columns: Sequence[str] | None,
    file: str,
) -> _Start:
    size = 200_000
    sample = head_rows(text[:size].decode("utf-8", "ignore"), delimiter, _SEARCHED)
    if len(sample) > 1 and len(text) > size:
        sample.pop()  # the sample cuts it in the middle
    is_header = _test(header, columns, sample)
    for line, fields in sample:
        if any(fields) and is_header(line, fields):
            return _Start(line, fields)
    if columns is not None:
        fields = max((row for _, row in sample), key=_likeness(columns), default=[])
        missing = [name for name in columns if name not in fields]
        raise changed_header(
            missing, [name for name in fields if name], where=Where(file)
        )
    raise ChangedHeader(
        "no line of the file is the header that is looked for.",
        "Look at the first lines of the file, and name the header line in a mapping.",
        where=file,
    )


def _test(
    header: Header | None,
    columns: Sequence[str] | None,
    sample: Sequence[tuple[int, list[str]]],
) -> Callable[[int, list[str]], bool]:
    """How the header is told from the lines around it."""
    if isinstance(header, int):
        return lambda line, _: line == header
    if header is not None:
        return lambda _, fields: header(fields)
    if columns is not None:
        wanted = set(columns)
        return lambda _, fields: wanted <= set(fields)
    fullest = max((_filled(fields) for _, fields in sample[:100]), default=0)
    enough = max(1, min(fullest - 1, int(0.8 * fullest)))
    return lambda _, fields: _filled(fields) >= enough


def _filled(fields: Sequence[str]) -> int:
    return sum(1 for field in fields if field)


def _likeness(columns: Sequence[str]) -> Callable[[list[str]], tuple[int, int]]:
    wanted = set(columns)
    return lambda fields: (len(wanted & set(fields)), _filled(fields))


def _table(text: bytes, start: _Start, delimiter: str, *, file: str) -> Table:
    body = text[_offset(text, start.line) :]
    names = distinct(start.fields)
    frame = _fast(body, start, delimiter, names)
    if frame is None:
        frame = records.read(
            body,
            start.fields,
            names,
            delimiter=delimiter,
            where=Where(file, row=start.line),
        )
    texts = pl.col(names).str.strip_chars().replace("", None)
    frame = frame.with_columns(texts).filter(
        ~pl.all_horizontal(pl.col(names).is_null())
    )
    unnamed = [
        name
        for name, field in zip(names, start.fields, strict=True)
        if not field and frame[name].is_null().all()
    ]
    kept = {name: spot for spot, name in enumerate(names, 1) if name not in unnamed}
    if not kept:
        raise UnknownLayout("the file holds no table.", where=file)
    return Table(frame.drop(unnamed), kept, file, header_row=start.line)


def _offset(text: bytes, line: int) -> int:
    """Where a line begins."""
    position = 0
    for _ in range(line - 1):
        position = text.index(b"\n", position) + 1
    return position


def _fast(
    body: bytes, start: _Start, delimiter: str, names: list[str]
) -> pl.DataFrame | None:
    """Read by Polars; None when the records must be read one by one, with care."""
    scan = records.scan(body, delimiter, start.line)
    if scan is None or scan.irregular(len(start.fields)).any():
        return None
    try:
        frame = pl.read_csv(
            io.BytesIO(body),
            separator=delimiter,
            has_header=False,
            schema=dict.fromkeys(names, pl.String),
        )
    except pl.exceptions.PolarsError:  # quotes that open and never close
        return None
    if frame.height != len(scan.lines):
        return None
    return frame.slice(1).with_columns(pl.Series(ROW, scan.lines[1:], dtype=pl.UInt32))
