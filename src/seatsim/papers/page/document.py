"""The page as a whole: sections in order, what of each run stands in them, choosers, charts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seatsim.domain.stages import CLASS_STAGES, STAGES
from seatsim.language.punctuation import typeset
from seatsim.language.words import Words
from seatsim.papers.blocks import Block, Sentence
from seatsim.papers.chart import NAMES, PAPER, Chart, css, packed
from seatsim.papers.headline import headline
from seatsim.papers.page.colours import DARK
from seatsim.papers.page.safe import compiled, drawing, json_block, policy
from seatsim.papers.page_one import page_one
from seatsim.papers.runs import Run
from seatsim.papers.tables.comparison import comparison as compared
from seatsim.papers.tables.comparison import glance, glance_notes
from seatsim.papers.tables.projects import projects
from seatsim.papers.tables.schools import schools
from seatsim.papers.tables.september import september
from seatsim.papers.tables.sources import sources, terms
from seatsim.papers.tables.teachers import teachers
from seatsim.papers.tables.zones import zones

if TYPE_CHECKING:
    from jinja2 import Environment

Progress = Callable[[str, int, int], None]
Told = Mapping[str, Any]
Render = Callable[[Sequence[Block]], str]
Teller = Callable[[Run, Words], Sequence[Block]]
_HERE = Path(__file__).parent
_MOST_TITLES = 5


@dataclass(frozen=True)
class Part:
    """A section: its name, the charts that stand in it, and what is told of each run."""

    id: str
    charts: tuple[str, ...] = ()
    told: Teller | None = None


PARTS: Sequence[Part] = (
    Part("page-one", (), page_one),
    Part("trends", ("fan", "crowding")),
    Part("schools", (), schools),
    Part("zones", ("zone",), zones),
    Part("projects", ("gantt",), projects),
    Part("teachers", ("teacher",), teachers),
    Part("causes", ("causes",)),
    Part("money", ("money", "spending")),
    Part("comparison", ("comparison", "regret", "bridge")),
    Part("september", (), september),
    Part("sources", (), sources),
    Part("terms", (), terms),
)
"""Sections in order, and how the names of their charts begin; a chart of another name stands in ``trends``."""


def document(
    runs: Sequence[Run],
    told: Told | None,
    unpaired: str | None,
    charts: Sequence[Chart],
    words: Words,
    progress: Progress | None = None,
) -> str:
    """The page. ``told`` is the comparison, ``unpaired`` why there is none."""
    environment = _environment(words.lang)
    render = environment.get_template("blocks.html").module.blocks  # type: ignore[attr-defined]
    style = _style()
    script = (_HERE / "page.js").read_text(encoding="utf-8")
    sections = []
    for place, part in enumerate(PARTS):
        if progress is not None:
            progress(words("writing"), place, len(PARTS))
        sections.append(_section(part, runs, told, unpaired, charts, words, render))
    return environment.get_template("page.html").render(
        words=words,
        **_head(runs, words),
        runs=runs,
        shown=str(len(runs) - 1),
        glance=render(_glance(told, words)) if told else "",
        tiles=_fragments(render([headline(run, words)]) for run in runs),
        sections=sections,
        style=style,
        policy=policy([drawing(), script]),
        drawing=drawing(),
        script=script,
        data=json_block(_data(runs, [chart for section in sections for chart in section["charts"]], words)),
        stages=[(stage, words.stage(stage)) for stage in STAGES],
        zones=_zones(runs),
    )


def _glance(told: Told, words: Words) -> Sequence[Block]:
    """The plans at a glance, and what their marks say."""
    return (glance(told, words), *(Sentence(note, "note") for note in glance_notes(told, words)))


def _head(runs: Sequence[Run], words: Words) -> dict[str, str]:
    """County, plans, years, information date and number of futures."""
    answers, titles = runs[0].answers, [run.title for run in runs]
    named = words.listed(titles[:_MOST_TITLES])
    rest = words("more_plans").format(n=len(titles) if words.chinese else len(titles) - _MOST_TITLES)
    return {
        "county": words.text(answers["county_name"], answers["county"]),
        "plans": named + (rest if len(titles) > _MOST_TITLES else ""),
        "span": words.numbers.school_years(runs[0].years[0], max(run.years[-1] for run in runs)),
        "information": words.numbers.day(answers["information_date"]),
        "futures": words.listed(list(dict.fromkeys(words.numbers.count(run.answers["replications"]) for run in runs))),
    }


@cache
def _environment(lang: str) -> Environment:
    """Templates of a language: every text that they write is set as that language is."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    def written(value: object) -> object:
        """What a template writes; what is rendered already, and scripts, stay as they are."""
        return typeset(value, lang) if isinstance(value, str) and not isinstance(value, Markup) else value

    return Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=written,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )


def _style() -> str:
    """The style sheet with the palette's colours: light for paper and day, dark for the night."""
    dark = "\n".join(f"--{name}: {DARK[name]};" for name in NAMES)
    text = (_HERE / "page.css").read_text(encoding="utf-8")
    return text.replace("/* light palette */", css(PAPER)).replace("/* dark palette */", dark)


def _section(
    part: Part,
    runs: Sequence[Run],
    told: Told | None,
    unpaired: str | None,
    charts: Sequence[Chart],
    words: Words,
    render: Render,
) -> dict[str, Any]:
    """What the template needs of a section; one without anything to show is left out by the template."""
    mine = [chart for chart in charts if _home(chart) == part.id]
    if part.id == "comparison":
        mine = [chart for chart in mine if chart.rows]
        fragments = [("", render(_comparison(told, unpaired, words)))]
    elif part.told is not None:
        fragments = _told([part.told(run, words) for run in runs], render)
    else:
        fragments = []
    return {"id": part.id, "charts": mine, "fragments": fragments}


def _home(chart: Chart) -> str:
    """The section of a chart."""
    return next((part.id for part in PARTS if chart.id.startswith(part.charts or ("-",))), "trends")


def _comparison(told: Told | None, unpaired: str | None, words: Words) -> Sequence[Block]:
    if told is not None:
        return compared(told, words)
    if unpaired is not None:
        return (Sentence(words("unpaired").format(why=unpaired)),)
    return (Sentence(words("one_run")),)


def _told(blocks: Sequence[Sequence[Block]], render: Render) -> list[tuple[str, str]]:
    """What is told of each run, piece by piece where the runs have the same pieces, so that each text stands once."""
    if len({len(each) for each in blocks}) > 1:
        return _fragments(render(each) for each in blocks)
    return [piece for part in zip(*blocks, strict=True) for piece in _fragments(render([block]) for block in part)]


def _fragments(texts: Iterable[str]) -> list[tuple[str, str]]:
    """What is told of the runs, each text once: places of the runs, and the text."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(text, []).append(place)
    return [(" ".join(map(str, told)), text) for text, told in places.items()]


def _zones(runs: Sequence[Run]) -> list[tuple[str, str]]:
    """Zones of all runs, each once."""
    return list({zone: (zone, name) for run in runs for zone, name in run.zones.items()}.values())


def _data(runs: Sequence[Run], charts: Sequence[Chart], words: Words) -> dict[str, Any]:
    """What the page's script reads: runs, words it says, charts with their rows by column."""
    said = (
        *("theme_system", "theme_light", "theme_dark"),
        *("choose_measure", "choose_stage", "choose_to", "counted", "nothing_chosen", "chart_failed", "scroll_cue"),
        *("no_classes", "not_followed", "schools_told", "schools_calm", "schools_empty", "schools_printed"),
    )
    return {
        "lang": words.lang,
        "runs": [run.key for run in runs],
        "classes": list(CLASS_STAGES),
        "stages": {stage: words.stage(stage) for stage in STAGES},
        "words": {key: words(key) for key in said},
        "charts": [_chart(chart, words) for chart in charts],
    }


def _chart(chart: Chart, words: Words) -> dict[str, Any]:
    return {
        "id": chart.id,
        "by": list(chart.by),
        "spec": compiled(chart.spec) if chart.rows else {},
        "rows": packed(chart.rows),
        "heads": dict(chart.heads),
        "empty": chart.empty,
        "followed": {measure: list(stages) for measure, stages in chart.followed.items()},
        "alt": chart.alt,
        "measures": dict(_measures(chart, words)) if "measure" in chart.by else {},
    }


def _measures(chart: Chart, words: Words) -> Iterator[tuple[str, str]]:
    """Names of the measures that a chart lets a reader choose."""
    for measure in dict.fromkeys(str(row["measure"]) for row in chart.rows):
        yield measure, words.term("measure", measure)
