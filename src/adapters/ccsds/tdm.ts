import { TDM_KEYWORDS, type TdmMessage, type TdmReporter, type TdmValue } from '../plots/tdm-message.ts';
import type { Field } from './fields.ts';
import { type Faults, type RawBlock, rawBlock, type RawMessage } from './raw.ts';

/** What the reader of tracking data says of a message goes where all faults go. `above`: lines of the file before what it reads. */
export function tdmReporter(faults: Faults, above = 0): TdmReporter {
  return {
    refuse: (problem) => faults.refuse({ ...problem, line: problem.line + above }),
    fail: (problem) => faults.fail({ ...problem, line: problem.line + above }),
    note() {},
    count() {},
  };
}

/** The message that the reader of tracking data made, as the others are. */
export function rawTdm(message: TdmMessage, version: string | undefined, line: number, above = 0): RawMessage {
  return {
    kind: 'tdm',
    version,
    line,
    isRefused: false,
    header: blockOf('header', line, message.header, message.comments, above),
    segments: message.segments.map((segment) => {
      const begin = segment.line + above;
      return {
        line: begin,
        metadata: blockOf('metadata', begin, segment.metadata, segment.comments, above),
        data: [
          { ...rawBlock('data', begin), comments: [...segment.dataComments] },
          ...segment.records.map(({ keyword, epoch, value, line: own }): RawBlock => {
            const at = own + above;
            return {
              name: 'observation',
              line: at,
              comments: [],
              get entries() {
                return [
                  { keyword: 'EPOCH', value: epoch, line: at },
                  { keyword, value, line: at },
                ];
              },
            };
          }),
        ],
      };
    }),
  };
}

function blockOf(name: string, line: number, values: ReadonlyMap<string, TdmValue>, comments: readonly string[], above: number): RawBlock {
  const block = rawBlock(name, line);
  block.comments.push(...comments);
  for (const [keyword, { value, line: at, other, otherLine }] of values) {
    block.entries.push({ keyword, value, line: at + above });
    // What is said twice and otherwise is found where all that stands twice is.
    if (other !== undefined) block.entries.push({ keyword, value: other, line: (otherLine ?? at) + above });
  }
  return block;
}

const NUMBERS: readonly (readonly [pattern: RegExp, unit?: string])[] = [
  [/^(TRANSMIT|RECEIVE)_DELAY_\d$/, 's'],
  [/^INTEGRATION_INTERVAL$/, 's'],
  [/^FREQ_OFFSET$/, 'Hz'],
  [/^TURNAROUND_(NUMERATOR|DENOMINATOR)$/],
  [/^DOPPLER_COUNT_(BIAS|SCALE)$/],
  [/^CORRECTION_ANGLE_\d$/, 'deg'],
  [/^CORRECTION_ABERRATION_\w+$/, 'deg'],
  [/^CORRECTION_DOPPLER$/, 'km/s'],
  [/^CORRECTION_(RECEIVE|TRANSMIT)$/, 'Hz'],
  [/^CORRECTION_RCS$/, 'm**2'],
  [/^CORRECTION_MAG$/],
];

/** Metadata of tracking data; a range is in what the segment says.
 *  Source  CCSDS 503.0-B-2, Tracking Data Message, 2020, table 3-3. */
export function tdmFields(rangeUnits: string | undefined): readonly Field[] {
  const range = (rangeUnits ?? 'km').toLowerCase();
  return TDM_KEYWORDS.map((keyword): Field => {
    const must = keyword === 'TIME_SYSTEM' || keyword === 'PARTICIPANT_1';
    if (keyword === 'START_TIME' || keyword === 'STOP_TIME') return { keyword, type: 'epoch', must };
    if (keyword === 'INTERPOLATION_DEGREE') return { keyword, type: 'integer', must };
    if (keyword === 'RANGE_MODULUS' || keyword === 'CORRECTION_RANGE') return { keyword, type: 'number', must, unit: range };
    const [, unit] = NUMBERS.find(([pattern]) => pattern.test(keyword)) ?? [];
    if (NUMBERS.some(([pattern]) => pattern.test(keyword))) return { keyword, type: 'number', must, ...(unit !== undefined && { unit }) };
    return { keyword, type: 'text', must };
  });
}

/** How a number is written, where a double does not hold all of its digits. */
export function digitsBeyond(text: string, value: number): string | undefined {
  return significant(text) === significant(String(value)) ? undefined : text;
}

/** The digits of a decimal number without zeros at its ends, and the power of ten of the first. */
function significant(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const leading = (whole + fraction).length - digits.length;
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  const shown = digits.slice(0, end);
  if (shown === '') return '0';
  return `${sign === '-' ? '-' : ''}${shown}e${whole.length - leading + Number(power)}`;
}
