"""What ``run`` prints: first what the numbers rest on, then the answers with the reference scenario beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from seatsim.printing.answer_words import Words

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Block = Mapping[str, Any]

WIDTH = 100
_MOST_PROJECTS = 6
_BY_YEAR = 2025
_CROWDING: Mapping[str, tuple[str, ...]] = {
    "pupils_above_standard": ("kindergarten", "primary", "junior", "senior", "all"),
    "pupils_large": ("all",),
    "pupils_super_large": ("all",),
    "pupils_oversized": ("all",),
}
_CROWDING_WIDTHS = (14, 22, 16, 22, 22)
_AFTER_KINDERGARTEN = ("primary", "junior", "senior")
_FIRST_YEAR: Mapping[str, tuple[str, ...]] = {
    "above_standard": ("kindergarten", "primary", "junior", "senior"),
    "above_standard_any": ("all",),
    "large": ("primary", "junior", "senior"),
    "super_large": ("all",),
    "oversized": ("all",),
    "unplaced": ("all",),
}


def print_answer(answers: Block, lang: str) -> None:
    """Print a run's answers to standard output in ``zh`` or ``en``, plain when it is no terminal."""
    from rich.console import Console

    words = Words(lang)
    console = Console(width=WIDTH, highlight=False, markup=False, emoji=False)
    for line in _statement(answers, words):
        console.print(line)
    _print_crowding(console, answers, words)
    _print_first_year(console, answers, words)
    _print_peaks(console, answers, words)
    for line in _lines(answers, words):
        console.print(line)
    _print_projects(console, answers, words)


def _statement(answers: Block, words: Words) -> Iterable[str]:
    """What the numbers are about and what they rest on."""
    rests = answers["rests_on"]
    name = words.text(answers["county_name"], answers["county"])
    title = words.text(answers["title"], answers["scenario"])
    yield words("head").format(
        title=f"{name} · {title}",
        years=f"{answers['baseline_year']}–{answers['horizon']}",
        n=answers["replications"],
        date=answers["information_date"],
    )
    yield words("rooms_assumed" if rests["classrooms_and_classes"] == "assumed" else "rooms_registered")
    crowding = rests["crowding_at_baseline"]
    above = crowding["classes_above_standard"]
    shares = [f"{words.stage(stage)} {_percent_band(above[stage])}" for stage in ("primary", "junior")]
    sentence = "start_band" if crowding["varied"] else "start_point"
    yield words(sentence).format(year=answers["baseline_year"], stages=words.join(shares))
    yield words("bands")
    yield words("assumed").format(
        rules=len(rests["assumed"]),
        projects=len(rests["projects_assumed"]),
        births=rests["births_known_to"],
    )


def _table(heads: Sequence[str]) -> Table:
    """A table without lines, so that it stays plain text in a pipe; no heads, no header."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), show_header=any(heads))
    for place, head in enumerate(heads):
        table.add_column(head, justify="left" if place == 0 else "right")
    return table


def _print_crowding(console: Console, answers: Block, words: Words) -> None:
    """Pupils in crowded classes and schools: now, peak, 2025, 2030, the reference beneath."""
    block = answers["crowding"]
    years = _milestones(block["pupils_oversized"]["all"])
    console.print(words("crowding"), style="bold")
    console.print(_crowding_table(["", str(answers["baseline_year"]), words("peak"), *years]))
    for measure, stages in _CROWDING.items():
        console.print(words(measure).format(**_class_limits(answers["limits"])))
        table = _crowding_table([""] * (3 + len(years)))
        for stage in stages:
            table.add_row(f"  {words.stage(stage)}", *_over_years(block[measure][stage], years, words))
            if "reference" in block:
                _, *later = _over_years(block["reference"][measure][stage], years, words)
                table.add_row(f"  {words('reference')}", "", *later, style="dim")
        console.print(table)


def _crowding_table(heads: Sequence[str]) -> Table:
    """A part of the crowding table; fixed widths keep its parts in line under headings of any length."""
    table = _table(heads)
    for column, width in zip(table.columns, _CROWDING_WIDTHS, strict=False):
        column.width = width
    return table


def _class_limits(limits: Block) -> dict[str, str]:
    """Class limits as they stand in headings."""
    standard = limits["standard"]
    sizes = ["/".join(map(str, standard["kindergarten"])), *(str(standard[s]) for s in _AFTER_KINDERGARTEN)]
    return {"standard": ", ".join(sizes)} | {name: str(size) for name, size in limits["classes"].items()}


def _print_first_year(console: Console, answers: Block, words: Words) -> None:
    """First year resolved by limit and stage, its chances, and the reference's own."""
    block, horizon = answers["first_year"], answers["horizon"]
    tolerances = block["tolerances"]
    heads = [
        words("limit"),
        words("first"),
        words("by").format(year=_BY_YEAR),
        words("never").format(year=horizon),
        words("reference"),
    ]
    console.print(words("first_year").format(horizon=horizon, years=tolerances["years"], by=_BY_YEAR), style="bold")
    table = _table(heads if "reference" in block else heads[:-1])
    for limit, stages in _FIRST_YEAR.items():
        label = words(limit).format(share=_percent(tolerances["above_standard"]))
        for stage in stages:
            found = block[limit][stage]
            cells = [
                _first(found, answers, words),
                _percent(found[f"by_{_BY_YEAR}"]),
                _futures(found["not_by_horizon"], words),
            ]
            if "reference" in block:
                cells.append(_reference_first(block["reference"][limit][stage], answers, words))
            table.add_row(label if stage == "all" else f"{label} · {words.stage(stage)}", *cells)
    console.print(table)


def _reference_first(found: Block, answers: Block, words: Words) -> str:
    """The reference's first year in one cell, with its share of futures where there is no median."""
    told = _first(found, answers, words)
    return told if found["p50"] is not None else f"{told} {_futures(found['not_by_horizon'], words, 'short')}"


def _first(found: Block, answers: Block, words: Words) -> str:
    """First year resolved: median and 80 % band, with what is censored in words."""
    if found["p50"] is None:
        return words("never").format(year=answers["horizon"])
    if found["p50"] == answers["baseline_year"]:
        return words("already").format(year=found["p50"])
    late = words("later") if found["p90"] is None else found["p90"]
    return f"{found['p50']} ({found['p10']}–{late})"


def _futures(share: float, words: Words, form: str = "futures") -> str:
    """A share of the futures in words; ``form`` is ``futures`` or ``short``."""
    if share in (0, 1):
        return words(f"{form}_all" if share else f"{form}_none")
    if not 0.05 <= share <= 0.95:
        return words(f"{form}_few" if share < 0.5 else f"{form}_most")
    return words(form).format(n=min(9, max(1, round(share * 10))))


def _print_peaks(console: Console, answers: Block, words: Words) -> None:
    """Peak and trough of each stage against its seats, and when shortage must be announced."""
    block = answers["peaks"]
    stages = [stage for stage in block if stage != "reference"]
    heads = [words("stage"), str(answers["baseline_year"]), words("peak"), words("trough")]
    table = _table(heads + ([words("reference_seats")] if "reference" in block else []))
    for stage in stages:
        told = block[stage]
        cells = [_turn(told[name], words) for name in ("peak", "trough")]
        if "reference" in block:
            balance = block["reference"][stage]["peak"]["seat_balance"]
            cells.append("" if balance is None else _signed(balance["p50"]))
        table.add_row(words.stage(stage), _count(told["now"]["p50"]), *cells)
    console.print(words("peaks"), style="bold")
    console.print(table)
    warnings = [f"{words.stage(s)} {_shortage(block[s]['shortage'], words)}" for s in stages if "shortage" in block[s]]
    console.print(words("shortage").format(stages=words.join(warnings), **_colours(answers["limits"])))


def _colours(limits: Block) -> dict[str, str]:
    """Probabilities from which a shortage is coloured."""
    return {colour: _percent(limits["warning"][colour]) for colour in ("red", "amber")}


def _turn(turn: Block, words: Words) -> str:
    """A peak or trough: median pupils, median year, median balance of seats."""
    pupils, year = _count(turn["pupils"]["p50"]), turn["year"]["p50"]
    if turn["seat_balance"] is None:
        return words("turn_plain").format(pupils=pupils, year=year)
    return words("turn").format(pupils=pupils, year=year, balance=_signed(turn["seat_balance"]["p50"]))


def _shortage(rows: Sequence[Block], words: Words) -> str:
    """Years in red and amber, and the year in which the first of them must be announced."""
    coloured = {colour: [row["year"] for row in rows if row["colour"] == colour] for colour in ("red", "amber")}
    told = [words(f"colour_{colour}").format(years=_ranges(years)) for colour, years in coloured.items() if years]
    if not told:
        return words("none")
    first = next(row for row in rows if row["colour"] != "none")
    return ", ".join(told) + words("warn").format(year=first["warn_in"])


def _ranges(years: Sequence[int]) -> str:
    """Years as ranges: ``2021–2023, 2026``."""
    runs: list[list[int]] = []
    for year in years:
        if runs and runs[-1][-1] == year - 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def _lines(answers: Block, words: Words) -> Iterable[str]:
    """Who waits, who stays at home, and which seats stand empty at the horizon."""
    for name, stage in (("unplaced", "all"), ("at_home", "kindergarten")):
        block = answers[name]
        years = _milestones(block[stage])
        now, _, *later = _over_years(block[stage], years, words)
        beside = ""
        if "reference" in block:
            beside = words("reference_inline").format(peak=_peak(block["reference"][stage]["peak"], words, _band))
        yield words("over_years").format(
            what=words(f"{name}_line"),
            base=answers["baseline_year"],
            now=now,
            peak=_peak(block[stage]["peak"], words, _band),
            later=words.join([f"{year} {value}" for year, value in zip(years, later, strict=True)]),
            reference=beside,
        )
    block = answers["empty_seats"]
    stages = [f"{words.stage(s)} {_band(v['horizon'])}" for s, v in block.items() if s != "reference"]
    beside = ""
    if "reference" in block:
        beside = words("empty_reference").format(value=_band(block["reference"]["all"]["horizon"]))
    yield words("empty").format(year=answers["horizon"], stages=words.join(stages), reference=beside)


def _print_projects(console: Console, answers: Block, words: Words) -> None:
    """Hand-over of the reported projects and of those most likely to be late."""
    rows = answers["projects"]
    if not rows:
        console.print(words("no_projects"))
        return
    shown = sorted(rows, key=lambda r: (r["status"] != "reported", r["on_time"], r["project"]))[:_MOST_PROJECTS]
    heads = [words(name) for name in ("project", "planned", "hand_over", "on_time", "waits")]
    console.print(words("projects").format(shown=len(shown), all=len(rows)), style="bold")
    table = _table(heads)
    for row in shown:
        name = words.text(row["name"], row["project"])
        if row["status"] == "assumed" and words("is_assumed").strip() not in name:
            name += words("is_assumed")
        dates = [_month(row[f"hand_over_p{p}"], words) for p in (50, 10, 90)]
        table.add_row(
            name,
            str(row["planned"]),
            f"{dates[0]} ({dates[1]}–{dates[2]})",
            _percent(row["on_time"]),
            words(row["waits_for"] or "none"),
        )
    console.print(table)


def _month(date: str | None, words: Words) -> str:
    """Month of an ISO date."""
    return words("later") if date is None else date[:7]


def _milestones(told: Block) -> list[str]:
    """Milestone years that the horizon reaches; the horizon itself where it reaches none."""
    return [name for name in told if name.isdigit()] or ["horizon"]


def _over_years(told: Block, years: Sequence[str], words: Words) -> list[str]:
    """Cells of a measure: now, peak with its year, milestones."""
    return [_band(told["now"]), _peak(told["peak"], words, _middle), *(_band(told[year]) for year in years)]


def _peak(peak: Block, words: Words, written: Callable[[Block], str]) -> str:
    """A peak with its median year; no year where nearly every future has nothing."""
    if not peak["value"]["p90"]:
        return "0"
    return words("at_peak").format(value=written(peak["value"]), year=peak["year"]["p50"])


def _middle(stats: Block) -> str:
    """Median alone."""
    return _count(stats["p50"])


def _band(stats: Block) -> str:
    """Median and 80 % band; one number where the band has no width."""
    if stats["p10"] == stats["p90"]:
        return _count(stats["p50"])
    return f"{_count(stats['p50'])} ({_count(stats['p10'])}–{_count(stats['p90'])})"


def _count(value: float | None) -> str:
    """A count with separators."""
    return "–" if value is None else f"{value:,.0f}"


def _percent_band(stats: Block) -> str:
    """Median share and 80 % band; one number where the band has no width."""
    middle, low, high = (_percent(stats[name]) for name in ("p50", "p10", "p90"))
    return middle if low == high else f"{middle} ({low}–{high})"


def _signed(value: float) -> str:
    """A count with its sign."""
    return f"{value:+,.0f}".replace("-", "−")


def _percent(share: float | None) -> str:
    """A share in per cent."""
    return "–" if share is None else f"{share:.0%}"
