#!/usr/bin/env bash
# From a clean folder to a tested Windows installer, on Linux under wine: build/windows/LPO-Desk-VERSION-setup.exe and
# .msi, with their sums, bill of materials (CycloneDX), licence list and self-test results beside them.
#
#   packaging/windows.sh             everything
#   packaging/windows.sh --no-tests  without the program's own tests under wine
#   packaging/windows.sh --quick     with a larger setup that is packed in a tenth of the time: to be tried, not given out
#
# The Windows Python comes from one person's upload to the package registry, pinned by hash: right for tests here, while
# releases are built on a Windows machine with the official CPython (.github/workflows/release.yml, the same spec and
# installer). Settings: LPO_DESK_CACHE (what is fetched, outside the tree), LPO_DESK_CERTIFICATE... (windows/sign.sh).
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/build/windows
. "$root/packaging/common.sh"
. "$root/packaging/windows/wine.sh"
began=$SECONDS
tests=yes
# Those known to hold on Windows: plain Python, workbooks, scans, imports, word of updates, the upgrade of databases.
# PostgreSQL, killing and power cuts are tried on Linux, windows by the self-tests. (test_codes.py opens a window, and wine's
# Qt warns of a folder of fonts that is not there.) Of the forms that are read from bad pictures one says that the decoder's
# build for Windows reads; the seven others, and reading a workbook a second time, say no more than they do on Linux.
windows_tests=(tests/domain tests/updates tests/exports tests/scanning tests/imports tests/services/test_upgrading.py
  tests/test_formats.py tests/test_paths.py tests/test_terms.py tests/test_settings.py
  --ignore tests/scanning/test_codes.py --deselect tests/imports/test_truth.py::test_reading_twice_gives_the_same)
for form in sv fi-blank fi-filled-correction; do
  windows_tests+=(--deselect "tests/scanning/test_reader.py::test_at_least_95_of_100_of_each_form_are_read[$form")
done
packed=()
for word in "$@"; do
  case $word in
    --no-tests) tests= ;;
    --quick) packed=(-DQUICK) ;;
    *) die "windows.sh knows --no-tests and --quick, not $word" ;;
  esac
done
rm -rf "$out"
mkdir -p "$out"

step "Tools"
require_tools
step "Windows Python and packages, by their hashes"
make_python "$out/python"
step "wine"
make_screen
make_windows "$out/prefix"

step "Self-test from source"
in_tree() { cd "$root" && windows "$out/python/python.exe" "$@"; }
twice in_tree -m lpo_desk --self-test "$(windows_path "$out/self-test-source")" || die "The self-test from source failed."

if [ -n "$tests" ]; then
  step "The program's own tests, beside PyInstaller"
  # A folder of wine's own for what they make: tests on Linux at the same time must not be cleared away by them. Not as
  # CI, where a test fails for what is not installed: here are no servers.
  some_tests() {
    unset CI
    QT_QPA_PLATFORM=offscreen in_tree -m pytest -q -p no:cacheprovider --basetemp 'C:\tests' "${windows_tests[@]}"
  }
  twice some_tests >"$out/tests.log" 2>&1 &
  tests_process=$!
fi

step "PyInstaller"
twice in_tree -m PyInstaller --noconfirm --log-level ERROR --distpath "$(windows_path "$out/dist")" \
  --workpath "$(windows_path "$out/work")" build.spec || die "PyInstaller failed."

step "What is inside"
program=$out/dist/lpo-desk
"$cache/uv-environment/bin/python" "$root/packaging/check.py" "$program"
bash "$root/packaging/windows/sign.sh" "$program/LPO Desk.exe"
bash "$root/packaging/windows/sign.sh" "$program/lpo-desk.exe"

if [ -n "$tests" ]; then
  step "What the tests say"
  wait "$tests_process" || { tail -n 40 "$out/tests.log" >&2; die "The tests failed under wine."; }
  grep ' passed' "$out/tests.log" | tail -n 1
fi

step "Installers"
version=$(sed -n 's/^version = "\(.*\)"/\1/p' "$root/pyproject.toml" | head -1)
name=LPO-Desk-$version
# Two at a time: each keeps one core busy. Those of "the version before" are for the tries alone.
before=0.0.9
cp -rl "$program" "$out/before"
printf 'of the version before\n' >"$out/before/_internal/stale.txt"
(make_msi "$version" "$program" "$out/$name.msi" && make_msi "$before" "$out/before" "$out/before.msi" &&
  make_setup "$before" "$out/before" "$out/before-setup.exe" -DQUICK) &
others=$!
make_setup "$version" "$program" "$out/$name-setup.exe" "${packed[@]}"
wait "$others" || die "An installer could not be made."
bash "$root/packaging/windows/sign.sh" "$out/$name-setup.exe"
bash "$root/packaging/windows/sign.sh" "$out/$name.msi"

step "Installed, tried, upgraded, removed"
. "$root/packaging/windows/try.sh"
in_new_windows() {
  make_windows "$out/prefix-of-tries"
  try_installers "$version" "$out/$name-setup.exe" "$out/$name.msi"
}
twice in_new_windows || die "The installers do not do what they must."

step "Beside the installer"
rm -rf "$out"/before*
cp "$out/dist/sbom.cdx.json" "$out/$name.sbom.cdx.json"
cp "$program/_internal/licences/NOTICE.txt" "$out/$name.licences.txt"
(cd "$out" && sha256sum "$name"* >"$name.sha256")
step_ends
printf 'setup %s MB, msi %s MB, installed %s MB; built and tested in %d s\n' "$(megabytes "$out/$name-setup.exe")" \
  "$(megabytes "$out/$name.msi")" "$(cat "$out/installed-size")" $((SECONDS - began))
