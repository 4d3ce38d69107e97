/** Geodesics on the WGS-84 ellipsoid, accurate to nanometres: C. F. F. Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013),
 *  from the test lines of his GeographicLib. Degrees and metres; the azimuth is the one at the first point. */
export const GEODESICS: readonly (readonly [
  lat1: number,
  lon1: number,
  azimuth: number,
  lat2: number,
  lon2: number,
  distance_m: number,
])[] = [
  [35.60777, -139.44815, 111.098748429560326, -11.17491, -69.95921, 8935244.5604818305],
  [-17.42761, 173.34268, -159.033557661192928, -15.84784, 5.93557, 16076603.1631180673],
  [6.96833, 52.74123, 92.581585386317712, -7.39675, 206.17291, 17102477.2496958388],
  [-68.82867, -74.28391, 93.774347763114881, -50.63005, -8.36685, 3956936.926063544],
];

/** From pole to pole along a meridian: twice the quadrant of 10,001,965.7293 m. */
export const POLE_TO_POLE_m = 20003931.4586;
