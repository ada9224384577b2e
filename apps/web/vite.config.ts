import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { CONTRACTS_ALONE } from './vite.contracts.ts';

export default defineConfig({
  plugins: [react()],
  resolve: { alias: CONTRACTS_ALONE },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022' },
  server: { proxy: { '/v1': process.env.API_URL ?? 'http://127.0.0.1:3000' } },
});
