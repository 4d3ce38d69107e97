/** By how much a look points beside what its axes say, pixels: southward and eastward of what is in a pixel. */
export type Pointing = { readonly rows: number; readonly columns: number };
