#!/usr/bin/env bash
# From a clean folder to a tested Linux bundle: build/linux/lpo-desk-VERSION-linux.tar.gz, with its sums, its bill of
# materials (CycloneDX) and the results of its self-test beside it.
#
#   packaging/linux.sh
#
# LPO_DESK_CACHE names the folder that keeps what is fetched (default: ~/.cache/lpo-desk-build), outside the tree.
set -euo pipefail

root=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
out=$root/build/linux
. "$root/packaging/common.sh"
began=$SECONDS
rm -rf "$out"
mkdir -p "$out"

step "Tools"
python=$(a_python)
packages=(binutils "${offscreen_packages[@]}")
# The bundle takes Python's own library along, which Debian keeps in a package of its own.
[ "$("$python" -c 'import sys; print(sys.base_prefix)')" != /usr ] ||
  packages+=("$("$python" -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')")
require "The Linux bundle" "${packages[@]}" || ! may_install || not_fetched "What builds the bundle"
step "Python packages, by their hashes"
"$python" -m venv --without-pip "$out/venv"
fetch_packages --python "$out/venv/bin/python" -r "$root/requirements.lock" -r "$root/packaging/requirements.lock"

step "PyInstaller"
(cd "$root" && "$out/venv/bin/python" -m PyInstaller --noconfirm --log-level ERROR --distpath "$out/dist" --workpath "$out/work" build.spec)

step "What is inside"
"$out/venv/bin/python" "$root/packaging/check.py" "$out/dist/lpo-desk"

step "Self-test of the bundle"
# Nothing of this checkout or its Python may help it.
(cd / && env -i HOME="$out/home" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen \
  "$out/dist/lpo-desk/lpo-desk" --self-test "$out/self-test")

step "The archive"
version=$("$out/dist/lpo-desk/lpo-desk" --version)
name=lpo-desk-$version-linux
tar -C "$out/dist" --transform "s|^lpo-desk|$name|" --owner=0 --group=0 --numeric-owner --sort=name -czf "$out/$name.tar.gz" lpo-desk
cp "$out/dist/sbom.cdx.json" "$out/$name.sbom.cdx.json"
cp "$out/dist/lpo-desk/_internal/licences/NOTICE.txt" "$out/$name.licences.txt"
(cd "$out" && sha256sum "$name".* >"$name.sha256")
step_ends
printf '%s: %s MB, built and tested in %d s\n' "$name.tar.gz" "$(megabytes "$out/$name.tar.gz")" $((SECONDS - began))
