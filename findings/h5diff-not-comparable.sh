#!/bin/bash
# h5diff 1.10.8 (Debian hdf5-tools) ends with 0 where two files cannot be compared.
#
# Guess: 0 says that the files hold the same, as with diff and cmp; a check of what a writer made may rest on it.
# Behaviour: a data set that is floating-point in one file and integer in the other, or of another shape, is "not comparable", and that counts
#   as no difference: status 0, whatever the values. Only the printed lines tell.
# Met: in comparing images that two writers made of one look, packed in one and not in the other.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
debian_package hdf5-tools=1.10.8+repack1-1 python3-h5py=3.7.0-8

python - <<'PY'
import h5py, numpy as np
for name, values in (
    ('degrees', np.array([300.0, 301.0])), ('codes', np.array([7, 8], 'i2')),
    ('none', np.zeros(0)), ('longer', np.array([300.0, 301.0, 302.0])), ('other', np.array([300.0, 305.0])),
):
    with h5py.File(name + '.h5', 'w') as file:
        file['radiance'] = values
PY
status() { local ended=0; h5diff "$1" "$2" >said.txt || ended=$?; echo "$ended"; }
seen 'equal' 0 "$(status degrees.h5 degrees.h5)"
seen 'other values' 1 "$(status degrees.h5 other.h5)"
seen 'two values beside three' 0 "$(status degrees.h5 longer.h5)"
seen 'floating-point beside integers, nothing equal' 0 "$(status degrees.h5 codes.h5)"
seen 'its words' 'Some objects are not comparable' "$(grep comparable said.txt)"
seen 'two beside none' 0 "$(status degrees.h5 none.h5)"
