import type { Progress } from '@reset/shared/contracts/bulk-reset';
import { formatCount, formatPercent, formatRate, formatTimeLeft, plural } from './format';

type ProgressMeterProps = { label: string; progress: Omit<Progress, 'phase'> };

/** How far a phase is. Everybody sees every number; a screen reader is told every tenth of the way, not every second. */
export function ProgressMeter({ label, progress }: ProgressMeterProps) {
  const { rowsDone, rowsTotal, percent, rowsPerSecond, secondsLeft } = progress;
  const tenth = Math.floor(percent / 10) * 10;
  return (
    <div className="meter">
      <div className="meter-head">
        <span id="meter-label">{label}</span>
        <span className="figure">{formatPercent(percent)}</span>
      </div>
      <progress aria-labelledby="meter-label" max={100} value={percent} />
      <p className="quiet figures">
        <span>
          {formatCount(rowsDone)} of {plural(rowsTotal, 'row')}
        </span>
        {rowsPerSecond !== null && rowsPerSecond > 0 && <span>{formatRate(rowsPerSecond)}</span>}
        {secondsLeft !== null && percent < 100 && <span>{formatTimeLeft(secondsLeft)}</span>}
      </p>
      <p className="for-screen-readers" role="status">
        {label}: {tenth} percent of {plural(rowsTotal, 'row')}.
      </p>
    </div>
  );
}
