"""In which letters is this text written?

UTF-8 when it can be read as such, UTF-16 by its mark or by its empty bytes, else
the Western European code page of Windows, which old exports use.
"""

from __future__ import annotations

import codecs

from migrascope.errors import UnknownLayout

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def to_utf8(data: bytes, *, encoding: str | None = None, file: str = "") -> bytes:
    r"""The same text as UTF-8, without a byte order mark, lines ending in `\n`.

    Raises:
        UnknownLayout: the bytes are no text, or not in the declared encoding.
    """
    marked = next((pair for pair in _MARKS if data.startswith(pair[0])), None)
    if marked:
        data = data[len(marked[0]) :]
    named = encoding or (marked[1] if marked else _guess(data))
    try:
        text = data.decode(named)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnknownLayout(
            f'the text is not in the encoding "{named}".',
            "Declare the right encoding, or save the file as UTF-8.",
            where=file,
        ) from error
    if named not in ("utf-8", "utf8"):
        data = text.encode("utf-8")
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise UnknownLayout(
            f"line {line} holds an empty byte: this is not a text file, "
            "or it was damaged.",
            "Download or copy the file again.",
            where=file,
        )
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return data


def _guess(data: bytes) -> str:
    start = data[:2000]
    if start and b"\x00" in start:
        zeros = start[1::2].count(0), start[0::2].count(0)
        if max(zeros) > 0.4 * len(start) / 2 and min(zeros) < 0.1 * len(start) / 2:
            return "utf-16-le" if zeros[0] > zeros[1] else "utf-16-be"
    for name in ("utf-8", "cp1252"):
        try:
            data.decode(name)
        except UnicodeDecodeError:
            continue
        return name
    return "latin-1"
