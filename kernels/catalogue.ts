import { AT, DEEP_AT } from '../src/core/catalogue/record.ts';
import { SPEED_mps, WGS72 } from '../src/core/catalogue/wgs72.ts';
import { compiledModule } from './compiled-module.ts';

/** The loop over objects in orbit. The places of its records and the Earth's constants are those of the core. */
export const catalogueModule = (): Promise<{ url: URL; text: string }> =>
  compiledModule({
    sources: ['catalogue'],
    with: ['angles'],
    beside: {
      at: placesOf(AT),
      deep: placesOf(DEEP_AT),
      earth: [
        constant('j2', 'f64', WGS72.j2),
        constant('j3OverJ2', 'f64', WGS72.j3 / WGS72.j2),
        constant('radius_m', 'f64', WGS72.radius_m),
        constant('speed_mps', 'f64', SPEED_mps),
      ].join('\n'),
    },
    file: 'catalogue/catalogue-module.ts',
    constant: 'CATALOGUE_MODULE',
    about: 'The loop over objects in orbit',
  });

const placesOf = (places: Readonly<Record<string, number>>): string =>
  Object.entries(places)
    .map(([name, at]) => constant(name, 'usize', 8 * at))
    .join('\n');

const constant = (name: string, type: string, value: number): string => `export const ${name}: ${type} = ${value};`;
