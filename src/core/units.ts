/** Units of measure as a light brand: a plain number is accepted as any of them, a number branded with another unit is not.
 *  The brand exists for the compiler only. Inside core everything is SI and radians; time is integer microseconds. */

declare const unit: unique symbol;

/** A number that may carry the name of its unit. `5` is a `Metres`; a `Seconds` is not. */
export type Unit<U extends string> = number & { readonly [unit]?: U };

export type Metres = Unit<'m'>;
export type SquareMetres = Unit<'m2'>;
export type MetresPerSecond = Unit<'m/s'>;
export type MetresPerSecond2 = Unit<'m/s2'>;
export type Seconds = Unit<'s'>;
/** Integer microseconds; as a point in time, of TAI since 1970-01-01T00:00:00 TAI (see time/scale.ts). */
export type Micros = Unit<'us'>;
export type Radians = Unit<'rad'>;
export type KilogramsPerMetre2 = Unit<'kg/m2'>;
export type KilogramsPerMetre3 = Unit<'kg/m3'>;
export type JoulesPerKilogram = Unit<'J/kg'>;
export type Kelvin = Unit<'K'>;
export type Pascals = Unit<'Pa'>;
export type WattsPerSteradian = Unit<'W/sr'>;
export type Watts = Unit<'W'>;

const RADIANS_PER_DEGREE = Math.PI / 180;

/** Radians of an angle given in degrees. */
export function degrees(angle_deg: number): Radians {
  return angle_deg * RADIANS_PER_DEGREE;
}

/** Degrees of an angle given in radians; for the edges (files, people). */
export function toDegrees(angle_rad: Radians): number {
  return angle_rad / RADIANS_PER_DEGREE;
}
