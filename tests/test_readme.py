"""What README.md, CONTRIBUTING.md and docs/COMMANDS.md say is so: commands, files, targets, links."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from flows.cli import COMMANDS, app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
REFERENCE = (ROOT / "docs" / "COMMANDS.md").read_text("utf-8")
PAGES = {"README.md": README, "CONTRIBUTING.md": CONTRIBUTING, "docs/COMMANDS.md": REFERENCE}


def fenced(text: str) -> list[str]:
    """The contents of a page's fenced blocks."""
    return re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def typed(text: str) -> list[str]:
    """The onrecord command lines a page tells people to type, without comments and what stands before them."""
    found = (re.search(r"(?:^|bin/)(onrecord [^#]*)", line) for block in fenced(text) for line in block.splitlines())
    return [match.group(1).strip() for match in found if match]


EXAMPLES = sorted({line for text in PAGES.values() for line in typed(text)})


def test_every_command_has_a_section_and_an_example() -> None:
    sections = set(re.findall(r"^### (\w+)$", REFERENCE, re.MULTILINE))
    examples = {line.split()[1] for line in typed(REFERENCE)}
    assert sections == examples == set(COMMANDS)


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_is_understood(line: str) -> None:
    app.parse_args(shlex.split(line)[1:], exit_on_error=False, print_error=False)


def test_every_command_that_is_named_exists() -> None:
    named = {word for text in PAGES.values() for word in re.findall(r"`onrecord ([a-z]+)", text)}
    assert named <= set(COMMANDS)


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = {
        word for text in PAGES.values() for word in re.findall(r"\bmake ([a-z]+)\b(?= |`|$)", text, re.MULTILINE)
    }
    assert {"demo", "test"} <= targets
    assert {target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)} <= {"and"}


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", *(f"docs/{p.name}" for p in sorted((ROOT / "docs").glob("*.md")))]
)
def test_links_lead_somewhere(page: str) -> None:
    path = ROOT / page
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)[^)]*\)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_first_screen() -> None:
    """What it is, the picture, the two commands and five queries come before everything else."""
    opening = README.partition("\n## ")[0]
    assert len(opening.splitlines()) <= 75
    assert opening.count("```sql") == 5
    assert "make demo" in opening
    assert "make test" in opening


def test_contributing_is_one_screen() -> None:
    assert len(CONTRIBUTING.splitlines()) <= 50
