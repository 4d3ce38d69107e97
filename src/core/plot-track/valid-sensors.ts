import type { MeasurementSpec } from '../sense/measurement-spec.ts';
import { checkSpec } from '../sense/valid-spec.ts';
import { type Fault, refuseFault, shown } from '../valid.ts';

/** Throws `RangeError` that names field, unit and remedy for the first spec that cannot be, and for sensors that cannot work together. */
export function checkSensors(specs: readonly MeasurementSpec[]): void {
  if (specs.length === 0) throw new RangeError('specs: there is none; give the spec of each sensor');
  for (const spec of specs) checkSpec(spec);
  for (const spec of specs.slice(1)) refuseFault(discord(specs[0], spec, specs));
}

/** Why two sensors cannot feed one tracker. Objects move in one way, whoever looks. */
function discord(first: MeasurementSpec, other: MeasurementSpec, specs: readonly MeasurementSpec[]): Fault | undefined {
  const place = (field: string): string => `sensor ${other.id}, ${field}`;
  if (specs.filter(({ id }) => id === other.id).length > 1)
    return { place: place('id'), message: 'two specs have this name', remedy: 'give each sensor its own' };
  if ((first.frame.kind === 'flat') !== (other.frame.kind === 'flat'))
    return {
      place: place('frame.kind'),
      message: `${other.frame.kind}, and sensor ${first.id} has ${first.frame.kind}: a flat world has no place on the Earth`,
      remedy: 'let all sensors stand in one world',
    };
  for (const key of ['motion', 'accelerationPsd_m2ps3'] as const)
    if (first.objects[key] !== other.objects[key])
      return {
        place: place(`objects.${key}`),
        message: `${shown(other.objects[key])}, and sensor ${first.id} has ${shown(first.objects[key])}`,
        remedy: 'objects move in one way, whoever looks: state the same in all specs',
      };
  return undefined;
}
