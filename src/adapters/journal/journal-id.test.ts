import { expect, test } from 'vitest';
import { memoryStore, openMemoryJournal } from '../journal-memory/journal-memory.ts';
import { journalId, readJournalId } from './journal-id.ts';

test('a journal has one id for its life, and no other journal has it', () => {
  const store = memoryStore();
  const id = journalId(openMemoryJournal(store));
  expect(id).toMatch(/^[0-9a-f]{12}$/);
  expect(journalId(openMemoryJournal(store))).toBe(id);
  expect(readJournalId(openMemoryJournal(store))).toBe(id);
  expect(journalId(openMemoryJournal(memoryStore()))).not.toBe(id);
});

test('to look at a journal gives it no id', () => {
  const store = memoryStore();
  expect(readJournalId(openMemoryJournal(store))).toBe('unnamed');
  expect(journalId(openMemoryJournal(store), () => 'given')).toBe('given');
});
