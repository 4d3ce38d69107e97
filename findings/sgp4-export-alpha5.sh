#!/bin/bash
# python3-sgp4 2.15 (Debian) writes element sets of catalogue numbers above 99,999 without the number.
#
# Guess: what reads "A0005" in the place of five digits (Alpha-5, catalogue number 100005) writes it so again, or refuses.
# Behaviour: export_tle leaves the field out, in both lines, and closes the gap: the lines are five and six characters short, each later
#   column is another field, and the checksum is right for them. No error, and no warning. export_omm writes the number.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
debian_package python3-sgp4=2.15-0.1

python - >wrote.txt <<'PY'
from sgp4.api import Satrec
from sgp4.exporter import export_omm, export_tle
lines = ('1 00005U 58002B   00179.78495062  .00000023  00000-0  28098-4 0  4753',
         '2 00005  34.2682 348.7242 1859667 331.7664  19.3264 10.82419157413667')
print(export_tle(Satrec.twoline2rv(*lines)) == lines)
late = Satrec.twoline2rv(*(line.replace(' 00005', ' A0005') for line in lines))
print(late.satnum, export_omm(late, 'X')['NORAD_CAT_ID'])
for line in export_tle(late):
    print(len(line), line[:9])
PY
seen 'number 5 comes out as it went in' True "$(sed -n 1p wrote.txt)"
seen 'number of A0005 as read, and by export_omm' '100005 100005' "$(sed -n 2p wrote.txt)"
seen 'length and beginning of line 1' '64 1 U 58002' "$(sed -n 3p wrote.txt)"
seen 'of line 2' '63 2  34.268' "$(sed -n 4p wrote.txt)"
