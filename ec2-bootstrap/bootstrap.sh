#!/usr/bin/env bash
# Makes a fresh host train: settings from the environment (see README.md), each step in bin/. Run again, also without the environment, it
# finishes what an earlier run left; the next boot does so by itself (systemd/mlops-bootstrap.service).
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
  [[ $WEIGHTS_URI =~ ^(s3://.*/)?$ ]] || die "WEIGHTS_URI is '$WEIGHTS_URI': it should be an s3:// folder that ends with /, or empty"
  OUTPUT_URI=${OUTPUT_URI%/}
  mkdir -p "$(dirname "$SETTINGS_FILE")"
  # Read by the shell: quoted, whatever the values hold.
  for name in "${SETTINGS[@]}"; do
    printf '%s=%q\n' "$name" "${!name}"
  done >"$SETTINGS_FILE.new"
  mv "$SETTINGS_FILE.new" "$SETTINGS_FILE"
}

step() {
  local name=$1 messages=$STATE_DIR/step-messages
  log "step $name"
  if ! "$here/bin/$name" 2>&1 | tee "$messages" >&2; then
    "$here/bin/signal" failed "step $name failed: $(tail -n 3 "$messages")" || log "the failure could not be signalled"
    die "step $name failed"
  fi
}

# Not every packer keeps the permission.
chmod +x "$here"/bin/*
mkdir -p "$STATE_DIR"
# Held until the end; bin/stop-when-idle looks at it, too.
exec 9>"$STATE_DIR/bootstrap.lock"
flock --nonblock 9 || die "another run of this script is going on"
if [ -n "${CODE_URI+set}" ]; then write_settings; else load_settings; fi
step install-units
step prepare-storage
step start-agent
step find-python
step prepare-code
step check-fit
step prepare-packages
step prepare-weights
step prepare-dataset
step start-training
"$here/bin/signal" ready
touch "$STATE_DIR/prepared"
