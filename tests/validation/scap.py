"""The published forecasts of English authorities, side by side with ours on the same cells.

    PYTHONPATH=tests:tests/validation python tests/validation/scap.py

Source of the published forecasts: Department for Education, Local authority school places scorecards (Open Government
Licence v3). A forecast ``lead`` years ahead of its return was made in the year of the census ``lead`` years before the
target; ours and cohort survival start from that census and are held against the census of the target. The published
error is the Department's own, against its count. Authorities are matched by name.
"""

import re

import polars as pl
from panels import data_of, forecasts

LAST_PRIMARY_GRADE = 6
_OTHER_NAMES = {"bedford borough": "bedford", "durham": "county durham"}


def cells() -> pl.DataFrame:
    """One row per authority, phase, target year and lead that both forecast [pupils]."""
    ours = _by_phase(forecasts("england_la").cells)
    published = _published().with_columns(origin=pl.col("target") - pl.col("lead"))
    return published.join(ours, on=["entity", "phase", "origin", "target", "lead"])


def table(rows: pl.DataFrame) -> pl.DataFrame:
    """Mean absolute error and bias by phase and lead [%]."""
    errors = [
        ((pl.col(name) / pl.col("actual") - 1).abs() * 100).mean().alias(name)
        for name in ("forecast", "survival_births", "naive")
    ]
    return (
        rows.group_by("phase", "lead")
        .agg(
            pl.len().alias("cells"),
            (pl.col("published") * 100).abs().mean(),
            *errors,
            ((pl.col("forecast") / pl.col("actual") - 1) * 100).mean().alias("bias"),
            (pl.col("published") * 100).mean().alias("published_bias"),
        )
        .sort("phase", "lead")
    )


def _by_phase(ours: pl.DataFrame) -> pl.DataFrame:
    primary = pl.col("grade").cast(pl.Int64) <= LAST_PRIMARY_GRADE
    values = ("actual", "forecast", "survival_births", "naive")
    return (
        ours.filter(pl.col("grade") != "all")
        .with_columns(phase=pl.when(primary).then(pl.lit("primary")).otherwise(pl.lit("secondary")))
        .group_by("entity", "phase", "origin", "target", "lead")
        .agg(pl.col(*values).sum())
    )


def _published() -> pl.DataFrame:
    rows = pl.read_csv(data_of("england_scap") / "forecast_accuracy.csv", infer_schema_length=None)
    names = pl.read_csv(data_of("england_la") / "la_names.csv")
    codes = {_plain(name): entity for entity, name in names.select("entity", "name").iter_rows()}
    found = [codes.get(_plain(name)) for name in rows["la_name"]]
    return (
        rows.with_columns(entity=pl.Series(found, dtype=pl.String))
        .filter(pl.col("entity").is_not_null())
        .select("entity", "phase", pl.col("target_year").alias("target"), "lead", pl.col("err").alias("published"))
    )


def _plain(name: str) -> str:
    """A name without what the two lists write differently."""
    name = name.lower().replace("&", "and")
    name = _OTHER_NAMES.get(name, name)
    name = re.sub(r"\(.*\)|city of|county of| upon ", "", name)
    return re.sub(r"[^a-z]", "", name)


if __name__ == "__main__":
    with pl.Config(tbl_hide_dataframe_shape=True, tbl_hide_column_data_types=True, float_precision=2, tbl_cols=-1):
        print(table(cells()))
