#!/usr/bin/env bash
# Makes a fresh host train: settings from the environment (see README.md), each step in bin/. A second run finishes what a first one left.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib/common.sh"

write_settings() {
  local name
  for name in "${SETTINGS[@]}"; do
    [ -n "${!name+set}" ] || die "$name is not set: user-data.sh sets it (README.md says to what)"
  done
  [[ $IDLE_MINUTES =~ ^[0-9]+$ ]] || die "IDLE_MINUTES is '$IDLE_MINUTES': it should be a whole number, 0 to never stop"
  [[ $MAX_LIFETIME_HOURS =~ ^[1-9][0-9]*$ ]] || die "MAX_LIFETIME_HOURS is '$MAX_LIFETIME_HOURS': it should be a whole number from 1"
  [[ $CODE_SHA256 =~ ^[0-9a-f]{64}$ ]] || die "CODE_SHA256 is '$CODE_SHA256': it should be 64 hexadecimal digits"
  OUTPUT_URI=${OUTPUT_URI%/}
  mkdir -p "$(dirname "$SETTINGS_FILE")"
  # Read by the shell: quoted, whatever the values hold.
  for name in "${SETTINGS[@]}"; do
    printf '%s=%q\n' "$name" "${!name}"
  done >"$SETTINGS_FILE.new"
  mv "$SETTINGS_FILE.new" "$SETTINGS_FILE"
}

step() {
  local name=$1
  log "step $name"
  if ! "$here/bin/$name"; then
    "$here/bin/signal" failed "step $name failed; its messages are in the host's cloud-init log" || log "the failure could not be signalled"
    die "step $name failed"
  fi
}

# Not every packer keeps the permission.
chmod +x "$here"/bin/*
write_settings
step prepare-storage
step start-agent
step find-python
step prepare-code
step prepare-packages
step prepare-dataset
step install-units
"$here/bin/signal" ready
