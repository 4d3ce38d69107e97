#!/bin/bash
# h5wasm 0.10.3 reads a dimension of NetCDF-4 that has no values as an axis of zeros.
#
# Guess: what is listed in a file and has a shape and a type is data that somebody wrote.
# Behaviour: NetCDF-4 stores each dimension as a data set, so that HDF5 can refer to it; one that no variable gives values to has nothing
#   stored, and HDF5 fills in zeros. ncdump shows it as a dimension alone. What tells them apart is the attribute NAME, which begins with "This
#   is a netCDF dimension but not a netCDF variable".
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm_package h5wasm@0.10.3
debian_package netcdf-bin=1:4.9.0-3+b1

cat >look.cdl <<'CDL'
netcdf look {
dimensions: x = 3 ; band = 2 ;
variables: double x(x) ; short radiance(band, x) ;
data: x = 0.1, 0.2, 0.3 ; radiance = 1, 2, 3, 4, 5, 6 ;
}
CDL
ncgen -4 -o look.nc look.cdl
cat >read.js <<'JS'
import h5wasm from 'h5wasm/node';
await h5wasm.ready;
const file = new h5wasm.File('look.nc', 'r');
for (const name of ['x', 'band']) {
  const { shape, value, attrs } = file.get(name);
  console.log(JSON.stringify([name, shape, Array.from(value), String(attrs.NAME.value).slice(0, 53)]));
}
JS
node read.js >read.txt
seen 'a dimension with values' '["x",[3],[0.1,0.2,0.3],"x"]' "$(sed -n 1p read.txt)"
seen 'a dimension without' '["band",[2],[0,0],"This is a netCDF dimension but not a netCDF variable."]' "$(sed -n 2p read.txt)"
seen 'variables of the file, by ncdump' 'x radiance' "$(ncdump -h look.nc | sed -nE 's/^\t(double|short) ([a-z]+)\(.*/\2/p' | xargs)"
