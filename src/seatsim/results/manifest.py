"""What a results folder says about itself: its content, the one digest over it, and how it was run."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from seatsim.domain.county import County
from seatsim.domain.phrase import Phrase
from seatsim.domain.scenario import Scenario
from seatsim.version import VERSION

RESULTS_FORMAT = 1
_PACKAGES = ("numpy", "polars", "scipy", "simpy")


@dataclass(frozen=True)
class Look:
    """What a look at a run's precision found."""

    asked: str
    """The precision, as it is typed."""
    replications: int
    """Replications looked at."""
    mean: float
    """Mean [unit of the measure]."""
    half_width: float | None
    """Half-width of its 95 % interval [unit of the measure]; None below two replications."""
    precise: bool
    """Whether it was enough."""

    def words(self) -> Phrase:
        """Say it in words."""
        reached = Phrase("reached") if self.precise else Phrase("not reached")
        width = Phrase("unknown") if self.half_width is None else f"{self.half_width:.6g}"
        return Phrase(
            "precision {}: {} with {:,} futures ({:.6g} ± {})", self.asked, reached, self.replications, self.mean, width
        )


@dataclass(frozen=True)
class RunFacts:
    """How a run was made; not part of its content."""

    start: str
    """Start (ISO, with time zone)."""
    wall_seconds: float
    """Wall time [s]."""
    jobs: int
    """Local processes; of a cluster, tasks that it could work at once when the run ended."""
    machine: str
    """Processor and system."""
    packages: Mapping[str, str]
    """Versions of the packages that computed it."""
    precision: Look | None = None
    """The last look at the precision that was asked for; None where none was."""
    cluster: str | None = None
    """Address of the cluster that worked it; None where this machine did."""


def run_facts(
    start: datetime, wall_seconds: float, jobs: int, precision: Look | None = None, cluster: str | None = None
) -> RunFacts:
    """Facts of a run that was told and written on this machine."""
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return RunFacts(start.isoformat(), wall_seconds, jobs, machine, versions(), precision, cluster)


def versions() -> dict[str, str]:
    """Installed versions of the packages that decide numbers."""
    found: dict[str, str] = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:  # vendored without metadata
            found[package] = "unknown"
    return found


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: the same text for the same content."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    """TOML's dates as ISO texts."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def sha256(content: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(content).hexdigest()


def set_values(tree: Mapping[str, Any]) -> dict[str, Any]:
    """A resolved tree without what is unset (TOML has no word for it) and without what it was made from."""
    return {
        key: set_values(value) if isinstance(value, Mapping) else value
        for key, value in tree.items()
        if value is not None and key != "extends"
    }


def scenario_digest(tree: Mapping[str, Any], county_digest: str) -> str:
    """Digest of a resolved scenario: its values, with the county's content in place of the county's path."""
    return sha256(canonical({**set_values(tree), "county": county_digest}).encode())


def manifest(
    scenario: Scenario, county: County, tree: Mapping[str, Any], digests: Mapping[str, str], run: RunFacts
) -> dict[str, Any]:
    """Content of ``manifest.json``; ``digests`` are the files' (``scenario.toml`` by the scenario digest)."""
    return _told(
        {
            "seatsim": VERSION,
            "scenario": scenario.name,
            "scenario_digest": scenario_digest(tree, county.digest),
            "county": county.id,
            "county_digest": county.digest,
            "seed": scenario.seed,
            "replications": scenario.replications,
            "horizon": scenario.horizon,
            "parts": parts_on(scenario),
        },
        digests,
        run,
    )


@dataclass(frozen=True)
class SetContent:
    """What a run of many counties is of."""

    digest: str
    """Digest of the counties and their flows."""
    counties: int
    """How many there are."""


def set_manifest(
    scenario: Scenario, content: SetContent, tree: Mapping[str, Any], digests: Mapping[str, str], run: RunFacts
) -> dict[str, Any]:
    """The same of a run of many counties, whose county is ``all``; ``tree`` : what the scenario states itself."""
    return _told(
        {
            "seatsim": VERSION,
            "scenario": scenario.name,
            "scenario_digest": scenario_digest(tree, content.digest),
            "county": "all",
            "county_digest": content.digest,
            "counties": content.counties,
            "seed": scenario.seed,
            "replications": scenario.replications,
            "horizon": scenario.horizon,
        },
        digests,
        run,
    )


def _told(content: Mapping[str, Any], digests: Mapping[str, str], run: RunFacts) -> dict[str, Any]:
    """Content with its files and the one digest over them, and how the run was made."""
    files = dict(sorted(digests.items()))
    one = sha256("".join(f"{name} {digest}\n" for name, digest in files.items()).encode())
    return {
        "results_format": RESULTS_FORMAT,
        "content": {**content, "files": files, "digest": one},
        "run": asdict(run),
    }


def parts_on(scenario: Scenario) -> list[str]:
    """Uncertainties and levers that are switched on."""
    return [
        f"{side}.{part.name}"
        for side, parts in (("uncertainty", scenario.uncertainty), ("levers", scenario.levers))
        for part in fields(parts)
        if getattr(getattr(parts, part.name), "on", False)
    ]
