import type { Command } from 'commander';
import { CommandError } from './exit.ts';

const HELP = `
Comes out: one JSON Schema (draft 2020-12), or without NAME the names there are.

Examples:
  tocsin schema                       the names
  tocsin schema run > run.schema.json what each line of \`tocsin run --json\` looks like
  tocsin schema sensor                what the spec of a sensor for \`tocsin track\` may hold
  tocsin schema scenario              what a scenario may hold, with units, bounds and what stands when nothing is said`;

/** `tocsin schema [NAME]`: the published shape of what --json and the feed carry. */
export function addSchema(verb: Command): void {
  verb
    .argument('[NAME]', 'which one; without it the names are listed')
    .addHelpText('after', HELP)
    .action(async (name: string | undefined) => {
      const { wireJsonSchemas } = await import('../api/wire.ts');
      const { sensorSpecJsonSchema } = await import('../adapters/sensor-spec/sensor-spec.ts');
      const { scenarioJsonSchema } = await import('../adapters/scenario-yaml/scenario-yaml.ts');
      const { caseJsonSchemas } = await import('../adapters/case-file/case-file.ts');
      const files = { sensor: sensorSpecJsonSchema(), scenario: scenarioJsonSchema(), ...caseJsonSchemas() };
      const schemas = { ...wireJsonSchemas(), ...files };
      process.stdout.write(`${name === undefined ? Object.keys(schemas).join('\n') : schemaText(schemas, name)}\n`);
    });
}

function schemaText(schemas: Readonly<Record<string, object>>, name: string): string {
  if (!Object.hasOwn(schemas, name)) {
    throw new CommandError(`there is no schema "${name}"`, 'argument NAME', `choose one of ${Object.keys(schemas).join(', ')}`);
  }
  return JSON.stringify(schemas[name], null, 2);
}
