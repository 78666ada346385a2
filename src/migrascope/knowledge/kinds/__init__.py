"""What does a passage do: tell a challenge, a practice, recommend, commit, count?

Cues are weighed: words of the passage, its headings and the label of its field each
speak for a kind, figures speak for themselves, and what nothing speaks for is a
statement. The strongest cue of the winning kind is the reason that people see.
"""

from __future__ import annotations

from collections import defaultdict

from migrascope.knowledge.kinds import figures
from migrascope.knowledge.kinds.cues import Heard, heard, heard_above
from migrascope.knowledge.model import Document, Kind, Passage

_NOTHING = Heard(Kind.STATEMENT, 1.0, "", "")
_DOUBT = 1.5
_MOST_READ = 5000
"""Letters of a passage that are read: no two sentences of a person are longer."""
_LONGEST_TITLE = 100


def judge(passage: Passage, document: Document) -> tuple[Kind, str, float]:
    """Kind, the cue that decided it, and a confidence between 0 and 1.

    The confidence is the share of the winning kind in all that was heard, with some
    doubt always left: below 0.4 is a guess, over 0.5 is rarely wrong.
    """
    language = passage.language or document.metadata.language or "en"
    text = passage.text[:_MOST_READ]
    cues = [_NOTHING, *heard(text, language), *figures.heard(text)]
    for heading in (*passage.sections[-1:], passage.panel):
        if _is_title(heading):
            cues.extend(heard_above(heading, "heading", language))
    if passage.label:
        cues.extend(heard_above(passage.label, "label", language))
    weights: dict[Kind, float] = defaultdict(float)
    for cue in cues:
        weights[cue.kind] += cue.weight
    kind = max(weights, key=lambda each: weights[each])
    decisive = max((cue for cue in cues if cue.kind is kind), key=_weight)
    second = max((w for each, w in weights.items() if each is not kind), default=0.0)
    confidence = weights[kind] / (weights[kind] + second + _DOUBT)
    return kind, _says(decisive, passage), round(confidence, 2)


def _is_title(heading: str) -> bool:
    """Conclusions and questions of a form stand above passages too, as sentences."""
    return len(heading) <= _LONGEST_TITLE and not heading.endswith((".", "?"))


def _weight(cue: Heard) -> float:
    return cue.weight


def _says(cue: Heard, passage: Passage) -> str:
    if cue is _NOTHING:
        return "no cue of another kind"
    if cue.where == "label":
        return f'label "{passage.label[:80]}"'
    if cue.where == "heading":
        return f'heading says "{cue.words}"'
    return f'says "{cue.words}"'
