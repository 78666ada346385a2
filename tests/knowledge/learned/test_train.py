"""Training: from named files to weights, the same every time, without the benchmark."""

from __future__ import annotations

import csv
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from migrascope.errors import UsageError
from migrascope.knowledge.learned import choosing, corpus, linear, train
from migrascope.knowledge.learned.corpus import Example, Sort
from migrascope.knowledge.learned.embeddings import weights

ABOUT = {
    "1": "poor households live in poverty",
    "6": "clean water and toilets for the village",
    "13": "the climate warms and emissions rise",
}
YEARS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def write_table(path: Path, rows: Iterable[dict[str, str]]) -> None:
    stream = io.StringIO()
    rows = list(rows)
    table = csv.DictWriter(stream, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
    path.write_bytes(gzip.compress(stream.getvalue().encode()))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small files of invented texts, and no language model."""
    monkeypatch.setenv(weights.FOLDER, str(tmp_path / "nowhere"))
    monkeypatch.setattr(choosing, "FEWEST", 1)
    monkeypatch.setattr(corpus, "LANGUAGES", {"fr": "fr"})  # one is quicker than five
    folder = tmp_path / "texts"
    folder.mkdir()
    write_table(
        folder / corpus.LABELLED,
        (
            {
                "text": f"{text} in year {year} again",
                "sdg": goal,
                "source": "qu_project" if year in {"one", "two", "six"} else "trail22",
            }
            for goal, text in ABOUT.items()
            for year in YEARS
        ),
    )
    write_table(
        folder / corpus.SEVERAL,
        (
            {"text": f"{ABOUT[goal]} and {ABOUT[more]}", "sdg": f"{goal};{more}"}
            for goal, more in (("1", "6"), ("6", "13"), ("13", "1"))
        ),
    )
    write_table(
        folder / corpus.METADATA,
        (
            {"goal": goal, "target": f"{goal}.1", "text": f"{text}. " * 5}
            for goal, text in ABOUT.items()
        ),
    )
    french = {"targets": {"6.1": {"title": "Assurer l’accès à l’eau potable"}}}
    raw = json.dumps({"fr": french, "xx": french}).encode()
    (folder / corpus.TRANSLATED).write_bytes(gzip.compress(raw))
    return folder


def test_the_same_texts_give_the_same_bytes(data: Path, tmp_path: Path) -> None:
    made = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        told = train.train(data, folder)
        made.append(
            [(folder / name).read_bytes() for name in ("goals.npz", "goals_abroad.npz")]
        )
        assert any("sentences" in line and "papers" in line for line in told)
        assert any("Without embeddings" in line for line in told)
    assert made[0] == made[1]


def test_what_was_trained_knows_its_texts(data: Path, tmp_path: Path) -> None:
    train.train(data, tmp_path)
    model = linear.unpack((tmp_path / "goals.npz").read_bytes())
    for goal, text in ABOUT.items():
        scores = model.scores([text])[0]
        assert model.labels[int(scores.argmax())] == goal
    assert 0 < model.threshold < 1


def test_a_missing_file_is_named(data: Path, tmp_path: Path) -> None:
    (data / corpus.METADATA).unlink()
    with pytest.raises(UsageError, match=r"sdg_indicator_metadata_2018") as error:
        train.train(data, tmp_path)
    assert "--data" in error.value.advice
    assert not (tmp_path / "goals.npz").exists()


def test_translated_wording_is_taken_in_the_languages_of_the_un(data: Path) -> None:
    goal = frozenset({"6"})
    french = Example(
        "Assurer l’accès à l’eau potable", goal, Sort.WORDING, language="fr"
    )
    assert corpus.abroad(data).count(french) == 1
    mine = [each for each in corpus.abroad(data) if each.language == "fr"]
    assert {each.sort for each in mine} == {Sort.WORDING, Sort.TERM, Sort.SENTENCE}
    assert any(not each.goals for each in mine), "sentences about no goal"
    assert {each.language for each in corpus.everything(data)} == {"en"}


def test_training_opens_no_file_of_the_benchmark_or_for_measuring_only() -> None:
    read = {corpus.LABELLED, corpus.SEVERAL, corpus.METADATA, corpus.TRANSLATED}
    assert not any("swisstext" in name or "benchmark" in name for name in read)
    folder = Path(train.__file__).parent
    for path in folder.rglob("*.py"):
        source = path.read_text("utf-8")
        assert "sdgclassification" not in source, path
        assert "swisstext" not in source, path


def test_nobody_who_only_asks_needs_scikit_learn() -> None:
    code = (
        "import sys; sys.modules['sklearn'] = None\n"
        "from migrascope.knowledge import learned\n"
        "learned.goals(['clean water'], meaning=False)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
