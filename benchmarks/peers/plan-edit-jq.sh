#!/bin/sh
# jq alone on the plan and the edit: select from a source file, merge into a destination file.
# Environment: SOURCE_FILE, DESTINATION_FILE, WANTED (JSON), a scratch directory WORK.
set -eu
peers=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec jq -L "$peers" --slurp --argjson wanted "$WANTED" --argjson mark '{"project":"core","branch":"main"}' \
  'include "import"; (.[0] | selected($wanted; $mark)) as $selection | .[1] | merged($selection)' \
  "$SOURCE_FILE" "$DESTINATION_FILE" > "$WORK/merged.json"
