import pytest

from studies.processor import processor


@pytest.mark.parametrize(
    ("flags", "products"),
    [
        ("avx2 avx512_vnni amx_int8", "AMX"),
        ("avx2 avx512_vnni", "AVX512 VNNI"),
        ("sse4_2 avx avx2", "AVX2"),
        ("sse4_2", "no 8-bit products"),
    ],
)
def test_a_processor_is_named_with_its_widest_products(tmp_path, flags, products):
    (tmp_path / "cpuinfo").write_text(f"model name\t: Some CPU\nflags\t\t: fpu {flags}\n")
    assert processor(tmp_path / "cpuinfo") == f"Some CPU, {products}"
