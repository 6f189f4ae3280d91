import os
import sys
from pathlib import Path

import pytest

TRAINING = Path(__file__).parent.parent
REPOSITORY = TRAINING.parent
sys.path.insert(0, str(TRAINING))

DATA = Path(os.environ.get("VITRINE_TEST_DATA", REPOSITORY.parent / "shared/data"))


def pytest_report_header() -> str:
    return f"sample data: {DATA if DATA.is_dir() else f'absent ({DATA}); set VITRINE_TEST_DATA'}"


@pytest.fixture
def data() -> Path:
    if not DATA.is_dir():
        pytest.skip(f"SKIPPED without sample data in {DATA}: set VITRINE_TEST_DATA to such a folder")
    return DATA


@pytest.fixture
def shipped() -> Path:
    weights = REPOSITORY / "libs/models/weights/compact"
    if not (weights / "manifest.json").is_file():
        pytest.skip(f"SKIPPED without {weights}: make it by python training/retrain.py")
    return weights
