import { degrees } from '../../core/units.ts';
import { type ElementSet, kept, REVOLUTIONS_A_DAY } from './element-set.ts';
import { epochOfCode } from './epoch.ts';
import type { ElementsReporter } from './report.ts';

/** One orbit mean-elements message, whatever it is written in: what a keyword says and at which line; undefined where it says nothing. */
export type Omm = { readonly line: number; say(keyword: string): { readonly value: string; readonly line: number } | undefined };

/** Elements of SGP4 and SDP4 and what else names them; those of SGP4-XP are of another theory. */
const THEORIES = ['SGP4', 'SGP/SGP4', 'SDP4', 'SGP4/SDP4'];
/** Of a set that is distributed it is 0; 2 is SGP4's own. */
const TYPES = ['0', '2'];
const MUST_BE: readonly (readonly [keyword: string, value: string, why: string])[] = [
  ['CENTER_NAME', 'EARTH', 'SGP4 knows no other body'],
  ['REF_FRAME', 'TEME', 'elements of SGP4 are of no other frame'],
  ['TIME_SYSTEM', 'UTC', 'elements of SGP4 are of no other time'],
];

const NUMBERS = [
  { keyword: 'MEAN_MOTION', least: 0, most: 20, unit: 'revolutions a day' },
  { keyword: 'ECCENTRICITY', least: 0, most: 1, unit: '' },
  { keyword: 'INCLINATION', least: 0, most: 180, unit: 'degrees' },
  { keyword: 'RA_OF_ASC_NODE', least: -360, most: 360, unit: 'degrees' },
  { keyword: 'ARG_OF_PERICENTER', least: -360, most: 360, unit: 'degrees' },
  { keyword: 'MEAN_ANOMALY', least: -360, most: 360, unit: 'degrees' },
  { keyword: 'BSTAR', least: -1e6, most: 1e6, unit: 'over Earth radii' },
] as const;

/** The elements that a message states.
 *  Source  CCSDS 502.0-B-3, Orbit Data Messages, 2023, section 4. */
export function ommSet(omm: Omm, reporter: ElementsReporter): ElementSet | undefined {
  const theory = omm.say('MEAN_ELEMENT_THEORY');
  if (theory !== undefined && !THEORIES.includes(theory.value.toUpperCase()))
    return reporter.refuse({
      line: theory.line,
      field: 'MEAN_ELEMENT_THEORY',
      message: `elements of ${theory.value.slice(0, 20)} mean something else than those of SGP4`,
      remedy: 'give elements of SGP4',
    });
  const type = omm.say('EPHEMERIS_TYPE');
  if (type !== undefined && !TYPES.includes(type.value))
    return reporter.refuse({
      line: type.line,
      field: 'EPHEMERIS_TYPE',
      message:
        type.value === '4'
          ? 'these are elements of SGP4-XP, which SGP4 would carry kilometres away'
          : `${type.value.slice(0, 20)} is not the type of SGP4`,
      remedy: 'give elements of SGP4 (type 0)',
    });
  for (const [keyword, value, why] of MUST_BE) {
    const said = omm.say(keyword);
    if (said !== undefined && said.value.toUpperCase() !== value)
      return reporter.refuse({
        line: said.line,
        field: keyword,
        message: `it is ${said.value.slice(0, 20)}: ${why}`,
        remedy: `give ${value}`,
      });
  }
  const axis = omm.say('SEMI_MAJOR_AXIS');
  if (axis !== undefined && omm.say('MEAN_MOTION') === undefined)
    return reporter.refuse({
      line: axis.line,
      field: 'SEMI_MAJOR_AXIS',
      message: 'elements of SGP4 state the mean motion and not the axis',
      remedy: 'give MEAN_MOTION',
    });
  const id = omm.say('NORAD_CAT_ID');
  if (id === undefined || !/^\d{1,9}$/.test(id.value) || Number(id.value) === 0)
    return reporter.refuse({
      line: id?.line ?? omm.line,
      field: 'NORAD_CAT_ID',
      message: id === undefined ? 'it is missing' : `"${id.value.slice(0, 20)}" is no catalogue number`,
      remedy: 'write up to nine digits',
    });
  const code = omm.say('EPOCH');
  const epoch = code === undefined ? undefined : epochOfCode(code.value);
  if (epoch === undefined)
    return reporter.refuse({
      line: code?.line ?? omm.line,
      field: 'EPOCH',
      message: code === undefined ? 'it is missing' : `"${code.value.slice(0, 40)}" is no time`,
      remedy: 'write it as 2026-05-07T19:39:21.835008 or 2026-127T19:39:21.835008, in UTC',
    });
  const values: Partial<Record<(typeof NUMBERS)[number]['keyword'], number>> = {};
  for (const { keyword, least, most, unit } of NUMBERS) {
    const said = omm.say(keyword);
    const value = said === undefined || !DECIMAL.test(said.value) ? undefined : Number(said.value);
    const refuse = (message: string, remedy: string): undefined =>
      reporter.refuse({ line: said?.line ?? omm.line, field: keyword, message, remedy });
    const remedy = `write a decimal number${unit === '' ? '' : `, ${unit}`}`;
    if (said === undefined) return refuse('it is missing', remedy);
    if (value === undefined) return refuse(`"${said.value.slice(0, 40)}" is no decimal number`, remedy);
    if (!(value >= least && value <= most)) return refuse(`${value} is outside ${least} to ${most}`, `${remedy}, from ${least} to ${most}`);
    values[keyword] = value;
  }
  return kept(
    omm.line,
    {
      catalogueNumber: Number(id.value),
      name: omm.say('OBJECT_NAME')?.value ?? '',
      internationalDesignator: omm.say('OBJECT_ID')?.value ?? '',
      ...epoch,
      meanMotion_radps: (values.MEAN_MOTION as number) * REVOLUTIONS_A_DAY,
      eccentricity: values.ECCENTRICITY as number,
      inclination_rad: degrees(values.INCLINATION as number),
      ascendingNode_rad: degrees(values.RA_OF_ASC_NODE as number),
      argumentOfPerigee_rad: degrees(values.ARG_OF_PERICENTER as number),
      meanAnomaly_rad: degrees(values.MEAN_ANOMALY as number),
      bstar: values.BSTAR as number,
    },
    reporter,
  );
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const KEYWORDS = new Set(
  `COMMENT CLASSIFICATION CREATION_DATE ORIGINATOR MESSAGE_ID OBJECT_NAME OBJECT_ID CENTER_NAME REF_FRAME REF_FRAME_EPOCH TIME_SYSTEM MEAN_ELEMENT_THEORY
   EPOCH SEMI_MAJOR_AXIS MEAN_MOTION ECCENTRICITY INCLINATION RA_OF_ASC_NODE ARG_OF_PERICENTER MEAN_ANOMALY GM MASS SOLAR_RAD_AREA SOLAR_RAD_COEFF DRAG_AREA
   DRAG_COEFF EPHEMERIS_TYPE CLASSIFICATION_TYPE NORAD_CAT_ID ELEMENT_SET_NO REV_AT_EPOCH BSTAR BTERM MEAN_MOTION_DOT MEAN_MOTION_DDOT AGOM COV_REF_FRAME`.split(
    /\s+/,
  ),
);
const OF_COVARIANCE = /^C[XYZ]_(?:DOT_)?[XYZ](?:_DOT)?$/;

/** Whether the standard has a keyword; what users add has names of its own. */
export function isOmmKeyword(keyword: string): boolean {
  return KEYWORDS.has(keyword) || OF_COVARIANCE.test(keyword) || keyword.startsWith('USER_DEFINED');
}

/** Refuses a message with a keyword that the standard does not have: it may be one of those that are needed, misspelt. */
export function refuseKeyword(keyword: string, line: number, reporter: ElementsReporter): undefined {
  return reporter.refuse({ line, field: keyword.slice(0, 40), message: 'the standard has no such keyword', remedy: 'mend the keyword' });
}
