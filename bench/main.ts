import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import process, { argv, execArgv, execPath, version } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { wholeNumber } from './numbers.ts';

/** `npm run bench`: how fast the whole chain is and where its time goes; what a filter step costs beside C and beside the naive version; what a
 *  scan costs against the number of objects. `npm run bench -- tracker` runs one part; `--most 100000` goes up to that many objects
 *  (1000000 at most), and `--svg FILE` draws them; `pixels` prints what a frame of an imager costs, beside C; `catalogue` what objects in orbit cost to carry to a time, beside satellite.js; `chain` and `tracker` with `--against FOLDER` run another built checkout in turn; `open` opens a long journal, of `--megabytes 200`; `asterix` decodes a radar's feed, beside `tshark`, and `--blocks 10000000` that were changed or made up; `udp` hears one as datagrams for `--seconds 600`; `orbit-hour` puts every object of a catalogue over a radar for `--minutes 60`, with missiles among them; `lies` lets one radar of three say wrongly where things are, or when, under `--seeds 20`. Ratios
 *  hold on a busy machine; absolute times move by a third. `accuracy`, which takes half an hour and runs when it is asked for, prints how right the
 *  system is instead, of `--raids 20` and with `--against` beside another build; `regions`, as long, prints whether 95 % are 95 %, of `--flights 2000` from `--seed 1` on, of one `--family failed-launcher` when that is asked for;
 *  `causes` what flights of many families are taken for, of `--flights 20` each; and `year` what is said of a year in which nobody attacks, of `--days 365` from
 *  day `--from 0` on, and exits with 1 when any of it is called a missile; `ablations` runs the recorded scenarios and the cases of `--cases FOLDER` with one part of
 *  what the core knows taken away each time, and says what becomes wrong; `backdrop` lays the simulated imager's background beside the real looks of
 *  `--frames FOLDER`, with `--seeds 5`; `launches` follows missiles that are rendered into simulated frames, and into the real looks of `--frames FOLDER`, from their
 *  pixels to the launch point, of `--flights 510` in all, and draws how far they must stand out with `--svg FILE`; `glints` lays a plain threshold beside detection in frames of clouds that mirror the Sun, under `--seeds 20` skies; `recorded-heat` renders recorded fires, bolides and ascents into such frames, of `--every 10` one, and says what they are told to be; `month` looks for hours at areas in which nobody launches
 *  anything, of `--days 30` from day `--from 0` on, one of `--every 1` of them. */
const { values, positionals } = parseArgs({
  args: argv.slice(2),
  allowPositionals: true,
  options: {
    most: { type: 'string', default: '10000' },
    svg: { type: 'string' },
    against: { type: 'string' },
    megabytes: { type: 'string', default: '20' },
    blocks: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '10' },
    minutes: { type: 'string', default: '60' },
    raids: { type: 'string', default: '20' },
    flights: { type: 'string' },
    family: { type: 'string' },
    cases: { type: 'string', default: 'examples/cases' },
    days: { type: 'string' },
    from: { type: 'string', default: '0' },
    seed: { type: 'string', default: '1' },
    frames: { type: 'string' },
    seeds: { type: 'string', default: '5' },
    every: { type: 'string', default: '1' },
  },
});
/** Least that each number may be. */
const LEAST = {
  most: 1,
  megabytes: 1,
  blocks: 1,
  seconds: 1,
  raids: 1,
  flights: 1,
  days: 1,
  from: 0,
  seed: 0,
  seeds: 1,
  every: 1,
} as const;
for (const [option, least] of Object.entries(LEAST)) {
  const given = values[option as keyof typeof LEAST];
  if (given !== undefined) wholeNumber(option, given, least);
}
/** Each part loads its own modules only, and has a process of its own: what one leaves behind, or a package that it loads, may cost another a tenth of its
 *  speed (docs/GOTCHAS.md, "typed arrays"). */
const PARTS: Record<string, () => Promise<string[]>> = {
  ablations: async () => (await import('./ablations.ts')).ablationsBench(values.cases),
  accuracy: async () => (await import('./accuracy.ts')).accuracyBench(values.against, Number(values.raids)),
  asterix: async () => (await import('./asterix.ts')).asterixBench(Number(values.blocks)),
  backdrop: async () => (await import('./backdrop.ts')).backdropBench(values.frames, Number(values.seeds)),
  catalogue: async () => (await import('./catalogue.ts')).catalogueBench(),
  causes: async () => (await import('./causes.ts')).causesBench(Number(values.flights ?? 20)),
  chain: async () => (await import('./chain.ts')).chainBench(values.against),
  glints: async () => (await import('./glints.ts')).glintsBench(Number(values.seeds)),
  launches: async () =>
    (await import('./launches.ts')).launchesBench({
      launches: Number(values.flights ?? 510),
      from: Number(values.seed),
      folder: values.frames ?? fileURLToPath(new URL('../../shared/data/goes_abi_l1b', import.meta.url)),
      svg: values.svg,
    }),
  lies: async () => (await import('./lies.ts')).liesBench(Number(values.seeds)),
  month: async () =>
    (await import('./month.ts')).monthBench({ days: Number(values.days ?? 30), from: Number(values.from), every: Number(values.every) }),
  filter: async () => (await import('./filter.ts')).filterBench(),
  'recorded-heat': async () => (await import('./recorded-heat.ts')).recordedHeatBench(Number(values.every)),
  pixels: async () => (await import('./pixels.ts')).pixelsBench(),
  'orbit-hour': async () => (await import('./orbit-hour.ts')).orbitHourBench(Number(values.minutes), Number(values.seed)),
  open: async () => (await import('./open.ts')).openBench(Number(values.megabytes)),
  regions: async () =>
    (await import('./regions.ts')).regionsBench({
      flights: Number(values.flights ?? 2000),
      from: Number(values.seed),
      family: values.family,
    }),
  tracker: async () => (await import('./tracker.ts')).trackerBench(Number(values.most), values.svg, values.against),
  udp: async () => (await import('./udp.ts')).udpBench(Number(values.seconds)),
  year: async () => {
    const { yearBench } = await import('./year.ts');
    const { lines, right } = yearBench({ days: Number(values.days ?? 365), seed: Number(values.seed), from: Number(values.from) });
    if (!right) process.exitCode = 1;
    return lines;
  },
};
/** They take half an hour, and run when they are asked for. */
const LONG = [
  'ablations',
  'accuracy',
  'backdrop',
  'causes',
  'glints',
  'launches',
  'lies',
  'month',
  'orbit-hour',
  'recorded-heat',
  'regions',
  'year',
];
const unknown = positionals.filter((part) => !Object.hasOwn(PARTS, part));
if (unknown.length > 0) throw new Error(`there is no benchmark called ${unknown.join(', ')}; choose from ${Object.keys(PARTS).join(', ')}`);
const parts = positionals.length > 0 ? positionals : Object.keys(PARTS).filter((part) => !LONG.includes(part));
if (parts.length === 1) {
  process.stdout.write(`Node ${version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}\n`);
  process.stdout.write(`\n${(await PARTS[parts[0]]()).join('\n')}\n`);
} else
  for (const part of parts) {
    const options = argv.slice(2).filter((word) => !positionals.includes(word));
    const { status } = spawnSync(execPath, [...execArgv, argv[1], part, ...options], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = status ?? 1;
  }
