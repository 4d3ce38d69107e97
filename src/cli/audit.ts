import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { readHeadFile } from '../adapters/head-file/head-file.ts';
import { inputText } from '../adapters/input-file/input-file.ts';
import { checkSeal } from '../adapters/journal-sqlite/seal.ts';
import type { AuditSummary } from '../api/wire-cli.ts';
import { type Audit, auditJournal } from '../server/audit.ts';
import { publicKeyOf } from '../server/heads.ts';
import type { RecordKey } from '../server/keys.ts';
import { CommandError, EXIT, type Leave } from './exit.ts';
import { findingText } from './finding-words.ts';
import { openForReading } from './journal-open.ts';
import { openOutput } from './output.ts';
import { progress } from './progress.ts';

const HELP = `
Comes out: whether the journal is what was written, and if not, what is wrong and at which entry. Looked at are the chain over every byte
of every entry, everything that was said beside what folding says now, the heads that the theatre signed, the snapshots, rows that lie outside
of what the journal counts, and the file. A lost snapshot is no fault, since it only saves time: how many are there is said, and not how many
there were.

A file alone cannot tell that its tail was cut, or that all of it was written anew by somebody who has the key. With --head the heads that
\`tocsin run --head\` or \`tocsin serve --head\` wrote elsewhere are compared too, and with --key it is a fault when the key that you know
has signed nothing here. A key takes over from another only when that one signed for it (--former-key of run and serve); a change without
that is a fault, for ever: the old key was lost, or somebody else went on.

Exit status: 1 when anything is wrong; 2 when the file cannot be opened as a journal.

Examples:
  tocsin run hs17-2022-11 --journal hs17.db --head /mnt/other/hs17.heads
  tocsin audit hs17.db --head /mnt/other/hs17.heads
  tocsin audit hs17.db --key hs17.db.key
  tocsin audit hs17.db --json | jq .finding`;

type Options = { readonly head?: string; readonly key?: string; readonly json?: boolean };

/** `tocsin audit JOURNAL`: is it what was written? */
export function addAudit(verb: Command, leave: Leave): void {
  verb
    .argument('<JOURNAL>', 'a journal that `tocsin run --journal` wrote')
    .option('--head <FILE>', 'the file to which its signed heads were written as well')
    .option('--key <FILE|HEX>', 'the theatre’s key as you know it: its file (PEM, private or public), or the public key in 64 digits')
    .option('--json', 'one JSON object a line, a summary last')
    .addHelpText('after', HELP)
    .action((file: string, { head, key, json }: Options) => {
      const output = openOutput(json === true);
      if (head !== undefined && !existsSync(head)) throw new CommandError('no such file of heads', head, 'check the path');
      const knownKey = key === undefined ? undefined : keyIn(key);
      const heads = head === undefined ? undefined : readHeadFile(head);
      const journal = openForReading(file);
      try {
        const bar = progress('entries', journal.length, output.json);
        const audit = auditJournal(
          journal,
          { schemaChanges: journal.schemaChanges, pageFaults: journal.pageFaults, seal: () => checkSeal(file) },
          { headFile: heads, knownKey, onEntry: () => bar.step() },
        );
        bar.stop();
        for (const finding of audit.findings.list) {
          output.line(findingText(finding));
          output.object({ finding, text: findingText(finding) });
        }
        for (const line of verdictLines(audit, { head, knownKey }, heads?.length === 0)) output.line(line);
        output.object({ summary: summaryOf(audit, file, { head, knownKey }) });
        if (audit.findings.count > 0) leave(EXIT.checkFailed);
      } finally {
        journal.close();
      }
    });
}

/** What the auditor brought along to compare with. */
type Known = { readonly head: string | undefined; readonly knownKey: string | undefined };

function keyIn(given: string): string {
  const key = existsSync(given) ? publicKeyOf(inputText(given)) : /^[0-9a-f]{64}$/i.test(given) ? given.toLowerCase() : undefined;
  if (key === undefined)
    throw new CommandError('this is no key', given, 'give an Ed25519 key in PEM, or its public key in 64 hexadecimal digits');
  return key;
}

function summaryOf(audit: Audit, journal: string, { head, knownKey }: Known): AuditSummary {
  const { findings, entries, chain, digest, unrecorded, signedTo, snapshots, keys, seal } = audit;
  return {
    journal,
    head: head ?? null,
    verified: findings.count === 0,
    findings: findings.count,
    entries,
    chain,
    digest,
    unrecorded,
    signedTo: signedTo < 0 ? null : signedTo,
    snapshots,
    keys: keys.map(({ key, fromSeq, endorsed }) => ({ key, fromSeq, endorsed: endorsed ?? null })),
    knownKey: knownKey ?? null,
    sealed: seal === 'whole',
  };
}

function verdictLines(
  { findings, entries, chain, digest, unrecorded, signedTo, snapshots, keys, seal }: Audit,
  { head, knownKey }: Known,
  holdsNone: boolean,
): string[] {
  if (findings.count > 0) {
    const more = findings.count - findings.list.length;
    return [
      ...(more > 0 ? [`… and ${more} more`] : []),
      `NOT VERIFIED: ${findings.count} ${findings.count === 1 ? 'fault' : 'faults'}`,
      ...keys.map(keyLine),
    ];
  }
  return [
    `verified: ${entries} entries, ${signedTo < 0 ? 'none of them signed' : `signed up to entry ${signedTo}`}`,
    ...(signedTo < entries - 1
      ? [`  for the ${entries - 1 - signedTo} entries after that nobody has signed yet: a kill leaves it so`]
      : []),
    ...keys.map(keyLine),
    ...(knownKey === undefined ? ['  without --key: that this is your theatre’s key, this could not tell'] : []),
    `  chain  ${chain}`,
    `  digest ${digest}`,
    ...(unrecorded > 0 ? [`  what the last ${unrecorded} made the core say had not been written down yet: a kill takes that along`] : []),
    `  snapshots: ${snapshots}; a lost one only costs time, and whether one was taken away, this could not tell`,
    seal === 'whole'
      ? '  every byte of the file is as the closed journal left it'
      : '  the file is not sealed: it is open, or was not closed in order; its unused bytes are not looked at',
    head === undefined
      ? '  without --head: if its tail was cut, or all of it written anew with the key, this could not tell'
      : holdsNone
        ? `  ${head} holds no head: if its tail was cut, or all of it written anew with the key, this could not tell`
        : `  agrees with the heads in ${head}`,
  ];
}

function keyLine({ key, fromSeq, endorsed }: RecordKey): string {
  const word = { true: ', for which the key before signed', false: ', WITHOUT A WORD OF THE KEY BEFORE' }[String(endorsed)] ?? '';
  return `  key    ${key} from entry ${fromSeq} on${word}`;
}
