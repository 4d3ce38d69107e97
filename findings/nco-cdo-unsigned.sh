#!/bin/bash
# NCO 5.1.4 and CDO 2.1.1 (Debian) take packed unsigned numbers of NetCDF for signed ones, without a word.
#
# Guess: tools made for NetCDF honour `_Unsigned`, the attribute by which weather satellites' files say that their 16-bit codes go to 65,535;
#   the NetCDF library's own interface for Python does.
# Behaviour: scale and offset are applied to the signed number. What is bright comes out negative, and a mean is of both.
set -euo pipefail
. "$(dirname "$(readlink -f "$0")")/common.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
debian_package nco=5.1.4-1+deb12u1 cdo=2.1.1-1+deb12u1 netcdf-bin=1:4.9.0-3+b1 python3-netcdf4=1.6.2-1+b1

python - <<'PY'
import netCDF4, numpy as np
file = netCDF4.Dataset('look.nc', 'w')
file.createDimension('x', 2)
radiance = file.createVariable('radiance', 'i2', ('x',))
radiance.set_auto_maskandscale(False)
radiance.setncattr('_Unsigned', 'true')
radiance.scale_factor, radiance.add_offset = np.float64(0.5), np.float64(0.0)
radiance[:] = np.array([100, 40000], 'u2').view('i2')
file.close()
PY
python=$(python -c "import netCDF4; print(netCDF4.Dataset('look.nc')['radiance'][:].tolist())")
seen 'codes 100 and 40,000 at half a unit each, by netCDF4 for Python' '[50.0, 20000.0]' "$python"
ncpdq --overwrite --unpack look.nc unpacked.nc
seen 'unpacked by NCO' '50,-12768' "$(ncdump -v radiance unpacked.nc | sed -n 's/^ radiance = \(.*\) ;$/\1/p' | tr -d ' ')"
ncwa --overwrite --variable radiance look.nc mean.nc
seen 'mean by NCO' '-6359' "$(ncdump -v radiance mean.nc | sed -n 's/^ radiance = \(.*\) ;$/\1/p')"
seen 'by CDO' '50 -12768' "$(cdo -s outputf,%g look.nc | xargs)"
