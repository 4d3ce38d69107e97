import { closingWords, turnedWords } from '../../api/warning-words.ts';
import type { WarningView } from '../../api/wire-feed.ts';
import { clock } from '../words.ts';
import { WentOut } from './WentOut.tsx';

/** What people did about it, and what went out: signatures, messages, and what became of each on each channel. */
export function WarningRecord({ warning: found }: { readonly warning: WarningView }) {
  const { warning, acknowledged, messages, draft } = found;
  return (
    <section className="record" aria-label={`Warning ${warning.id}`}>
      <h3>
        Warning {warning.id}, revision {warning.revision}
      </h3>
      <ul>
        <li>recommended {clock(warning.recommendedAt_us)}</li>
        <li>{acknowledged ? `acknowledged by ${acknowledged.person}, ${clock(acknowledged.at_us)}` : 'not acknowledged'}</li>
        {warning.signatures.map(({ person, at_us, signedFor }) => (
          <li key={`${person} ${at_us}`}>
            signed by {person}, {clock(at_us)}, revision {signedFor}
          </li>
        ))}
        {warning.releasedAt_us !== undefined && <li>released {clock(warning.releasedAt_us)}</li>}
        {warning.retractSignatures.map(({ person, at_us }) => (
          <li key={`retraction ${person} ${at_us}`}>
            retraction signed by {person}, {clock(at_us)}
          </li>
        ))}
        {warning.turned && <li>evidence has turned: {turnedWords(warning.turned)}</li>}
        {warning.closedAt_us !== undefined && (
          <li>
            {warning.state} {clock(warning.closedAt_us)}
            {warning.closedFor && `: ${closingWords(warning.closedFor)}`}
          </li>
        )}
      </ul>
      {messages.length > 0 && (
        <table>
          <caption>Messages sent</caption>
          <thead>
            <tr>
              <th scope="col">message</th>
              <th scope="col">purpose</th>
              <th scope="col">sent</th>
              <th scope="col">delivered</th>
            </tr>
          </thead>
          <tbody>
            {messages.map(({ id, messageType, purpose, sent_us, deliveries }) => (
              <tr key={id}>
                <th scope="row">
                  <a href={`/cap/${id}.xml`} target="_blank" rel="noreferrer">
                    {id}
                  </a>
                </th>
                <td>
                  {messageType}, {purpose}
                </td>
                <td>{clock(sent_us)}</td>
                <td>
                  {deliveries.length === 0
                    ? draft?.channels.length === 0
                      ? 'this run has no channel'
                      : 'not confirmed yet'
                    : deliveries.map(({ channel, outcome, at_us }) => `${channel}: ${outcome} ${clock(at_us)}`).join('; ')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <WentOut found={found} />
    </section>
  );
}
