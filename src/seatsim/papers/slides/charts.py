"""Native charts on slides: python-pptx writes the cells and the axes, the looks and the lines over areas are ours."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from seatsim.papers.chart import PAPER
from seatsim.papers.native import HIDDEN, Native, Series
from seatsim.papers.office import clean

if TYPE_CHECKING:
    from pptx.slide import Slide

Part: TypeAlias = Any
"""A part of python-pptx, or an element of a file, of neither of which it tells types."""
_TINY, _SMALL, _PLAIN = 8, 10, 12
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MANY = 12
"""Categories from which their names are written smaller."""


def draw(slide: Slide, box: tuple[int, int, int, int], chart: Native, latin: str, east: str) -> None:
    """A chart with its cells in a workbook of its own, and its alternative text."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    data = CategoryChartData(number_format="General")
    data.categories = [clean(each) for each in chart.categories]
    names = [" " if each.look == HIDDEN and chart.form == "bars" else clean(each.name) for each in chart.series]
    for name, each in zip(names, chart.series, strict=True):
        data.add_series(name, each.values)
    kind = {
        "fan": XL_CHART_TYPE.AREA_STACKED,
        "lines": XL_CHART_TYPE.LINE,
        "columns": XL_CHART_TYPE.COLUMN_STACKED,
        "bars": XL_CHART_TYPE.BAR_STACKED,
    }[chart.form]
    frame = slide.shapes.add_chart(kind, *box, data)
    frame.name = chart.id
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(chart.alt))
    made = frame.chart
    made.part.chart_workbook.update_from_xlsx_blob(_cells(chart, names))
    _words(made, chart, latin, east)
    _axes(made, chart)
    space = made._chartSpace
    for element, series in zip(list(space.iter(f"{{{_CHART}}}ser")), chart.series, strict=True):
        _look(element, series)
    if chart.form == "fan":
        _lift_lines(space, chart)
    if chart.form in ("columns", "bars"):
        made.plots[0].gap_width, made.plots[0].overlap = 45, 100
    _legend(made, chart)


def _cells(chart: Native, names: Sequence[str]) -> bytes:
    """The workbook within the chart, where python-pptx puts its cells; its own would take ``=…`` for a formula."""
    import xlsxwriter

    raw = io.BytesIO()
    book = xlsxwriter.Workbook(raw, {"in_memory": True})
    sheet, text = book.add_worksheet(), book.add_format({"quote_prefix": True})
    for row, category in enumerate(chart.categories, 1):
        sheet.write_string(row, 0, clean(category), text)
    for column, (name, series) in enumerate(zip(names, chart.series, strict=True), 1):
        sheet.write_string(0, column, name, text)
        for row, value in enumerate(series.values, 1):
            if value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return raw.getvalue()


def _words(made: Part, chart: Native, latin: str, east: str) -> None:
    """Title and type; the East-Asian typeface stands beside the Latin one wherever one is named."""
    from pptx.util import Pt

    made.font.size, made.font.name = Pt(_PLAIN), latin
    made.has_title = True
    made.chart_title.text_frame.text = clean(chart.title)
    run = made.chart_title.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold, run.font.name = Pt(14), True, latin
    for found in list(made._chartSpace.iter(f"{{{_DRAWING}}}latin")):
        found.addnext(found.makeelement(f"{{{_DRAWING}}}ea", {"typeface": east}))


def _axes(made: Part, chart: Native) -> None:
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK
    from pptx.util import Pt

    x, y = made.category_axis, made.value_axis
    x.tick_labels.font.size = Pt(_SMALL if len(chart.categories) >= _MANY or chart.form != "fan" else _PLAIN)
    y.tick_labels.font.size = Pt(_SMALL)
    y.tick_labels.number_format, y.tick_labels.number_format_is_linked = "#,##0", False
    y.has_major_gridlines = True
    y.major_gridlines.format.line.color.rgb = RGBColor.from_string(PAPER["grid"][1:])
    y.format.line.fill.background()
    y.major_tick_mark = XL_TICK_MARK.NONE
    x.format.line.color.rgb = RGBColor.from_string(PAPER["ink-soft"][1:])
    x.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for axis, title in ((x, chart.x_title), (y, chart.y_title)):
        axis.has_title = bool(title)
        if title:
            axis.axis_title.text_frame.text = title
            axis.axis_title.text_frame.paragraphs[0].runs[0].font.size = Pt(_SMALL)
            axis.axis_title.text_frame.paragraphs[0].runs[0].font.bold = False
    if chart.form == "bars":
        x.tick_labels.font.size = Pt(_TINY if len(chart.categories) > _MANY else _SMALL)
        x.reverse_order = True
        offset = x._element.find(f"{{{_CHART}}}lblOffset")
        offset.addnext(offset.makeelement(f"{{{_CHART}}}tickLblSkip", {"val": "1"}))
        y.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        if chart.span is not None:
            y.minimum_scale, y.maximum_scale, y.major_unit = *chart.span, 1
            y.tick_labels.number_format = "0"
    elif all((value or 0) >= 0 for each in chart.series for value in each.values):
        y.minimum_scale = 0
    if chart.form in ("fan", "lines"):
        _on_ticks(y._element)


def _on_ticks(axis: Part) -> None:
    """Let years stand on the ticks, so that areas reach both ends."""
    for old in axis.findall(f"{{{_CHART}}}crossBetween"):
        axis.remove(old)
    before = [each for each in axis if each.tag in (f"{{{_CHART}}}crosses", f"{{{_CHART}}}crossesAt")][-1]
    before.addnext(axis.makeelement(f"{{{_CHART}}}crossBetween", {"val": "midCat"}))


def _look(element: Part, series: Series) -> None:
    """Fill or line of a series, after its name as the schema orders it."""
    from lxml import etree

    for old in element.findall(f"{{{_CHART}}}spPr") + element.findall(f"{{{_CHART}}}marker"):
        element.remove(old)
    parts = [_shape(series)]
    if series.line:
        symbol = '<c:symbol val="none"/>'
        parts.append(f'<c:marker xmlns:c="{_CHART}" xmlns:a="{_DRAWING}">{symbol}</c:marker>')
    before = element.find(f"{{{_CHART}}}tx")
    for part in reversed(parts):
        before.addnext(etree.fromstring(part))


def _shape(series: Series) -> str:
    colour = "" if series.look == HIDDEN else f'<a:srgbClr val="{PAPER[series.look][1:].upper()}"/>'
    line = f"<a:solidFill>{colour}</a:solidFill>{_dash(series)}"
    if series.look == HIDDEN:
        inner = "<a:noFill/><a:ln><a:noFill/></a:ln>"
    elif series.line:
        inner = f'<a:ln w="{34_925 if series.look == "median" else 25_400}" cap="rnd">{line}<a:round/></a:ln>'
    elif series.pattern:
        inner = (
            f'<a:pattFill prst="wdUpDiag"><a:fgClr>{colour}</a:fgClr><a:bgClr><a:srgbClr val="FFFFFF"/></a:bgClr>'
            f'</a:pattFill><a:ln w="9525"><a:solidFill>{colour}</a:solidFill></a:ln>'
        )
    else:
        inner = f"<a:solidFill>{colour}</a:solidFill><a:ln><a:noFill/></a:ln>"
    return f'<c:spPr xmlns:c="{_CHART}" xmlns:a="{_DRAWING}">{inner}</c:spPr>'


def _dash(series: Series) -> str:
    return '<a:prstDash val="dash"/>' if series.dash else ""


def _lift_lines(space: Part, chart: Native) -> None:
    """Move the lines out of the stacked areas into a chart of lines on the same axes."""
    areas = space.find(f".//{{{_CHART}}}areaChart")
    lines = areas.makeelement(f"{{{_CHART}}}lineChart", {})
    for name, value in (("grouping", "standard"), ("varyColors", "0")):
        lines.append(lines.makeelement(f"{{{_CHART}}}{name}", {"val": value}))
    for element, series in zip(areas.findall(f"{{{_CHART}}}ser"), chart.series, strict=True):
        if series.line:
            element.append(element.makeelement(f"{{{_CHART}}}smooth", {"val": "0"}))
            lines.append(element)
    lines.append(lines.makeelement(f"{{{_CHART}}}marker", {"val": "1"}))
    for axis in areas.findall(f"{{{_CHART}}}axId"):
        lines.append(axis.makeelement(axis.tag, dict(axis.attrib)))
    areas.addnext(lines)


def _legend(made: Part, chart: Native) -> None:
    """Below; without hidden series. LibreOffice counts entries of bars from the other end, so theirs is blank."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    made.has_legend = True
    made.legend.position, made.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    made.legend.font.size = Pt(11)
    place = made.legend._element.find(f"{{{_CHART}}}legendPos")
    for number in reversed([] if chart.form == "bars" else chart.legend):
        entry = place.makeelement(f"{{{_CHART}}}legendEntry", {})
        entry.append(entry.makeelement(f"{{{_CHART}}}idx", {"val": str(number)}))
        entry.append(entry.makeelement(f"{{{_CHART}}}delete", {"val": "1"}))
        place.addnext(entry)
