#!/bin/bash
# satellite.js reads the epoch of an orbit mean-elements message (OMM) to the millisecond, and that of a valid form as nothing, both without a word.
#
# Guess: OMM was made to carry more than a two-line set; its epochs are written to the microsecond, by the calendar or by the day of the year.
# Behaviour: in 7.1.0 json2satrec makes a Date of it. What is below a millisecond is dropped: an object in a low orbit stands up to 7.7 m aside, where the two lines
#   of the same elements would be 0.2 m off. A day of the year (CCSDS 502.0-B allows both) gives positions that are no numbers, with error 0.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm_package satellite.js@7.1.0

cat >read.js <<'JS'
import { json2satrec, propagate } from 'satellite.js';
const place = (EPOCH) => {
  const set = json2satrec({
    OBJECT_NAME: 'MADE UP', OBJECT_ID: '2026-001A', EPOCH, MEAN_MOTION: 15.5, ECCENTRICITY: 0.001, INCLINATION: 51.6, RA_OF_ASC_NODE: 57,
    ARG_OF_PERICENTER: 114, MEAN_ANOMALY: 171, EPHEMERIS_TYPE: 0, CLASSIFICATION_TYPE: 'U', NORAD_CAT_ID: 1, ELEMENT_SET_NO: 999,
    REV_AT_EPOCH: 0, BSTAR: 0, MEAN_MOTION_DOT: 0, MEAN_MOTION_DDOT: 0,
  });
  return { error: set.error, ...propagate(set, new Date('2026-05-08T00:00:00Z')).position };
};
const [a, b, c] = ['2026-05-07T12:00:00.000000', '2026-05-07T12:00:00.000999', '2026-127T12:00:00.000000'].map(place);
console.log(1000 * Math.hypot(a.x - b.x, a.y - b.y, a.z - b.z));
console.log(c.error, c.x);
JS
node read.js >read.txt
seen 'metres that an object moves by 999 microseconds of its epoch' 0 "$(sed -n 1p read.txt)"
seen 'error and place of an epoch by the day of the year' '0 NaN' "$(sed -n 2p read.txt)"
