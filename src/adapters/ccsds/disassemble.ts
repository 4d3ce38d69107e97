import {
  COVARIANCE_OF_EPHEMERIS,
  HEADER,
  METADATA,
  PARTS,
  STATE_OF_EPHEMERIS,
  TRIANGLE_KEYWORDS,
  USER_DEFINED,
  USER_PART,
} from './fields.ts';
import type { CcsdsBlock, CcsdsMessage, OmmMessage, OpmMessage, OrbitCovariance, OrbitState } from './message.ts';
import { type RawBlock, rawBlock, type RawMessage, type RawSegment } from './raw.ts';

type Said = string | number | undefined;

/** The parts of a message as they are written, whatever the notation; the way back from `assemble`. */
export function disassemble(message: CcsdsMessage): RawMessage {
  const { kind, version } = message;
  const header = blockOf('header', message.header, keywordsOf(HEADER));
  return { kind, version, line: 0, isRefused: false, header, segments: segmentsOf(message) };
}

function segmentsOf(message: CcsdsMessage): RawSegment[] {
  switch (message.kind) {
    case 'oem':
      return message.segments.map(({ metadata, comments, states, covariances }) => ({
        line: 0,
        metadata: blockOf('metadata', metadata, keywordsOf(METADATA.oem)),
        data: [remarks(comments), ...states.map((state) => stateBlock(state, [])), ...covariances.map(covarianceBlock)],
      }));
    case 'tdm':
      return message.segments.map(({ metadata, comments, observations }) => ({
        line: 0,
        metadata: blockOf('metadata', metadata, Object.keys(metadata.values)),
        data: [
          remarks(comments),
          ...observations.map(({ keyword, epoch, value, digits }) =>
            filled('observation', [], { EPOCH: epoch, [keyword]: digits ?? value }),
          ),
        ],
      }));
    default:
      return [
        {
          line: 0,
          metadata: blockOf('metadata', message.metadata, keywordsOf(METADATA[message.kind])),
          data: message.kind === 'opm' ? parametersOf(message) : elementsOf(message),
        },
      ];
  }
}

function parametersOf({ state, keplerian, spacecraft, covariance, manoeuvres, userDefined }: OpmMessage): RawBlock[] {
  return [
    stateBlock(state, state.comments),
    ...partOf('opm', 'keplerianElements', keplerian),
    ...partOf('opm', 'spacecraftParameters', spacecraft),
    ...(covariance === undefined ? [] : [covarianceBlock(covariance)]),
    ...manoeuvres.flatMap((one) => partOf('opm', 'maneuverParameters', one)),
    ...userBlock(userDefined),
  ];
}

function elementsOf({ meanElements, spacecraft, tle, covariance, userDefined }: OmmMessage): RawBlock[] {
  return [
    ...partOf('omm', 'meanElements', meanElements),
    ...partOf('omm', 'spacecraftParameters', spacecraft),
    ...partOf('omm', 'tleParameters', tle),
    ...(covariance === undefined ? [] : [covarianceBlock(covariance)]),
    ...userBlock(userDefined),
  ];
}

function keywordsOf(fields: readonly { readonly keyword: string }[]): string[] {
  return fields.map(({ keyword }) => keyword);
}

function partOf(kind: 'opm' | 'omm', name: string, block: CcsdsBlock<object> | undefined): RawBlock[] {
  if (block === undefined) return [];
  return [blockOf(name, block, keywordsOf(PARTS[kind].find((part) => part.name === name)?.fields ?? []))];
}

function blockOf(name: string, { comments, values }: CcsdsBlock<object>, keywords: readonly string[]): RawBlock {
  const all = values as Readonly<Record<string, Said>>;
  const stranger = Object.keys(all).find((keyword) => !keywords.includes(keyword));
  if (stranger !== undefined) throw new RangeError(`${stranger}: the standard has no such keyword in the ${name}`);
  return filled(name, comments, Object.fromEntries(keywords.map((keyword) => [keyword, all[keyword]])));
}

function filled(name: string, comments: readonly string[], values: Readonly<Record<string, Said>>): RawBlock {
  const block = rawBlock(name, 0);
  block.comments.push(...comments);
  for (const [keyword, value] of Object.entries(values))
    if (value !== undefined) block.entries.push({ keyword, value: written(value), line: 0 });
  return block;
}

/** A number with as many digits as it takes to be the same again. */
function written(value: string | number): string {
  if (typeof value === 'string') return value;
  if (!Number.isFinite(value)) throw new RangeError(`${value} is no number that a message may hold`);
  return Object.is(value, -0) ? '-0' : String(value);
}

function remarks(comments: readonly string[]): RawBlock {
  return filled('data', comments, {});
}

function stateBlock({ epoch, position_km, velocity_kmps, acceleration_kmps2 }: OrbitState, comments: readonly string[]): RawBlock {
  const values = [epoch, ...position_km, ...velocity_kmps, ...(acceleration_kmps2 ?? [])];
  return filled('stateVector', comments, Object.fromEntries(values.map((value, k) => [STATE_OF_EPHEMERIS[k].keyword, value])));
}

function covarianceBlock({ comments, epoch, frame, lower }: OrbitCovariance): RawBlock {
  if (lower.length !== TRIANGLE_KEYWORDS.length)
    throw new RangeError(`a covariance has 21 numbers below its diagonal and on it, not ${lower.length}`);
  const values: readonly Said[] = [epoch, frame, ...lower];
  return filled('covarianceMatrix', comments, Object.fromEntries(values.map((value, k) => [COVARIANCE_OF_EPHEMERIS[k].keyword, value])));
}

function userBlock(userDefined: OpmMessage['userDefined']): RawBlock[] {
  if (userDefined === undefined) return [];
  const values = Object.fromEntries(userDefined.parameters.map(({ name, value }) => [USER_DEFINED + name, value]));
  return [filled(USER_PART, userDefined.comments, values)];
}
