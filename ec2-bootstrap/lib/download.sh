# shellcheck shell=bash
# One attempt at a download, which goes on where an earlier one stopped. Sourced, not run; bin/fetch tries again.
#
# FILE holds the object's first bytes, FILE.etag which version of it they are from: beginnings and ends of two versions are never mixed.

# download_s3 S3_URI FILE
download_s3() {
  local path=${1#s3://} file=$2 found version size have chunk status=0
  local object=(--bucket "${path%%/*}" --key "${path#*/}")
  found=$(aws s3api head-object "${object[@]}" --query '[ETag, ContentLength]' --output text) || return 1
  read -r version size <<<"$found"
  append_chunks "$file"
  if [ "$(cat "$file.etag" 2>/dev/null)" != "$version" ]; then
    rm -f "$file"
    printf '%s\n' "$version" >"$file.etag"
  fi
  touch "$file"
  have=$(stat -c %s "$file")
  [ "$have" -lt "$size" ] || return 0
  [ "$have" -eq 0 ] || log "going on after $have of $size bytes"
  chunk=$file.from-$have
  aws s3api get-object "${object[@]}" --if-match "$version" --range "bytes=$have-" "$chunk" >/dev/null || status=1
  # What came before an interruption counts, too.
  append_chunks "$file"
  return "$status"
}

# A chunk's name says at which byte it begins, so that appending it may be interrupted and done again.
append_chunks() {
  local file=$1 chunk
  for chunk in "$file".from-*; do
    [ -f "$chunk" ] || continue
    truncate --size "${chunk##*.from-}" "$file"
    cat "$chunk" >>"$file"
    rm "$chunk"
  done
}

# download_https HTTPS_URI FILE
download_https() {
  local uri=$1 file=$2 same_version=() answer status=0
  if [ -s "$file" ] && [ -s "$file.etag" ]; then same_version=(--header "If-Range: $(cat "$file.etag")"); fi
  answer=$(curl --silent --show-error --fail --location --proto '=https' --proto-redir '=https' --connect-timeout 30 \
    --speed-limit 1024 --speed-time 60 "${same_version[@]}" --etag-save "$file.etag" --continue-at - --output "$file" \
    --write-out '%{http_code}' "$uri") || status=$?
  # 33: the server sends from the beginning only, or has another version by now. 416, which is no failure to curl: nothing comes after
  # what is here.
  if [ "$status" -eq 33 ] || [ "$answer" = 416 ]; then
    log "this cannot be gone on with: from the beginning"
    rm -f "$file" "$file.etag"
    return 1
  fi
  return "$status"
}
