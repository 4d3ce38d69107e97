import { useEffect, useRef, useState } from 'react';

export type Keys = { readonly on: boolean; readonly setOn: (on: boolean) => void };

const STORED = 'tocsin single keys';

/** Single keys that act from anywhere but a text field or a list. They can be switched off (speech input types letters): Escape and ? stay. */
export function useKeys(actions: Readonly<Record<string, () => void>>): Keys {
  const [on, setOn] = useState(() => localStorage.getItem(STORED) !== 'off');
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (event.key !== 'Escape' && isTyping(event.target)) return;
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      const action = latest.current[key];
      if (!action || !(on || key === 'Escape' || key === '?')) return;
      event.preventDefault();
      action();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [on]);
  return {
    on,
    setOn: (next) => {
      localStorage.setItem(STORED, next ? 'on' : 'off');
      setOn(next);
    },
  };
}

function isTyping(target: EventTarget | null): boolean {
  // A letter in a list chooses in it.
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'checkbox';
}
