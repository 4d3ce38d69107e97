import { useEffect, useRef, useState, type KeyboardEvent } from 'react';

const HOLD_MS = 2000;

type Props = {
  readonly label: string;
  readonly disabled: boolean;
  /** What is being signed. When it changes under a hand that holds, the hold is void: nobody signs what they have not read. */
  readonly subject: string;
  readonly onHeld: () => void;
  readonly onVoided: () => void;
};

/** A button that acts after it was held for two seconds, by mouse, touch, or the space or Enter key. Letting go earlier does nothing. */
export function HoldButton({ label, disabled, subject, onHeld, onVoided }: Props) {
  const [held, setHeld] = useState(0);
  const timer = useRef<ReturnType<typeof setInterval>>(undefined);
  const started = useRef(0);

  const stop = () => {
    clearInterval(timer.current);
    timer.current = undefined;
    setHeld(0);
  };
  const begin = () => {
    if (disabled || timer.current !== undefined) return;
    started.current = performance.now();
    timer.current = setInterval(() => {
      const share = (performance.now() - started.current) / HOLD_MS;
      setHeld(Math.min(1, share));
      if (share < 1) return;
      stop();
      onHeld();
    }, 50);
  };

  const first = useRef(subject);
  useEffect(() => {
    const wasHolding = timer.current !== undefined;
    if (first.current === subject) return;
    first.current = subject;
    stop();
    if (wasHolding) onVoided();
  }, [subject, onVoided]);
  useEffect(() => stop, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    if (!event.repeat) begin();
  };
  return (
    <button
      type="button"
      className="hold"
      disabled={disabled}
      onPointerDown={begin}
      onPointerUp={stop}
      onPointerLeave={stop}
      onPointerCancel={stop}
      onBlur={stop}
      onKeyDown={onKeyDown}
      onKeyUp={stop}
    >
      <progress className="hold-progress" max={1} value={held} aria-hidden="true" />
      <span>{label}</span>
    </button>
  );
}
