/** Angles of the Earth's rotation and steps of UTC by those who define them. */

/** Earth rotation angle at 2000-01-01T12:00 UT1, in turns, and Greenwich mean sidereal time of that moment in hours, to which it adds
 *  less than 1e-6 h of precession (IERS Conventions 2010, eq. 5.15; Astronomical Almanac). */
export const AT_J2000 = { rotation_turns: 0.779057273264, siderealTime_h: 18.697374558 };

/** Earth rotation angle at 2007-10-15T00:00 UT1 (modified Julian date 54388), rad: test figure of the IAU's SOFA library for `iauEra00`. */
export const AT_MJD_54388 = { day: 54388, rotation_rad: 0.4022837240028158 };

/** TAI − UTC in seconds from the given UTC date on (IERS Bulletin C). */
export const TAI_MINUS_UTC: readonly (readonly [utc: string, offset_s: number])[] = [
  ['1972-01-01T00:00:00Z', 10],
  ['1979-11-09T00:00:00Z', 18],
  ['1983-09-26T00:00:00Z', 22],
  ['1998-12-31T23:59:59Z', 31],
  ['1999-01-01T00:00:00Z', 32],
  ['2016-12-31T23:59:59Z', 36],
  ['2017-01-01T00:00:00Z', 37],
  ['2024-10-30T00:00:00Z', 37],
];

/** A position and velocity in TEME, km and km/s, and in the pseudo Earth-fixed frame that a turn by Greenwich's mean sidereal time of 1982 gives, at a time of UT1 (2004-04-06T07:51:28.386009 UTC, UT1 − UTC = −0.439962 s):
 *  worked example of Vallado and others, AIAA 2006-6753, appendix C. */
export const TEME_AND_EARTH_FIXED = {
  ut1: '2004-04-06T07:51:27.946047Z',
  teme: { r_km: [5094.1801621, 6127.6446595, 6380.3445327], v_kmps: [-4.746131487, 0.785818041, 5.531931288] },
  fixed: { r_km: [-1033.4750313, 7901.3055856, 6380.3445327], v_kmps: [-3.225632747, -2.872442511, 5.531931288] },
} as const;
