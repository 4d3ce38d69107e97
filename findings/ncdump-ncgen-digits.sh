#!/bin/bash
# ncdump 4.9.0 (Debian netcdf-bin) writes too few digits for ncgen to make the same file again.
#
# Guess: ncdump and ncgen are each other's inverse; a small file kept as CDL in a repository is that file.
# Behaviour: floats have 7 digits and doubles 15, where 9 and 17 are needed: most numbers come back changed in their last bits, and with them
#   scale factors and Planck coefficients. `ncdump -p 9,17` changes none.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
debian_package netcdf-bin=1:4.9.0-3+b1 python3-netcdf4=1.6.2-1+b1

python - <<'PY'
import netCDF4, numpy as np
file = netCDF4.Dataset('made.nc', 'w')
file.createDimension('n', 1000)
file.createVariable('radiance', 'f4', ('n',))[:] = (np.arange(1, 1001) / np.float32(37)).astype('f4')
file.createVariable('angle', 'f8', ('n',))[:] = np.arange(1, 1001) / 7000.0
file.close()
PY
changed() {
  ncgen -4 -o again.nc "$1"
  python -c "
import netCDF4
made, again = netCDF4.Dataset('made.nc'), netCDF4.Dataset('again.nc')
print(*((made[name][:] != again[name][:]).sum() for name in ('radiance', 'angle')))"
}
ncdump made.nc >plain.cdl
ncdump -p 9,17 made.nc >precise.cdl
plain=$(changed plain.cdl)
seen 'floats and doubles of 1,000 each that changed, by ncdump | ncgen' '702 857' "$plain"
seen 'by ncdump -p 9,17 | ncgen' '0 0' "$(changed precise.cdl)"
