import { WGS84 } from '../../src/core/frames/earth.ts';

/** The Earth that the kernels fall on; a specification takes it as an argument, so that a test may fall on another. */
export type Earth = { readonly gm_m3ps2: number; readonly a_m: number; readonly j2: number; readonly omega_radps: number };

export const EARTH: Earth = WGS84;
