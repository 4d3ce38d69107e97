#!/bin/bash
# jsfive 0.4.2 gives neither the fill value nor zero for parts of a data set that were never written, but holes in an array.
#
# Guess: as in HDF5's own library, what was never written reads as the data set's fill value.
# Behaviour: the array has holes there. Its length is right; forEach, reduce and their kin skip a hole without a word, so that a mean over
#   "all" pixels is one of those that were written, divided by all; arithmetic with one is NaN. Files of weather satellites leave parts
#   beyond the Earth's limb unwritten.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm_package jsfive@0.4.2 h5wasm@0.10.3
debian_package python3-h5py=3.7.0-8

python - <<'PY'
import h5py
with h5py.File('look.h5', 'w') as file:
    file.create_dataset('radiance', (4,), 'i2', chunks=(2,), fillvalue=-1)[0:2] = [5, 7]
PY
cat >read.js <<'JS'
import { readFileSync } from 'node:fs';
import { File } from 'jsfive';
import h5wasm from 'h5wasm/node';
await h5wasm.ready;
const { buffer, byteOffset, byteLength } = readFileSync('look.h5');
const { value } = new File(buffer.slice(byteOffset, byteOffset + byteLength), 'look.h5').get('radiance');
console.log(JSON.stringify([value.length, 2 in value, value.reduce((sum, one) => sum + one, 0)]));
console.log(JSON.stringify(Array.from(new h5wasm.File('look.h5', 'r').get('radiance').value)));
JS
node read.js >read.txt
seen 'length, whether there is a third, and the sum, by jsfive' '[4,false,12]' "$(sed -n 1p read.txt)"
seen 'the values by h5wasm, which is the library' '[5,7,-1,-1]' "$(sed -n 2p read.txt)"
