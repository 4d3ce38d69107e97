import type { CsvRow } from '../csv-table/csv-line.ts';
import { createCsvReader } from '../csv-table/csv-reader.ts';
import { nameTwice, parsedJson } from '../plots/json-texts.ts';
import type { ElementSet } from './element-set.ts';
import { jsonObjects } from './json-objects.ts';
import { ommSet } from './omm.ts';
import type { ElementsReporter } from './report.ts';

const LONGEST_OBJECT = 65_536;
const EXAMPLE =
  'OBJECT_NAME,OBJECT_ID,EPOCH,MEAN_MOTION,ECCENTRICITY,INCLINATION,RA_OF_ASC_NODE,ARG_OF_PERICENTER,MEAN_ANOMALY,NORAD_CAT_ID,BSTAR';
const NEEDED = ['EPOCH', 'NORAD_CAT_ID', 'MEAN_MOTION'];

/** Reads messages from CSV as they come: a header of keywords, then a message a line. Other columns are left alone. */
export async function* ommCsvSets(chunks: AsyncIterable<Uint8Array>, reporter: ElementsReporter): AsyncGenerator<ElementSet> {
  const found: ElementSet[] = [];
  const places = new Map<string, number>();
  const reader = createCsvReader({
    example: EXAMPLE,
    header({ names, line }) {
      names.forEach((name, at) => {
        const keyword = name.trim().toUpperCase();
        if (places.has(keyword))
          reporter.fail({ line, field: keyword, message: 'two columns are called so', remedy: 'leave one of the two out' });
        places.set(keyword, at);
      });
      const missing = NEEDED.filter((keyword) => !places.has(keyword));
      if (missing.length > 0)
        reporter.fail({ line, field: missing[0], message: `no column ${missing.join(', ')}`, remedy: `begin with a header: ${EXAMPLE}` });
    },
    row(row: CsvRow) {
      const say = (keyword: string): { readonly value: string; readonly line: number } | undefined => {
        const at = places.get(keyword);
        if (at === undefined || row.isBlank(at)) return undefined;
        return { value: row.text(at).trim(), line: row.line };
      };
      const set = ommSet({ line: row.line, say }, reporter);
      if (set !== undefined) found.push(set);
    },
    refuse: (line, field, message, remedy) => reporter.refuse({ line, field, message, remedy }),
    fail: (line, field, message, remedy) => reporter.fail({ line, field, message, remedy }),
  });
  for await (const bytes of chunks) {
    reader.push(bytes);
    yield* found.splice(0);
  }
  reader.end();
  yield* found;
}

/** Reads messages from JSON as they come: a list of objects, or an object a line, each with the keywords as its names. Values may be texts or numbers; other names are left alone. */
export async function* ommJsonSets(chunks: AsyncIterable<Uint8Array>, reporter: ElementsReporter): AsyncGenerator<ElementSet> {
  let isEmpty = true;
  for await (const texts of jsonObjects(chunks, LONGEST_OBJECT, reporter)) {
    for (const { text, line } of texts) {
      isEmpty = false;
      const set = objectSet(text, line, reporter);
      if (set !== undefined) yield set;
    }
  }
  if (isEmpty) reporter.fail({ line: 0, field: '', message: 'this JSON holds no objects', remedy: REMEDY });
}

const REMEDY = 'give a list of objects with EPOCH, MEAN_MOTION and so on, as the standard has them';

function objectSet(text: string, line: number, reporter: ElementsReporter): ElementSet | undefined {
  const value = parsedJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return reporter.refuse({ line, field: '', message: 'this is no JSON object', remedy: REMEDY });
  const twice = nameTwice(text);
  if (twice !== undefined)
    return reporter.refuse({
      line,
      field: twice.slice(0, 40),
      message: 'it stands twice in one object',
      remedy: 'leave one of the two out',
    });
  const fields = value as Readonly<Record<string, unknown>>;
  const say = (keyword: string): { readonly value: string; readonly line: number } | undefined => {
    const said = Object.hasOwn(fields, keyword) ? fields[keyword] : undefined;
    const isSaid = typeof said === 'number' || (typeof said === 'string' && said.trim() !== '');
    return isSaid ? { value: String(said).trim(), line } : undefined;
  };
  return ommSet({ line, say }, reporter);
}
