"""A table of rows that grows on disk: each row is written as soon as it is measured, and a later run adds
the missing ones."""

from __future__ import annotations

import json
from pathlib import Path


class RowTable:
    """{command, settings, rows} as JSON at `path`. Raises SystemExit where the file's rows had another
    budget: they could not be compared."""

    def __init__(self, path: Path, command: str, settings: dict):
        self.path = path
        self.table = (
            json.loads(path.read_text())
            if path.exists()
            else {"command": command, "settings": settings, "rows": []}
        )
        if self.table["settings"] != settings:
            raise SystemExit(
                f"{path} holds rows of another budget ({self.table['settings']}):"
                " move it away or ask for the same"
            )

    def has(self, **key) -> bool:
        """Whether a row has these values."""
        return any(all(row[name] == value for name, value in key.items()) for row in self.table["rows"])

    def add(self, **row) -> None:
        self.table["rows"].append(row)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.table, indent=1) + "\n")
