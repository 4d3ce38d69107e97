import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The console as files that any server can serve under a strict content security policy: nothing inline, nothing from elsewhere. */
export default defineConfig({
  root: 'src/console',
  plugins: [react()],
  build: {
    outDir: '../../dist/console-app',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
