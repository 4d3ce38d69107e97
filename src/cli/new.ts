import { lstatSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { openResult } from '../adapters/result-file/result-file.ts';
import { CommandError } from './exit.ts';
import { harmless } from './output.ts';

const HELP = `
Comes out: FILE, a small scenario that can be run as it is, with a word on each line that you may want to change. A file that is there already is
left as it is. docs/formats/scenario.md has all fields.

Examples:
  tocsin new my.yaml
  tocsin validate my.yaml
  tocsin run my.yaml`;

/** `tocsin new FILE`: a scenario to begin from. */
export function addNew(verb: Command): void {
  verb
    .argument('<FILE>', 'where it goes, such as my.yaml; "-" is the standard output')
    .addHelpText('after', HELP)
    .action(async (file: string) => {
      if (file !== '-') refuseToOverwrite(file);
      const sink = openResult(file);
      await sink.write(scenarioText(nameFrom(file)));
      await sink.close();
      if (file !== '-') process.stdout.write(harmless(`${file}: a scenario\nnext: tocsin run ${file}\n`));
    });
}

/** A link that leads nowhere is somebody's, too. */
function refuseToOverwrite(file: string): void {
  if (lstatSync(file, { throwIfNoEntry: false }) === undefined) return;
  throw new CommandError('this is there already, and is left as it is', file, 'give a name that is not taken');
}

/** What the scenario is called, from the name of its file; names are lower-case letters, digits and hyphens. */
function nameFrom(file: string): string {
  const name = basename(file)
    .replace(/\.ya?ml$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return name === '' ? 'my-scenario' : name;
}

function scenarioText(id: string): string {
  return `# A scenario for Tocsin: what flies, who looks, who is on duty. Everything in it is made up, and simulated.
#   tocsin validate FILE     every problem with its line and its remedy
#   tocsin run FILE          as a timeline
#   tocsin serve FILE        with the console in a browser
# docs/formats/scenario.md and \`tocsin schema scenario\` have all fields; \`tocsin scenarios\` lists more examples.

id: '${id}'                      # a name: lower-case letters, digits, hyphens
title: A made-up flight of 800 km
theatre: example                 # whose picture it is
line: exercise                   # or test; a simulation is never on the live line
start: 2025-03-20T00:00:00Z      # when the sensors begin to look; it ends by itself after the last flight
seed: 1                          # of all noise; \`--seed\` takes another one

# Where populated places are looked up; without it no warning says who lives in its area.
region: { latitude_deg: 41, longitude_deg: 136, radius_km: 600 }

# Who looks. The preset is two infrared satellites and two coastal radars; each can be written out instead.
sensors:
  - { kind: preset, preset: east-asia, cloudTop_km: 9 }

# What flies: by published figures as here, or a space launch, a satellite, an aircraft, an entry, a table of states.
flights:
  - kind: published
    id: missile
    site: { latitude_deg: 39.2, longitude_deg: 125.7 }
    launch: 2025-03-20T00:01:00Z # after \`start\`: the sensors should be looking by then
    bearing_deg: 70              # from north, clockwise
    apogee_km: 250
    distance_km: 800             # over the ground

# Who is on duty, and what they mean to do. A release takes two people at two desks; without people nothing is released.
people:
  - id: duty-officer
    role: duty officer
    session: desk-1
    acts:
      - { act: release, after: recommended, delay_s: 15 }
      - { act: end, after: impact-window, delay_s: 60, reason: the time of impact has passed }
  - id: supervisor
    role: supervisor
    session: desk-2
    acts:
      - { act: release, after: recommended, delay_s: 30 }
`;
}
