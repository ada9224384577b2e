import { useSyncExternalStore } from 'react';
import { ErrorNotice, Notice } from '../ui/notice';
import type { QueueState } from './commit-queue';
import { ContentFrame } from './content-frame';
import { PageButtons } from './page-buttons';
import type { Player, PlayerState } from './player-controller';
import { StoppedNotice } from './stopped-notice';
import { UnitMenu } from './unit-menu';
import { wordOf } from './unit-order';

/** A launched course: its parts, the one that is open, whether everything is saved, and the way out. */
export function PlayerView({ player }: { player: Player }) {
  const state = useSyncExternalStore(player.subscribe, () => player.state);
  const { session, open, queue, error } = state;
  const isSingle = session.units.length === 1;
  return (
    <div className="player">
      <PlayerHead player={player} state={state} />
      {queue.stopped ? (
        <StoppedNotice reason={queue.stopped} />
      ) : (
        <div className={isSingle ? 'stage' : 'stage stage-with-units'}>
          {!isSingle && <UnitMenu units={session.units} open={open?.unit} onOpen={player.openUnit} />}
          <div className="stage-main">
            <ErrorNotice error={error} title="This part of the course could not be opened" />
            {open ? (
              <ContentFrame src={open.src} title={titleOf(state, open.unit)} onPlaced={player.showIn} />
            ) : (
              <BetweenUnits player={player} state={state} />
            )}
            {open?.pages && <PageButtons pages={open.pages} onTurn={player.turnTo} />}
          </div>
        </div>
      )}
    </div>
  );
}

function PlayerHead({ player, state: { session, queue, leaving } }: { player: Player; state: PlayerState }) {
  return (
    <header className="player-head">
      <h1>{session.course.title}</h1>
      <p role="status" className="quiet">
        {savedWords(queue)}
      </p>
      {leaving && queue.failing ? (
        <button type="button" onClick={player.leaveUnsaved}>
          Leave without saving
        </button>
      ) : (
        <button type="button" disabled={leaving} onClick={() => void player.leave()}>
          Back to My courses
        </button>
      )}
    </header>
  );
}

function savedWords({ waiting, failing, rejected, stopped }: QueueState): string {
  if (stopped) return 'Nothing more is saved here';
  if (failing) return 'Not saved yet: the server cannot be reached. Trying again…';
  if (rejected) return 'A part of your progress could not be saved: it is larger than what is kept';
  return waiting > 0 ? 'Saving…' : 'Everything is saved';
}

/** A part has ended, or could not be opened: the learner says where to go on. */
function BetweenUnits({
  player,
  state: { session, leaving, error },
}: {
  player: Player;
  state: PlayerState;
}) {
  const [only, ...others] = session.units;
  if (leaving || !only || error !== undefined) return null;
  if (others.length > 0) return <p className="nothing">Choose a part of the course.</p>;
  return (
    <Notice kind={session.completed ? 'success' : 'information'} title={wordOf(only.state)}>
      <p>{session.completed ? 'You have completed this course.' : 'Your place in the course is saved.'}</p>
      <p>
        <button type="button" onClick={() => player.openUnit(only.identifier)}>
          Open it again
        </button>
      </p>
    </Notice>
  );
}

const titleOf = ({ session }: PlayerState, unit: string): string =>
  session.units.find(({ identifier }) => identifier === unit)?.title ?? session.course.title;
