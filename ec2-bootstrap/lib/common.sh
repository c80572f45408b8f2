# shellcheck shell=bash
# What every script here uses. Sourced, not run.
# shellcheck disable=SC2034 # used where it is sourced

# Everything is written below this folder: empty on a host, a scratch folder in tests.
MLOPS_ROOT=${MLOPS_ROOT:-}
SETTINGS_FILE=$MLOPS_ROOT/etc/mlops/host.env
STATE_DIR=$MLOPS_ROOT/var/lib/mlops
LOG_DIR=$MLOPS_ROOT/var/log/mlops
CODE_DIR=$MLOPS_ROOT/opt/mlops/code

# The names of the settings, in the order of user-data.sh.
SETTINGS=(CODE_URI CODE_SHA256 DATASET_URI DATASET_SHA256 WEIGHTS_URI OUTPUT_URI TRAINING_ARGUMENTS READY_PARAMETER METRIC_NAMESPACE
  LOG_GROUP IDLE_MINUTES MAX_LIFETIME_HOURS AWS_DEFAULT_REGION)

# The AWS CLI asks the metadata service for the role's credentials: never without a token.
export AWS_EC2_METADATA_V1_DISABLED=true

log() {
  printf '%s %s: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$(basename "$0")" "$*" >&2
}

die() {
  log "error: $*"
  exit 1
}

# retry TIMES COMMAND…: with a pause that doubles from RETRY_SECONDS (default 5).
retry() {
  local left=$1 pause=${RETRY_SECONDS:-5}
  shift
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    log "failed, tried again in $pause s: $*"
    sleep "$pause"
    pause=$((pause * 2))
  done
}

# Settings come from the environment at the first boot and from the file afterwards.
load_settings() {
  [ -f "$SETTINGS_FILE" ] || die "$SETTINGS_FILE is missing: bootstrap.sh writes it"
  set -a
  # shellcheck disable=SC1090
  . "$SETTINGS_FILE"
  set +a
}

# Where large files that can be fetched again go: the instance store when there is one, else the disk. See bin/prepare-storage.
scratch_dir() {
  local link=$STATE_DIR/scratch
  [ -L "$link" ] || die "$link is missing: bin/prepare-storage makes it"
  readlink "$link"
}
