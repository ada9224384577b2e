import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import type { FilterValues } from './filter-form';

/** The filter that the address holds, without what is empty or no filter of this report. `names` never changes. */
export function useFilter(names: readonly string[]) {
  const [parameters, setParameters] = useSearchParams();
  const address = parameters.toString();
  const values = useMemo((): FilterValues => {
    const given = new URLSearchParams(address);
    return Object.fromEntries(
      names.map((name) => [name, given.get(name) ?? '']).filter(([, value]) => value !== ''),
    );
  }, [address, names]);
  const apply = useCallback(
    (next: FilterValues) =>
      setParameters(Object.fromEntries(Object.entries(next).filter(([, value]) => value !== ''))),
    [setParameters],
  );
  return { values, apply };
}
