# Sourced by each finding, which stands in a folder of its own by then and removes it when it ends.

# npm_package NAME@VERSION ...: from the npm registry, into the folder.
npm_package() {
  npm init --yes >/dev/null
  npm pkg set type=module
  npm install --no-audit --no-fund --ignore-scripts --save-exact "$@" >/dev/null
}

# debian_package NAME=VERSION ...: of Debian 12, with all that they need, unpacked into the folder; nothing is installed, and nobody needs to be root.
# `python` is then Debian's, with these packages.
debian_package() {
  mkdir -p apt/lists/partial apt/cache/archives/partial debian
  : >apt/status
  local options=(
    -o "Dir::State=$PWD/apt" -o "Dir::State::status=$PWD/apt/status" -o "Dir::Cache=$PWD/apt/cache"
    -o APT::Sandbox::User= -o Debug::NoLocking=1 -o APT::Install-Recommends=0
  )
  apt-get "${options[@]}" update >/dev/null
  apt-get "${options[@]}" --yes --download-only install "$@" >/dev/null
  local package lib
  for package in apt/cache/archives/*.deb; do
    case $package in */libc6_* | */libc-bin_*) continue ;; esac
    dpkg-deb --extract "$package" debian
  done
  lib=$(echo "$PWD"/debian/usr/lib/*-linux-gnu)
  export PATH=$PWD/debian/usr/bin:$PATH
  libraries=$PWD/debian/usr/lib/nco:$lib:$lib/blas:$lib/lapack:$lib/openblas-pthread
  for package in ncdump ncgen h5diff ncpdq ncwa cdo; do
    if [ -x "debian/usr/bin/$package" ]; then eval "$package() { LD_LIBRARY_PATH=\$libraries command $package \"\$@\"; }"; fi
  done
}
python() { LD_LIBRARY_PATH=$libraries PYTHONPATH=$work/debian/usr/lib/python3/dist-packages "$work/debian/usr/bin/python3.11" "$@"; }

# seen WHAT EXPECTED ACTUAL: what came out is what was seen when this was written.
seen() {
  if [ "$2" = "$3" ]; then echo "seen: $1: $3"; return; fi
  echo "changed: $1: was $2, is $3" >&2
  exit 1
}
