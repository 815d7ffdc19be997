"""`python -m tests.accuracy [--allow-regression]`: the table, held to the committed baseline.

Each module of this folder with a `measures() -> list[Measure]` adds rows. A figure below its baseline fails the run; a
better one is written to the baseline, a worse one only with --allow-regression.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

import tests.accuracy as folder
from tests.accuracy import Measure
from tests.shared import SHARED

BASELINE = Path(__file__).with_name("baseline.json")


def measures() -> list[Measure]:
    """Every figure of every module beside this one."""
    names = sorted(info.name for info in pkgutil.iter_modules(folder.__path__) if not info.name.startswith("_"))
    modules = [importlib.import_module(f"tests.accuracy.{name}") for name in names]
    return [figure for module in modules for figure in module.measures()]


def main(allow_regression: bool) -> int:
    """Print the table; 0 if every figure holds its baseline, 1 if one fell."""
    if not SHARED.is_dir():
        print(f"accuracy: nothing to measure on: {SHARED} is not there", file=sys.stderr)
        return 1
    baseline = json.loads(BASELINE.read_text()) if BASELINE.exists() else {}
    table = Table("set", "measure", "now", "baseline", "target", "", title="accuracy")
    fallen = []
    figures = measures()
    for figure in figures:
        before = baseline.get(figure.key)
        holds = before is None or figure.reaches(before)
        if not holds:
            fallen.append(figure.key)
        state = "FELL" if not holds else ("ok" if figure.reaches(figure.target) else "below target")
        was = "new" if before is None else f"{before:.4g}"
        table.add_row(figure.data, figure.name, f"{figure.value:.4g}", was, f"{figure.target:g}", state)
    Console(width=140).print(table)
    if fallen and not allow_regression:
        print(
            f"accuracy: {len(fallen)} figure(s) fell: {'; '.join(fallen)}. Mend it, or lower the baseline on purpose:"
        )
        print("  .venv/bin/python -m tests.accuracy --allow-regression")
        return 1
    BASELINE.write_text(json.dumps({f.key: round(f.value, 4) for f in figures}, indent=2, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main("--allow-regression" in sys.argv))
