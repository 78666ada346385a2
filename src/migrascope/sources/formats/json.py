"""Which array in this answer holds the figures, and is the answer whole?

Interfaces wrap their figures in envelopes: a page of pages with `items`, `data`,
`results`, or a list of two whose second part is the data. The rows become a table
whose row is the position in the array and whose column is the position of the key
in the object, both from 1; nested objects are flattened with dots.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import msgspec
import polars as pl

from migrascope.errors import ChangedHeader, Truncated, UnknownLayout, Where
from migrascope.sources.formats import encoding, guard
from migrascope.sources.formats.table import ROW, Table

_PAGE = ("page", "pageNumber", "currentPage")
_PAGES = ("maxPages", "totalPages", "pages")
_TOTAL = ("totalElements", "totalRecordsCount", "count", "total", "totalCount")
_ITEMS = ("items", "data", "result", "results", "value", "features", "records")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is wrapped around the figures.

    `kind` is `array`, `pair` (the World Bank's [meta, data]) or the key of the
    array; `path` leads to it.
    """

    kind: str
    path: str
    page: int | None = None
    pages: int | None = None
    total: int | None = None

    @property
    def is_last(self) -> bool:
        """True when no further page follows, as far as the answer says."""
        return self.page is None or self.pages is None or self.page >= self.pages


def read(path: Path, *, at: str = "") -> Table:
    """The array of objects at a dotted path (default: the one it finds).

    Raises:
        Truncated: the text is cut off.
        UnknownLayout: an error answer, or no array of objects.
        ChangedHeader: nothing stands at the path.
    """
    tree = load(path)
    place = at or _envelope(tree, path).path
    return table(_at(tree, place, path), file=path.name, sheet=place)


def envelope(path: Path) -> Envelope:
    """What is wrapped around the figures of an answer."""
    return _envelope(load(path), path)


def load(path: Path) -> Any:
    """The whole document as Python values.

    Raises:
        Truncated: the text is cut off or no JSON.
    """
    data = encoding.to_utf8(guard.content(path), file=path.name)
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        if not data.lstrip().startswith((b"{", b"[")):
            raise UnknownLayout(
                "this is not JSON.",
                "Give the file the ending of what it is, or download it again.",
                where=path.name,
            ) from error
        raise Truncated(
            f"the JSON is cut off or damaged ({error}).",
            "Download or copy the file again, and compare its size.",
            where=path.name,
        ) from error


def table(items: list[Any], *, file: str, sheet: str = "") -> Table:
    """Objects as a table of texts.

    Raises:
        ChangedHeader: something else than an object stands among them.
    """
    for position, item in enumerate(items, start=1):
        if not isinstance(item, Mapping):
            raise ChangedHeader(
                f"an object with names and values was expected, not {_short(item)}.",
                "The file may be damaged, or another array holds the figures: name "
                "its path in a mapping.",
                where=Where(file, sheet, position),
            )
    rows = [flatten(item) for item in items]
    columns: dict[str, int] = {}
    keys: list[str] = []
    for row in rows:
        if list(row) != keys:
            keys = list(row)
            for position, name in enumerate(keys, start=1):
                columns.setdefault(name, position)
    frame = pl.DataFrame(
        [
            pl.Series(name, _texts([row.get(name) for row in rows]), dtype=pl.String)
            for name in columns
        ]
    )
    texts = pl.all().str.strip_chars().replace("", None)
    numbered = pl.Series(ROW, range(1, len(rows) + 1), dtype=pl.UInt32)
    return Table(frame.with_columns(texts).with_columns(numbered), columns, file, sheet)


def flatten(item: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested objects as one, keys joined by dots.

    >>> flatten({"country": {"id": "KE", "value": "Kenya"}, "value": 3})
    {'country.id': 'KE', 'country.value': 'Kenya', 'value': 3}
    """
    if not prefix and dict not in map(type, item.values()):
        return dict(item)
    flat: dict[str, Any] = {}
    for key, value in item.items():
        if isinstance(value, Mapping):
            flat |= flatten(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat


def _texts(values: list[object]) -> list[str | None]:
    """Values as texts; a column of one kind, the usual one, is quick."""
    match set(map(type, values)) - {type(None)}:
        case kinds if kinds <= {str}:
            return cast("list[str | None]", values)
        case kinds if kinds == {int}:
            return [None if value is None else str(value) for value in values]
    return [_text(value) for value in values]


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        whole = isinstance(value, float) and value.is_integer()
        return str(int(value)) if whole else repr(value)
    return msgspec.json.encode(value).decode()


def _short(item: object) -> str:
    text = msgspec.json.encode(item).decode()
    return text if len(text) <= 40 else f"{text[:39]}…"


def _envelope(tree: Any, path: Path) -> Envelope:
    if isinstance(tree, list):
        return _of_list(tree, path)
    if not isinstance(tree, dict):
        raise _no_array(path)
    _refuse_failure(tree, path)
    arrays = [key for key, value in tree.items() if _is_array(value)]
    key = next((name for name in _ITEMS if name in arrays), None)
    key = key or (max(arrays, key=lambda name: len(tree[name])) if arrays else None)
    if key is None:
        return _nested(tree, path)
    return Envelope(
        key, key, _number(tree, _PAGE), _number(tree, _PAGES), _number(tree, _TOTAL)
    )


def _nested(tree: Mapping[str, Any], path: Path) -> Envelope:
    """The array that stands one level deeper."""
    for name, value in tree.items():
        for inner, part in value.items() if isinstance(value, dict) else ():
            if _is_array(part):
                return Envelope(inner, f"{name}.{inner}")
    raise _no_array(path)


def _of_list(tree: list[Any], path: Path) -> Envelope:
    match tree:
        case [{"message": message}]:
            raise _failed(str(message), path)
        case [{"page": page, "pages": pages} as meta, list() | None]:
            total = _number({str(key): meta[key] for key in meta}, ("total",))
            return Envelope("pair", "1", int(page), int(pages), total)
    return Envelope("array", "")


def _refuse_failure(tree: Mapping[str, Any], path: Path) -> None:
    failed = tree.get("isSuccess") is False or tree.get("success") is False
    only_error = set(tree) <= {"error", "errors", "message", "status", "statusCode"}
    if failed or only_error:
        said = [
            tree.get(key) for key in ("errorMessages", "error", "errors", "message")
        ]
        raise _failed(str(next((text for text in said if text), "no reason")), path)


def _is_array(value: object) -> bool:
    return isinstance(value, list) and (not value or isinstance(value[0], dict))


def _number(tree: Mapping[str, Any], names: tuple[str, ...]) -> int | None:
    for name in names:
        value = tree.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def _at(tree: Any, place: str, path: Path) -> list[Any]:
    value = tree
    for step in place.split(".") if place else []:
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            raise ChangedHeader(
                f'nothing stands at "{place}" ("{step}" is missing).',
                "The interface may have changed: look at the file.",
                where=path.name,
            )
    if value is None:
        return []
    if not isinstance(value, list):
        raise _no_array(path)
    return value


def _no_array(path: Path) -> UnknownLayout:
    return UnknownLayout(
        "the JSON holds no array of objects.",
        "Name the path of the array in a mapping.",
        where=path.name,
    )


def _failed(said: str, path: Path) -> UnknownLayout:
    return UnknownLayout(
        f"the interface answered with an error: {said[:200]}.",
        "Change the question, or download again later.",
        where=path.name,
    )
