/** Where a verb writes: text for people or JSON lines for programs on the standard output, remarks on the standard error. */
export type Output = {
  readonly json: boolean;
  /** A line for people; says nothing under --json, so that every line there is one object. */
  readonly line: (text: string) => void;
  /** One JSON object on a line; says nothing without --json. */
  readonly object: (value: object) => void;
  /** Where something is to be found, such as the console: for people among the lines, under --json beside them. */
  readonly announce: (text: string) => void;
  /** A remark that is no result: goes to the standard error. */
  readonly remark: (text: string) => void;
  readonly paint: Paint;
};

type Style = (text: string) => string;

export type Paint = { readonly strong: Style; readonly faint: Style; readonly good: Style; readonly bad: Style; readonly warn: Style };

/** Colour only where a person looks on: a terminal, and NO_COLOR not set (no-color.org). */
export function paintFor(stream: { readonly isTTY?: boolean }, environment: Readonly<Record<string, string | undefined>>): Paint {
  const on = stream.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
  const style = (code: number): Style => (on ? (text) => `\u001b[${code}m${text}\u001b[0m` : (text) => text);
  return { strong: style(1), faint: style(2), good: style(32), bad: style(31), warn: style(33) };
}

/** The process's own streams. */
export function openOutput(json: boolean): Output {
  return {
    json,
    line: (text) => {
      if (!json) process.stdout.write(`${text}\n`);
    },
    object: (value) => {
      if (json) process.stdout.write(`${JSON.stringify(value)}\n`);
    },
    announce: (text) => {
      (json ? process.stderr : process.stdout).write(`${text}\n`);
    },
    remark: (text) => {
      process.stderr.write(`${text}\n`);
    },
    paint: paintFor(process.stdout, process.env),
  };
}

/** An output that keeps what it was told, for tests and for golden files. */
export function keptOutput(json: boolean): Output & { readonly lines: string[]; readonly objects: object[]; readonly remarks: string[] } {
  const lines: string[] = [];
  const objects: object[] = [];
  const remarks: string[] = [];
  return {
    json,
    lines,
    objects,
    remarks,
    line: (text) => {
      if (!json) lines.push(text);
    },
    object: (value) => {
      if (json) objects.push(value);
    },
    announce: (text) => {
      remarks.push(text);
    },
    remark: (text) => {
      remarks.push(text);
    },
    paint: paintFor({ isTTY: false }, {}),
  };
}

/** `tocsin … | head` closes our output early; that is no error of anybody's, so it ends quietly. */
export function endQuietlyOnClosedPipe(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
}
