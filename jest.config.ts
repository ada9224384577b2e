/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

const common: Config = {
  testEnvironment: 'node',
  transform: {
    '^.+\\.(tsx?|mjs)$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true, tsx: true },
          transform: {
            legacyDecorator: true,
            useDefineForClassFields: false,
            react: { runtime: 'automatic' },
          },
          target: 'es2023',
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  moduleNameMapper: { '^@reset/shared/(.*)$': '<rootDir>/packages/shared/src/$1' },
  modulePathIgnorePatterns: ['<rootDir>/.local/', '/dist/', '/dist-player/'],
};
const kinds = ['integration', 'e2e', 'fault'];

export default {
  // A net under a test that hangs, and nothing that a slow machine could meet.
  testTimeout: 600_000,
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['**/*.test.ts', '**/*.test.tsx'],
      testPathIgnorePatterns: ['/node_modules/', ...kinds.map((kind) => `\\.${kind}\\.test\\.tsx?$`)],
    },
    ...kinds.map((kind) => ({ ...common, displayName: kind, testMatch: [`**/*.${kind}.test.ts`] })),
  ],
} satisfies Config;
