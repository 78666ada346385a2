"""No value of a record gets into an error, a log, a page or a file of the release."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pypdf
import pytest
from tests.conftest import Finished
from tests.protect.release import made

from migrascope.errors import BadPlan, MigrascopeError
from migrascope.protect.release.silence import silent

Run = Callable[..., Finished]
SECRET = "Zorblaxian-77"
WHO = ("--who", "Protection officer", "--why", "Research on routes")


def planted(column: str) -> pl.DataFrame:
    """Cases of which one holds a value that is found nowhere else."""
    frame = made.frame().with_columns(pl.all().cast(pl.String))
    texts = frame[column].to_list()
    texts[17] = SECRET
    return frame.with_columns(pl.Series(column, texts))


def protect(run: Run, folder: Path, *more: object) -> Finished:
    cases, plan = folder / "cases.csv", folder / "plan.toml"
    output = folder / "release"
    return run("protect", cases, "--plan", plan, "--output", output, *WHO, *more)


def everything(folder: Path) -> Iterator[tuple[Path, str]]:
    """The text of every file but the cases themselves."""
    for path in folder.rglob("*"):
        if not path.is_file() or path.name == "cases.csv":
            continue
        if path.suffix == ".pdf":
            pages = pypdf.PdfReader(path).pages
            yield path, "".join(page.extract_text() for page in pages)
        elif path.suffix == ".parquet":
            yield path, pl.read_parquet(path).write_csv()
        else:
            yield path, path.read_text("utf-8", errors="replace")


def no_trace(folder: Path, answer: Finished) -> None:
    assert SECRET not in answer.out + answer.err
    log = Path(os.environ["XDG_STATE_HOME"]) / "migrascope" / "log" / "faults.log"
    for path in (log, *Path(os.environ["XDG_STATE_HOME"]).rglob("*")):
        assert not path.is_file() or SECRET not in path.read_text("utf-8")
    for path, text in everything(folder):
        assert SECRET not in text, path
        assert SECRET not in path.name


@pytest.mark.parametrize("column", ["case_number", "incident"])
def test_an_identifier_is_nowhere(run: Run, tmp_path: Path, column: str) -> None:
    made.write(tmp_path, planted(column))
    answer = protect(run, tmp_path)
    assert answer.code == 0, answer.err
    no_trace(tmp_path, answer)


def test_a_rare_value_of_a_key_is_nowhere(run: Run, tmp_path: Path) -> None:
    # Where blanks agree with everything, k - 1 of them may hide it instead.
    made.write(tmp_path, planted("sex"), missing="value")
    answer = protect(run, tmp_path)
    assert answer.code == 0, answer.err
    no_trace(tmp_path, answer)


@pytest.mark.parametrize("column", ["months", "age", "citizenship"])
@pytest.mark.parametrize("more", [(), ("--debug",)])
def test_a_value_that_cannot_be_read_is_not_quoted(
    run: Run, tmp_path: Path, column: str, more: tuple[str, ...]
) -> None:
    made.write(tmp_path, planted(column))
    answer = protect(run, tmp_path, *more)
    assert answer.code in {2, 3}
    assert f'"{column}"' in answer.err
    no_trace(tmp_path, answer)


def test_a_proof_that_fails_quotes_nothing(run: Run, tmp_path: Path) -> None:
    made.write(tmp_path)
    assert protect(run, tmp_path).code == 0
    data = tmp_path / "release" / "data.csv"
    header, first, *rest = data.read_text("utf-8").splitlines()
    changed = ",".join([SECRET, *first.split(",")[1:]])
    data.write_text("\n".join([header, changed, *rest]), "utf-8")
    answer = run(
        "protect",
        "verify",
        tmp_path / "release",
        "--plan",
        tmp_path / "plan.toml",
        "--original",
        tmp_path / "cases.csv",
        "--debug",
    )
    assert answer.code == 4
    assert SECRET not in answer.out + answer.err


def test_a_fault_of_the_program_says_where_and_nothing_of_what() -> None:
    with pytest.raises(MigrascopeError) as caught, silent():
        pl.Series([SECRET]).str.to_date("%Y")
    assert "InvalidOperationError" in str(caught.value)
    assert SECRET not in str(caught.value)
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None


def refuse_because_of_a_value() -> None:
    try:
        float(SECRET)
    except ValueError as error:
        raise BadPlan("the plan cannot be read.") from error


def test_what_caused_an_error_of_our_own_is_not_chained_to_it() -> None:
    with pytest.raises(BadPlan) as caught, silent():
        refuse_because_of_a_value()
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_full_disk_is_told_with_the_words_of_the_system() -> None:
    with pytest.raises(OSError, match="No space left") as caught, silent():
        raise OSError(28, "No space left on device", "release")
    assert caught.value.filename == "release"
