# shellcheck shell=bash
# What goes on on this host. Sourced, not run.

# Somebody is in a session of Session Manager. (The kernel keeps 15 characters of a program's name.)
session_open() {
  pgrep -x ssm-session-wor >/dev/null
}

# Training runs, is being prepared, or is tried again shortly.
training_active() {
  case $(systemctl show --property ActiveState --value mlops-train.service) in
    active | activating | deactivating | reloading) return 0 ;;
    *) return 1 ;;
  esac
}

# bootstrap.sh runs: it holds this lock. Its downloads keep neither GPU nor cores busy.
bootstrap_runs() {
  [ -f "$STATE_DIR/bootstrap.lock" ] && ! flock --nonblock "$STATE_DIR/bootstrap.lock" true
}
