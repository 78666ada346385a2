"""What do people call the sexes and the months in the UN languages?

Only words with one meaning: "M" is a man in English and a woman in Spanish, and is
understood as the codes of SDMX have it.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files


@cache
def spellings(kind: str) -> dict[str, str]:
    """Spelling, in lower case, and its code: of `sex` or of `month`."""
    text = files(__package__).joinpath("words.csv").read_text(encoding="utf-8")
    lines = csv.DictReader(text.splitlines())
    return {
        line["spelling"].casefold(): line["code"]
        for line in lines
        if line["kind"] == kind
    }
