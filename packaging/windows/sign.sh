#!/usr/bin/env bash
# Signs the file in place when a certificate is configured, else says that it is not signed.
#
#   LPO_DESK_CERTIFICATE           PKCS #12 file with certificate and key
#   LPO_DESK_CERTIFICATE_PASSWORD  file that holds its password
#   LPO_DESK_TIMESTAMP             address of a time stamping service, for releases: without it a signature ends with
#                                  its certificate
set -euo pipefail

file=$1
if [ -z "${LPO_DESK_CERTIFICATE:-}" ]; then
  printf 'not signed, no certificate is configured: %s\n' "${file##*/}"
  exit 0
fi
stamp=()
[ -z "${LPO_DESK_TIMESTAMP:-}" ] || stamp=(-ts "$LPO_DESK_TIMESTAMP")
osslsigncode sign -pkcs12 "$LPO_DESK_CERTIFICATE" -readpass "$LPO_DESK_CERTIFICATE_PASSWORD" -h sha256 -n "LPO Desk" \
  "${stamp[@]}" -in "$file" -out "$file.signed" >/dev/null
mv "$file.signed" "$file"
printf 'signed: %s\n' "${file##*/}"
