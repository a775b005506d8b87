"""Which prints of ``tests/theory`` the rows of ``docs/theory.md`` are made of, and what its sentences quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claims import Claim, Statement, claim_item
from items import Item, section_item
from known_answers import PAGE, THE_SAME, Row, Words, all_told, always, counted, dated, listed, making, one
from work import Work


def _desks(what: str, desks: int) -> tuple[str, str]:
    """Prints of two uses."""
    return f"{what} for {desks} desk(s) at 0.5", f"{what} for {desks} desk(s) at 0.8"


def _longer(use: float, times: Sequence[str]) -> Row:
    told = tuple(f"P(W > {time}), 1 desk at {use}" for time in times)
    return Row(f"P(W > t), 1 desk, use {use}", told, _THREE, "{:.3f}; {:.3f}; {:.3f}", "{:.3f}; {:.3f}; {:.3f}")


def _by_hand(tested: str, told: str, known: Words) -> Row:
    return Row(tested, (told,), known, THE_SAME, "{}")


_TWO, _THREE = "{:g}; {:g}", "{:g}; {:g}; {:g}"
"""Known numbers that are short."""
_F3, _F2, _F1 = "{:.3f}; {:.3f}", "{:.2f}; {:.2f}", "{:,.1f}; {:,.1f}"

TABLES: Mapping[str, Sequence[Row]] = {
    "theory-queues": (
        Row("share that waits, 1 desk, use 0.5; 0.8", _desks("share that waits", 1), _TWO, _F3, _F3),
        Row("the same, 2 desks", _desks("share that waits", 2), _F3, _F3, _F3),
        Row("the same, 3 desks", _desks("share that waits", 3), _F3, _F3, _F3),
        Row("mean wait, 1 desk, use 0.5; 0.8", _desks("mean wait", 1), _TWO, _F3, _F3),
        Row("the same, 2 desks", _desks("mean wait", 2), _F3, _F3, _F3),
        Row("the same, 3 desks", _desks("mean wait", 3), _F3, _F3, _F3),
        _longer(0.5, ("1.39", "2.77", "4.61")),
        _longer(0.8, ("3.47", "6.93", "11.51")),
        Row(
            "distribution of waits, 1 desk, use 0.5",
            ("Kolmogorov distance of 280 waits, 1 desk at 0.5",),
            "{:g}",
            "{:.3f}",
            "{:.3f}",
        ),
        _by_hand(
            "money: five projects, carry-over for two years, both halves of the price",
            "money by hand: hand-over of a to e",
            listed("handed over "),
        ),
        _by_hand(
            "two crews, start windows, works under way",
            "crews by hand: hand-over of a to f, o",
            listed("handed over "),
        ),
        _by_hand("sittings, joint meetings, then money", "sittings and meetings by hand: funded, a to i", counted),
        _by_hand("verification desks", "verification by hand: claims of 900", "claims {}, {}, {} of 900"),
    ),
    "theory-pupils": (
        Row(
            "constant births, ratios 1, as many rooms as classes, thirty years",
            ("steady county: pupils of every year, 2020 to 2050",),
            "{:,} pupils",
            "{:,} every year",
            "{}",
        ),
        Row(
            "constant births, ratios and losses, from any start",
            (
                "closed form from any start: year from which all stays",
                "closed form from any start: largest share of the rounding error",
            ),
            always("closed form"),
            "steady from the {}th year, {:.2f} of the rounding error at most",
            always("half a pupil a step"),
        ),
        Row(
            "the three rates of 2020 from a county without them",
            ("rate of kindergarten, 3 grades", "rate of primary, 6 grades", "rate of junior, 3 grades"),
            "{:g}, {:g}, {:g}",
            "{:.4f}, {:.4f}, {:.4f}",
            "{:.4f}, {:.4f}, {:.4f}",
        ),
        Row(
            "ratios 1, any births, 1 to 3 zones, 15 years: 1,440 grades",
            (
                "recursion, 1 zone(s): 288 grades, largest difference",
                "recursion, 2 zone(s): 480 grades, largest difference",
                "recursion, 3 zone(s): 672 grades, largest difference",
            ),
            one("{} pupils off"),
            one("{}"),
            one("{}"),
        ),
        Row(
            "the report's ratios and losses, 1 and 2 zones",
            (
                "recursion with ratios, 1 zone(s): largest share of the rounding error",
                "recursion with ratios, 2 zone(s): largest share of the rounding error",
            ),
            one("{}"),
            "{:.2f}; {:.2f} of the rounding error at most",
            one("{}"),
        ),
        Row(
            "mean of 600 futures, all uncertain, 187 grades and years",
            ("means of 600 futures: largest of 187 standard scores",),
            "{:g} standard errors",
            "{:.2f} at most",
            "{:.2f} (99 % together)",
        ),
        Row(
            "variance of net movement, N = 100; 180",
            ("variance of the net movement of 100 pupils", "variance of the net movement of 180 pupils"),
            _F2,
            _F2,
            f"{_F2} (4 standard errors)",
        ),
        Row(
            "covariance of two zones in a grade",
            ("covariance of 100 and 180 pupils of a grade",),
            "{:.2f}",
            "{:.2f}",
            "{:.2f}",
        ),
        _by_hand(
            "one school of eight rooms, nine years: entry, merging, splits, who waits",
            "one school by hand: numbers of pupils, classes and who waits that agree",
            "{} pupils, {} classes, {} waits",
        ),
        _by_hand(
            "a class of 55; of 56",
            "classes of P2 a year after 55 and 56 entered one",
            "{}; {} classes a year later",
        ),
        _by_hand(
            "a class for who waits", "a class for five who wait: P2's pupils and classes", "{} pupils in {} classes"
        ),
        _by_hand(
            "rooms short by 0 to 3",
            "classes by hand in 9, 8, 7 and 6 rooms",
            always("thinnest grade, the next, then anew"),
        ),
    ),
    "theory-staff": (
        _by_hand("88 teachers of one school, 2020 to 2030", "retirements by hand, 2020 to 2030", dated),
        Row(
            "leaving for 12 years, in posts; outside",
            ("left in posts after 12 years", "left outside posts after 12 years"),
            _F1,
            "{:,}; {:,}",
            f"{_F1}: one a year",
        ),
        Row(
            "the same with a shock, mean of 400 futures",
            ("left in the mean of 400 futures: largest of 12 standard scores",),
            "{:g} standard errors",
            "{:.2f} at most",
            "{:.2f} (99 % together)",
        ),
        Row(
            "4,000 posts filled every year, rate 0.05; 0.2",
            (
                "in 4000 posts with a rate of 0.05 and 1 round(s), after 12 years",
                "in 4000 posts with a rate of 0.2 and 2 round(s), after 12 years",
            ),
            _F1,
            "{:,}; {:,}",
            _F2,
        ),
        Row(
            "mean hires for 40 posts, 1.275; 0.84; 0.3 takers a post",
            (
                "mean hires for 40 posts, 1.7 candidates of whom 0.75 accept",
                "mean hires for 40 posts, 1.2 candidates of whom 0.7 accept",
                "mean hires for 40 posts, 0.6 candidates of whom 0.5 accept",
            ),
            f"{_F2}; {{:.2f}}",
            f"{_F2}; {{:.2f}}",
            f"{_F2}; {{:.2f}}",
        ),
        _by_hand(
            "posts reviewed every second year, rolls up and down",
            "posts approved by hand, 2020 to 2030",
            listed(""),
        ),
    ),
}
"""Rows by the table's name in the page's marks."""


def items() -> list[Item]:
    """The page's tables, and what its sentences quote."""
    return [
        *(section_item(name, PAGE, "pytest tests/theory -rP", making(name, specs)) for name, specs in TABLES.items()),
        claim_item(_BATCHES, cheap=True),
        claim_item(_QUARTER),
    ]


def _batches(_: Work) -> Sequence[str]:
    from test_review_desks import BATCHES, PROJECTS, WARM_UP

    return [f"{BATCHES}", f"{PROJECTS:,}", f"{WARM_UP}"]


def _quarter(work: Work) -> Sequence[str]:
    told = all_told(work)["mean wait for 1 desk(s) at 0.8"]
    share = told.within / told.known
    return [] if round(4 * share) == 1 else [f"{share:.2f}"]


_BATCHES = Claim(
    "theory-batches",
    PAGE,
    "{} batches of {} projects each, {} of each dropped as warm-up;",
    "tests/theory/test_review_desks.py",
    _batches,
)
_QUARTER = Statement(
    "theory-quarter",
    PAGE,
    "**The mean wait of a busy desk is known to a quarter only**",
    "pytest tests/theory -rP",
    _quarter,
)
