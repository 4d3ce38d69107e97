import type { Command } from 'commander';
import { wireJsonSchemas } from '../api/wire.ts';
import { CommandError } from './exit.ts';

const HELP = `
Comes out: one JSON Schema (draft 2020-12), or without NAME the names there are.

Examples:
  tocsin schema                       the names
  tocsin schema run > run.schema.json what each line of \`tocsin run --json\` looks like`;

/** `tocsin schema [NAME]`: the published shape of what --json and the feed carry. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .description('print the JSON Schemas of what --json prints and of what the server says')
    .argument('[NAME]', 'which one; without it the names are listed')
    .addHelpText('after', HELP)
    .action((name: string | undefined) => {
      process.stdout.write(`${name === undefined ? schemaNames().join('\n') : schemaText(name)}\n`);
    });
}

function schemaNames(): string[] {
  return Object.keys(wireJsonSchemas());
}

function schemaText(name: string): string {
  const schemas = wireJsonSchemas();
  if (!Object.hasOwn(schemas, name)) {
    throw new CommandError(`there is no schema "${name}"`, 'argument NAME', `choose one of ${schemaNames().join(', ')}`);
  }
  return JSON.stringify(schemas[name], null, 2);
}
