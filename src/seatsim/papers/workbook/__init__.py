"""The workbook: sheets of typed data, native charts and the cells that feed them."""
