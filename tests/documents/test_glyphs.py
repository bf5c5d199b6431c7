"""What can be printed, and what is printed for the rest."""

import subprocess
import sys

from lpo_desk.documents.glyphs import coverage, fonts_folder, printable


def test_finnish_and_swedish_letters_and_office_signs_are_covered() -> None:
    needed = "ÅÄÖåäöŠŽšžéüßÆØ€§–—…’”«»−×½°µ✓☐→ \u00a0\u202f"
    assert [sign for sign in needed if ord(sign) not in coverage()] == []


def test_a_character_no_font_has_is_named_by_its_code_point() -> None:
    assert printable("a\U0001f9ffb日") == "a[U+1F9FF]b[U+65E5]"


def test_private_use_is_named_because_archival_files_forbid_it() -> None:
    assert printable("\ue000\U000f0000") == "[U+E000][U+F0000]"


def test_controls_and_direction_overrides_go_and_line_breaks_stay() -> None:
    assert printable("a\x00b\u202ec\u2066d\r\ne\tf\u2028g") == "abcd\ne f g"


def test_composes_letters_so_that_one_glyph_is_enough() -> None:
    assert printable("A\u030ase") == "Åse"


def test_lone_surrogate_does_not_stop_printing() -> None:
    assert printable("a\ud800b") == "a[U+D800]b"


def test_fonts_come_with_their_licences_and_stay_small() -> None:
    files = list(fonts_folder().iterdir())
    assert {"OFL.txt", "DEJAVU-LICENSE.txt"} <= {file.name for file in files}
    assert sum(file.stat().st_size for file in files) < 1_500_000


def test_typst_is_not_loaded_before_something_is_printed() -> None:
    check = "import sys, lpo_desk.documents; sys.exit('typst' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
