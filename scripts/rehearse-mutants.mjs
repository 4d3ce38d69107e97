// `node scripts/rehearse-mutants.mjs [NAME…]`: puts known faults back, one at a time, into a copy of the sources, and sees whether the rehearsal
// finds each within 200 worlds. The program itself has no switch that makes it wrong (docs/adr/0039).
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tsc } from './build.mjs';
import { ensurePackages, requireNode } from './install.mjs';
import { main, root, run, Stop } from './steps.mjs';

/** @typedef {{ file: string, from: string, to: string }} Patch `from` stands in the file exactly once */

const WORLDS = 200;

/** @type {Record<string, { fault: string, checker: string, patches: readonly Patch[] }>} */
const FAULTS = {
  flood: {
    fault: 'each assessment after a warning is closed opens a warning of its own',
    checker: 'one-warning',
    patches: [
      {
        file: 'src/core/tell/events.ts',
        from: '  const before = warningOf(state, event);\n',
        to: '  const held = warningOf(state, event);\n  const before = held !== undefined && isOpen(held.warning) ? held : undefined;\n',
      },
    ],
  },
  'ready-for-ever': {
    fault: 'a retraction that is ready stays ready, whatever is seen',
    checker: 'readiness',
    patches: [
      {
        file: 'src/core/warn/follow.ts',
        from: '  if (warning.turned === undefined) return;\n',
        to: '  if (warning.turned === undefined || assessment.at_us > 0) return;\n',
      },
    ],
  },
  'painted-door': {
    fault:
      'a redrawn warning keeps what was signed for the old revision, and the last door, which would stop it, is told that it was signed for this one',
    checker: 'two-people',
    patches: [
      {
        file: 'src/core/warn/record.ts',
        from: "    state: warning.state === 'half-released' ? 'recommended' : warning.state,\n",
        to: '',
      },
      {
        file: 'src/core/warn/record.ts',
        from: "    signatures: warning.state === 'released' ? warning.signatures : [],\n    retractSignatures: [],\n  };\n}\n\n/** Whether a warning still",
        to: '    retractSignatures: [],\n  };\n}\n\n/** Whether a warning still',
      },
      {
        file: 'src/core/warn/record.ts',
        from: 'confirm(onItsLine.value, purpose, signatures)',
        to: 'confirm(onItsLine.value, purpose, signatures.map((one) => ({ ...one, signedFor: record.warning.revision })))',
      },
    ],
  },
  'false-silence': {
    fault: 'a radar that shows something beside a track, and not on it, counts as silent',
    checker: 'false-silence',
    patches: [
      {
        file: 'src/core/theatre-track/silence.ts',
        from: 'if (sound || !showsBeside(candidate, tracks, look))',
        to: 'if (missedWith > 0 || sound || !showsBeside(candidate, tracks, look))',
      },
    ],
  },
  overtaking: {
    fault: 'a message does not wait for the one before it: a retraction overtakes its alert',
    checker: 'receivers-told',
    patches: [
      {
        file: 'src/server/outbox.ts',
        from: 'notBefore_us <= at_us).map(firstOf)',
        to: 'notBefore_us <= at_us).flatMap((queue) => [...listed(queue)].reverse())',
      },
    ],
  },
};

await main(async () => {
  requireNode();
  await ensurePackages();
  const names = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(FAULTS);
  const unknown = names.filter((name) => !(name in FAULTS));
  if (unknown.length > 0) throw new Stop(`No fault is called ${unknown.join(', ')}.`, `There are ${Object.keys(FAULTS).join(', ')}.`);
  let missed = 0;
  for (const name of names) {
    const { fault, checker, patches } = /** @type {typeof FAULTS[string]} */ (FAULTS[name]);
    const { output, status } = await rehearsedWith(patches, checker);
    const found = output.split('\n').find((line) => line.startsWith('world '));
    if (found === undefined) missed += 1;
    process.stdout.write(
      `${found === undefined ? '✗' : '✓'} ${name}: ${fault}\n    ${found ?? `not found in ${WORLDS} worlds (exit status ${status}): ${output.slice(-400)}`}\n`,
    );
  }
  return missed === 0 ? 0 : 1;
});

/**
 * Rehearses a patched copy until the first finding.
 * @param {readonly Patch[]} patches
 * @param {string} checker the only one that watches, so that nothing else that it may find is taken for this fault
 */
async function rehearsedWith(patches, checker) {
  const copy = mkdtempSync(join(tmpdir(), 'tocsin-mutant-'));
  try {
    for (const part of ['src', 'package.json', 'tsconfig.json', 'tsconfig.base.json'])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    for (const { file, from, to } of patches) {
      const text = readFileSync(join(copy, file), 'utf8');
      if (text.split(from).length !== 2)
        throw new Stop(
          `${file} does not hold this exactly once: ${from.trim()}`,
          'The code has moved on: put the fault back in its new place.',
        );
      writeFileSync(
        join(copy, file),
        text.replace(from, () => to),
      );
    }
    const built = await run(process.execPath, [tsc, '-b', 'src/rehearsal'], { cwd: copy });
    if (built.status !== 0) throw new Stop(`The patched copy does not compile:\n${built.output}`, 'Mend the patch.');
    const args = ['--seed', '5', '--worlds', String(WORLDS), '--first', '--checker', checker];
    return await run(process.execPath, [join(copy, 'dist/rehearsal/main.js'), ...args], { cwd: copy });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
