#!/bin/sh
# The container's first process: `serve`, as SageMaker calls it, and options of `python -m serve` after it.
set -eu

if [ "${1:-}" != serve ]; then
  echo "This container serves: its first argument should be serve, and was \"${1:-}\". Training runs in another image." >&2
  exit 2
fi
shift
# Replaces the shell, so that SIGTERM reaches the server.
exec python -m serve --host 0.0.0.0 "$@"
