#!/bin/bash
# xarray 2023.01.0 (Debian) keeps what a NetCDF file says is not valid, and netCDF4 for Python does not: two answers about one file.
#
# Guess: who opens a file with decoding by the CF conventions gets nothing that its `valid_range` leaves out.
# Behaviour: xarray decodes fill, scale and offset, and leaves `valid_range` to its user: a code beyond it is a radiance like any other, here
#   the highest of the look. netCDF4 masks it.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
debian_package python3-xarray=2023.01.0-1.1 python3-netcdf4=1.6.2-1+b1

python - >read.txt <<'PY'
import netCDF4, numpy as np, xarray
file = netCDF4.Dataset('look.nc', 'w')
file.createDimension('x', 4)
radiance = file.createVariable('radiance', 'i2', ('x',), fill_value=np.int16(16383))
radiance.set_auto_maskandscale(False)
radiance.scale_factor, radiance.add_offset = np.float64(0.5), np.float64(0.0)
radiance.valid_range = np.array([0, 16000], 'i2')
radiance[:] = np.array([100, 16383, 16200, 15000], 'i2')
file.close()
print(netCDF4.Dataset('look.nc')['radiance'][:].tolist())
print(xarray.open_dataset('look.nc')['radiance'].values.tolist())
PY
seen 'codes 100, fill, beyond the range, 15,000 by netCDF4' '[50.0, None, None, 7500.0]' "$(sed -n 1p read.txt)"
seen 'by xarray' '[50.0, nan, 8100.0, 7500.0]' "$(sed -n 2p read.txt)"
