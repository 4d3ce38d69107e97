import { closeSync, mkdirSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { renderCap } from '../adapters/cap/cap.ts';
import type { AnyChannel } from '../adapters/delivery/channel.ts';
import { directoryChannel } from '../adapters/delivery/directory-channel.ts';
import { createPicture } from '../adapters/geojson/picture.ts';
import { ndjsonLine } from '../adapters/ndjson/ndjson.ts';
import type { Emission } from '../core/emission.ts';
import type { SimulatedLine } from '../sim/scenario.ts';

/** What a run leaves in a folder: each message as CAP 1.2 (through a channel, so that it is journaled and never written twice), all that
 *  the core said as NDJSON, and the last picture as GeoJSON. */
export type Outlets = { readonly channels: readonly AnyChannel[]; hear(emission: Emission): void; close(): void };

const NONE: Outlets = { channels: [], hear: () => {}, close: () => {} };

/** The folder is made when it is not there. NDJSON and GeoJSON are written anew by each run; a run that is taken up again hears
 *  everything again first, so they are whole. */
export function openOutlets(folder: string | undefined, line: SimulatedLine): Outlets {
  if (folder === undefined) return NONE;
  mkdirSync(folder, { recursive: true });
  const picture = createPicture();
  const said = openSync(join(folder, 'emissions.ndjson'), 'w');
  return {
    channels: [capFolder(folder, line)],
    hear(emission) {
      picture.hear(emission);
      writeSync(said, ndjsonLine(emission));
      // Who looks at the map file while a drill runs wants the newest area.
      if (emission.kind === 'message') writePicture();
    },
    close() {
      closeSync(said);
      writePicture();
    },
  };

  /** Whole or not at all: a reader may open it at any moment. */
  function writePicture(): void {
    const file = join(folder as string, 'picture.geojson');
    writeFileSync(`${file}.unfinished`, JSON.stringify(picture.collection()));
    renameSync(`${file}.unfinished`, file);
  }
}

function capFolder(folder: string, line: SimulatedLine): AnyChannel {
  const options = { folder, ending: '.cap.xml', name: 'cap-folder', render: renderCap };
  return line === 'exercise' ? directoryChannel({ ...options, line }) : directoryChannel({ ...options, line });
}
