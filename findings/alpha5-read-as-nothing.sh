#!/bin/bash
# Two readers of element sets take catalogue numbers above 99,999 (Alpha-5, "A5544" for 105544) and read the number as nothing.
#
# Guess: a reader that does not know Alpha-5 refuses it; tle.js has a function that says whether a set is valid.
# Behaviour: tle.js 5.0.3 (npm) calls it valid, computes where the object is, and gives NaN for its number; PyEphem 4.1.4 (Debian
#   python3-ephem) gives 0. All late objects are one in a map that is kept by number, the last one read.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm_package tle.js@5.0.3
debian_package python3-ephem=4.1.4-2+b1

cat >set.txt <<'TLE'
1 A5544U 24001A   24001.50000000  .00016717  00000-0  10270-3 0  9005
2 A5544  51.6400 208.9163 0006317  69.9862  25.2906 15.49560532    12
TLE
python - <<'PY'
def summed(line):
    body = line.rstrip().ljust(69)[:68]
    return body + str(sum(1 if c == '-' else int(c) if c.isdigit() else 0 for c in body) % 10)
with open('set.txt') as file:
    lines = [summed(line) for line in file]
open('set.txt', 'w').write('\n'.join(lines))
import ephem
print(ephem.readtle('late', *lines).catalog_number, file=open('ephem.txt', 'w'))
PY
cat >read.js <<'JS'
import { readFileSync } from 'node:fs';
import { getCatalogNumber, getLatLngObj, isValidTLE } from 'tle.js';
const set = readFileSync('set.txt', 'utf8');
console.log(isValidTLE(set), getCatalogNumber(set), Number.isFinite(getLatLngObj(set, Date.UTC(2024, 0, 1, 13)).lat));
JS
seen 'valid, number, and whether it has a place, by tle.js' 'true NaN true' "$(node read.js)"
seen 'number by PyEphem' 0 "$(cat ephem.txt)"
