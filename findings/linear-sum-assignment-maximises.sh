#!/bin/bash
# linear-sum-assignment 1.0.9 (npm) makes the dearest assignment of a table of costs, not the cheapest.
#
# Guess: it bears the name of SciPy's function, which minimises unless told otherwise, as all that associates plots with tracks by cost does.
# Behaviour: it maximises by default, and what turns that round is an option with a spelling of its own: `maximaze: false`. With `maximize: false`
#   it maximises on.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm_package linear-sum-assignment@1.0.9 ml-matrix@6.12.1

cat >assign.js <<'JS'
import { linearSumAssignment } from 'linear-sum-assignment';
import { Matrix } from 'ml-matrix';
const costs = [[1, 9], [9, 1]];
const total = (options) => {
  const { rowAssignments } = linearSumAssignment(new Matrix(costs), options);
  return costs.reduce((sum, row, at) => sum + row[rowAssignments[at]], 0);
};
console.log(total({}), total({ maximize: false }), total({ maximaze: false }));
JS
seen 'cost of two pairs at 1 each and two at 9 each: by default, with maximize: false, with maximaze: false' '18 18 2' "$(node assign.js)"
