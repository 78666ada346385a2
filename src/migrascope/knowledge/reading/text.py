"""What do the bytes of a text file say?

UTF-8, or UTF-16 when the file begins with its mark. Anything else is refused with the
line at which it broke: guessing an encoding turns names into rubbish.
"""

from __future__ import annotations

import codecs

from migrascope.errors import UnreadableDocument

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(data: bytes, *, name: str) -> str:
    """The text of the bytes, with line ends as they are.

    Raises:
        UnreadableDocument: the bytes are no text, or not in UTF-8; the line is named.
    """
    if data.startswith(_UTF16):
        encoding = "utf-16"
    else:
        encoding, data = "utf-8", data.removeprefix(codecs.BOM_UTF8)
        if b"\0" in data:
            line = data[: data.index(b"\0")].count(b"\n") + 1
            raise UnreadableDocument(
                f"line {line} holds an empty byte: this is no text.",
                "Name the document that it was made from.",
                where=name,
            )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        broken = " ".join(f"{byte:02x}" for byte in data[error.start : error.start + 4])
        raise UnreadableDocument(
            f"line {line} is not {encoding.upper()} (bytes {broken}).",
            "Open the file in the program that wrote it and save it as UTF-8.",
            where=name,
        ) from error
