import pytest

from skelbench.choreography import choreograph
from skelbench.datasets import load
from skelbench.errors import FormatError, ParameterError
from skelbench.formats import write


@pytest.fixture
def folder(tmp_path):
    for name, label in (("a.csv", "wave"), ("b.csv", "bow")):
        write(choreograph(label, 1), tmp_path / name, "card")
    (tmp_path / "labels.csv").write_text("file,label,subject,split\na.csv,wave,anna,train\nb.csv,bow,ben,test\n")
    return tmp_path


def test_a_folder_is_read_lazily_with_its_labels(folder):
    clips = load("folder", folder)
    assert clips.labels == ("wave", "bow")
    assert (clips[1].subject, clips[1].split, clips[1].sequence.frames > 10) == ("ben", "test", True)


def test_the_tables_label_stands_over_the_files_own(folder):
    (folder / "labels.csv").write_text("file,label\na.csv,greeting\n")
    clip = load("folder", folder)[0]
    assert clip.label == clip.sequence.label == "greeting"


def test_one_split_can_be_asked_for(folder):
    assert load("folder:split=test", folder).ids == ("b.csv",)
    with pytest.raises(FormatError, match="at least one clip"):
        load("folder:split=nothing", folder)
    with pytest.raises(ParameterError, match=r"no option 'spilt'\. Did you mean 'split'"):
        load("folder:spilt=test", folder)


def test_a_changed_byte_changes_the_hash(folder):
    before = load("folder", folder).content_hash
    assert load("folder", folder).content_hash == before
    with (folder / "a.csv").open("a") as file:
        file.write(" ")
    assert load("folder", folder).content_hash != before


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name,label\na.csv,wave\n", "lacks file"),
        ("file,label,colour\na.csv,wave,red\n", "unknown columns colour"),
        ("file,label\na.csv,\n", r"a file and a label in line 2 of .*labels\.csv"),
        ("file,label\nlost.csv,wave\n", r"Line 2 of .* names lost\.csv, which is not there"),
        ("file,label\n../x.csv,wave\n", "lies outside the folder"),
        ("file,label\n", "at least one clip"),
        ("", "lacks file, label"),
    ],
)
def test_a_broken_table_is_met_with_file_and_line(folder, table, said):
    (folder / "labels.csv").write_text(table)
    with pytest.raises(FormatError, match=said):
        load("folder", folder)


def test_a_folder_without_a_table_is_said_so(tmp_path):
    with pytest.raises(FormatError, match="Expected a table of labels at"):
        load("folder", tmp_path)
