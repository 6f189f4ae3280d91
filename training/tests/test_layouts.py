import cv2
import numpy as np
import pytest

from vitrine_training.layouts import (
    ATTRIBUTES,
    UNKNOWN,
    LayoutError,
    read_attributes,
    read_face_parsing,
    read_utkface,
)


def write_celeba(root, rows, columns=ATTRIBUTES):
    (root / "images").mkdir()
    lines = [",".join(["file", "split", "identity", *columns])]
    for name, split, labels in rows:
        cv2.imwrite(str(root / "images" / name), np.zeros((218, 178, 3), np.uint8))
        lines.append(",".join([name, split, "1", *labels]))
    (root / "labels.csv").write_text("\n".join(lines) + "\n")


def test_reads_one_split_and_keeps_gaps_apart_from_no(tmp_path):
    labels = ["1", "0", "", *["0"] * 37]
    write_celeba(tmp_path, [("a.jpg", "train", labels), ("b.jpg", "val", labels)])
    faces = read_attributes(tmp_path, "val")
    assert [f.name for f in faces.files] == ["b.jpg"]
    assert faces.labels[0, :3].tolist() == [1, 0, UNKNOWN]


@pytest.mark.parametrize("split, words", [("test", "no row has split 'test'"), ("val", "missing")])
def test_a_wrong_folder_is_told_what_is_wrong(tmp_path, split, words):
    write_celeba(tmp_path, [("a.jpg", "val", ["0"] * 40)])
    (tmp_path / "images/a.jpg").unlink()
    with pytest.raises(LayoutError, match=words):
        read_attributes(tmp_path, split)


def test_no_folder_at_all_names_the_remedy(tmp_path):
    with pytest.raises(LayoutError, match="--data"):
        read_attributes(tmp_path / "nowhere", "val")


def test_a_label_that_is_neither_yes_nor_no_is_refused(tmp_path):
    write_celeba(tmp_path, [("a.jpg", "val", ["yes", *["0"] * 39])])
    with pytest.raises(LayoutError, match="'yes'"):
        read_attributes(tmp_path, "val")


def test_the_sample_sets_are_read_whole(data):
    assert len(read_attributes(data / "celeba", "val").files) == 2044
    assert len(read_face_parsing(data / "face_parsing", "val").masks) == 60
    ages = read_utkface(data / "utkface", "val")
    assert len(ages.files) == 1000 and set(np.unique(ages.female)) == {0, 1}
