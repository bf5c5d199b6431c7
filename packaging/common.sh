# Shared by linux.sh and windows.sh, which say what `root` is.
cache=${LPO_DESK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/lpo-desk-build}
mkdir -p "$cache"

step() { printf '\n== %s (after %d s)\n' "$*" "$SECONDS"; }
die() {
  printf '%s\n' "$*" >&2
  exit 1
}
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
    "$(a_python)" -m venv "$tool"
    "$tool/bin/python" -m pip --disable-pip-version-check install --quiet 'uv>=0.9,<1'
  fi
  "$tool/bin/uv" --cache-dir "$cache/wheels" pip install --quiet --require-hashes --only-binary :all: "$@"
}
