import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createWorld } from '../../sim/world.ts';
import { describeProblem, parseScenario, scenarioJsonSchema } from './scenario-yaml.ts';

// docs/formats/scenario.md names every field of the schema, with what it may be and what stands when nothing is said; its examples are scenarios.

type Schema = {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly description?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
};

const whole = scenarioJsonSchema() as Schema & { readonly $defs: Readonly<Record<string, Schema>> };
const text = readFileSync(fileURLToPath(new URL('../../../docs/formats/scenario.md', import.meta.url)), 'utf8');

function resolved(schema: Schema): Schema {
  return schema.$ref === undefined
    ? schema
    : { ...resolved(whole.$defs[schema.$ref.slice('#/$defs/'.length)]), ...schema, $ref: undefined };
}

function field(schema: Schema, name: string): Schema {
  const found = schema.properties?.[name];
  if (found === undefined) throw new Error(`the schema has no ${name}`);
  return resolved(found);
}

/** A schema by the words of a heading: what the file holds, a kind of an item of a list, or a group by the way to it. */
function schemaOf(heading: string): Schema {
  return heading.split(' ').reduce<Schema>((schema, word) => {
    const kind = schema.oneOf?.map(resolved).find((one) => one.properties !== undefined && field(one, 'kind').const === word);
    const found = kind ?? field(schema, word);
    return resolved(found.items ?? found);
  }, whole);
}

function figure(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 12 });
}

function whatItMayBe(schema: Schema): string {
  const { type, format, pattern, minimum, maximum, description } = schema;
  if (schema.anyOf !== undefined) return schema.anyOf.map((one) => whatItMayBe(resolved(one))).join(' or ');
  if (schema.oneOf !== undefined) return 'a group with a kind';
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${word}\``).join(', ');
  if (minimum !== undefined && maximum !== undefined)
    return `${figure(minimum)} to ${figure(maximum)}${description === undefined ? '' : ` ${description}`}`;
  if (type === 'array') return 'a list';
  if (type === 'object') return 'a group';
  if (format === 'date-time') return 'a time';
  return pattern === undefined ? 'text' : 'a name';
}

function whenNothingIsSaid(schema: Schema, isRequired: boolean): string {
  if (schema.default !== undefined) return JSON.stringify(schema.default);
  return isRequired ? 'needed' : '-';
}

/** The first three cells of the rows that a group's table has. */
function rowsOf(schema: Schema): string[] {
  return Object.entries(schema.properties ?? {})
    .filter(([name]) => name !== 'kind')
    .map(([name, each]) => {
      const one = resolved(each);
      return `| \`${name}\` | ${whatItMayBe(one)} | ${whenNothingIsSaid(one, schema.required?.includes(name) === true)} |`;
    });
}

/** The tables under headings that end with the way to a group, in backticks. */
const TABLES = text.split(/^#+ /m).flatMap((section) => {
  const heading = /^.*?`([^`\n]+)`\n/.exec(section)?.[1];
  return heading === undefined ? [] : [{ heading, rows: section.match(/^\| `[^|]+\|[^|]+\|[^|]+\|/gm) ?? [] }];
});

test.each(TABLES)('the document says of $heading what the schema does', ({ heading, rows }) => {
  expect(rows).toEqual(rowsOf(heading === 'the file' ? whole : schemaOf(heading)));
});

test('no group of the schema lacks a table', () => {
  const told = new Set(TABLES.map(({ heading }) => heading));
  const kinds = (list: string): string[] =>
    (resolved(field(whole, list).items ?? {}).oneOf ?? []).map((one) => `${list} ${field(resolved(one), 'kind').const}`);
  const groups = [
    'the file',
    ...kinds('sensors'),
    ...kinds('flights'),
    ...kinds('disturbances'),
    'people',
    'people acts',
    'announcements',
    'region',
  ];
  expect(groups.filter((group) => !told.has(group))).toEqual([]);
});

test('the examples are scenarios, and all in them can fly', () => {
  const head = 'id: example\ntitle: An example\ntheatre: example\nline: exercise\nstart: 2025-03-20T00:00:00Z\nend: 2025-03-20T01:00:00Z\n';
  const sensors = 'sensors: [{ kind: preset, preset: east-asia }]\n';
  const table = 't_s,x_m,y_m,z_m,heat_W_per_sr,rcs_m2\n0,7e6,0,0,0,1\n1,7e6,1,0,0,1\n';
  const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml]) => yaml);
  expect(examples.length).toBeGreaterThan(4);
  for (const example of examples) {
    const own = /^id:/m.test(example) ? example : `${head}${/^sensors:/m.test(example) ? '' : sensors}${example}`;
    const read = parseScenario(own, 'example.yaml', () => Buffer.from(table));
    expect(read.kind === 'rejected' ? read.problems.map(describeProblem) : []).toEqual([]);
    if (read.kind === 'scenario') expect(() => createWorld(read.scenario)).not.toThrow();
  }
});
