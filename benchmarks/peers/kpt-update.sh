#!/bin/sh
# kpt's closest relative of an import: bring a package of 20 ConfigMaps up to date after one upstream commit. It does not commit or push.
# Environment: a scratch directory WORK with `package` as `kpt pkg get` left it; KPT_CACHE_DIR.
set -eu
cd "$WORK"
exec kpt pkg update package@main
