import { specFaults } from '../../core/sense/valid-spec.ts';
import type { MeasurementSpec } from '../../core/sense/measurement-spec.ts';
import type { Finding } from '../yaml-file/checked-yaml.ts';

/** Which key of a file says what the core calls by a place that begins like this; the first that fits. */
export type PlacesInFile = readonly (readonly [begins: string, path: Finding['path']])[];

/** What the core finds in a spec that was made of a file, told by the keys of the file; what is found there already is not told twice. */
export function specFindings(spec: MeasurementSpec, places: PlacesInFile, known: readonly Finding[]): Finding[] {
  return specFaults(spec)
    .map(({ place, message, remedy }) => ({ path: places.find(([begins]) => place.startsWith(begins))?.[1] ?? [], message, remedy }))
    .filter(({ path }) => !known.some((one) => one.path[0] === path[0] && (one.path[1] ?? path[1]) === path[1]));
}
