import { basename } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import type { MeasurementSpec } from '../../core/sense/measurement-spec.ts';
import { checkedYaml, type Problem } from '../yaml-file/checked-yaml.ts';
import { checkSpec, specOf } from './build.ts';
import { checkSceneMeta, isSceneMeta, sceneMetaSchema, specOfSceneMeta } from './scene-meta.ts';
import { sensorSpecSchema } from './schema.ts';

export type SensorSpecFile =
  | { readonly kind: 'spec'; readonly spec: MeasurementSpec; readonly form: 'sensor-spec' | 'scene-meta' }
  | { readonly kind: 'rejected'; readonly problems: readonly Problem[] };

/** Reads the spec of a sensor from YAML or JSON text: the project's own form (docs/formats/sensor-spec.md), or the `.meta.json` of a scene.
 *  Either all of it is right or nothing of it is used. `file` is a name for the messages, and names the sensor of a scene. */
export function parseSensorSpec(text: string, file: string): SensorSpecFile {
  if (text.length > MOST_CHARACTERS)
    return rejected(
      file,
      `the file has ${text.length} characters, more than any spec`,
      'is this the file of plots? Give the spec of the sensor',
    );
  if (looksLikeSceneMeta(text)) {
    const checked = checkedYaml(text, file, sceneMetaSchema, checkSceneMeta);
    if (checked.kind === 'rejected') return checked;
    return { kind: 'spec', form: 'scene-meta', spec: specOfSceneMeta(checked.value, basename(file).replace(/(\.meta)?\.json$/, '')) };
  }
  const checked = checkedYaml(text, file, sensorSpecSchema, checkSpec);
  return checked.kind === 'rejected' ? checked : { kind: 'spec', form: 'sensor-spec', spec: specOf(checked.value) };
}

/** The form as JSON Schema, for editors and for other programs. */
export function sensorSpecJsonSchema(): object {
  return { title: 'tocsin sensor spec', ...z.toJSONSchema(sensorSpecSchema, { io: 'input', reused: 'ref' }) };
}

const MOST_CHARACTERS = 1_000_000;

function looksLikeSceneMeta(text: string): boolean {
  const document = parseDocument(text, { prettyErrors: false });
  return document.errors.length === 0 && isSceneMeta(document.toJS({ maxAliasCount: 100 }));
}

function rejected(file: string, message: string, remedy: string): SensorSpecFile {
  return { kind: 'rejected', problems: [{ file, line: 1, column: 1, field: '', message, remedy }] };
}
