import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { CONTRACTS_ALONE } from './vite.contracts.ts';

/** The player: a page of its own, because the content's host serves it and nothing else of the application. */
export default defineConfig({
  plugins: [react()],
  resolve: { alias: CONTRACTS_ALONE },
  base: '/player/',
  publicDir: false,
  build: {
    outDir: 'dist-player',
    emptyOutDir: true,
    target: 'es2022',
    // The runtime of SCORM 2004 is one file of this size; it is loaded where a course needs it.
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: 'player.html' },
  },
});
