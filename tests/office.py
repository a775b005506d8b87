"""LibreOffice without a window, for tests of papers: what an office makes of a document."""

from __future__ import annotations

import subprocess
from pathlib import Path


def as_pdf(document: Path, folder: Path) -> Path:
    """The document as PDF, made with a profile of its own."""
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), str(document)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=300,
    )
    return folder / f"{document.stem}.pdf"
