/** Scores of tracks against truth, as a library: pure, in Node and in the browser. */
export {};
