# Fetching what is missing, for scripts/setup and packaging/: sourced by whoever defines `say` and `log`, the file that
# takes what the tools say.

# three_times COMMAND...: a registry that answers badly once is no reason to stop.
three_times() {
  local attempt
  for attempt in 1 2 3; do
    "$@" >>"$log" 2>&1 && return 0
    [ "$attempt" = 3 ] || { say "did not work (attempt $attempt of 3), trying again"; sleep $((attempt * 3)); }
  done
  return 1
}

# --- System packages (Debian and its relatives) -------------------------------------------------------------------
# "a|b": the package has another name in some releases; either will do.
installed() {
  local name
  for name in ${1//|/ }; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] && return 0
  done
  return 1
}

# missing PACKAGE...: those not installed, one to a line, alternatives kept.
missing() {
  local package
  for package in "$@"; do installed "$package" || printf '%s\n' "$package"; done
}

# Of "a|b" the name that this release offers.
offered() {
  local name
  for name in ${1//|/ }; do
    apt-cache show "$name" >/dev/null 2>&1 && { printf '%s\n' "$name"; return; }
  done
  printf '%s\n' "${1%%|*}"
}

# What Qt needs to paint off screen.
offscreen_packages=(libegl1 libgl1 libxkbcommon0 libfontconfig1 libfreetype6 "libglib2.0-0|libglib2.0-0t64" fonts-dejavu-core)

# A machine behind a proxy may have this list of authorities put there by hand. The package ca-certificates, which
# others ask for, would write its own over it, and nothing more could be fetched.
authorities=/etc/ssl/certs/ca-certificates.crt

apt_updated=
apt_install() {
  local package names=() kept='' result=0
  if [ -z "$apt_updated" ]; then
    three_times apt-get -q -o Acquire::Retries=3 update || say "the package lists could not be renewed; using those at hand"
    apt_updated=yes
  fi
  for package in "$@"; do names+=("$(offered "$package")"); done
  say "installing ${names[*]}"
  if [ -s "$authorities" ] && ! installed ca-certificates; then kept=$(mktemp) && cp "$authorities" "$kept"; fi
  DEBIAN_FRONTEND=noninteractive three_times apt-get -q -y --no-install-recommends -o Acquire::Retries=3 \
    -o DPkg::Lock::Timeout=300 install "${names[@]}" </dev/null || result=$?
  if [ -n "$kept" ]; then cp "$kept" "$authorities" && rm -f "$kept"; fi
  return "$result"
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

# require WHAT_FOR PACKAGE...: installs them, or says which to ask for. 1 when something is still missing.
require() {
  local what_for=$1 wanted
  shift
  mapfile -t wanted < <(missing "$@")
  [ "${#wanted[@]}" -gt 0 ] || return 0
  if ! may_install; then
    say "$what_for needs system packages that are not here. Ask your administrator for: ${wanted[*]%%|*}"
    return 1
  fi
  apt_install "${wanted[@]}" || { say "could not install ${wanted[*]%%|*} ($what_for)"; return 1; }
}
