"""What is measured: times and ratios of times, made anew on this machine by the benchmarks."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Sequence

from claims import NUMBER, Claim, Statement, claim_item
from items import Item, measured, section_item
from pages import rows, section
from work import PLANS, Work

_PAGE, _README = "docs/performance.md", "README.md"
_RATIOS = ("tests/benchmarks/ratios.py", "P1", "P3", "P4", "P8", "--rounds", "1")
_PARTS = ("tests/benchmarks/parts.py", "1000")
_COUNTRY = ("tests/benchmarks/p5_country.py", "10", "100", "300", "1000", "2850")
_SIZES = ("tests/benchmarks/block_sizes.py",)
_MAIN = f"scenarios/{PLANS[-1]}.toml"
RATIOS, PARTS = "ratios", "parts"


def items() -> list[Item]:
    """Tables and numbers of ``docs/performance.md``, and what the README quotes of them."""
    return [
        claim_item(_WORK_DONE),
        measured(section_item(RATIOS, _PAGE, _command(_RATIOS), lambda work: _printed(_RATIOS, work).split("\n\n")[1])),
        measured(section_item(PARTS, _PAGE, _command(_PARTS), lambda work: _printed(_PARTS, work))),
        measured(section_item("country", _PAGE, _command(_COUNTRY), lambda work: _printed(_COUNTRY, work))),
        claim_item(_BLOCKS, measured=True),
        claim_item(_MAIN_JOB, measured=True),
        claim_item(_MEMORY, cheap=True),
        *(claim_item(claim, cheap=True) for claim in _STUDIES_SHARE),
    ]


def _command(words: Sequence[str]) -> str:
    return f"python {' '.join(words)}"


def _printed(words: Sequence[str], work: Work) -> str:
    """What a benchmark prints, made once."""
    printed: str = work.once(_command(words), lambda: work.python(*words))
    return printed


def _work_done(work: Work) -> Sequence[str]:
    from ratios import work_done

    return re.findall(NUMBER, work_done())


def _sizes(work: Work) -> Sequence[str]:
    """Ratio and size in the order of the sentence, the usual size left out."""
    told = dict(line.split() for line in _printed(_SIZES, work).splitlines())
    return [words for size, ratio in told.items() if size != "256" for words in (ratio, f"{int(size):,}")]


def _main_job(work: Work) -> Sequence[str]:
    """Seconds of the main job with its reference, made where nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        work.python("-m", "seatsim", "run", _MAIN, "--quiet", "--out", f"{folder}/{PLANS[-1]}")
        return [f"{time.monotonic() - began:.0f}"]


def _row(job: str) -> list[str]:
    """The page's row of the benchmark table whose job begins so."""
    return next(row for row in rows(section(_PAGE, RATIOS)) if row[1].startswith(job))


def _memory(work: Work) -> Sequence[str]:
    row = _row("the same: peak memory")
    job, more = row[1], float(row[3].removesuffix(" ×")) - 1
    return re.findall(r"\((\d+) MB\)", job) if round(10 * more) == 1 else [f"{job}: {more:.2f} more"]


def _a_third(_: Work) -> Sequence[str]:
    """What speaks against a third of the time being studies, by the page's own table."""
    shares = {part: float(share.removesuffix(" %")) for part, share in rows(section(_PAGE, PARTS))}
    studies = sum(shares[part] for part in _STUDIES)
    return [] if round(3 * studies / 100) == 1 else [f"{studies:.0f} %"]


_STUDIES = ("causes (20 futures)", "latest starts and costs of delay", "best allocation (20 futures)")
_WORK_DONE = Claim(
    "work-of-a-future",
    _PAGE,
    "A future of {} years holds {} events of builds and posts, {} hires, {} entrants allocated to a school and {}"
    " pupil-years seated (means of {} futures).",
    "python tests/benchmarks/ratios.py",
    _work_done,
)
_BLOCKS = Claim(
    "block-sizes",
    _PAGE,
    "of 256: {} × in blocks of {}, {} × of {}, {} × of {}, {} × of {}, {} × of {}.",
    _command(_SIZES),
    _sizes,
)
_MAIN_JOB = Claim(
    "stress-main-job",
    "docs/stress-des.md",
    "took {} s on two cores",
    f"seatsim run {_MAIN}",
    _main_job,
)
_MEMORY = Claim(
    "readme-memory",
    _README,
    "({} MB for 1,000 of twenty years, a tenth more for 10,000)",
    f"quoted from {_PAGE}",
    _memory,
)
_STUDIES_SHARE = tuple(
    Statement(f"studies-{place}", _PAGE, words, f"the table of {_PAGE}", _a_third)
    for place, words in enumerate(("a third of P1 are studies that", "The studies are a third of P1:"), 1)
)
