// The process of `verb` in cli.ts: runs one command line after the other, and says what each printed and how it left. node verbs.mjs PROGRAM
const { runCommandLine } = await import(process.argv[2]);

/** @type {{ out: Buffer[], err: Buffer[] }} */
let printed = { out: [], err: [] };

/**
 * What is written to a stream is kept, also by threads, whose words come by it.
 * @param {NodeJS.WriteStream} stream
 * @param {'out' | 'err'} name
 */
function keep(stream, name) {
  stream.write = (/** @type {string | Uint8Array} */ chunk, /** @type {unknown[]} */ ...more) => {
    printed[name].push(Buffer.from(chunk));
    const done = more.at(-1);
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
}
keep(process.stdout, 'out');
keep(process.stderr, 'err');

/** @param {{ args: string[], folder: string }} asked */
async function answer({ args, folder }) {
  printed = { out: [], err: [] };
  process.chdir(folder);
  const status = await runCommandLine(args);
  process.send?.({ status, out: Buffer.concat(printed.out).toString(), err: Buffer.concat(printed.err).toString() });
}

process.on('message', (/** @type {{ args: string[], folder: string }} */ asked) => void answer(asked));
process.on('disconnect', () => process.exit());
