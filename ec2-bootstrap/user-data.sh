#!/bin/bash
# shellcheck disable=SC2034
set -euo pipefail
set -a
BOOTSTRAP_URI='@@BOOTSTRAP_URI@@'
BOOTSTRAP_SHA256='@@BOOTSTRAP_SHA256@@'
CODE_URI='@@CODE_URI@@'
CODE_SHA256='@@CODE_SHA256@@'
DATASET_URI='@@DATASET_URI@@'
DATASET_SHA256='@@DATASET_SHA256@@'
WEIGHTS_URI='@@WEIGHTS_URI@@'
OUTPUT_URI='@@OUTPUT_URI@@'
TRAINING_ARGUMENTS='@@TRAINING_ARGUMENTS@@'
READY_PARAMETER='@@READY_PARAMETER@@'
METRIC_NAMESPACE='@@METRIC_NAMESPACE@@'
LOG_GROUP='@@LOG_GROUP@@'
IDLE_MINUTES='@@IDLE_MINUTES@@'
MAX_LIFETIME_HOURS='@@MAX_LIFETIME_HOURS@@'
AWS_DEFAULT_REGION='@@REGION@@'
set +a
mkdir -p /opt/mlops
cd /opt/mlops
for wait in 5 10 20 40 0; do
  aws s3 cp "$BOOTSTRAP_URI" bootstrap.tar.gz && break
  sleep $wait
done
echo "$BOOTSTRAP_SHA256  bootstrap.tar.gz" | sha256sum --check
mkdir -p bootstrap
tar -xzf bootstrap.tar.gz -C bootstrap
exec bash bootstrap/bootstrap.sh
