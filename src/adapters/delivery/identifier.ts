/** What a message, or an event, is called outside its theatre: its id there (`W1-m1`) and the journal's. Theatres count from 1, all of
 *  them, so that a gateway which drops doubles would lose the second exercise; with the journal's id it is another message, while a replay
 *  and a run that is taken up again send the same. Receivers tell doubles by it, and references name it. */
export function identifierOf(id: string, journal: string): string {
  return `${id}.${journal}`;
}
