# Sourced by each finding. A finding works in a folder of its own under TMPDIR, which goes when it ends.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# npm_package NAME@VERSION ...: from the npm registry, into the folder.
npm_package() {
  npm init --yes >/dev/null
  npm pkg set type=module
  npm install --no-audit --no-fund --ignore-scripts --save-exact "$@" >/dev/null
}

# debian_package NAME VERSION: of Debian 12. Installed where it is missing and this is root; another version is another finding.
debian_package() {
  local have
  have=$(dpkg-query --show --showformat='${Version}' "$1" 2>/dev/null || true)
  if [ "$have" = "$2" ]; then return; fi
  if [ -n "$have" ]; then echo "$1 $have is installed; this was seen with $2" >&2; exit 2; fi
  if [ "$(id -u)" != 0 ]; then echo "needs $1 $2: apt-get install $1=$2" >&2; exit 2; fi
  apt-get update >/dev/null
  apt-get install --yes --no-install-recommends "$1=$2" >/dev/null
}

# seen WHAT EXPECTED ACTUAL: what came out is what was seen when this was written.
seen() {
  if [ "$2" = "$3" ]; then echo "seen: $1: $3"; return; fi
  echo "changed: $1: was $2, is $3" >&2
  exit 1
}
