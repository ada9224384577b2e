import type { SentBytes } from '../send-file';
import { formatBytes, formatPercent } from './format';

type UploadProgressProps = { name: string; bytes: SentBytes; onCancel: () => void };

export function UploadProgress({ name, bytes: { sent, total }, onCancel }: UploadProgressProps) {
  const percent = total === 0 ? 0 : (100 * sent) / total;
  const arrived = sent >= total;
  return (
    <div className="meter">
      <div className="meter-head">
        <span id="upload-label">Uploading {name}</span>
        <span className="figure">{formatPercent(percent)}</span>
      </div>
      <progress aria-labelledby="upload-label" max={100} value={percent} />
      <p className="quiet figures">
        <span>
          {formatBytes(sent)} of {formatBytes(total)}
        </span>
      </p>
      <p className="quiet" role="status">
        {arrived ? 'Everything is sent. The server is looking at the file…' : 'Sending the file…'}
      </p>
      <div className="actions">
        <button type="button" onClick={onCancel}>
          Cancel upload
        </button>
      </div>
    </div>
  );
}
