"""The frame of the command line: verbs, shared options, errors, exit codes."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from tests.conftest import Finished

from migrascope import __version__
from migrascope.cli import lazy, verbs
from migrascope.cli.context import Context, pass_context
from migrascope.cli.failures import log_file
from migrascope.cli.verbs import VERBS, Verb
from migrascope.errors import MigrascopeError, Truncated, UnknownArea, Where

Run = Callable[..., Finished]


@click.command()
@click.argument("fault", default="")
@pass_context
def command(context: Context, *, fault: str) -> None:
    """Fail as told, else say where the base is."""
    faults: dict[str, BaseException] = {
        "named": Truncated(
            "the file ends in row 7.", "Download it again.", where=Where("a.csv")
        ),
        "area": UnknownArea("No area is called Kenia.", "Nearest: Kenya."),
        "unforeseen": ZeroDivisionError("seven by nought"),
        "interrupt": KeyboardInterrupt(),
        "disk": OSError(28, "No space left on device", "review.html"),
        "closed": OSError(errno.EACCES, "Permission denied", "base/writer.lock"),
        "pipe": OSError(errno.EPIPE, "Broken pipe"),
    }
    if fault:
        raise faults[fault]
    click.echo(f"{context.base_folder} {context.quiet}")
    context.say("a remark")


@pytest.fixture
def specimen(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The verb `specimen`, which is this file, stands in the table."""
    verb = Verb("specimen", "A verb for tests.", "Tests")
    monkeypatch.setitem(verbs.BY_NAME, "specimen", verb)
    monkeypatch.setitem(sys.modules, verb.module, sys.modules[__name__])
    yield
    command.params = [p for p in command.params if p.name == "fault"]


def test_help_names_every_verb_under_a_heading(run: Run) -> None:
    answer = run("--help")
    assert answer.code == 0
    for verb in VERBS:
        assert f"{verb.heading}:" in answer.out
        assert f"{verb.name} " in answer.out
        assert verb.says in " ".join(answer.out.split())


def test_version_is_the_version_of_the_package(run: Run) -> None:
    assert __version__ in run("--version").out


def test_a_mistyped_verb_names_the_nearest(run: Run) -> None:
    answer = run("reveiw")
    assert answer.code == 2
    assert "Did you mean: review?" in answer.err


def test_an_unknown_option_is_a_usage_error(run: Run) -> None:
    assert run("--colour").code == 2


@pytest.mark.usefixtures("specimen")
def test_base_and_quiet_may_stand_before_or_after_the_verb(
    run: Run, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    before = run("--base", elsewhere, "--quiet", "specimen")
    after = run("specimen", "--quiet", "--base", elsewhere)
    assert before.code == 0
    assert before.out == after.out == f"{elsewhere} True\n"


@pytest.mark.usefixtures("specimen")
def test_remarks_go_to_stderr_and_quiet_silences_them(run: Run) -> None:
    assert run("specimen").err == "a remark\n"
    assert run("--quiet", "specimen").err == ""


def test_the_base_is_named_by_the_environment_or_stands_with_the_user_data(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MIGRASCOPE_BASE", str(tmp_path))
    assert Context().base_folder == tmp_path
    monkeypatch.delenv("MIGRASCOPE_BASE")
    assert Context().base_folder.parent.name == "migrascope"


@pytest.mark.usefixtures("specimen")
def test_a_named_error_prints_what_where_and_what_to_do(run: Run) -> None:
    answer = run("specimen", "named")
    assert answer.code == 3
    assert answer.err == (
        "migrascope: a.csv: the file ends in row 7.\nDownload it again.\n"
    )


@pytest.mark.usefixtures("specimen")
@pytest.mark.parametrize(
    ("fault", "code"),
    [("area", 2), ("unforeseen", 1), ("interrupt", 130), ("disk", 1), ("pipe", 141)],
)
def test_every_end_has_its_exit_code(fault: str, code: int) -> None:
    # A process of its own: a broken pipe silences the outputs of the whole process.
    script = (
        "import sys\n"
        "from migrascope.cli import verbs\n"
        "from tests.cli import test_main\n"
        "verb = verbs.Verb('specimen', '', '')\n"
        "verbs.BY_NAME['specimen'] = verb\n"
        "sys.modules[verb.module] = test_main\n"
        f"sys.exit(__import__('migrascope.cli.main').cli.main.main("
        f"['specimen', {fault!r}]))\n"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert finished.returncode == code, finished.stderr
    assert "Traceback" not in finished.stderr


def test_completion_knows_the_verbs() -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "migrascope"],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ
        | {"_MIGRASCOPE_COMPLETE": "bash_complete"}
        | {"COMP_WORDS": "migrascope sh", "COMP_CWORD": "1"},
    )
    assert finished.stdout == "plain,show\n"


@pytest.mark.usefixtures("specimen")
def test_a_fault_of_the_program_is_one_line_and_the_rest_is_in_the_log(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    answer = run("specimen", "unforeseen")
    assert answer.code == 1
    assert "ZeroDivisionError: seven by nought" in answer.err
    assert str(log_file()) in answer.err
    log = log_file().read_text(encoding="utf-8")
    assert "Traceback" in log
    assert __version__ in log


@pytest.mark.usefixtures("specimen")
def test_debug_shows_where_an_error_arose(run: Run) -> None:
    answer = run("specimen", "named", "--debug")
    assert answer.code == 3
    assert "Traceback" in answer.err


@pytest.mark.usefixtures("specimen")
def test_a_folder_that_is_closed_is_told_with_what_to_do(run: Run) -> None:
    answer = run("specimen", "closed")
    assert answer.code == 1
    assert "base/writer.lock: Permission denied." in answer.err
    assert "Name another place (--base, --output)" in answer.err


@pytest.mark.usefixtures("specimen")
def test_a_full_disk_is_told_with_the_file_and_without_a_fault(run: Run) -> None:
    answer = run("specimen", "disk")
    assert answer.err.startswith(
        "migrascope: review.html: No space left on device.\nMake room"
    )
    assert "fault" not in answer.err


def test_every_error_class_has_an_exit_code_from_one_to_seven() -> None:
    classes = [MigrascopeError]
    for each in classes:
        classes.extend(each.__subclasses__())
        assert 1 <= each.exit_code <= 7, each


def test_listing_the_verbs_imports_none_of_them() -> None:
    group = lazy.LazyGroup("migrascope")
    assert group.list_commands(click.Context(group)) == [verb.name for verb in VERBS]
