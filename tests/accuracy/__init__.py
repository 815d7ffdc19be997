"""Quality as numbers: `make accuracy` measures on ../shared/data, prints one table and holds it to baseline.json."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure of the table. `value` and `target` are shares (0 to 1) or counts; `at_most` turns the comparison."""

    data: str
    name: str
    value: float
    target: float
    at_most: bool = False

    @property
    def key(self) -> str:
        """The figure's name in baseline.json."""
        return f"{self.data}: {self.name}"

    def reaches(self, bar: float) -> bool:
        """Whether the figure is as good as `bar`, to the fourth digit."""
        return round(self.value, 4) <= round(bar, 4) if self.at_most else round(self.value, 4) >= round(bar, 4)
