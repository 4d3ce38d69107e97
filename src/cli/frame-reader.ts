import { type ChildProcess, fork } from 'node:child_process';
import type { FrameHead } from '../adapters/goes-abi/goes-abi.ts';
import type { LightningFile } from '../adapters/goes-glm/goes-glm.ts';
import type { BandFrame } from '../core/imager/frame.ts';
import type { Refusal } from './desk.ts';

/** What a file is, or the pixels of one. */
export type Question = { readonly file: string; readonly want: 'kind' | 'frame' };
export type Answer =
  | { readonly kind: 'head'; readonly head: FrameHead }
  | { readonly kind: 'lightning'; readonly lightning: LightningFile }
  | { readonly kind: 'frame'; readonly frame: BandFrame }
  | { readonly kind: 'refused'; readonly fault: Refusal };

/** Reads files in a process of its own. The library keeps open what it could not read, may never come back from a damaged file, and may take its process with
 *  it: after each refusal the process is ended and the next file has a new one. */
export type FrameReader = {
  /** One question at a time. Undefined where the reader was closed meanwhile. Throws what the system throws where no process can be begun. */
  ask(question: Question): Promise<Answer | undefined>;
  close(): void;
  readonly isClosed: boolean;
};

/** A process that somebody else ended says nothing of the file: it is tried once more. */
const TRIES = 2;

/** `script` answers each question with one answer. Reading that lasts longer than `most_ms` is ended. */
export function createFrameReader(script: URL, most_ms: number): FrameReader {
  let child: ChildProcess | undefined;
  let isClosed = false;
  const end = (): void => {
    child?.kill('SIGKILL');
    child = undefined;
  };
  return {
    async ask(question) {
      for (let tried = 1; !isClosed; tried++) {
        child ??= fork(script, { serialization: 'advanced', execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
        const came = await answerOf(child, question, most_ms);
        if (isClosed) return undefined;
        if (came.kind !== 'ended') {
          if (came.kind === 'refused') end();
          return came;
        }
        end();
        if (came.why === 'too long' || tried === TRIES) return { kind: 'refused', fault: faultOf(question.file, came.why, most_ms) };
      }
      return undefined;
    },
    close() {
      isClosed = true;
      end();
    },
    get isClosed() {
      return isClosed;
    },
  };
}

type Ended = { readonly kind: 'ended'; readonly why: string };

function answerOf(child: ChildProcess, question: Question, most_ms: number): Promise<Answer | Ended> {
  return new Promise((resolve, reject) => {
    const settle = (answer: Answer | Ended): void => {
      clearTimeout(timer);
      child.removeAllListeners();
      // A process that cannot be reached any more tells of it when it has ended already.
      child.on('error', () => {});
      resolve(answer);
    };
    const timer = setTimeout(() => settle({ kind: 'ended', why: 'too long' }), most_ms);
    child.on('message', (answer) => settle(answer as Answer));
    child.on('exit', (status, signal) => settle({ kind: 'ended', why: signal ?? `status ${status}` }));
    child.on('error', (error) => {
      // That no process can be begun is no fault of the file.
      if (child.pid === undefined) reject(error);
      settle({ kind: 'ended', why: error.message });
    });
    child.send(question, (error) => {
      if (error !== null) settle({ kind: 'ended', why: error.message });
    });
  });
}

function faultOf(file: string, why: string, most_ms: number): Refusal {
  return {
    file,
    field: '',
    message: why === 'too long' ? `is still being read after ${most_ms / 1000} s` : `ends the process that reads it (${why})`,
    remedy: 'fetch it again: it is damaged',
  };
}
