# shellcheck shell=bash
# The instance metadata service, version 2 only: each question carries a token. Sourced, not run.

IMDS_ENDPOINT=${IMDS_ENDPOINT:-http://169.254.169.254}

# metadata PATH: prints the answer. Status 1 when there is none (404), 2 when the service does not answer.
metadata() {
  local token status
  token=$(curl -sf --max-time 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' "$IMDS_ENDPOINT/latest/api/token") || return 2
  curl -sf --max-time 5 -H "X-aws-ec2-metadata-token: $token" "$IMDS_ENDPOINT/latest/meta-data/$1" && return 0
  status=$?
  # curl's 22: the service answered with an error; anything else: it did not answer.
  [ "$status" -eq 22 ] && return 1
  return 2
}
