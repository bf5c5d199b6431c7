# Shared by linux.sh and windows.sh, which say what `root` and `out` are and make `out` anew.
cache=${LPO_DESK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lpo-desk-build}
mkdir -p "$cache"

step_began= step_name=
step_ends() { [ -z "$step_name" ] || printf '== %s: %d s\n' "$step_name" $((SECONDS - step_began)); }
step() {
  step_ends
  step_name=$* step_began=$SECONDS
  printf '\n== %s\n' "$*"
}
say() { printf '%s\n' "$*" >&2; }
die() {
  say "$@"
  exit 1
}
# not_fetched WHAT: ends with what the tools said; where only the output is kept, that is all there is to read.
not_fetched() {
  tail -n 12 "$log" >&2
  die "$1 could not be fetched. Is a package registry reachable from here?"
}
log=$out/fetch.log
. "$root/scripts/packages.sh"
megabytes() { awk -v octets="$(stat -c %s "$1")" 'BEGIN { printf "%.1f", octets / 1e6 }'; }

# The Python that builds: the one the program is made for first.
a_python() {
  local name
  for name in "${LPO_DESK_PYTHON:-}" python3.11 python3.12 python3.13 python3; do
    [ -n "$name" ] && "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null &&
      { command -v "$name"; return; }
  done
  die "No Python 3.11, 3.12 or 3.13 with venv was found (on Debian: python3 and python3-venv)."
}

# fetch_packages ARGUMENT...: uv's "pip install", wheels only and by hash. uv lives in the cache.
fetch_packages() {
  local tool=$cache/uv-environment
  if [ ! -x "$tool/bin/uv" ]; then
    rm -rf "$tool"
    "$(a_python)" -m venv "$tool"
    three_times "$tool/bin/python" -m pip --disable-pip-version-check install --quiet 'uv>=0.9,<1' ||
      not_fetched "uv"
  fi
  three_times "$tool/bin/uv" --cache-dir "$cache/wheels" pip install --quiet --require-hashes --only-binary :all: "$@" ||
    not_fetched "The Python packages"
}
