import type { PlayerSession } from '@reset/shared/contracts/run-time';
import { Tag, type Tone } from '../ui/tag';
import { type UnitWord, wordOf } from './unit-order';

const TONE: Record<UnitWord, Tone> = {
  'Not started': 'quiet',
  'In progress': 'busy',
  Completed: 'good',
  Failed: 'bad',
};
type UnitMenuProps = {
  units: PlayerSession['units'];
  open: string | undefined;
  onOpen: (identifier: string) => void;
};

/** The parts of a course, each with how far it is. */
export function UnitMenu({ units, open, onOpen }: UnitMenuProps) {
  return (
    <nav className="units" aria-label="Parts of the course">
      <ol>
        {units.map(({ identifier, title, state }) => (
          <li key={identifier}>
            <button
              type="button"
              className="unit"
              aria-current={identifier === open ? 'true' : undefined}
              onClick={() => onOpen(identifier)}
            >
              <span>{title}</span>
              <Tag tone={TONE[wordOf(state)]}>{wordOf(state)}</Tag>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
