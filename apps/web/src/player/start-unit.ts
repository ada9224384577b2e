import type { ContentStandard } from '@reset/shared/contracts/content-package';
import { SKILLSOFT_MANIFEST } from '@reset/shared/contracts/skillsoft-course';
import type { ContentClient } from './content-client';
import type { RunningUnit, UnitStart } from './running-unit';
import { startNative } from './start-native';
import { aiccFields, unitAddress } from './unit-address';

type Launch = { standard: ContentStandard; client: ContentClient; origin: string; unitNumber: number };

/** Gets everything ready that a unit needs before its content is loaded. */
export async function startUnit(launch: Launch, start: UnitStart): Promise<RunningUnit> {
  const { standard, client, origin, unitNumber } = launch;
  const { unit, base } = start;
  if (standard === 'skillsoft') return startNative(start, await client.file(SKILLSOFT_MANIFEST));
  if (unit.kind === 'asset') return startAsset(start);
  if (standard === 'aicc') {
    const token = `${base.split('/').at(-1)}`;
    return { src: unitAddress(base, unit, aiccFields(origin, token, unitNumber)), close: () => undefined };
  }
  // Loaded where it is needed: it is larger than all the rest.
  const { startScorm12, startScorm2004 } = await import('./start-scorm');
  return standard === 'scorm-1.2' ? startScorm12(start) : startScorm2004(start);
}

/** An asset can tell nothing: who has opened it has completed it. */
function startAsset({ unit, base, commit }: UnitStart): RunningUnit {
  commit({
    completion: 'completed',
    success: 'unknown',
    score: null,
    progress: 1,
    totalSeconds: unit.state?.totalSeconds ?? 0,
    data: { native: { bookmark: '' } },
  });
  return { src: unitAddress(base, unit), close: () => undefined };
}
