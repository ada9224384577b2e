import { BREAKABLE, type Breakable } from '@reset/shared/failpoints/failpoint';
import { CHECKS, startGuaranteeBench } from './guarantees.fixture';

/** What each check has to say where its guarantee is left out. Others may notice, too. */
const FOUND: Readonly<Record<Breakable, RegExp>> = {
  fence: /^marks: .* instead of \[\]$/m,
  'done-at-commit': /^marks: /m,
  repetitions: /^counts: .*"repeated":0\b/m,
  claim: /^reset chunks taken: /m,
  organization: /^answers about what another organization has: .*200/m,
};

// That the same checks find nothing where nothing is left out, guarantees.quick.fault.test.ts says.
test.each(BREAKABLE)('45: without the guarantee "%s" its check says so', async (broken) => {
  const [, check] = CHECKS[broken];
  const bench = await startGuaranteeBench(broken);
  const found = await check(bench).finally(() => bench.stop());
  expect(found.join('\n')).toMatch(FOUND[broken]);
});
