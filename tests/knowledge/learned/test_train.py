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

import numpy as np
import pytest

from migrascope.errors import UsageError
from migrascope.knowledge.learned import choosing, corpus, fitting, linear, train
from migrascope.knowledge.learned.corpus import GOALS, Example
from migrascope.knowledge.learned.embeddings import weights

ABOUT = {
    "1": "poor households live in poverty",
    "6": "clean water and toilets for the village",
    "13": "the climate warms and emissions rise",
}


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
    folder = tmp_path / "texts"
    folder.mkdir()
    write_table(
        folder / corpus.LABELLED,
        (
            {"text": f"{text} in year {year} again", "sdg": goal}
            for goal, text in ABOUT.items()
            for year in ("one", "two", "three", "four", "five", "six")
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
        ({"goal": goal, "text": f"{text}. " * 5} for goal, text in ABOUT.items()),
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
        made.append((folder / "goals.npz").read_bytes())
        assert any("held back" in line for line in told)
        assert "Without embeddings" in told[-1]
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


def test_papers_for_thresholds_are_never_fitted(data: Path) -> None:
    papers = {each.text for each in corpus.several(data)}
    fitted = [*corpus.labelled(data), *corpus.official(data)]
    assert papers
    assert not papers & {each.text for each in fitted}


def test_translated_wording_is_taken_in_the_languages_of_the_un(data: Path) -> None:
    french = Example("Assurer l’accès à l’eau potable", frozenset({"6"}))
    assert corpus.official(data).count(french) == 1


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


def test_rounds_hold_every_text_back_once() -> None:
    held = [number for _, each in choosing.rounds(23) for number in each.tolist()]
    assert sorted(held) == list(range(23))
    for known, each in choosing.rounds(23):
        assert not set(known.tolist()) & set(each.tolist())


def test_the_mean_f1_weighs_yes_and_no_alike() -> None:
    # One goal: two texts about it (one found), four that are not (two given wrongly).
    # Wrong ones count 2 × 2/4 = 1, so F1 = 2·1 / (2 + 1 + 1) = 0.5.
    given = np.array([[1], [0], [1], [1], [0], [0]], bool)
    yes = np.array([[1], [1], [0], [0], [0], [0]], bool)
    assert choosing.mean_f1(given, yes, ~yes) == pytest.approx(0.5)


def test_the_best_threshold_parts_yes_from_no() -> None:
    yes = np.array([[True], [True], [False], [False]])
    scores = np.array([[1.0], [0.0], [-0.5], [-3.0]])
    threshold, reached = choosing.best([choosing.Judged(scores, yes, ~yes)])
    assert reached == [1]
    assert linear.probability(np.array(-0.5)) < threshold <= 0.5


def test_the_threshold_serves_all_sets_of_texts() -> None:
    yes = np.array([[True], [False]])
    strict = choosing.Judged(np.array([[2.0], [0.0]]), yes, ~yes)
    loose = choosing.Judged(np.array([[0.4], [-3.0]]), yes, ~yes)
    threshold, reached = choosing.best([strict, loose])
    assert reached == [1, 1]
    assert 0.5 < threshold <= linear.probability(np.array(0.4))


def test_near_misses_are_never_about_the_goal() -> None:
    examples = [Example(text, frozenset({goal})) for goal, text in ABOUT.items()]
    near = choosing.near_misses(examples)
    assert near.shape == (len(ABOUT), len(GOALS))
    assert not (near & fitting.answers(examples)).any()
    assert near.any(axis=1).all()
