"""The command line answers at once: what it loads is counted, not timed."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

HEAVY = {
    "babel",
    "docx",
    "duckdb",
    "httpx2",
    "jinja2",
    "lxml",
    "msgspec",
    "numpy",
    "platformdirs",
    "polars",
    "pyarrow",
    "python_calamine",
    "rich",
    "scipy",
    "typst",
    "vl_convert",
    "xlsxwriter",
}


def loaded_by(*arguments: str) -> set[str]:
    """The modules that a fresh interpreter imports for a command."""
    finished = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(
        re.findall(r"import time:.*\|\s*([\w.]+)$", finished.stderr, re.MULTILINE)
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("-c", "import migrascope"),
        ("-m", "migrascope", "--help"),
        ("-m", "migrascope", "--version"),
    ],
)
def test_nothing_heavy_is_loaded_to_say_hello(arguments: tuple[str, ...]) -> None:
    loaded = loaded_by(*arguments)
    assert "migrascope" in loaded
    assert not {name.partition(".")[0] for name in loaded} & HEAVY


def test_importing_the_package_loads_nothing_else() -> None:
    bare = loaded_by("-c", "pass")
    extra = loaded_by("-c", "import migrascope") - bare
    assert {name.partition(".")[0] for name in extra} <= {"migrascope", "__future__"}


def test_help_imports_the_frame_and_no_verb() -> None:
    loaded = loaded_by("-m", "migrascope", "--help")
    ours = {name for name in loaded if name.startswith("migrascope.")}
    assert ours == {
        "migrascope.cli",
        "migrascope.cli.context",
        "migrascope.cli.failures",
        "migrascope.cli.lazy",
        "migrascope.cli.main",
        "migrascope.cli.verbs",
        "migrascope.errors",
    }
