"""What is a document, a passage, and a judgement about one?

A document is read once: `text` is what a person reads, after the layout was repaired.
Every passage is a stretch of that text, word for word, and knows the page of the file
that it stands on. What the program thinks of a passage (its kind, its tags) is kept
beside it, each with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class BlockKind(StrEnum):
    """What a stretch of a document is in its layout."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # of a list
    FIELD = "field"  # a value of a form, with its label
    ROW = "row"  # of a table


class Kind(StrEnum):
    """What a passage does."""

    CHALLENGE = "challenge"
    PRACTICE = "practice"
    RECOMMENDATION = "recommendation"
    COMMITMENT = "commitment"
    INITIATIVE = "initiative"
    INSTRUMENT = "instrument"
    FIGURE = "figure"
    STATEMENT = "statement"


class Scheme(StrEnum):
    """What a tag names. The values are the columns of exports."""

    GOAL = "goal"  # "8"
    TARGET = "target"  # "10.c"
    INDICATOR = "indicator"  # "10.c.1"
    OBJECTIVE = "objective"  # of the Global Compact for Migration, "20"
    AREA = "area"  # the project's area id, "KEN", "M49:014"
    ORGANISATION = "organisation"
    GROUP = "group"  # of people: "women", "children", "refugees" …
    SECTOR = "sector"
    YEAR = "year"


class How(StrEnum):
    """How a tag came about."""

    MENTIONED = "mentioned"  # the words are in the passage, or in its field or heading
    LEARNED = "learned"  # by the model that was trained on labelled sentences
    SIMILAR = "similar"  # to the official text of a target or an objective
    CORRECTED = "corrected"  # a person said so


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, field or row: text[start:end] of the document.

    `level` is the depth of a heading (1 is the title) or of a list item (from 1), else
    0. `label` is the label of a field or the column head of a table. `entry` counts the
    entries of a form from 1 (0: belongs to none). `page` is counted from 1.
    """

    kind: BlockKind
    start: int
    end: int
    page: int = 1
    level: int = 0
    label: str = ""
    entry: int = 0


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document as a whole.

    `found` says for each field how it became known: "given", or the words of the
    document that it was read from. `date` is the first day where an event lasts longer;
    `period` keeps the words ("26 and 27 March 2018").
    """

    title: str = ""
    event: str = ""
    date: date | None = None
    period: str = ""
    place: str = ""
    area: str = ""
    publisher: str = ""
    language: str = ""
    licence: str = ""
    symbol: str = ""
    found: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read.

    `id` is short, stable and typed by people: made of the file's name. `sha256` is of
    the bytes of the file. `text` is the repaired text; `pages` holds the offset in it
    at which each page of the file begins (one entry where the format has no pages).
    `raw` is the text as the file has it; `origins` maps the repaired text to it: pairs
    (offset in text, offset in raw), in order, each valid until the next. `notes` are
    what the reader wants a person to know (pages without text, repairs that were
    counted).
    """

    id: str
    file: str
    format: str
    sha256: str
    metadata: Metadata
    text: str
    pages: tuple[int, ...]
    blocks: tuple[Block, ...]
    raw: str
    origins: tuple[tuple[int, int], ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One to three sentences that stand together: document.text[start:end], unchanged.

    `number` counts the passages of a document from 1; `id` is "document#number".
    `sections` are the headings above it, outermost first; `panel` the panel or session
    that it belongs to. In a form, `label` is the label of the field, `entry` the number
    of the entry and `entry_name` its name. `page` is the first page it stands on,
    `last_page` the last.
    """

    document: str
    number: int
    text: str
    start: int
    end: int
    page: int = 1
    last_page: int = 1
    sections: tuple[str, ...] = ()
    panel: str = ""
    label: str = ""
    entry: int = 0
    entry_name: str = ""
    language: str = "en"

    @property
    def id(self) -> str:
        """What a citation names."""
        return f"{self.document}#{self.number}"


@dataclass(frozen=True, slots=True)
class Tag:
    """Something that a passage is about, and why the program thinks so.

    `reason` is a sentence part for people ('says "SDG 8.7"', 'heading "Panel 3 …"',
    'like target 10.c: remittances, cost'). `confidence` is between 0 and 1.
    """

    scheme: Scheme
    code: str
    how: How
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a passage is: its kind, the cue that decided it, and what it is about."""

    kind: Kind
    cue: str
    confidence: float
    tags: tuple[Tag, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedPassage:
    """A passage with the judgement about it, corrections already applied."""

    passage: Passage
    judgement: Judgement
