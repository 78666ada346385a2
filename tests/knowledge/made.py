"""Documents and passages that tests make up."""

from __future__ import annotations

from migrascope.knowledge.model import Document, Metadata, Passage


def document(text: str = "", *, language: str = "en") -> Document:
    """A document of one page without blocks."""
    return Document(
        id="made",
        file="made.txt",
        format="text",
        sha256="",
        metadata=Metadata(language=language),
        text=text,
        pages=(0,),
        blocks=(),
        raw=text,
        origins=((0, 0),),
    )


def passage(
    text: str,
    *,
    language: str = "en",
    sections: tuple[str, ...] = (),
    label: str = "",
    entry: int = 0,
    number: int = 1,
) -> Passage:
    """A passage that is all of a text."""
    return Passage(
        document="made",
        number=number,
        text=text,
        start=0,
        end=len(text),
        sections=sections,
        label=label,
        entry=entry,
        language=language,
    )
