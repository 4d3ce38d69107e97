import type { z } from 'zod';
import { LARGEST_RADIUS_M } from '../../core/assess/announcement.ts';
import { region, sensors } from '../scenario-yaml/schema.ts';
import { fields, list, name, number, sentence, time } from '../yaml-file/vocabulary.ts';
import { expectation, seeds } from './expectation.ts';

/** The two shapes of a `case.json`: bodies by tables of their states, and a scenario with what is wrong with its sensors. */

const base = { id: name, title: sentence, story: sentence.optional(), seeds, expected: expectation };

const place = { lat: number('degrees', -90, 90), lon: number('degrees', -180, 180) };
const azimuth_deg = number('degrees', 0, 360);
const notice = fields({
  what: sentence,
  site: fields(place),
  azimuth_deg: list(azimuth_deg).length(2, { error: 'not two azimuths\nwrite from and to, such as [85, 95]' }),
  window: fields({ from: time, to: time }),
  impact: fields({ ...place, radius_km: number('km', 0.001, LARGEST_RADIUS_M / 1000) }).optional(),
});

export const statesCase = fields({
  ...base,
  start: time,
  end: time.optional(),
  region: region.optional(),
  sensors,
  bodies: list(fields({ file: sentence, what: sentence.optional() })).min(1, { error: 'no body\nname one table at least' }),
  notices: list(notice).default([]),
});

/** What is wrong with a sensor, on top of what its scenario says: added to what it measures, how far its time stamps are ahead, added to every delivery, and the most
 *  of a further delay that is drawn for each report. */
const modifier = fields({
  sensor: name,
  range_bias_m: number('m', -100_000, 100_000).default(0),
  azimuth_bias_mrad: number('mrad', -1_000, 1_000).default(0),
  clock_s: number('s', -600, 600).default(0),
  delay_s: number('s', 0, 600).default(0),
  jitter_s: number('s', 0, 600).default(0),
});

export const scenarioCase = fields({
  ...base,
  start: time.optional(),
  scenario: sentence,
  modifiers: list(modifier).default([]),
});

export type StatesCase = z.output<typeof statesCase>;
export type Modifier = z.output<typeof modifier>;
