import { z } from 'zod';

// What `tocsin decode --json` prints: one object a record, the summary last.

type Said = number | string | readonly Said[] | { readonly [field: string]: Said };
const said: z.ZodType<Said> = z.lazy(() => z.union([z.number(), z.string(), z.array(said), z.record(z.string(), said)]));

/** `decode`: one line for each record. */
export const decodedLineSchema = z.object({
  record: z.object({
    category: z.int(),
    edition: z.string(),
    arrived: z.string().nullable().describe('UTC, ISO 8601, by the clock of who recorded it; null where nothing says'),
    isCopy: z.boolean().describe('whether the datagram is a second copy of one within a hundredth of a second'),
    offset: z.int().describe('octets before it in the file, or in its datagram'),
    items: z
      .record(z.string(), said)
      .describe('by item, values in the units of the specification (tocsin decode --fields); codes in octal digits'),
  }),
});

const byCategory = z.record(z.string(), z.int());

/** `decode`: after the last record. */
export const decodeSummarySchema = z.object({
  records: z.int(),
  byCategory,
  refused: z.int(),
  reasons: z.array(z.object({ reason: z.enum(['length', 'cut-short', 'no-item', 'implausible']), count: z.int(), octets: z.int() })),
  unknown: byCategory.describe('blocks of categories that are not known here'),
  copies: z.int().describe('datagrams that are second copies'),
  capture: z
    .object({ packets: z.int(), datagrams: z.int(), others: z.int(), fragments: z.int(), cut: z.int() })
    .nullable()
    .describe('packets of a capture; null of a file of blocks'),
  udp: z
    .object({ datagrams: z.int(), octets: z.int(), letGo: z.int(), lost: z.int().nullable() })
    .nullable()
    .describe(
      'of datagrams as they come: those let go because too many waited, and those that the system lost (null where it does not say)',
    ),
  givenUp: z.string().nullable().describe('why the source was not read to its end'),
});
export type DecodedLine = z.infer<typeof decodedLineSchema>;
export type DecodeSummary = z.infer<typeof decodeSummarySchema>;

/** `decode` of orbit elements: one line for each set. */
export const elementsLineSchema = z.object({
  elements: z.object({
    line: z.int().describe('at which it begins'),
    catalogueNumber: z.int(),
    name: z.string(),
    internationalDesignator: z.string().describe('year, launch and piece; empty where nobody says'),
    epoch: z.string().describe('UTC, ISO 8601'),
    meanMotion_revpd: z.number().describe('revolutions a day, after Kozai'),
    eccentricity: z.number(),
    inclination_deg: z.number(),
    ascendingNode_deg: z.number(),
    argumentOfPerigee_deg: z.number(),
    meanAnomaly_deg: z.number(),
    bstar: z.number().describe('one over Earth radii'),
  }),
});

/** `decode` of orbit elements: after the last set. */
export const elementsSummarySchema = z.object({
  format: z.enum(['tle', 'omm-csv', 'omm-json', 'omm-kvn', 'omm-xml']).nullable(),
  sets: z.int(),
  kept: z.int(),
  refused: z.int(),
  objects: z.int().describe('by their catalogue numbers'),
  reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
  notes: z.array(z.string()),
});
export type ElementsLine = z.infer<typeof elementsLineSchema>;
export type ElementsSummary = z.infer<typeof elementsSummarySchema>;

/** `decode` of messages of the CCSDS: one line for each part of each message. */
export const ccsdsLineSchema = z.object({
  ccsds: z.looseObject({
    record: z.enum([
      'message',
      'metadata',
      'keplerian',
      'spacecraft',
      'manoeuvre',
      'mean-elements',
      'tle',
      'user-defined',
      'state',
      'covariance',
      'observation',
    ]),
    message: z.int().describe('which of the file, from 1'),
  }),
});

/** `decode` of messages of the CCSDS: after the last record. */
export const ccsdsSummarySchema = z.object({
  form: z.enum(['kvn', 'xml']).nullable(),
  messages: z.int(),
  kinds: z.record(z.string(), z.int()),
  records: z.int(),
  problems: z.int(),
  notes: z.array(z.string()),
});
export type CcsdsSummary = z.infer<typeof ccsdsSummarySchema>;
