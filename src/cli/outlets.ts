import { closeSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { renderExercise, renderTest } from '../adapters/cap/cap.ts';
import { renderHazard } from '../adapters/cap/hazard.ts';
import type { AnyChannel } from '../adapters/delivery/channel.ts';
import { directoryChannel } from '../adapters/delivery/directory-channel.ts';
import { identifierOf } from '../adapters/delivery/identifier.ts';
import { makeFolder, openOwn, writeOwn } from '../adapters/folder/folder.ts';
import { createPicture } from '../adapters/geojson/picture.ts';
import { ndjsonLine } from '../adapters/ndjson/ndjson.ts';
import type { Emission } from '../core/tell/emission.ts';
import { type Hazard, statementId } from '../core/warn/hazard.ts';
import type { Scenario } from '../sim/scenario.ts';
import { senderOf } from './cap-words.ts';

/** What a run leaves in a folder: each message as CAP 1.2 (through a channel, so that it is journaled and never written twice), what was said of hazards
 *  as CAP 1.2 in `hazards/`, all that the core said as NDJSON, and the last picture as GeoJSON. */
export type Outlets = { readonly channels: readonly AnyChannel[]; hear(emission: Emission): void; close(): void };

const NONE: Outlets = { channels: [], hear: () => {}, close: () => {} };

/** `journal` is the journal's id. The folder is made when it is not there. NDJSON and GeoJSON are written anew by each run; a run that is taken up again hears
 *  everything again first, so they are whole. */
export function openOutlets(folder: string | undefined, scenario: Scenario, journal: string): Outlets {
  if (folder === undefined) return NONE;
  makeFolder(folder);
  const picture = createPicture();
  const said = openOwn(join(folder, 'emissions.ndjson'));

  /** Whole or not at all: a reader may open it at any moment. */
  const writePicture = (): void => {
    const file = join(folder, 'picture.geojson');
    writeOwn(`${file}.unfinished`, JSON.stringify(picture.collection()));
    renameSync(`${file}.unfinished`, file);
  };

  /** In a folder of their own, beside the messages and not among them: who forwards what lies there must not take one for a warning. */
  const hazards = join(folder, 'hazards');
  const by = senderOf(scenario.title, journal);
  const writeHazard = (hazard: Hazard): void => {
    makeFolder(hazards);
    const file = join(hazards, `${identifierOf(statementId(hazard), journal)}.cap.xml`);
    writeOwn(`${file}.unfinished`, renderHazard(hazard, by));
    renameSync(`${file}.unfinished`, file);
  };

  return {
    channels: [capFolder(folder, scenario, journal)],
    hear(emission) {
      picture.hear(emission);
      if (emission.kind === 'hazard') writeHazard(emission.hazard);
      writeSync(said, ndjsonLine(emission));
      // Who looks at the map file while a drill runs wants the newest area.
      if (emission.kind === 'message' || emission.kind === 'hazard') writePicture();
    },
    close() {
      closeSync(said);
      writePicture();
    },
  };
}

/** Each line has its renderer, and a message of another line does not compile in it (H6). */
export function capFolder(folder: string, { line, title }: Pick<Scenario, 'line' | 'title'>, journal: string): AnyChannel {
  const by = senderOf(title, journal);
  const options = { folder, journal, ending: '.cap.xml', name: 'cap-folder' };
  return line === 'exercise'
    ? directoryChannel({ ...options, line, render: (message) => renderExercise(message, by) })
    : directoryChannel({ ...options, line, render: (message) => renderTest(message, by) });
}
