#!/bin/sh
# Lays the repositories of a story out as bare Git repositories, so that its commands can be tried:
#
#   samples/lay-out.sh STORY DIRECTORY         the repositories as they are at the beginning, and the manifests
#   samples/lay-out.sh STORY DIRECTORY next    one more commit in each repository that has a folder <name>.next
#
# Author and times are fixed, so the commits have the same ids on every machine.
set -eu

usage() { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 1; }
[ $# -ge 2 ] && [ $# -le 3 ] || usage
samples=$(cd "$(dirname "$0")" && pwd)
story=$samples/$1
[ -d "$story/repositories" ] || { echo "no such story: $1" >&2; usage; }

export GIT_AUTHOR_NAME='Mia-Platform Console' GIT_AUTHOR_EMAIL='console@example.com'
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1

# commit REPOSITORY FOLDER TIME MESSAGE: the folder's files, over those of the branch where it exists
commit() {
  export GIT_INDEX_FILE="$1/sample-index" GIT_AUTHOR_DATE=$3 GIT_COMMITTER_DATE=$3
  parent=$(git --git-dir="$1" rev-parse --verify --quiet refs/heads/main || true)
  [ -z "$parent" ] || git --git-dir="$1" read-tree "$parent"
  git --git-dir="$1" --work-tree="$2" -c core.autocrlf=false -c core.fileMode=false -C "$2" add --force --ignore-removal .
  tree=$(git --git-dir="$1" write-tree)
  id=$(git --git-dir="$1" commit-tree ${parent:+-p "$parent"} -m "$4" "$tree")
  git --git-dir="$1" update-ref refs/heads/main "$id" "${parent:-0000000000000000000000000000000000000000}"
  rm -f "$GIT_INDEX_FILE"
  unset GIT_INDEX_FILE
  printf '%s  %s\n' "$id" "$(basename "$1")"
}

mkdir -p "$2"
directory=$(cd "$2" && pwd)
for folder in "$story"/repositories/*/; do
  folder=${folder%/}
  name=$(basename "$folder")
  case ${3:-begin},$name in
    begin,*.next) ;;
    begin,*)
      [ ! -e "$directory/$name.git" ] || { echo "$2/$name.git is there already; name another directory" >&2; exit 1; }
      git init --quiet --bare --object-format=sha1 --initial-branch=main "$directory/$name.git"
      commit "$directory/$name.git" "$folder" '2026-10-05T08:00:00Z' 'Save configuration'
      ;;
    next,*.next) commit "$directory/${name%.next}.git" "$folder" '2026-11-16T09:30:00Z' 'Save configuration' ;;
    next,*) ;;
    *) usage ;;
  esac
done

if [ $# -eq 2 ]; then
  cp "$story"/*.yaml "$directory"
  printf '#!/bin/sh\nexec "%s/fastdata" "$@"\n' "$(dirname "$samples")" > "$directory/fastdata"
  chmod +x "$directory/fastdata"
fi
