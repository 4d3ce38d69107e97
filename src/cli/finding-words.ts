import type { Finding, HeadPlace } from '../server/finding.ts';

/** What is wrong with a record, in a line that names the place. */
export function findingText(finding: Finding): string {
  switch (finding.what) {
    case 'entry-changed':
      return `entry ${finding.seq} is not what was written, or what stood before it is not: its chain does not come out`;
    case 'entry-missing':
      return `entry ${finding.seq} is missing`;
    case 'entry-unreadable':
      return `entry ${finding.seq} cannot be read: ${finding.detail}`;
    case 'fact-changed':
      return `the fact "${finding.key}", told before entry ${finding.beforeSeq}, is not what was written: its chain does not come out`;
    case 'said-differs': {
      const why = finding.core === undefined ? '' : '; other code wrote this part, and that alone may be why';
      return `from entry ${finding.seq} on something else is said: recorded ${finding.recorded}, now ${finding.computed}${why}`;
    }
    case 'core-broke':
      return `entry ${finding.seq} breaks the core: ${finding.reason}`;
    case 'digest-missing':
      return `${finding.count} digests are missing from entry ${finding.seq} on, more than a kill can take or in its middle: they were taken away`;
    case 'digest-left-over':
      return `${finding.count} digests stand there for entries from ${finding.seq} on, which are not there: the tail was cut`;
    case 'not-signed':
      return 'no head was signed from the first entry on: nothing but the file vouches for itself';
    case 'key-changed':
      return `key changed without endorsement at entry ${finding.seq}: from there on ${finding.to} signs, and ${finding.from} did not sign for it; the old key was lost, or somebody else wrote what follows`;
    case 'key-unknown':
      return `nothing here is signed by the key ${finding.key}`;
    case 'head-missing':
      return `no signed head follows ${finding.seq < 0 ? 'the beginning' : `entry ${finding.seq}`} where one must: it was taken away, or what is there was written without the key`;
    case 'head-removed':
      return `${placeText(finding.place)} tells of a signed head at entry ${finding.seq}, which the journal does not hold: it was taken away`;
    case 'head-forged':
      return `${placeText(finding.place)} is not signed by the theatre's key`;
    case 'head-differs':
      return `${placeText(finding.place)} was signed for another record than this one, at entry ${finding.seq}: everything up to there may have been written anew`;
    case 'tail-cut':
      return `${placeText(finding.place)} vouches for entry ${finding.seq}, which is not there: the tail was cut`;
    case 'snapshot-differs':
      return `the snapshot at entry ${finding.seq} is not the state that the entries give`;
    case 'snapshot-forged':
      return `the snapshot at entry ${finding.seq} is not signed by the theatre's key`;
    case 'text-unread':
      return `the table ${finding.table} holds ${finding.count === 1 ? `a row (${finding.first})` : `${finding.count} rows (from ${finding.first} on)`} with more behind a zero byte: no theatre wrote that`;
    case 'rows-outside':
      return `the table ${finding.table} holds ${finding.count === 1 ? `a row (${finding.first})` : `${finding.count} rows (from ${finding.first} on)`} outside of what the journal counts: no theatre wrote that`;
    case 'schema-changed':
      return `the file's ${finding.name} was changed, removed or added`;
    case 'file-damaged':
      return `the file is damaged: ${finding.detail}`;
    case 'pages-changed':
      return `${finding.pages.length === 1 ? 'page' : 'pages'} ${pageList(finding.pages)} of the file ${finding.pages.length === 1 ? 'is' : 'are'} not as the closed journal left ${finding.pages.length === 1 ? 'it' : 'them'}`;
    default:
      return finding satisfies never;
  }
}

function placeText(place: HeadPlace): string {
  if (place.in === 'journal') return `the head at entry ${place.seq}`;
  return place.line > 0 ? `line ${place.line} of the head file` : 'the last line of the head file';
}

const PAGES_NAMED = 8;

function pageList(pages: readonly number[]): string {
  const more = pages.length - PAGES_NAMED;
  return `${pages.slice(0, PAGES_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
