"""Help and wrong usage in Chinese, where the locale or ``--lang`` asks for it; in English they are click's own."""

import inspect
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from unicodedata import east_asian_width

import click
import pytest

from seatsim.cli import commands, main
from seatsim.helping import Command, Speaking
from seatsim.language.help_words import help_rows

CHINESE = re.compile(r"[\u3400-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z]{2,} [A-Za-z]{2,} [A-Za-z]{2,}\b")
QUOTED = re.compile(r"'[^']*'|\([^)]*\)|fish：[^>]*>")
CLICKS = {
    "Usage:",
    "Options:",
    "Commands:",
    "[OPTIONS]",
    "COMMAND [ARGS]...",
    "INTEGER RANGE",
    "PATH",
    "Missing command.",
}
"""What click itself says, without a place for anything."""
NAMES = ("", *sorted(commands.commands))
WRONG = [
    ["nothing"],
    ["rum"],
    ["run"],
    ["report"],
    ["completion"],
    ["run", "x", "--bogus"],
    ["run", "x", "--resum"],
    ["run", "x", "y"],
    ["run", "x", "y", "z"],
    ["run", "x", "--out"],
    ["run", "x", "--json=3"],
    ["run", "x", "--jobs", "few"],
    ["run", "x", "--seed", "-1"],
    ["run", "x", "--lang", "fr"],
    ["completion", "dosh"],
    ["backtest", "x", "--leave-out", "soon"],
    ["report", "nowhere", "--format", "pdf"],
]


@pytest.fixture(autouse=True)
def _locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")


def sentences() -> Iterator[str]:
    """Every sentence or paragraph of help, as the catalogue holds it."""
    for command in (commands, *commands.commands.values()):
        context = command.make_context("seatsim", [], resilient_parsing=True)
        told = inspect.cleandoc(command.help or "").split("\n\n")
        told += [each.help for each in command.get_params(context) if isinstance(each, click.Option) and each.help]
        yield from (" ".join(text.split()) for text in told)


def test_every_sentence_of_help_has_one_row_and_every_row_a_sentence() -> None:
    whole = {english for english in help_rows() if "{}" not in english}
    assert sorted(set(sentences()) - whole) == []
    assert sorted(whole - set(sentences()) - CLICKS) == []
    assert len(set(sentences())) > 40


def test_the_places_of_sentences_agree_and_the_chinese_is_chinese() -> None:
    assert [en for en, zh in help_rows().items() if en.count("{}") != zh.count("{}")] == []
    assert [en for en, zh in help_rows().items() if not CHINESE.search(zh)] == []


@pytest.mark.parametrize("name", NAMES)
def test_help_is_chinese_and_fits_the_terminal(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*filter(None, [name]), "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("用法：seatsim")
    assert "选项：" in lines
    assert not [line for line in lines if ENGLISH.search(QUOTED.sub("", line)) and "source <(" not in line]
    wide = [sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in line) for line in lines]
    assert max(wide) <= 80
    named = [line for line in lines if re.match(r"  (-h, )?--\w", line)]
    explained = [f"{line}{after}" for line, after in zip(lines, [*lines[1:], ""], strict=True) if line in named]
    assert all(CHINESE.search(line) for line in explained)


@pytest.mark.parametrize("args", WRONG, ids=" ".join)
def test_wrong_usage_is_told_in_chinese_with_the_same_exit_code(
    args: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(args) == 2
    chinese = capsys.readouterr()
    assert not chinese.out
    assert "用法" in chinese.err or "后面" in chinese.err
    assert CHINESE.search(chinese.err.splitlines()[0])
    assert not ENGLISH.search(QUOTED.sub("", chinese.err))
    assert not re.search(r"Error|Usage|Try |for help|Missing|Invalid|unexpected|requires|valid ", chinese.err)
    monkeypatch.setenv("LC_ALL", "C")
    assert main(args) == 2
    english = capsys.readouterr().err
    assert not CHINESE.search(english)
    assert "Usage: " in english or english.startswith("Error: ")


def test_without_a_command_the_help_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code = main([])
    chinese = capsys.readouterr()
    assert (chinese.out + chinese.err).startswith("用法：seatsim")
    assert not ENGLISH.search(QUOTED.sub("", chinese.out + chinese.err))
    monkeypatch.setenv("LC_ALL", "C")
    assert main([]) == code
    assert capsys.readouterr().err.count("\n\n") == chinese.err.count("\n\n")


def test_what_was_meant_and_what_is_allowed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    said = {
        ("run",): "错误：缺少参数 'SCENARIO'。",
        ("run", "x", "--seed", "-1"): "错误：'--seed' 的值不对：-1 不在 0<=x<=9223372036854775807 的范围内。",
        ("completion", "dosh"): "错误：'{bash|zsh|fish}' 的值不对：'dosh' 不是下列之一：'bash', 'zsh', 'fish'。",
        ("report", "nowhere", "--format", "pdf"): "错误：--format 'pdf'：须为下列之一：html, docx, xlsx, pptx, text",
    }
    for args, told in said.items():
        assert main(args) == 2
        assert capsys.readouterr().err.splitlines()[-1] == told


@pytest.mark.parametrize(
    ("locale", "args", "chinese"),
    [
        ("C", ["run", "--help", "--lang", "zh"], True),
        ("C", ["run", "--lang=zh", "--help"], True),
        ("C", ["run", "x", "--bogus", "--lang", "zh"], True),
        ("C", ["run", "x", "--lang", "zh", "--bogus"], True),
        ("C", ["run", "--help"], False),
        ("zh_CN.UTF-8", ["run", "--lang", "en", "--help"], False),
        ("zh_CN.UTF-8", ["run", "--help", "--lang=en"], False),
        ("zh_CN.UTF-8", ["run", "x", "--bogus", "--lang", "en"], False),
    ],
)
def test_the_option_goes_before_the_locale_wherever_it_stands(
    locale: str, args: list[str], chinese: bool, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert main(args) == (0 if "--help" in args else 2)
    told = capsys.readouterr()
    assert bool(CHINESE.search(told.out + told.err)) is chinese


def test_english_is_what_click_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    for name in commands.commands:
        ours, own = commands.commands[name], click.Context(commands.commands[name], info_name=name)
        assert isinstance(ours, Command)
        context = Speaking(ours, info_name=name)
        assert type(context.make_formatter()) is click.HelpFormatter
        with context:
            assert ours.get_help(context) == ours.get_help(own)
            assert ours.get_short_help_str(40) == click.Command.get_short_help_str(ours, 40)


@pytest.mark.parametrize(
    ("args", "code", "told"), [("run --help", 0, "选项："), ("run x --bogus", 2, "错误：没有选项")]
)
def test_a_chinese_terminal_gets_it_and_nothing_heavy_is_imported(args: str, code: int, told: str) -> None:
    program = (
        "import sys; from seatsim.cli import main; code = main(sys.argv[1:]);"
        "heavy = {'numpy', 'polars', 'pydantic', 'rich', 'scipy', 'tree_sitter', 'openpyxl'} & set(sys.modules);"
        "sys.exit(f'{heavy}' if heavy else code)"
    )
    environment = os.environ | {"LC_ALL": "zh_CN.UTF-8", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program, *args.split()],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert told in done.stdout + done.stderr
