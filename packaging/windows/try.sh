# The installers, as an administrator and a user meet them, for windows.sh. Each step names what it demands.

installed='C:\Program Files\LPO Desk'
password='lokki lentää laiturin yli'

# demand WHAT COMMAND...: the command must succeed.
demand() {
  local what=$1
  shift
  "$@" || die "FAILED: $what"
  printf 'ok: %s\n' "$what"
}

# ends_with CODE PROGRAM ARGUMENT...
ends_with() {
  local wanted=$1 code=0
  shift
  windows "$@" >"$out/last.log" || code=$?
  [ "$code" = "$wanted" ] || { cat "$out/last.log" >&2; printf 'exit code %s, not %s\n' "$code" "$wanted" >&2; return 1; }
}

# ends_with_line CODE LINE: the line as it is typed at Windows' prompt; wine itself would quote its words anew.
ends_with_line() {
  mkdir -p "$c/lpo"
  printf '%s\r\nexit /b %%errorlevel%%\r\n' "$2" >"$c/lpo/line.bat"
  ends_with "$1" cmd /c 'C:\lpo\line.bat'
}

# soon COMMAND...: an uninstaller goes on in a copy of itself, and windows come when they come: on a busy machine late.
soon() {
  local until=$((SECONDS + 300))
  until "$@"; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.2
  done
}

says() { tr -d '\r' <"$machine" | grep -qxF "$1"; } # a line of the computer's settings
gone() { [ ! -e "$1" ]; }
registry() { windows reg query "$1" "${@:2}" 2>/dev/null | tr -d '\n'; }
version_in_registry() { registry 'HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall\LPO Desk' /v DisplayVersion | grep -qF "$1"; }
desk() { windows "$installed\\lpo-desk.exe" "$@"; }
database='C:\lpo\rekisteri.lpodb'
data_whole() { desk verify --database "$database" --user admin --password-file 'C:\lpo\password' >"$out/last.log" 2>&1; }
window_shown() { xdotool search --onlyvisible --name '^LPO Desk$' >/dev/null 2>&1; }

try_installers() {
  local version=$1 setup=$2 msi=$3
  c=$WINEPREFIX/drive_c
  place="$c/Program Files/LPO Desk"
  machine=$c/ProgramData/LPOnet/'LPO Desk'/machine.toml
  user=$c/users/$(id -un)
  demand 'the version before is installed for all users, silently, with settings' \
    ends_with_line 0 "\"$(windows_path "$out/before-setup.exe")\" /S /AllUsers /OFFICE=l /UPDATEPLACE=\\\\server\\desk \"/REPORTFOLDER=C:\\lpo reports\" /SCANFOLDER=\"C:\\lpo scans\\\""
  demand 'its programs are there' test -f "$place/LPO Desk.exe" -a -f "$place/lpo-desk.exe"
  demand 'the computer has its settings' says 'office = "L"'
  demand 'with a folder whose value stood in quotes' says 'scan_folder = "C:\\lpo scans"'
  demand 'and one whose whole switch did' says 'report_folder = "C:\\lpo reports"'
  demand 'and the share where newer versions are told of' says 'update_place = "\\\\server\\desk"'
  demand 'links to cases belong to it' eval 'registry "HKLM\\Software\\Classes\\lpodesk\\shell\\open\\command" | grep -qF -- "--link"'
  demand 'it is in the start menu' test -f "$c/ProgramData/Microsoft/Windows/Start Menu/Programs/LPO Desk/LPO Desk.lnk"

  mkdir -p "$c/lpo"
  printf '%s\n' "$password" >"$c/lpo/password"
  demand 'a database is made' desk init --database "$database" --user admin --password-file 'C:\lpo\password' >"$out/last.log"
  demand 'and is whole' data_whole

  : | wine "$installed\\LPO Desk.exe" 2>&1 | cat >/dev/null &
  demand 'its window opens' soon window_shown
  picture "$out/first-start.png"
  demand 'a second start wakes the first and ends' ends_with 0 "$installed\\LPO Desk.exe" --link lpodesk://case/L-2026-0042
  demand 'a link with words of its own is refused' ends_with 2 "$installed\\lpo-desk.exe" --link lpodesk://case/L-2026-0042 --practice
  demand 'the upgrade is refused while the program runs' ends_with 3 "$setup" /S /AllUsers
  demand 'and nothing was touched' test -f "$place/_internal/stale.txt"
  ends_with 0 "$place/uninstall.exe" /AllUsers /S "_?=$installed" || true
  demand 'neither is it removed while it runs' test -f "$place/LPO Desk.exe" -a -f "$place/_internal/stale.txt"
  windows taskkill /F /IM 'LPO Desk.exe' >/dev/null 2>&1 || true
  demand 'the window is closed' soon eval '! window_shown'

  demand 'the upgrade is installed' ends_with 0 "$setup" /S /AllUsers
  demand 'what only the version before had is gone' gone "$place/_internal/stale.txt"
  demand 'the new version is registered' version_in_registry "$version"
  demand "the program says so" eval '[ "$(desk --version)" = "$version" ]'
  demand 'the data are kept' data_whole
  demand "and the computer's settings" says 'office = "L"'
  demand 'the version before does not go over it' ends_with 5 "$out/before-setup.exe" /S /AllUsers
  demand 'a setting that cannot be is refused' ends_with 6 "$setup" /S /AllUsers /OFFICE=L99
  "$cache/uv-environment/bin/python" -c 'import sys, pathlib; print(round(sum(p.stat().st_size for p in pathlib.Path(sys.argv[1]).rglob("*") if p.is_file()) / 1e6, 1))' "$place" >"$out/installed-size"

  demand 'the self-test of the installed program passes' desk --self-test "$(windows_path "$out/self-test-installed")"

  demand 'it is removed' ends_with 0 "$place/uninstall.exe" /AllUsers /S
  demand 'with all its files' soon gone "$place"
  demand 'and its links and shortcuts' eval '! registry "HKLM\\Software\\Classes\\lpodesk" | grep -q URL && gone "$c/ProgramData/Microsoft/Windows/Start Menu/Programs/LPO Desk"'
  demand 'the data stay' test -f "$c/lpo/rekisteri.lpodb" -a -f "$c/lpo/rekisteri.lpodb.keys" -a -f "$machine"

  demand 'it is installed for one user' ends_with 0 "$setup" /S /CurrentUser
  place_of_user=$(dirname "$(find "$user/AppData/Local" -name lpo-desk.exe | head -1)")
  demand 'and runs from there' eval '[ "$(windows "$place_of_user/lpo-desk.exe" --version)" = "$version" ]'
  demand 'and is removed' ends_with 0 "$place_of_user/uninstall.exe" /CurrentUser /S
  demand 'with all its files' soon gone "$place_of_user"

  try_msi "$version" "$msi"
}

try_msi() {
  local version=$1 msi=$2 before=$out/before.msi
  rm -f "$machine"
  demand 'MSI: the version before is installed, with settings' \
    ends_with 0 msiexec /i "$(windows_path "$before")" /qn OFFICE=p 'SCANFOLDER=C:\lpo scans'
  demand 'MSI: the computer has its settings, and no others' \
    eval 'says "office = \"P\"" && says "scan_folder = \"C:\\\\lpo scans\"" && [ "$(wc -l <"$machine")" = 2 ]'
  demand 'MSI: its programs are there' test -f "$place/LPO Desk.exe" -a -f "$place/_internal/stale.txt"
  : | wine "$installed\\LPO Desk.exe" 2>&1 | cat >/dev/null &
  demand 'MSI: its window opens' soon window_shown
  # msiexec's 1603, of which a Unix process keeps the last eight bits.
  demand 'MSI: the upgrade is refused while the program runs' ends_with $((1603 % 256)) msiexec /i "$(windows_path "$msi")" /qn
  demand 'MSI: and nothing was touched' test -f "$place/_internal/stale.txt"
  windows taskkill /F /IM 'LPO Desk.exe' >/dev/null 2>&1 || true
  demand 'MSI: the window is closed' soon eval '! window_shown'

  demand 'MSI: the upgrade is installed' ends_with 0 msiexec /i "$(windows_path "$msi")" /qn
  demand 'MSI: what only the version before had is gone' gone "$place/_internal/stale.txt"
  demand 'MSI: the program says its version' eval '[ "$(desk --version)" = "$version" ]'
  demand 'MSI: links to cases belong to it' eval 'registry "HKLM\\Software\\Classes\\lpodesk\\shell\\open\\command" | grep -qF -- "--link"'
  demand 'MSI: the data are kept' data_whole
  demand "MSI: and the computer's settings" says 'office = "P"'
  demand 'MSI: the self-test passes' desk --self-test "$(windows_path "$out/self-test-msi")"
  demand 'MSI: it is removed' ends_with 0 msiexec /x "$(windows_path "$msi")" /qn
  demand 'MSI: with its programs' soon gone "$place/LPO Desk.exe"
  demand 'MSI: the data stay' test -f "$c/lpo/rekisteri.lpodb"
  # 1603 on Windows, which then takes everything back; wine says 1627 and does not. So it comes last.
  demand 'MSI: a setting that cannot be is refused' ends_with $((1627 % 256)) msiexec /i "$(windows_path "$msi")" /qn OFFICE=L99
}

# picture FILE: of the whole screen.
picture() { xwd -root -silent | xwdtopnm 2>/dev/null | pnmtopng >"$1" 2>/dev/null || printf 'no picture was taken\n'; }
