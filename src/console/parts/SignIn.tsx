import { useState } from 'react';
import { ROLES, type Role } from '../../api/protocol.ts';
import { useOpenedFocus } from '../focus.ts';
import type { Session } from '../session.ts';

type ChoiceProps = {
  readonly session: Session | undefined;
  readonly onSignIn: (role: Role) => Promise<string | undefined>;
  readonly onDone?: () => void;
};

/** The roles as buttons. */
export function RoleChoice({ session, onSignIn, onDone }: ChoiceProps) {
  const [refusal, setRefusal] = useState<string>();
  const choose = async (role: Role) => {
    const reason = await onSignIn(role);
    setRefusal(reason);
    if (!reason) onDone?.();
  };
  return (
    <>
      <div className="actions">
        {ROLES.map((role) => (
          <button type="button" key={role} aria-pressed={session?.role === role} onClick={() => void choose(role)}>
            {role}
          </button>
        ))}
      </div>
      <p className="row-line">
        Demonstration sign-in: the server tells browsers apart, not people, and keeps one person to a browser. It is fit for exercises only;
        real sign-in comes before anything live.
      </p>
      {refusal && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
    </>
  );
}

type Props = ChoiceProps & { readonly mode: string; readonly onClose: () => void };

/** Takes a role at this browser. */
export function SignIn({ mode, session, onSignIn, onClose }: Props) {
  const title = useOpenedFocus<HTMLHeadingElement>();
  return (
    <section className="sheet" role="dialog" aria-labelledby="sign-in-title">
      <p className="sheet-mode">{mode}</p>
      <h2 id="sign-in-title" tabIndex={-1} ref={title}>
        {session ? `You are ${session.person}, ${session.role}` : 'Who are you here?'}
      </h2>
      <RoleChoice session={session} onSignIn={onSignIn} onDone={onClose} />
      <button type="button" onClick={onClose}>
        Close <kbd>Esc</kbd>
      </button>
    </section>
  );
}
