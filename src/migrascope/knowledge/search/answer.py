"""What does a person get who asks: the passages, or the word that there are none?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from migrascope.knowledge.model import Judgement, Metadata, Passage
from migrascope.knowledge.search.ranking import Match

_LONGEST = 70
"""Letters of a title or heading in a citation."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that answers, why it does, and where it is written.

    `words` are stretches of the passage's text that match, `score` is the higher the
    better (about 1 for a passage that speaks of everything asked for), `coverage` the
    share of the question that it speaks of. `close` and `asked` are the parts of the
    score for words that stand together and for a figure or date that was asked for,
    `meaning` the likeness of meaning (-1 to 1) where embeddings are installed.
    """

    passage: Passage
    judgement: Judgement
    document: Metadata
    file: str
    pages: int
    score: float
    coverage: float
    words: tuple[tuple[int, int], ...] = ()
    matches: tuple[Match, ...] = ()
    close: float = 0.0
    asked: float = 0.0
    meaning: float | None = None

    @property
    def citation(self) -> str:
        """Where it is written: event or title, page, panel, number of the passage."""
        parts = [_short(self.document.event or self.document.title or self.file)]
        passage = self.passage
        if passage.page < passage.last_page:
            parts.append(f"pp. {passage.page}–{passage.last_page}")
        elif self.pages > 1:
            parts.append(f"p. {passage.page}")
        if passage.panel:
            parts.append(_short(passage.panel))
        elif passage.entry_name:
            parts.append(_short(passage.entry_name))
        return f"{', '.join(parts)}, #{passage.number}"

    @property
    def why(self) -> str:
        """Why it ranks where it does, in a line."""
        said = [
            match.word
            if match.form.casefold() == match.word.casefold()
            else f"{match.word} (“{match.form}”)"
            for match in self.matches
        ]
        reasons = [f"speaks of {', '.join(said)}"] if said else []
        if above := [m.word for m in self.matches if m.place == "heading"]:
            reasons.append(f"of {', '.join(above)} in its heading")
        if self.close:
            reasons.append("words stand close together")
        if self.asked:
            reasons.append("gives a figure or date as asked")
        if self.meaning is not None:
            reasons.append(f"likeness of meaning {self.meaning:.2f}")
        return "; ".join(reasons)


@dataclass(frozen=True, slots=True)
class Answer:
    """The hits, best first; or none, with `nothing` saying why, and the `nearest`.

    `answering` counts the passages that answer among those that were looked at one by
    one, `kinds` and `goals` say what they are and are about.
    """

    question: str
    hits: tuple[Hit, ...]
    answering: int = 0
    nothing: str = ""
    nearest: tuple[Hit, ...] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)
    goals: Mapping[str, int] = field(default_factory=dict)
    by_meaning: bool = False


def _short(heading: str) -> str:
    """A heading cut where it would fill the line."""
    return (
        heading if len(heading) <= _LONGEST else f"{heading[: _LONGEST - 1].rstrip()}…"
    )
