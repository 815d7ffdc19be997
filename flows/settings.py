"""Settings: onrecord.toml, then ONRECORD_* variables, then flags; each remembers where it came from."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, field_validator

from flows.commands.common import Stop
from scrapers.site import Floor, Site, editions, sites

DEFAULT_FILE = Path("onrecord.toml")
DEFAULT_SITE = "apa-en"
PREFIX = "ONRECORD_"


class SiteSettings(BaseModel):
    """What an operator may change of one site."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    enabled: bool = True
    pause: Annotated[float, Field(ge=0)] | None = None
    floor: Floor | None = None


class Settings(BaseModel):
    """Everything a run needs to know from outside. Paths are as written, relative to the working folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Path("data")
    contact: str = ""
    speakers: Path | None = None
    sites: dict[str, SiteSettings] = Field(default_factory=lambda: {DEFAULT_SITE: SiteSettings()})
    mirrors: dict[str, str] = Field(default_factory=dict)
    batch: Annotated[int, Field(ge=1, le=1000)] = 25
    pages_a_run: Annotated[int, Field(ge=1)] = 1000
    lock_wait: Annotated[float, Field(ge=0)] = 600
    alerts: tuple[str, ...] = ()
    ping: str | None = None
    wayback: str = "https://web.archive.org"

    @field_validator("sites")
    @classmethod
    def _known_sites(cls, value: dict[str, SiteSettings]) -> dict[str, SiteSettings]:
        for name in value:
            if not editions(name):
                raise ValueError(f"there is no site {name}; `onrecord sites` lists them")
        return value

    @field_validator("alerts", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return ((value,) if value else ()) if isinstance(value, str) else value

    @field_validator("mirrors")
    @classmethod
    def _mirror_addresses(cls, value: dict[str, str]) -> dict[str, str]:
        for host, address in value.items():
            if not address.startswith(("http://", "https://")):
                raise ValueError(f"the mirror of {host} must be an address such as http://127.0.0.1:8090")
        return value

    def site(self, site: Site) -> Site:
        """The site with what the operator changed of it (an edition's own section beats its outlet's)."""
        for name in (site.outlet, site.name):
            chosen = self.sites.get(name)
            if chosen and chosen.pause is not None:
                site = replace(site, pause=chosen.pause)
            if chosen and chosen.floor is not None:
                site = replace(site, floor=chosen.floor)
        return site

    def chosen_sites(self, names: tuple[str, ...] = ()) -> tuple[Site, ...]:
        """The sites `names` mean (editions or outlets), or the enabled ones without names. Raises Stop."""
        found: dict[str, Site] = {}
        for name in names or self._enabled():
            if not editions(name):
                raise Stop(f"There is no site {name}. Known: {', '.join(sites())}.\nTry: onrecord sites", 2)
            found.update({site.name: self.site(site) for site in editions(name)})
        if not found:
            raise Stop(
                "No site is enabled.\nTry: add [sites.apa-en] to onrecord.toml, or name one: onrecord run apa-en"
            )
        return tuple(found.values())

    def _enabled(self) -> list[str]:
        off = {name for name, chosen in self.sites.items() if not chosen.enabled}
        on = (site.name for name, chosen in self.sites.items() if chosen.enabled for site in editions(name))
        return [name for name in on if name not in off]


@dataclass(frozen=True)
class Loaded:
    """The settings, and for each top-level key where its value came from (`default` when nobody set it)."""

    settings: Settings
    sources: Mapping[str, str] = field(default_factory=dict)


def load(config: Path | None = None, env: Mapping[str, str] | None = None, **flags: object) -> Loaded:
    """Settings from the file, the variables and the flags, later ones winning. Raises Stop with the key at fault."""
    env = os.environ if env is None else env
    file = config or (Path(env[PREFIX + "CONFIG"]) if PREFIX + "CONFIG" in env else None)
    values: dict[str, Any] = {}
    sources: dict[str, str] = {}
    for origin, layer in (
        (str(file or DEFAULT_FILE), _from_file(file)),
        ("", _from_env(env)),
        ("flag", {key: value for key, value in flags.items() if value is not None}),
    ):
        for key, value in layer.items():
            values[key] = value
            sources[key] = origin or PREFIX + key.upper()
    if "speakers" not in values and Path("speakers.toml").exists():
        values["speakers"], sources["speakers"] = Path("speakers.toml"), "./speakers.toml"
    try:
        return Loaded(Settings(**values), sources)
    except ValidationError as error:
        raise Stop(_sentence(error, sources)) from None


def _from_file(file: Path | None) -> dict[str, Any]:
    path = file or DEFAULT_FILE
    if file is None and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Stop(f"Cannot read the settings file {path}: {error.strerror}.\nTry: --config FILE") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Stop(f"The settings file {path} is not TOML: {error}.") from None


def _from_env(env: Mapping[str, str]) -> dict[str, Any]:
    layer: dict[str, Any] = {}
    for name, text in env.items():
        key = name.removeprefix(PREFIX).lower()
        if not name.startswith(PREFIX) or key == "config":
            continue
        if key not in Settings.model_fields:
            raise Stop(f"Unknown setting {name}. Known: {', '.join(Settings.model_fields)}.")
        is_json = key in _STRUCTURED and text.lstrip().startswith(("{", "["))
        layer[key] = _decoded(name, text) if is_json else text
    return layer


_STRUCTURED = {"sites", "mirrors", "alerts"}


def _decoded(name: str, text: str) -> object:
    try:
        return TypeAdapter(dict[str, Any] | list[Any]).validate_python(json.loads(text))
    except ValueError as error:
        raise Stop(f'{name} is not JSON: {error}.\nTry: {name}=\'{{"en.apa.az": "http://127.0.0.1:8090"}}\'') from None


def _sentence(error: ValidationError, sources: Mapping[str, str]) -> str:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    where = sources.get(str(first["loc"][0]), "settings")
    if first["type"] == "extra_forbidden":
        return f"Unknown setting {key} in {where}. Known: {', '.join(Settings.model_fields)}."
    return f"The setting {key} in {where} cannot be used: {first['msg']}."
