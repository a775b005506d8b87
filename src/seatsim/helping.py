"""Help and wrong usage in the language chosen. Only click is imported; English is click's own, byte for byte."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from unicodedata import east_asian_width

import click

LANG = "lang"
"""Key of a command's context object that holds its language, None without an option."""
_CHOICES = ("zh", "en")


def asked_for(args: Sequence[str]) -> str | None:
    """Language that arguments ask for, which nobody has looked at when one before it is wrong; None if none."""
    after = {f"--{LANG}={each}": each for each in _CHOICES}
    for place, arg in enumerate(args):
        if arg in after:
            return after[arg]
        if arg == f"--{LANG}" and place + 1 < len(args) and args[place + 1] in _CHOICES:
            return args[place + 1]
    return None


def show_in_chinese(error: click.ClickException) -> None:
    """Say on standard error what click, or a command, says of wrong usage."""
    from seatsim.language.help_words import usage_in_chinese

    english = io.StringIO()
    error.show(english)  # usage, where to find help, and the error behind its mark
    before, mark, message = english.getvalue().partition("Error: ")
    click.echo("\n".join(map(usage_in_chinese, before.split("\n"))), nl=False, err=True)
    if mark:  # else it is the help that stands in for a command which was not named
        click.echo(usage_in_chinese(f"{mark}{message}".rstrip("\n")), err=True)


class ChineseFormatter(click.HelpFormatter):
    """Writes help in Chinese, of which each letter takes two cells."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How a command is called."""
        from seatsim.language.help_words import help_in_chinese

        for words in ("[OPTIONS]", "COMMAND [ARGS]..."):
            args = args.replace(words, help_in_chinese(words))
        super().write_usage(prog, args, help_in_chinese(prefix or "Usage:"))

    def write_heading(self, heading: str) -> None:
        """What stands over a list."""
        from seatsim.language.help_words import help_in_chinese

        self.write(f"{'':>{self.current_indent}}{help_in_chinese(f'{heading}:')}\n")

    def write_text(self, text: str) -> None:
        """Paragraphs, a blank line between."""
        from seatsim.language.help_words import help_in_chinese

        indent = " " * self.current_indent
        told = [_folded(help_in_chinese(each), self.width - self.current_indent) for each in text.split("\n\n")]
        self.write("\n\n".join("\n".join(f"{indent}{line}" for line in lines) for lines in told) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """A list of names and what they do."""
        told = [(_named(first), _explained(second)) for first, second in rows]
        column = min(max(_cells(first) for first, _ in told), col_max) + col_spacing
        for first, second in told:
            wide = _cells(first) > column - col_spacing
            lines = _folded(second, max(self.width - column - self.current_indent, 10))
            head = [first] if wide else [f"{first}{'':>{column - _cells(first)}}{lines.pop(0)}".rstrip()]
            rest = [f"{'':>{column}}{line}" for line in lines if line]
            self.write("".join(f"{'':>{self.current_indent}}{line}\n" for line in [*head, *rest]))


class Speaking(click.Context):
    """A call of a command that knows its language."""

    @property
    def language(self) -> str:
        """``zh`` or ``en``."""
        from seatsim.language.choice import language

        chosen = self.find_root().obj
        return language(chosen.get(LANG) if isinstance(chosen, dict) else None)

    def make_formatter(self) -> click.HelpFormatter:
        """What writes its help."""
        if self.language != "zh":
            return super().make_formatter()
        return ChineseFormatter(width=self.terminal_width, max_width=self.max_content_width)


class Command(click.Command):
    """A command whose help is in the language chosen."""

    context_class = Speaking

    def get_short_help_str(self, limit: int = 45) -> str:
        """What stands behind its name in the list of commands; in Chinese its whole first paragraph."""
        called = click.get_current_context(silent=True)
        if not isinstance(called, Speaking) or called.language != "zh":
            return super().get_short_help_str(limit)
        return (self.help or "").split("\n\n")[0]


class Commands(click.Group):
    """The commands."""

    context_class = Speaking
    command_class = Command


def _named(first: str) -> str:
    """An option with the words of click that stand for its value."""
    from seatsim.language.help_words import help_in_chinese

    name, blank, value = first.partition(" ")
    return f"{name}{blank}{help_in_chinese(value)}"


def _explained(second: str) -> str:
    """What an option does, with what click puts behind it in brackets."""
    from seatsim.language.help_words import help_in_chinese

    text, mark, behind = second.partition("  [")
    return f"{help_in_chinese(text)}{mark}{behind}"


def _folded(text: str, most: int) -> list[str]:
    from seatsim.printing.narrow import folded

    return folded(text, most=most, cells=_cells)


def _cells(text: str) -> int:
    """Cells of a text; signs of ambiguous width take two beside Chinese."""
    return sum(2 if east_asian_width(letter) in "WFA" else 1 for letter in text)
