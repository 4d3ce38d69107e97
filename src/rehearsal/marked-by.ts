import type { Emission } from '../core/tell/emission.ts';
import { SETTINGS } from '../core/settings.ts';
import { withheld } from '../core/warn/gate.ts';
import type { Mark } from './marks.ts';
import type { Observation } from './observation.ts';

/** What an observation reaches. */
export function markedBy(observation: Observation): Mark[] {
  switch (observation.kind) {
    case 'said':
      return [`emission: ${observation.emission.kind}`, ...said(observation.emission)];
    case 'taken':
      return observation.entries.flatMap(({ input }): Mark[] =>
        input.kind === 'delivery' ? [`delivery: ${input.outcome}`] : input.kind === 'act' ? [`act: ${input.act}`] : [],
      );
    case 'alarm':
      return [`theatre: ${observation.alarm.kind}`];
    default:
      return [];
  }
}

function said(emission: Emission): Mark[] {
  switch (emission.kind) {
    case 'refused':
      return [`refused: ${emission.reason}`];
    case 'alarm':
      return [`alarm: ${emission.alarm}`, ...(emission.alarm === 'sensor-bias' ? [`bias: ${emission.finding.kind}` as const] : [])];
    case 'late-taken':
      return emission.changes.map(({ change }) => `late: ${change}` as const);
    case 'track':
      return [`track: ${emission.track.status}`];
    case 'assessment': {
      const { assessment } = emission;
      const reason = withheld(assessment, SETTINGS.recommendProbability.default);
      return [
        `cause: ${assessment.cause}`,
        `basis: ${assessment.basis}`,
        ...(assessment.impact === undefined ? [] : [`impact: ${assessment.impact.kind}` as const]),
        ...assessment.phenomenologies.map(({ phenomenology, state }) => `phenomenology: ${phenomenology}/${state}` as const),
        ...(reason === undefined ? [] : [`withheld: ${reason}` as const]),
      ];
    }
    case 'warning':
      return [
        `change: ${emission.change}`,
        `state: ${emission.warning.state}`,
        ...(emission.warning.closedFor === undefined ? [] : [`closed: ${emission.warning.closedFor.kind}` as const]),
      ];
    case 'screened':
      return emission.setAside.map(({ reason }) => `screened: ${reason}` as const);
    case 'event-ended':
      return [`end: ${emission.reason}`];
    case 'message':
      return [`message: ${emission.message.purpose}`];
    case 'hazard': {
      const { change, hazard } = emission;
      return [`hazard: ${change}`, ...(hazard.endedFor === undefined ? [] : [`over: ${hazard.endedFor.kind}` as const])];
    }
    case 'event-resumed':
    case 'notice':
    case 'places-wanted':
    case 'launches':
    case 'alive':
      return [];
  }
}
