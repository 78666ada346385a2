"""A framework that says the impossible is refused with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.foresight.frameworks import sample

from migrascope.errors import BadPlan
from migrascope.foresight.frameworks import reading
from migrascope.foresight.frameworks.model import StageName


def line_of(part: str, text: str = sample.TEXT, *, nth: int = 0) -> int:
    lines = [number for number, each in enumerate(text.splitlines(), 1) if part in each]
    return lines[nth]


def refused(text: str) -> BadPlan:
    with pytest.raises(BadPlan) as caught:
        reading.parse(text, file="mine.toml")
    assert "mine.toml" in str(caught.value)
    assert caught.value.advice
    return caught.value


def test_the_sample_is_read() -> None:
    found = sample.framework()
    assert [name for name, _ in found.model.stages] == ["readiness", "activation"]
    assert found.people(StageName.ACTIVATION) == 500
    assert found.delivery.action[0].cost == 1000
    assert found.model.activation.months == 4


def without(line: str, *, nth: int = 0) -> str:
    lines = sample.TEXT.splitlines()
    del lines[line_of(line, nth=nth) - 1]
    return "\n".join(lines)


def test_a_threshold_without_a_unit_is_refused() -> None:
    error = refused(without('unit = "m3/s"', nth=1))
    assert "threshold without a unit" in str(error)
    assert "model.readiness.condition 1, unit" in str(error)
    assert f"line {line_of('[[model.readiness.condition]]')}" in str(error)


def test_money_without_a_rule_is_refused() -> None:
    error = refused(without('rule = "Within a day."'))
    assert "money.release 2, rule" in str(error)
    assert "agreed before" in str(error)
    text = sample.TEXT[: sample.TEXT.index("[[money.release]]")]
    error = refused(text + sample.TEXT[sample.TEXT.index("[event]") :])
    assert "money without a rule" in str(error)
    assert f"line {line_of('[money]')}" in str(error)


def test_a_stage_without_a_condition_is_refused() -> None:
    start = sample.TEXT.index("[[model.activation.condition]]")
    end = sample.TEXT.index("[[delivery.action]]")
    error = refused(sample.TEXT[:start] + sample.TEXT[end:])
    assert "stage without a condition" in str(error)
    assert f"line {line_of('[model.activation]')}" in str(error)


@pytest.mark.parametrize(
    ("old", "new", "says", "at"),
    [
        ("threshold = 100", 'threshold = "high"', "must be a number", "threshold ="),
        ("threshold = 100", "threshold = inf", "is no number", "threshold ="),
        (
            'direction = "above"',
            'direction = "over"',
            "none of the words",
            "direction =",
        ),
        ("people = 500", "people = -5", "of at least 0", "people ="),
        ("lead_days = 3", "lead_days = 9", "takes 9 days, and activation warns 4", ""),
        ("amount = 6000", "amount = 5999", "only 5,999 are there", ""),
        ("people = 500", "people = 501", "10 more than is released", ""),
        ('title = "A river"', 'titel = "A river"', "is no key here", ""),
        ('title = "A river"', 'title = "A\\u001b[2J"', "control characters", ""),
        ('column = "flow"', 'colum = "flow"', "is no key here", ""),
        ('column = "flow"\n', "", "needs it", ""),
        ('name = "homes"', 'name = "flow"', "two indicators", ""),
        ("first_month = 6", "first_month = 13", "of at most 12", ""),
        ("first_month = 6", "first_month = 6\npersistence = 3\nof = 2", "3 of 2", ""),
        ("first_month = 5", "first_month = 8", "other months", ""),
        ('unit = "homes"\nwithin', 'unit = "huts"\nwithin', '"huts"', ""),
        ("[costs]", "[costs", "not valid TOML", ""),
        ('column = "flow"', 'column = "flow"\nchange = "percent"', 'in "%"', ""),
        (
            'source = "csv"\nfrequency = "daily"\ncolumn = "flow"',
            (
                'source = "measure"\narea = "KEN"\nmeasure = "refugeees"\n'
                'frequency = "daily"'
            ),
            "refugeees",
            "",
        ),
        (
            'source = "csv"\nfrequency = "daily"\ncolumn = "flow"',
            'source = "forecast"\narea = "KEN"\nforecast = "sky"\nfrequency = "yearly"',
            "this is not forecast",
            "",
        ),
        (
            'source = "csv"\nfrequency = "daily"\ncolumn = "flow"',
            (
                'source = "measure"\narea = "KEN"\nmeasure = "refugees"\n'
                'frequency = "yearly"'
            ),
            'counts persons, not "m3/s"',
            "",
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_line(
    old: str, new: str, says: str, at: str
) -> None:
    assert old in sample.TEXT
    text = sample.TEXT.replace(old, new, 1)
    error = refused(text)
    assert says in str(error)
    assert "\x1b" not in str(error)
    assert "line " in str(error)
    if at:
        line = next(n for n, each in enumerate(text.splitlines(), 1) if new in each)
        assert f"line {line}:" in str(error)


def test_an_unknown_indicator_is_named_with_the_nearest() -> None:
    text = sample.TEXT.replace('indicator = "homes"', 'indicator = "home"')
    error = refused(text)
    assert 'Did you mean "homes"?' in str(error)
    line = line_of('indicator = "home"', text)
    assert f"line {line}" in str(error)


def test_money_of_a_stage_that_is_not_there_is_refused() -> None:
    start = sample.TEXT.index("[model.readiness]")
    end = sample.TEXT.index("[model.activation]")
    error = refused(sample.TEXT[:start] + sample.TEXT[end:])
    assert "the model has no stage readiness" in str(error)


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadPlan, match="no framework here"):
        reading.load(tmp_path / "nothing.toml")
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadPlan, match="no framework here"):
        reading.load(binary)
    long = tmp_path / "long.toml"
    long.write_text("# x\n" * 300_000)
    with pytest.raises(BadPlan, match="too long"):
        reading.load(long)


def test_a_file_is_known_by_its_fingerprint(tmp_path: Path) -> None:
    one, other = tmp_path / "one.toml", tmp_path / "other.toml"
    one.write_text(sample.TEXT)
    other.write_text(sample.TEXT.replace("A river", "Another"))
    assert reading.load(one).sha256 == reading.load(one).sha256
    assert reading.load(one).sha256 != reading.load(other).sha256
