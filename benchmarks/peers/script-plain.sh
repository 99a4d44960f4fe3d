#!/bin/sh
# The import as a short script of today: two shallow clones, jq, commit, push.
# Environment: SOURCE_URL, DESTINATION_URL, WANTED (JSON), a scratch directory WORK.
set -eu
peers=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
cd "$WORK"

git clone --quiet --depth 1 "$SOURCE_URL" source
git clone --quiet --depth 1 "$DESTINATION_URL" destination

commit=$(git -C source rev-parse HEAD)
mark="{\"project\":\"core\",\"branch\":\"main\",\"repository\":\"$SOURCE_URL\",\"commit\":\"$commit\"}"
jq -L "$peers" --argjson wanted "$WANTED" --argjson mark "$mark" 'include "import"; selected($wanted; $mark)' \
  source/fastdata-config.json > selected.json
jq -L "$peers" --slurpfile selection selected.json 'include "import"; merged($selection[0])' \
  destination/fastdata-config.json > merged.json
mv merged.json destination/fastdata-config.json

git -C destination commit --quiet --all --message "Import 20 Projections from core"
git -C destination push --quiet origin HEAD:main
