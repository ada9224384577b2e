import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const contracts = fileURLToPath(new URL('../../packages/shared/src/contracts/', import.meta.url));

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^@reset\/shared\/contracts\//, replacement: contracts },
      // Anything else of the shared package is server code: the build fails here instead of bundling a database driver.
      { find: /^@reset\/shared\//, replacement: 'not-for-the-browser/' },
    ],
  },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022' },
  server: { proxy: { '/v1': process.env.API_URL ?? 'http://127.0.0.1:3000' } },
});
