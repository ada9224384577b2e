import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { ErrorNotice } from '../ui/notice';
import { clearStorage } from './clear-storage';
import { createContentClient } from './content-client';
import { createPlayer } from './player-controller';
import { PlayerView } from './player-view';
import { stopReasonOf } from './stop-reason';
import { StoppedNotice } from './stopped-notice';
import '../ui/styles/tokens.css';
import '../ui/styles/elements.css';
import '../ui/styles/parts.css';
import './player.css';

// Without it, zod tries out whether it may compile code, which the content security policy forbids and reports.
z.config({ jitless: true });

const element = document.getElementById('root');
if (!element) throw new Error('player.html has no element with the id root');
const root = createRoot(element);
/** The page's own address says which launch it is: `/launches/…/player`. */
const base = window.location.pathname.replace(/\/player$/, '');

async function play() {
  const client = createContentClient(base);
  await clearStorage();
  const session = await client.session();
  document.title = session.course.title;
  const player = createPlayer({ client, base, session });
  root.render(<PlayerView player={player} />);
  player.start();
}

play().catch((error: unknown) => {
  const reason = stopReasonOf(error);
  if (!reason) reportError(error);
  root.render(
    <div className="player">
      {reason ? (
        <StoppedNotice reason={reason} />
      ) : (
        <ErrorNotice error={error} title="The course could not be opened" />
      )}
    </div>,
  );
});
