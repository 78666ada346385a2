"""The same target says the same things in the six languages of the United Nations."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from tests.knowledge.made import document, passage

from migrascope.knowledge import tags
from migrascope.knowledge.model import Scheme

LOOKED_AT = {Scheme.AREA, Scheme.GROUP, Scheme.ORGANISATION}
LANGUAGES = {"fr": "fr", "es": "es", "ru": "ru", "ar": "ar", "zh": "zh-Hans"}


def named(text: str, language: str) -> set[str]:
    told = tags.mentioned(passage(text, language=language), document(text))
    return {tag.code for tag in told if tag.scheme in LOOKED_AT}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_names_what_the_english_names(
    language: str, shared_data: Path
) -> None:
    file = shared_data / "knowledge" / "sdg_texts_i18n.json.gz"
    texts = json.loads(gzip.decompress(file.read_bytes()))
    counted: Counter[str] = Counter()
    for code, target in texts[LANGUAGES[language]]["targets"].items():
        english = named(texts["en"]["targets"][code]["title"], "en")
        other = named(target["title"], language)
        counted["both"] += len(english & other)
        counted["english only"] += len(english - other)
        counted["other only"] += len(other - english)
    assert counted["both"] / (counted["both"] + counted["english only"]) > 0.8
    assert counted["both"] / (counted["both"] + counted["other only"]) > 0.8
