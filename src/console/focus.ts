import { useEffect, useRef, type RefObject } from 'react';

/** Moves the focus to a part that somebody opened, and back to where it was when the part closes. Parts that open by themselves do
 *  not use this: an alarm must not take the keyboard from under a hand. */
export function useOpenedFocus<T extends HTMLElement>(): RefObject<T | null> {
  const opened = useRef<T>(null);
  useEffect(() => {
    const before = document.activeElement;
    opened.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return opened;
}
