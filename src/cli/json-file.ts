import { inputText } from '../adapters/input-file/input-file.ts';
import { CommandError } from './exit.ts';

/** A file of JSON, with or without a byte order mark. Throws `CommandError` with the remedy at what is none. */
export function readJsonFile(file: string, remedy: string): unknown {
  try {
    return JSON.parse(inputText(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CommandError(`this is not JSON: ${error.message}`, file, remedy);
  }
}
