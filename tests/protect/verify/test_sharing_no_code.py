"""The proof shares no code with what it proves."""

from __future__ import annotations

import ast
from pathlib import Path

ALLOWED = ("migrascope.errors", "migrascope.model", "migrascope.protect.verify")


def test_the_proof_imports_nothing_else_of_ours(repository: Path) -> None:
    folder = repository / "src" / "migrascope" / "protect" / "verify"
    files = sorted(folder.glob("*.py"))
    assert files
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in getattr(node, "names", [])]
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [f"{node.module}.{name}" for name in names]
            elif not isinstance(node, ast.Import):
                continue
            ours = [name for name in names if name.startswith("migrascope")]
            assert all(name.startswith(ALLOWED) for name in ours), (file.name, ours)
