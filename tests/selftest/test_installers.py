"""Both installers give the computer every setting that `lpo-desk configure` knows, and the papers tell their switches."""

import re

from lpo_desk.cli.configuring import KEPT
from tests.conftest import ROOT

_OPTIONS = {name.replace("_", "-") for name in KEPT}
_WINDOWS = ROOT / "packaging" / "windows"
_TOLD = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_setup_has_a_switch_for_every_setting_of_the_computer() -> None:
    script = (_WINDOWS / "installer.nsi").read_text(encoding="utf-8-sig")
    switches = dict(re.findall(r"^ *!insertmacro Take (\S+) (\S+)$", script, re.MULTILINE))
    assert set(switches.values()) == _OPTIONS
    assert all(f"/{switch}=" in script.split("Target ")[0] for switch in switches), "said at its head"
    assert all(f"/{switch}" in _TOLD for switch in switches)


def test_the_msi_has_a_property_for_every_setting_of_the_computer() -> None:
    tables = (_WINDOWS / "installer.wxs").read_text(encoding="utf-8")
    asked = re.findall(
        r'<CustomAction Id="(\w+)" FileKey="CommandProgram" ExeCommand="configure --(\S+) &quot;\[([A-Z]+)\]&quot;"',
        tables,
    )
    assert {option for _, option, _ in asked} == _OPTIONS
    for action, _, given in asked:
        # Only what is given is written: an upgrade without properties leaves the settings as they are.
        assert re.search(rf'<Custom Action="{action}" After="\w+">{given} AND NOT REMOVE</Custom>', tables), (
            action
        )
        assert f"`{given}`" in _TOLD
    # Windows Installer's own: it would be the path of the package.
    assert "DATABASE" not in {given for *_, given in asked}
