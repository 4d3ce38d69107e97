/** What is wrong with a record. Fields only: the words are the command line's. */
export type Finding =
  /** The chain does not come out at this entry: it, or what stood before it, is not what was written. */
  | { readonly what: 'entry-changed'; readonly seq: number }
  | { readonly what: 'entry-missing'; readonly seq: number }
  | { readonly what: 'entry-unreadable'; readonly seq: number; readonly detail: string }
  | { readonly what: 'fact-changed'; readonly key: string; readonly beforeSeq: number }
  /** From this entry on folding says something else than was said. `core` names the code that wrote it, where that is not this one. */
  | { readonly what: 'said-differs'; readonly seq: number; readonly recorded: string; readonly computed: string; readonly core?: string }
  | { readonly what: 'core-broke'; readonly seq: number; readonly reason: string }
  /** Digests are missing where no kill can have taken them. */
  | { readonly what: 'digest-missing'; readonly seq: number; readonly count: number }
  | { readonly what: 'digest-left-over'; readonly seq: number; readonly count: number }
  | { readonly what: 'not-signed' }
  /** From entry `seq` on another key signs, and the one before did not sign for it: the old key was lost, or somebody else goes on here. */
  | { readonly what: 'key-changed'; readonly seq: number; readonly from: string; readonly to: string }
  /** The key that the auditor knows has signed nothing here. */
  | { readonly what: 'key-unknown'; readonly key: string }
  /** No head was signed for so long after entry `seq` that somebody must have taken them away. */
  | { readonly what: 'head-missing'; readonly seq: number }
  /** Heads that were signed are not in the journal any more: the one at entry `seq`, of which `place` knows. */
  | { readonly what: 'head-removed'; readonly seq: number; readonly place: HeadPlace }
  /** A head that cannot be read, is not signed by its key, or names another key than the journal did. */
  | { readonly what: 'head-forged'; readonly place: HeadPlace }
  /** A head that was signed for another record than this one. */
  | { readonly what: 'head-differs'; readonly seq: number; readonly place: HeadPlace }
  /** A head was signed for entry `seq`, which is not there. */
  | { readonly what: 'tail-cut'; readonly seq: number; readonly place: HeadPlace }
  | { readonly what: 'snapshot-differs'; readonly seq: number }
  /** A snapshot that the theatre's key did not sign. */
  | { readonly what: 'snapshot-forged'; readonly seq: number }
  /** `count` rows of a table, from key `first` on, where no entry is: no theatre wrote them. */
  | { readonly what: 'rows-outside'; readonly table: string; readonly first: number; readonly count: number }
  /** `count` rows of a table, from key `first` on, go on behind a zero byte, where a reader of the journal stops. */
  | { readonly what: 'text-unread'; readonly table: string; readonly first: number; readonly count: number }
  | { readonly what: 'schema-changed'; readonly name: string }
  | { readonly what: 'file-damaged'; readonly detail: string }
  /** Pages of a closed file are not as they were left; nothing need have been recorded there. */
  | { readonly what: 'pages-changed'; readonly pages: readonly number[] };

/** In the journal, or a line of the file that heads are written to. */
export type HeadPlace = { readonly in: 'journal'; readonly seq: number } | { readonly in: 'head-file'; readonly line: number };

/** Findings kept of one journal; of more than that the number alone is of interest. */
const MOST = 100;

/** A list of findings that does not grow without end. */
export type Findings = { readonly list: readonly Finding[]; readonly count: number; add(finding: Finding): void };

export function createFindings(): Findings {
  const list: Finding[] = [];
  let count = 0;
  return {
    list,
    get count() {
      return count;
    },
    add(finding) {
      count += 1;
      if (list.length < MOST) list.push(finding);
    },
  };
}
