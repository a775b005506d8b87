"""What a plan does, in one line: projects by kind, changes of the layout, every lever that differs, policies."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from seatsim.language.numbers import Numbers
from seatsim.language.words import Words

Block = Mapping[str, Any]

LEVERS = Path(__file__).with_name("levers.csv")
"""One row a lever: ``key,form,zh,en``, in the order in which they are told."""

PLAN_WORDS: Mapping[str, tuple[str, str]] = {
    "line": (
        "方案内容（与{beside}不同之处）：{parts}。",
        "What the plan does, where it differs from {beside}: {parts}.",
    ),
    "beside_base": ("基准", "the base"),
    "beside_reference": ("对照", "the reference"),
    "short_base": ("基准", "base"),
    "short_reference": ("对照", "reference"),
    "nothing": ("无", "nothing"),
    "project": ("项目 {n} 个（{kinds}）", "{n} project ({kinds})"),
    "projects": ("项目 {n} 个（{kinds}）", "{n} projects ({kinds})"),
    "kind_new-school": ("新建 {n}", "new schools {n}"),
    "kind_extension": ("扩建 {n}", "extensions {n}"),
    "kind_move": ("迁建 {n}", "moves {n}"),
    "kind_conversion": ("改建用途 {n}", "conversions {n}"),
    "kind_temporary": ("临时校舍 {n}", "temporary rooms {n}"),
    "projects_changed": ("改动{beside}项目 {n} 个", "projects of {beside} changed: {n}"),
    "projects_left_out": ("不含{beside}项目 {n} 个", "projects of {beside} left out: {n}"),
    "boundaries": ("学区边界调整 {n} 处", "boundaries changed: {n}"),
    "mergers": ("撤并 {n} 校", "mergers: {n}"),
    "groups_formed": ("组建或调整集团 {n} 个", "groups formed or changed: {n}"),
    "lever": ("{name}：{value}（{short}：{was}）", "{name} {value} ({short} {was})"),
    "lever_default": (
        "{name}：{value}（{short}没有给出，按默认值 {was}）",
        "{name} {value} ({short}: none given, the default {was})",
    ),
    "lever_new": ("{name}：{value}", "{name} {value}"),
    "policy": ("条件措施 {n} 项（{orders}）", "policies: {n} ({orders})"),
    "short_policy": ("条件措施（{orders}）", "policies ({orders})"),
    "policies_left_out": ("不含{beside}条件措施 {n} 项", "policies of {beside} left out: {n}"),
    "order_stop-hiring": ("达到条件即停招教师", "hiring stops when a limit is passed"),
    "order_projects": ("达到条件即启动项目", "a project starts when a limit is passed"),
    "order_boundaries": ("达到条件即调整学区", "a boundary moves when a limit is passed"),
    "order_mergers": ("达到条件即撤并", "schools merge when a limit is passed"),
    "gate_is": ("{name}{value}", "{name} {value}"),
    "gate_open": ("放开", "open"),
    "gate_strict": ("从严", "strict"),
    "last_resort_wait": ("等待统筹", "wait"),
    "last_resort_over-cap": ("超限安置", "are placed over the cap"),
    "needed_by_classes": ("按班级课时", "by classes"),
    "needed_by_pupils": ("按学生数", "by pupils"),
    "switch_on": ("开启", "on"),
    "switch_off": ("关闭", "off"),
    "years": ("{n} 年", "{n}"),
    "year": ("{n} 年", "{n}"),
    "months": ("{n} 个月", "{n}"),
    "days": ("{n} 天", "{n}"),
    "never": ("不拆", "never"),
    "short": ("方案内容：{parts}（附件{annex}）。", "What the plan does: {parts} (annex {annex})."),
    "short_alone": ("方案内容：{parts}。", "What the plan does: {parts}."),
    "count_projects": ("项目 {n} 个", "{n} projects"),
    "then": ("，", ", "),
    "also_more": ("等 {n} 方面", " and others, {n} in all"),
    "also": ("并改变{named}", "it also changes {named}"),
    "more_levers": ("另有 {n} 项设定", "{n} more settings"),
    "named_policies": ("条件措施", "policies"),
    "named_changes": ("布局调整", "changes of the layout"),
}
"""Sentences by key, Chinese and English."""


_GATE = "admission.gate"
_MOST_NAMED = 3
"""Parts of a plan that few words name."""


@cache
def levers() -> Mapping[str, Mapping[str, str]]:
    """Form and name of every lever by its key, in the order in which they are told."""
    with LEVERS.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def plan_line(contents: Block, lang: str, beside: str, most: int | None = None) -> str:
    """What a plan does beyond ``base`` or ``reference``, which ``beside`` is, with at most so many levers by name."""
    words = Words(lang, PLAN_WORDS)
    other = words(f"beside_{beside}")
    parts = list(_parts(contents, words, beside, most))
    return words("line").format(beside=other, parts=words.join(parts) if parts else words("nothing"))


def plan_short(contents: Block, lang: str, annex: int | None = None) -> str:
    """The same in fewer words: how many projects, the admission gate, and some other parts of a plan that change."""
    words = Words(lang, PLAN_WORDS)
    count = sum(contents["projects"].values())
    parts = [words("count_projects").format(n=count)] if count else []
    parts += [
        words("gate_is").format(name=levers()[_GATE][words.lang], value=_value(each["plan"], "gate", words))
        for each in contents["levers"]
        if each["key"] == _GATE
    ]
    rest = [each for each in contents["levers"] if each["key"] != _GATE]
    if contents["policies"]:
        parts.append(words("short_policy").format(orders=orders_named(contents["policies"], words.lang)))
    if named := _named({**contents, "levers": rest, "policies": []}, words):
        more = words("also_more").format(n=len(named)) if len(named) > _MOST_NAMED else ""
        parts.append(words("also").format(named=words.listed(named[:_MOST_NAMED]) + more))
    told = words("then").join(parts) if parts else words("nothing")
    return words("short_alone" if annex is None else "short").format(parts=told, annex=annex)


def levers_named(contents: Block, lang: str) -> str:
    """What a plan changes besides its projects, by the part of the plan in which it stands."""
    words = Words(lang, PLAN_WORDS)
    return words.listed(_named(contents, words))


def orders_named(policies: Sequence[Block], lang: str) -> str:
    """What policies order, each kind once."""
    words = Words(lang, PLAN_WORDS)
    orders = dict.fromkeys(str(each["order"]).split(".")[0] for each in policies)
    return words.listed([words(f"order_{order}") for order in orders])


def _named(contents: Block, words: Words) -> list[str]:
    parts = [each["key"].split(".")[0] for each in _ordered(contents)]
    named = [words.term("part", f"levers.{part}") for part in dict.fromkeys(parts)]
    if contents["changes"]:
        named.append(words("named_changes"))
    if contents["policies"] or contents["policies_left_out"]:
        named.append(words("named_policies"))
    return named


def _parts(contents: Block, words: Words, beside: str, most: int | None) -> Iterator[str]:
    other = words(f"beside_{beside}")
    kinds = [words(f"kind_{kind}").format(n=count) for kind, count in contents["projects"].items()]
    if kinds:
        count = sum(contents["projects"].values())
        yield words("projects" if count > 1 else "project").format(n=count, kinds=words.listed(kinds))
    for name in ("projects_changed", "projects_left_out"):
        if contents[name]:
            yield words(name).format(n=contents[name], beside=other)
    told = _ordered(contents)
    for each in told[:most]:
        yield _lever(each, words(f"short_{beside}"), words)
    if most is not None and len(told) > most:
        yield words("more_levers").format(n=len(told) - most)
    for name, changed in contents["changes"].items():
        yield words(name).format(n=changed)
    if contents["policies"]:
        yield words("policy").format(n=len(contents["policies"]), orders=orders_named(contents["policies"], words.lang))
    if contents["policies_left_out"]:
        yield words("policies_left_out").format(n=contents["policies_left_out"], beside=other)


def _ordered(contents: Block) -> list[Block]:
    """Levers that differ, those that matter most to a meeting first."""
    order = {key: place for place, key in enumerate(levers())}
    return sorted((each for each in contents["levers"] if each["key"] in order), key=lambda each: order[each["key"]])


def _lever(each: Block, short: str, words: Words) -> str:
    row = levers()[each["key"]]
    value, name = _value(each["plan"], row["form"], words), row[words.lang]
    if each["base"] is None:  # it has no meaning there
        return words("lever_new").format(name=name, value=value)
    form = words("lever_default" if each.get("base_default") else "lever")
    return form.format(name=name, value=value, was=_value(each["base"], row["form"], words), short=short)


def _value(value: object, form: str, words: Words) -> str:
    """A setting as its lever's form writes it."""
    if isinstance(value, bool):
        return words("switch_on" if value else "switch_off")
    if isinstance(value, str):
        key = "never" if value == "never" else f"{form}_{value}"
        return words(key) if key in PLAN_WORDS else value  # an older version's
    if not isinstance(value, int | float):
        return str(value)
    written = _written(form, value, words.numbers)
    return words(form).format(n=written) if form in ("years", "year", "months", "days") else written


def _written(form: str, value: float, numbers: Numbers) -> str:
    """A number as a form writes it."""
    if form == "count":
        return numbers.count(value)
    if form == "money":
        return numbers.money(value)
    if form == "percent":
        return numbers.percent(value, 0 if round(value * 100, 6).is_integer() else 1)
    return f"{value:g}"
