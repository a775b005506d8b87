"""What each slide says: a message with its number, band and year, and what shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from seatsim.domain.milestones import milestones
from seatsim.domain.stages import CLASS_STAGES
from seatsim.language.bands import without_points
from seatsim.language.words import Words
from seatsim.papers import native
from seatsim.papers.blocks import Grid, Sentence
from seatsim.papers.building import building
from seatsim.papers.chart import Chart, Row, chosen
from seatsim.papers.charts.told import number
from seatsim.papers.gaps import gap, short_in, spare_beside
from seatsim.papers.headline import headline
from seatsim.papers.office import fitted
from seatsim.papers.page_one import Blocks
from seatsim.papers.runs import Run
from seatsim.papers.slides.comparison import MOST_NAME, compared
from seatsim.papers.slides.deck import LEFT_HALF, RIGHT_HALF, WHOLE, Box, Deck
from seatsim.papers.tables.sources import marked
from seatsim.papers.tables.uncertain import KINDS
from seatsim.telling.cells import band, project_name
from seatsim.telling.deadlines import asked, late, passed
from seatsim.telling.decisions import tell_decisions

if TYPE_CHECKING:
    from pptx.slide import Slide

Told = Mapping[str, Any]
MOST_ROWS = 11
"""Rows of a table that are read from the back of a room."""
MOST_BARS = 15
_CROWDED = "pupils_above_standard"
_TIGHTEST = 2


@dataclass(frozen=True)
class Subject:
    """What the slides are about."""

    run: Run
    """The plan shown: of several the last."""
    runs: Sequence[Run]
    charts: Mapping[str, Chart]
    comparison: Told | None
    words: Words


@dataclass(frozen=True)
class Message:
    """A slide to be made."""

    title: str
    shown: Callable[[Deck, Slide], None]
    notes: Sequence[str] = ()


def summary(of: Subject) -> Message:
    """The big figures."""
    words, answers = of.words, of.run.answers
    block = answers["crowding"][_CROWDED]["all"]
    near, _ = milestones(answers["baseline_year"])
    key = str(near) if str(near) in block else "horizon"
    county = words.text(answers["county_name"], answers["county"])
    told, now = block[key], block["now"]
    crowded = told["p90"] or now["p90"]
    title = words("say_summary" if crowded else "say_summary_none").format(
        county=county,
        year=answers["horizon"] if key == "horizon" else key,
        value=words.numbers.count(told["p50"]),
        band=_span(told, words),
        now_year=answers["baseline_year"],
        now=words.numbers.count(now["p50"]),
    )
    rows = [(tile.label, tile.value, tile.band, tile.beside, tile.rests) for tile in headline(of.run, words).tiles]
    heads = [words(name) for name in ("crowd_head", "value_head", "band_head", "beside_head", "rests_head")]

    def shown(deck: Deck, slide: Slide) -> None:
        deck.table(slide, WHOLE, heads, rows, (28, 16, 20, 25, 21), words("headline"), 15, 0.72)

    plans = words("plans_all").format(plans=words.listed([run.title for run in of.runs])) if len(of.runs) > 1 else ""
    return Message(title, shown, [plans])


def fan(of: Subject) -> Message | None:
    """The two stages whose seats are tightest."""
    words = of.words
    order = sorted((tight for stage in CLASS_STAGES if (tight := _tightest(of, stage))), key=lambda each: each[0])
    if not order:
        return None
    _, stage, row = order[0]
    gap = round((number(row["seats"]) or 0) - (number(row["p50"]) or 0))
    count = words.numbers.count
    title = words("say_fan").format(
        stage=words.term("stage_full", stage),
        year=words.numbers.school_year(int(row["year"] or 0)),
        pupils=count(number(row["p50"])),
        band=words.numbers.span(count(number(row["p10"])), count(number(row["p90"]))),
        seats=count(number(row["seats"])),
        state=words("seats_spare" if gap >= 0 else "seats_short"),
        gap=count(abs(gap)),
    )
    made = [native.fan(of.charts, of.run.key, each[1], words) for each in order[:_TIGHTEST]]
    return _charts(title, [each for each in made if each is not None])


def _tightest(of: Subject, stage: str) -> tuple[float, str, Row] | None:
    """The year after the baseline with the fewest spare seats a seat."""
    rows = chosen(of.charts["fan"], run=of.run.key, stage=stage, zone="all")
    later = [row for row in rows if number(row["seats"])][1:]
    if not later:
        return None

    def spare(row: Row) -> float:
        return 1 - (number(row["p50"]) or 0) / (number(row["seats"]) or 1)

    row = min(later, key=spare)
    return spare(row), stage, row


def _charts(title: str, made: Sequence[native.Native], notes: Sequence[str] = ()) -> Message:
    """A message with one chart, or two beside each other."""

    def shown(deck: Deck, slide: Slide) -> None:
        boxes = (WHOLE,) if len(made) == 1 else (LEFT_HALF, RIGHT_HALF)
        for box, each in zip(boxes, made, strict=True):
            deck.chart(slide, box, each)

    return Message(title, shown, [*(each.alt for each in made), *notes])


def crowding(of: Subject) -> Message | None:
    """Crowding beside the base, or the reference."""
    words = of.words
    beside = of.runs[0].title if len(of.runs) > 1 else words("reference_name")
    made = native.crowding(of.charts, of.run.key, words, beside)
    if made is None:
        return None
    rows = chosen(of.charts["crowding"], run=of.run.key, measure=_CROWDED, stage="all", zone="all")
    _, far = milestones(of.run.years[0])
    last = next((row for row in rows if row["year"] == far), rows[-1])
    a, b, other = (number(value) for value in (rows[0]["p50"], last["p50"], last["beside"]))
    moves = "down" if (b or 0) < (a or 0) else "up" if (b or 0) > (a or 0) else "same"
    count = words.numbers.count
    title = words("say_crowding" if other is not None else "say_crowding_alone").format(
        first=words.numbers.school_year(int(rows[0]["year"] or 0)),
        a=count(a),
        moves=words(f"moves_{moves}"),
        last=words.numbers.school_year(int(last["year"] or 0)),
        b=count(b),
        band=words.numbers.span(count(number(last["p10"])), count(number(last["p90"]))),
        other=count(other),
    )
    return _charts(title, [made])


def comparison(of: Subject) -> Message | None:
    """The plan against the base: lines by year, what it does and makes worse, all plans in a table."""
    return None if of.comparison is None else Message(*compared(of.run.key, of.charts, of.comparison, of.words))


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else str(getattr(cell, "text", ""))


def projects(of: Subject) -> Message | None:
    """When projects are handed over."""
    words, rows = of.words, of.run.answers["projects"]
    made = native.gantt(of.charts, of.run.key, words, MOST_BARS)
    if made is None or not rows:
        return None
    hardest = min(rows, key=lambda row: (row["on_time"], row["project"]))
    behind = sum(row["on_time"] < 0.5 for row in rows)
    title = words("say_projects" if behind else "say_projects_fine").format(
        n=len(rows),
        assumed=sum(row["status"] == "assumed" for row in rows),
        late=behind,
        name=fitted(project_name({**hardest, "status": ""}, words), MOST_NAME),
        share=words.numbers.percent(hardest["on_time"]),
    )
    return _charts(title, [made])


def teachers(of: Subject) -> Message | None:
    """Need and posts over the years."""
    words, posts = of.words, of.run.answers["posts"]
    made = native.teachers(of.charts, of.run.key, words)
    if made is None or "stages" not in posts:
        return None
    peak = posts["stages"]["all"]["short"]["peak"]
    table = of.run.table("teachers.csv")
    last = table.filter((table["stage"] == "all") & (table["year"] == of.run.years[-1]))["surplus"].to_list()
    found = gap(of.run, peak["year"])
    title = words("say_teachers").format(
        year=peak["year"],
        stages=short_in(found, words),
        spare=spare_beside(found, words),
        value=words.numbers.count(peak["value"]["p50"]),
        band=_span(peak["value"], words),
        horizon=of.run.years[-1],
        surplus=words.numbers.count(last[0] if last else None),
    )
    return _charts(title, [made], [words("teachers_of_note")])


def causes(of: Subject) -> Message | None:
    """Why crowding changes."""
    words = of.words
    made = native.causes(of.charts, of.run.key, of.run.years[0], words)
    if made is None:
        return None
    spans = of.run.answers["causes"]["changes"][_CROWDED]["all"]
    near, _ = milestones(of.run.years[0])
    span = spans.get(str(near), spans["horizon"])
    change = span["value_to"]["mean"] - span["value_from"]["mean"]
    same = [name for name, each in span["causes"].items() if (each["mean"] < 0) == (change < 0) and each["mean"]]
    most = max(same or span["causes"], key=lambda name: abs(span["causes"][name]["mean"]))
    stats, signed = span["causes"][most], words.numbers.signed
    title = words("say_causes").format(
        first=words.numbers.school_year(span["from"]),
        last=words.numbers.school_year(span["to"]),
        moves=words("cause_down" if change < 0 else "cause_up"),
        value=words.numbers.count(abs(change)),
        cause=words.term("cause", most),
        mean=signed(stats["mean"]),
        band=words.numbers.span(signed(stats["p10"]), signed(stats["p90"])),
    )
    return _charts(title, [made])


def september(of: Subject) -> Message | None:
    """Schools that will overflow; without one, the stages."""
    words, block = of.words, of.run.answers["september"]
    if block is None:
        return None
    sent = sum((each["sent_elsewhere"] or {}).get("mean", 0) for each in block["stages"].values())
    overflow = block["overflow"]
    title = words("say_september" if overflow else "say_september_calm").format(
        year=block["year"], n=len(overflow), value=words.numbers.count(sent)
    )
    heads = [words("school_head"), words("stage_head"), words("september_chance")]
    heads += [words(f"september_{name}") for name in ("claims", "places", "sent")]
    rows = [
        (
            words.text(row["name"], row["school"]),
            words.stage(row["stage"]),
            words.numbers.percent(row["probability"]),
            *(band(row[name]) for name in ("claims", "entry_places", "sent_elsewhere")),
        )
        for row in overflow[: MOST_ROWS - 4]
    ]
    rows += [
        (
            words("stage_totals"),
            words.stage(stage),
            "–",
            *(band(each[name]) for name in ("claims", "entry_places", "sent_elsewhere")),
        )
        for stage, each in block["stages"].items()
    ]

    def shown(deck: Deck, slide: Slide) -> None:
        deck.table(slide, WHOLE, heads, rows, (27, 11, 13, 20, 23, 20), words("title_september"), 13, 0.36)

    return Message(title, shown)


def decisions(of: Subject) -> Message:
    """What is asked of whom."""
    words, answers = of.words, of.run.answers
    paper = Blocks(words)
    tell_decisions(paper, answers, words)
    grid = next((block for block in paper.blocks if isinstance(block, Grid)), None)
    lines = [block.text for block in paper.blocks if isinstance(block, Sentence)]
    rows = _asked_rows(grid, of) if grid else []
    past = any(passed(row["by"], answers) for row in answers["decisions"])
    marks = [words("decisions_marks")] if rows else []
    marks += [words("hindsight").format(day=words.numbers.day(answers["information_date"]))] if past else []
    rest = [words("rest_of").format(n=len(rows) - MOST_ROWS)] if len(rows) > MOST_ROWS else []

    def shown(deck: Deck, slide: Slide) -> None:
        end = WHOLE.top
        if grid:
            box = Box(WHOLE.left, WHOLE.top, WHOLE.width, 4.2)
            widths = (30, 12, 26, 14, 34)
            end = deck.table(slide, box, grid.heads, rows[:MOST_ROWS], widths, words("asked_head"), 13, 0.3) + 0.15
        below = Box(WHOLE.left, end, WHOLE.width, WHOLE.top + WHOLE.height - end)
        deck.text(slide, below, fitted("\n".join((*lines, *rest, *marks)), 440), 13)

    title = _asked(answers, len(rows), words)
    return Message(title, shown, lines)


def _asked_rows(grid: Grid, of: Subject) -> list[list[str]]:
    """Rows of the projects that are asked, each with what is to be built."""
    first = {row["project"]: row for row in reversed(of.run.answers["decisions"]) if "project" in row}
    order = dict.fromkeys(row["project"] for row in of.run.answers["decisions"] if "project" in row)
    pairs = zip(order, grid.rows, strict=True)
    return [[building(first[key], of.run, of.words), *map(_text, row.cells[1:])] for key, row in pairs]


def _asked(answers: Told, count: int, words: Words) -> str:
    """How many decisions as in the brief, of how many projects, how many late, the next date, their cost."""
    first: dict[str, Told] = {}
    for row in answers["decisions"]:
        if "project" in row:
            first.setdefault(row["project"], row)
    if not first:
        return words("say_decisions_none")
    coming = [row["by"] for row in first.values() if not late(row, answers)]
    amounts = [row["amount"] or 0 for row in answers["decisions"] if row["item"] == "capital"]
    by, money = words.numbers.month(min(coming, default=None)), words.numbers.money(sum(amounts))
    return words("say_decisions" if coming else "say_decisions_late").format(
        all=asked(answers), n=count, late=len(first) - len(coming), by=by, money=money
    )


def sources(of: Subject) -> Message:
    """How many figures are reported, derived, assumed."""
    words = of.words
    kinds = of.run.table("figures.csv")["kind"].to_list()
    counts = {kind: kinds.count(kind) for kind in KINDS}
    title = words("say_sources").format(all=len(kinds), **counts)
    rows = [(marked(kind, words).text, words(f"kind_{kind}"), words.numbers.count(counts[kind])) for kind in KINDS]

    def shown(deck: Deck, slide: Slide) -> None:
        heads = [words("figure_kind"), words("meaning_of_kind"), words("kind_count")]
        deck.table(slide, WHOLE, heads, rows, (20, 60, 14), words("sources_lead"), 16, 0.6)

    return Message(title, shown)


def reading(of: Subject) -> Message:
    """How to read the slides."""
    words = of.words
    title = words("say_reading").format(n=words.numbers.count(of.run.answers["replications"]))

    def shown(deck: Deck, slide: Slide) -> None:
        deck.text(slide, WHOLE, f"{words('terms_lead')}\n{words('zones_note')}\n{words('sources_lead')}", 18)

    return Message(title, shown)


def _span(stats: Told, words: Words) -> str:
    return words.numbers.span(words.numbers.count(stats["p10"]), words.numbers.count(stats["p90"]))


MOST, LEAST = 8, 6
_ORDER = (summary, september, fan, crowding, comparison, projects, teachers, causes, decisions, sources, reading)
_WANTED = (summary, decisions, crowding, fan, comparison, projects, teachers, causes, september)
"""What a deck holds where it can be told, the first ones first; ``sources`` and ``reading`` fill a short one."""


def messages(of: Subject) -> Iterator[Message]:
    """Six to eight messages, in the order in which they are told."""
    made: dict[Callable[..., Message | None], Message] = {}
    for teller in _WANTED:
        found = teller(of) if len(made) < MOST else None
        if found is not None:
            made[teller] = found
    for filler in (sources, reading):
        if len(made) < LEAST:
            made[filler] = filler(of)
    yield from (replace(made[teller], title=without_points(made[teller].title)) for teller in _ORDER if teller in made)
