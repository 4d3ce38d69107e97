import type { MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { GeoPermissibleObjects } from 'd3-geo';
import coarseUrl from 'world-atlas/land-110m.json?url';
import fineUrl from 'world-atlas/countries-50m.json?url';

/** Land, and the borders on it where they are known. */
export type Land = { readonly land: GeoPermissibleObjects; readonly borders: MultiLineString | undefined };

type Atlas = Topology<{ land: GeometryCollection; countries?: GeometryCollection }>;

/** Natural Earth's land at 1:110 million, small enough to be there at once, and to be drawn while the globe turns. */
export const loadCoarse = (): Promise<Land> => load(coarseUrl);

/** The same at 1:50 million, with borders, for a map that stands still. */
export const loadFine = (): Promise<Land> => load(fineUrl);

/** The files were put beside the page when it was built; nothing is asked of anybody else. */
async function load(url: string): Promise<Land> {
  const reply = await fetch(url);
  const atlas = (await reply.json()) as Atlas;
  const { land, countries } = atlas.objects;
  return { land: feature(atlas, land), borders: countries && mesh(atlas, countries, (a, b) => a !== b) };
}
