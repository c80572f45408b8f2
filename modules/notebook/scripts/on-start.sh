#!/bin/bash
# Run as root by SageMaker each time the notebook instance starts; it has five minutes, and where it fails, the instance does
# not start. So without the idle stop nothing starts, and without its files the notebook starts all the same.
set -euo pipefail
notebook_name='@@NOTEBOOK_NAME@@'
region='@@REGION@@'
idle_minutes='@@IDLE_TIMEOUT_MINUTES@@'
source_uri='@@NOTEBOOK_SOURCE_URI@@'
settings_base64='@@SETTINGS_BASE64@@'
idle_stop_base64='@@IDLE_STOP_BASE64@@'

# Both are set by tests only.
root=${NOTEBOOK_ROOT:-}
user=${NOTEBOOK_USER:-ec2-user}
project=$root/home/ec2-user/SageMaker/project
# What was fetched last time: tells a file that somebody has changed from one that is merely old.
fetched=$root/home/ec2-user/SageMaker/.project-fetched

log() { echo "on-start: $*"; }

install_idle_stop() {
  local units=$root/etc/systemd/system program=$root/usr/local/sbin/notebook-idle-stop
  mkdir -p "$units" "$(dirname "$program")"
  base64 --decode <<<"$idle_stop_base64" >"$program"
  printf '[Service]\nType=oneshot\nExecStart=/usr/bin/python3 /usr/local/sbin/notebook-idle-stop %s %s %s\n' \
    "$notebook_name" "$region" "$idle_minutes" >"$units/notebook-idle-stop.service"
  printf '[Timer]\nOnActiveSec=5min\nOnUnitActiveSec=1min\n' >"$units/notebook-idle-stop.timer"
  systemctl daemon-reload
  systemctl start notebook-idle-stop.timer
  log "stops after $idle_minutes idle minutes"
}

# A file that somebody has changed is kept, and the new one is put beside it.
place() {
  local file=$1
  local ours=$fetched/$file theirs=$project/$file new=$fetched.new/$file
  mkdir -p "$(dirname "$theirs")"
  if [ ! -e "$theirs" ] || cmp -s "$ours" "$theirs"; then
    cp "$new" "$theirs"
  elif ! cmp -s "$new" "$ours"; then
    cp "$new" "$theirs.new"
    log "project/$file was changed here; the new one is project/$file.new"
  fi
}

fetch_project() {
  rm -rf "$fetched.new"
  mkdir -p "$fetched.new"
  timeout 120 aws s3 sync --only-show-errors --region "$region" "$source_uri" "$fetched.new" || return 1
  (cd "$fetched.new" && find . -type f -print0) | while IFS= read -r -d '' file; do place "${file#./}"; done
  rm -rf "$fetched"
  mv "$fetched.new" "$fetched"
}

if [ "$idle_minutes" -gt 0 ]; then install_idle_stop; fi
mkdir -p "$project"
base64 --decode <<<"$settings_base64" >"$project/mlops-settings.json"
if [ -n "$source_uri" ]; then
  fetch_project || log "the notebooks were not fetched from $source_uri; the ones from last time stay"
fi
chown -R "$user:$user" "$project"
