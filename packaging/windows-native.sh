#!/usr/bin/env bash
# The Windows installer on Windows itself (Git's bash), with the official CPython of this machine: the spec, the
# installer and the self-test are those of windows.sh, which does the same on Linux under wine.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/build/windows
rm -rf "$out"
mkdir -p "$out"
cd "$root"

python -m venv "$out/venv"
python=$out/venv/Scripts/python.exe
"$python" -m pip --disable-pip-version-check install --quiet --require-hashes --only-binary :all: \
  -r requirements.lock -r packaging/requirements.lock
"$python" -m PyInstaller --noconfirm --log-level ERROR --distpath "$out/dist" --workpath "$out/work" build.spec
"$python" packaging/check.py "$out/dist/lpo-desk"

sign() {
  [ -n "${LPO_DESK_CERTIFICATE_BASE64:-}" ] || { printf 'not signed, no certificate is configured: %s\n' "${1##*/}"; return; }
  base64 -d <<<"$LPO_DESK_CERTIFICATE_BASE64" >"$out/certificate.pfx"
  signtool sign //f "$out/certificate.pfx" //p "$LPO_DESK_CERTIFICATE_SECRET" //fd sha256 //d "LPO Desk" "$1"
  rm "$out/certificate.pfx"
}
sign "$out/dist/lpo-desk/LPO Desk.exe"
sign "$out/dist/lpo-desk/lpo-desk.exe"

version=$("$out/dist/lpo-desk/lpo-desk.exe" --version | tr -d '\r')
setup=$out/LPO-Desk-$version-setup.exe
MSYS2_ARG_CONV_EXCL='*' "/c/Program Files (x86)/NSIS/makensis.exe" /V2 "/DVERSION=$version" "/DNUMBERS=$version.0" \
  "/DSOURCE=$(cygpath -w "$out/dist/lpo-desk")" "/DOUTPUT=$(cygpath -w "$setup")" \
  "/DICON=$(cygpath -w "$out/work/build/app.ico")" "$(cygpath -w packaging/windows/installer.nsi)"
sign "$setup"

MSYS2_ARG_CONV_EXCL='*' "$setup" /S /AllUsers
"/c/Program Files/LPO Desk/lpo-desk.exe" --self-test "$out/self-test-installed"
cp "$out/dist/sbom.cdx.json" "$out/LPO-Desk-$version.sbom.cdx.json"
cp "$out/dist/lpo-desk/_internal/licences/NOTICE.txt" "$out/LPO-Desk-$version.licences.txt"
(cd "$out" && sha256sum LPO-Desk-* >"LPO-Desk-$version.sha256")
