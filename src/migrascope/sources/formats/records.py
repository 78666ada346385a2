"""On which line does each record of a text table start, and is it whole?

A record can span several lines when a text in quotes holds a line break. Counting
quotes over the whole file at once is fast; where that is not safe (a quote in the
middle of a text, rows of different length), the records are read one by one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from migrascope.errors import ChangedHeader, Truncated, Where
from migrascope.sources.formats.table import ROW


@dataclass(frozen=True, slots=True)
class Scan:
    """For every record: the line it starts on, its delimiters, its length."""

    lines: npt.NDArray[np.int64]
    delimiters: npt.NDArray[np.int64]
    lengths: npt.NDArray[np.int64]

    def irregular(self, fields: int) -> npt.NDArray[np.bool_]:
        """Records with another number of fields; empty lines do not count."""
        irregular = (self.delimiters != fields - 1) & (self.lengths > 0)
        return np.asarray(irregular, dtype=np.bool_)


def scan(body: bytes, delimiter: str, first: int) -> Scan | None:
    """Count lines and fields; None when the quoting must be read with care."""
    signs = np.frombuffer(body, dtype=np.uint8)
    newline = signs == 10
    limit = signs == ord(delimiter)
    if b'"' in body:
        # only odd or even matters, so that the count may run over a byte
        inside = np.cumsum(signs == 34, dtype=np.uint8) & 1
        if inside[-1] or not _quotes_hug(signs, delimiter):
            return None
        ends = np.flatnonzero(newline & (inside == 0))
        limits = np.flatnonzero(limit & (inside == 0))
    else:
        ends = np.flatnonzero(newline)
        limits = np.flatnonzero(limit)
    if not body.endswith(b"\n"):
        ends = np.append(ends, len(body))
    starts = np.concatenate(([0], ends[:-1] + 1))
    lengths = ends - starts
    lengths -= (lengths > 0) & (signs[np.maximum(ends - 1, 0)] == 13)
    every = np.flatnonzero(newline)
    return Scan(
        lines=first + np.searchsorted(every, starts),
        delimiters=np.searchsorted(limits, ends) - np.searchsorted(limits, starts),
        lengths=lengths,
    )


def _quotes_hug(signs: npt.NDArray[np.uint8], delimiter: str) -> bool:
    """Whether every quote stands beside a delimiter, a line end or a quote.

    A quote in the middle of an unquoted text (12" pipe) would put the count out.
    """
    at = np.flatnonzero(signs == 34)
    is_edge = np.zeros(256, dtype=np.bool_)
    is_edge[[10, 13, 34, ord(delimiter)]] = True
    before = is_edge[signs[np.maximum(at - 1, 0)]] | (at == 0)
    after = is_edge[signs[np.minimum(at + 1, len(signs) - 1)]]
    return bool((before | after | (at == len(signs) - 1)).all())


def read(
    body: bytes,
    header: Sequence[str],
    names: Sequence[str],
    *,
    delimiter: str,
    where: Where,
) -> pl.DataFrame:
    """Record by record, for files with short or long rows and odd quotes.

    `where` is the place of the header. Rows may lack fields only where the header
    is empty too; at the end of the file, rows of one field are a footer.

    Raises:
        Truncated: a row has too few fields.
        ChangedHeader: a row has too many.
    """
    width = len(names)
    least = max(spot for spot, field in enumerate(header, 1) if field)
    text = io.StringIO(body.decode("utf-8"), newline="")
    first = where.row or 1
    rows: list[list[str]] = []
    lines: list[int] = []
    footer: tuple[int, int] | None = None
    for line, fields in _numbered(text, delimiter, first, where):
        if line == first or not any(fields):
            continue
        here = Where(where.file, where.sheet, line)
        if any(field.strip() for field in fields[width:]):
            raise _too_many(len(fields), width, where=here)
        if len(fields) < least:
            footer = footer or (line, len(fields))
            if len(fields) > 1:
                raise _too_few(len(fields), width, where=here)
        elif footer:
            place = Where(where.file, where.sheet, footer[0])
            raise _too_few(footer[1], width, where=place)
        rows.append([*fields, *[""] * (width - len(fields))][:width])
        lines.append(line)
    if footer and _is_cut(body, lines, footer[0]):
        place = Where(where.file, where.sheet, footer[0])
        raise _too_few(1, width, where=place)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(pl.Series(ROW, lines, dtype=pl.UInt32))


def _numbered(
    text: io.StringIO, delimiter: str, first: int, where: Where
) -> Iterator[tuple[int, list[str]]]:
    """Records with the line that they start on."""
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    line = first
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _bad_quotes(
                error, where=Where(where.file, where.sheet, line)
            ) from None
        yield line, fields
        line = first + reader.line_num


def _is_cut(body: bytes, lines: Sequence[int], footer: int) -> bool:
    """A last line of one field right after the data, without an end, is a cut."""
    alone = lines[-1] == footer and len(lines) > 1
    return alone and not body.endswith(b"\n") and lines[-2] == footer - 1


def _bad_quotes(error: csv.Error, *, where: Where) -> Truncated:
    return Truncated(
        f"the quotes of the row that starts here do not match ({error}).",
        "A text in quotes must be closed, and a quote inside it written twice; "
        "or the file is cut off.",
        where=where,
    )


def _too_few(found: int, width: int, *, where: Where) -> Truncated:
    return Truncated(
        f"the row has {found} field{'s' if found > 1 else ''}, the header {width}.",
        "The file is probably cut off: download or copy it again. A line break "
        "inside a text must stand in quotes.",
        where=where,
    )


def _too_many(found: int, width: int, *, where: Where) -> ChangedHeader:
    return ChangedHeader(
        f"the row has {found} fields, the header only {width}.",
        "A text that holds the delimiter must stand in quotes; if the columns have "
        "changed, read the file with a mapping.",
        where=where,
    )
