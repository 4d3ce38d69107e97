import { compiledModule } from './compiled-module.ts';

/** One look's loops, and those of a series: one module. */
export const pixelModule = (): Promise<{ url: URL; text: string }> =>
  compiledModule({
    sources: ['pixels', 'series'],
    file: 'imager/pixel-module.ts',
    constant: 'PIXEL_MODULE',
    about: 'The loops over pixels',
  });
