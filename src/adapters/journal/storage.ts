/** How much room is left where a journal lies. */
export type Space = { readonly free_bytes: number; readonly total_bytes: number };

/** The room that a journal lies in. */
export type Storage = {
  /** Room left, or undefined where it cannot be asked. */
  space(): Space | undefined;
  /** Gives up the room that is held in reserve; false when there is none. */
  giveUpReserve(): boolean;
  /** Holds room in reserve again, unless it does or there is none to spare. */
  keepReserve(): void;
};
