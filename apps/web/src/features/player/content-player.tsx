import { PlayerMessage } from '@reset/shared/contracts/run-time';
import { useEffect, useRef } from 'react';

type ContentPlayerProps = {
  /** On the host that serves content. */
  url: string;
  title: string;
  onCompleted: () => void;
  onLeft: () => void;
};

/** Content may run scripts and keep its origin, which is not ours; what it may not do is lead this page elsewhere. */
const ALLOWED =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads';

/** The player of a launched course, on a host of its own. All that comes from there is one of two words. */
export function ContentPlayer({ url, title, onCompleted, onLeft }: ContentPlayerProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const hear = ({ origin, source, data }: MessageEvent) => {
      if (origin !== new URL(url).origin || source !== frame.current?.contentWindow) return;
      const message = PlayerMessage.safeParse(data);
      if (!message.success) return;
      if (message.data.event === 'completed') onCompleted();
      else onLeft();
    };
    window.addEventListener('message', hear);
    return () => window.removeEventListener('message', hear);
  }, [url, onCompleted, onLeft]);
  return (
    <iframe
      ref={frame}
      className="player-frame"
      title={title}
      src={url}
      sandbox={ALLOWED}
      allow="autoplay; fullscreen"
    />
  );
}
