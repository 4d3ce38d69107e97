import { useState } from 'react';
import type { BacklogView } from '../../api/wire-feed.ts';
import { sendToDeliveries } from '../session.ts';
import { undelivered } from '../words.ts';

/** A channel that has not taken what was sent: it calls until it has gone through, or somebody says that they know. */
export function Undelivered({ backlog, mayAct }: { readonly backlog: BacklogView; readonly mayAct: boolean }) {
  const [refusal, setRefusal] = useState('');
  const { channel, acknowledged } = backlog;
  const ask = async (request: Parameters<typeof sendToDeliveries>[0]): Promise<void> => {
    const answer = await sendToDeliveries(request);
    setRefusal(answer.kind === 'refused' ? answer.reason : '');
  };
  return (
    <p className={acknowledged ? 'note' : 'alarm'} role={acknowledged ? 'status' : 'alert'}>
      <strong>UNDELIVERED</strong> {undelivered(backlog)}{' '}
      {mayAct && (
        <>
          <button type="button" onClick={() => void ask({ do: 'retry' })}>
            Try now
          </button>{' '}
          {!acknowledged && (
            <button type="button" onClick={() => void ask({ do: 'acknowledge', channel })}>
              I know
            </button>
          )}
        </>
      )}{' '}
      {refusal}
    </p>
  );
}
