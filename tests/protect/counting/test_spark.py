"""Claims about counting on Spark: the same figures as here, and nothing left behind."""

from __future__ import annotations

import dataclasses
import importlib.util
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.protect.counting.test_kernels import counts
from tests.protect.release import made

from migrascope.errors import BadPlan, UnusableCases
from migrascope.protect import reading
from migrascope.protect.counting.engines import Engine, collected, opened
from migrascope.protect.counting.kernels import RECORDS, attributes, by_key
from migrascope.protect.plan import reading as plans
from migrascope.protect.plan.model import Column, Kind, Missing, Plan, Role
from migrascope.protect.release import exposure
from migrascope.protect.release.producing import produce
from migrascope.protect.risk import frequencies

pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17"),
    pytest.mark.skipif(
        importlib.util.find_spec("pyspark") is None, reason="pyspark is not installed"
    ),
    pytest.mark.xdist_group("spark"),  # one Java is started
    # py4j leaves the closing of its sockets to the garbage collector
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

KEYS = ["sex", "age", "Age"]
SETTINGS = {
    "spark.master": "local[2]",
    "spark.sql.shuffle.partitions": "2",
    # a small session that starts quickly: a few rows need no optimised code
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -Xshare:auto",
    "spark.sql.codegen.wholeStage": "false",
}
MARKS = {"Age": ["-99"]}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("spark") / "cases.csv"
    lines = ["sex,age,Age,w"]
    for row in range(60):
        sex = ("f", "m", "")[row % 3]
        age = ("9-17", '"a, b"', "", "18")[row % 4]
        lines.append(f"{sex},{age},{('x', '-99', 'y')[row % 5 % 3]},{row + 0.5}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def spark(file: Path) -> Iterator[Any]:
    with opened(
        file,
        KEYS,
        weight="w",
        engine=Engine.SPARK,
        missing_marks=MARKS,
        settings=SETTINGS,
    ) as frame:
        yield frame


def test_spark_and_polars_count_the_same_file_alike(spark: Any, file: Path) -> None:
    with opened(file, KEYS, weight="w", missing_marks=MARKS) as here:
        expected = collected(by_key(here, KEYS, weight="w"))
    found = collected(by_key(spark, KEYS, weight="w"))
    assert found.columns == expected.columns
    assert sorted(found.rows(), key=repr) == sorted(expected.rows(), key=repr)
    assert found[RECORDS].sum() == 60


def test_combinations_up_to_length_three_agree(spark: Any, file: Path) -> None:
    with opened(file, KEYS, missing_marks=MARKS) as here:
        expected = collected(attributes(here, KEYS))
    found = collected(attributes(spark, KEYS))
    assert sorted(found.rows(), key=repr) == sorted(expected.rows(), key=repr)


def test_frequencies_with_wildcards_agree_with_those_of_the_records(
    spark: Any, file: Path
) -> None:
    # A session that runs already is used and left running.
    found = frequencies.of_file(
        file, KEYS, weight="w", engine=Engine.SPARK, missing_marks=MARKS
    )
    cases = pl.read_csv(file, infer_schema=False).with_columns(
        pl.col("Age").replace("-99", None), pl.col("w").cast(pl.Float64)
    )
    counted = frequencies.count(cases, KEYS, weight="w", missing=Missing.WILDCARD)
    expected = cases.select(*KEYS, f=counted.sample, people=counted.population).unique()
    assert spark.sparkSession.conf.get("spark.sql.caseSensitive") == "true"
    said = found.select(*KEYS, f="sample_frequency", people="population_frequency")
    assert sorted(said.rows(), key=repr) == sorted(expected.rows(), key=repr)


PLAN = Plan(
    "Cases",
    (
        Column("sex", Role.KEY),
        Column("age", Role.KEY),
        Column("Age", Role.KEY, missing_marks=("-99",)),
        Column("w", Role.WEIGHT, Kind.NUMBER),
    ),
)


@pytest.mark.parametrize("missing", list(Missing))
@pytest.mark.parametrize("form", ["commas", "semicolons", "parquet"])
def test_the_risk_of_a_file_is_the_same_by_spark_as_by_polars(
    spark: Any, file: Path, missing: Missing, form: str
) -> None:
    del spark  # the session that runs is the one that is used
    plan = dataclasses.replace(PLAN, missing=missing)
    read = pl.read_csv(file, infer_schema=False)
    path = file.with_name(f"{form}.{'parquet' if form == 'parquet' else 'csv'}")
    if form == "parquet":
        read.write_parquet(path)
    else:
        read.write_csv(path, separator=";" if form == "semicolons" else ",")
    found = exposure.measure_file(path, plan, engine=Engine.SPARK)
    in_memory = exposure.measure(reading.read(path, plan).frame, plan)
    streamed = exposure.measure_file(path, plan, engine=Engine.POLARS)
    for name in ("records", "below", "smallest", "sample_uniques", "smaller_sets"):
        assert found[name] == in_memory[name] == streamed[name], name
    for name in ("found", "share", "highest", "without_company"):
        expected = pytest.approx(in_memory["expected"][name])
        assert found["expected"][name] == expected, name


def test_a_release_is_measured_on_spark_before_and_after(
    spark: Any, tmp_path: Path
) -> None:
    del spark
    asked = dataclasses.replace(made.asked(tmp_path), engine=Engine.SPARK)
    counted = produce(asked, lambda *_: None)
    plan = plans.load(asked.plan)
    before = exposure.measure(reading.read(asked.cases, plan).frame, plan)
    released = pl.read_parquet(asked.output / "data.parquet")
    after = exposure.measure(released, plan)
    for side, expected in ((counted.before, before), (counted.after, after)):
        assert side["below"] == expected["below"]
        assert side["expected"]["found"] == pytest.approx(expected["expected"]["found"])
    assert "not measured" in counted.after["sensitive"][0]
    assert "special_uniques" not in counted.after


def test_columns_that_spark_takes_for_one_are_refused(spark: Any) -> None:
    conf = spark.sparkSession.conf
    conf.set("spark.sql.caseSensitive", "false")
    try:
        with pytest.raises(UnusableCases, match="differ only by case"):
            by_key(spark, ["age"])
    finally:
        conf.set("spark.sql.caseSensitive", "true")
    with pytest.raises(BadPlan, match='no column "AGE"'):
        by_key(spark, ["AGE"])
    assert counts(collected(by_key(spark, ["sex"]))) == {
        ("f",): 20,
        ("m",): 20,
        (None,): 20,
    }


def test_working_files_of_spark_are_for_this_user_alone(spark: Any) -> None:
    conf = spark.sparkSession.sparkContext.getConf()
    folder = Path(conf.get("spark.local.dir"))
    assert folder.stat().st_mode & 0o077 == 0
    assert conf.get("spark.io.encryption.enabled") == "true"


def test_an_error_of_spark_is_passed_on_without_its_text(spark: Any) -> None:
    from pyspark.sql import functions

    failing = spark.withColumn(
        "sex", functions.raise_error(functions.lit("secret")).cast("string")
    )
    with pytest.raises(UnusableCases) as refused:
        collected(by_key(failing, ["sex"]))
    assert "secret" not in str(refused.value)
    java = spark.sparkSession.sparkContext._jvm
    logger = java.org.apache.logging.log4j.LogManager.getRootLogger()
    assert logger.getLevel().toString() == "OFF"
