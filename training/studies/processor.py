"""What processor this is, by what matters to int8: its name and the widest 8-bit products it has."""

from __future__ import annotations

import platform
import re
from pathlib import Path

INT8_PRODUCTS = {
    "amx_int8": "AMX",
    "avx512_vnni": "AVX512 VNNI",
    "avx_vnni": "AVX VNNI",
    "asimddp": "dot product",
    "avx2": "AVX2",
}
"""By flag of /proc/cpuinfo, the fastest first."""


def processor(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """As in 'AMD EPYC, AVX2'; the architecture alone where the system does not say more."""
    try:
        text = cpuinfo.read_text()
    except OSError:
        return platform.machine()
    name = re.search(r"^model name\s*: (.+)$", text, re.MULTILINE)
    products = next(
        (label for flag, label in INT8_PRODUCTS.items() if re.search(rf"\b{flag}\b", text)),
        "no 8-bit products",
    )
    return f"{name[1] if name else platform.machine()}, {products}"
