/** How many kills the environment asks for; a few keep `npm test` short. */
export const killsAsked = process.env['TOCSIN_KILLS'] === undefined ? undefined : Number(process.env['TOCSIN_KILLS']);
