"""Settings: file, then variables, then flags; unknown keys are errors that name the key."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.commands.common import Stop
from flows.settings import load


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_a_file_apa_en_is_on(folder: Path) -> None:
    settings = load(env={}).settings
    assert [site.name for site in settings.chosen_sites()] == ["apa-en"]
    assert settings.data == Path("data")


def test_later_layers_win_and_say_where_they_came_from(folder: Path) -> None:
    (folder / "onrecord.toml").write_text('data = "from-file"\ncontact = "me@example.org"\n')
    loaded = load(env={"ONRECORD_DATA": "from-env"})
    assert loaded.settings.data == Path("from-env")
    assert loaded.sources == {"data": "ONRECORD_DATA", "contact": "onrecord.toml"}
    assert load(env={"ONRECORD_DATA": "from-env"}, data=Path("from-flag")).settings.data == Path("from-flag")


def test_mirrors_as_a_variable(folder: Path) -> None:
    loaded = load(env={"ONRECORD_MIRRORS": '{"en.apa.az": "http://127.0.0.1:8090"}'})
    assert loaded.settings.mirrors == {"en.apa.az": "http://127.0.0.1:8090"}


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("contct = 'x'", "contct"),
        ("[sites.apa-en]\npuase = 1", "sites.apa-en.puase"),
        ("[sites.apa-enn]\nenabled = true", "apa-enn"),
        ("[mirrors]\n'en.apa.az' = '127.0.0.1'", "en.apa.az"),
        ("batch = 0", "batch"),
        ("data = ", "onrecord.toml"),
    ],
)
def test_a_mistake_is_named(folder: Path, toml: str, says: str) -> None:
    (folder / "onrecord.toml").write_text(toml)
    with pytest.raises(Stop, match=says):
        load(env={})


def test_an_unknown_variable_is_named(folder: Path) -> None:
    with pytest.raises(Stop, match="ONRECORD_DATTA"):
        load(env={"ONRECORD_DATTA": "x"})


def test_a_broken_mirror_variable_shows_the_form(folder: Path) -> None:
    with pytest.raises(Stop, match="ONRECORD_MIRRORS"):
        load(env={"ONRECORD_MIRRORS": "{nonsense"})


def test_an_unreadable_file_is_named(folder: Path) -> None:
    with pytest.raises(Stop, match=r"elsewhere\.toml"):
        load(Path("elsewhere.toml"), env={})


def test_a_section_without_enabled_switches_a_site_on_and_an_edition_can_be_off(folder: Path) -> None:
    (folder / "onrecord.toml").write_text("[sites.kremlin]\npause = 9\n[sites.kremlin-ru]\nenabled = false\n")
    sites = load(env={}).settings.chosen_sites()
    assert [(site.name, site.pause) for site in sites] == [("kremlin-en", 9)]


def test_a_site_named_by_hand_runs_though_it_is_not_enabled(folder: Path) -> None:
    assert [s.name for s in load(env={}).settings.chosen_sites(("kremlin-en",))] == ["kremlin-en"]
    with pytest.raises(Stop, match="nowhere"):
        load(env={}).settings.chosen_sites(("nowhere",))
