import type { CommitObject, Settings } from 'scorm-again';
import { Scorm12API, Scorm2004API } from 'scorm-again';
import type { Destination, RunningUnit, UnitStart } from './running-unit';
import {
  objectOf,
  type RenderedCommit,
  scorm12Start,
  scorm12State,
  scorm2004Start,
  scorm2004State,
} from './scorm-state';
import { readShared, writeShared } from './shared-objectives';
import { unitAddress } from './unit-address';

declare global {
  interface Window {
    API?: Scorm12API | undefined;
    API_1484_11?: Scorm2004API | undefined;
  }
}

/** Content looks for its API in the windows around it, so that it has to be there before the content is. */
export function startScorm12(start: UnitStart): RunningUnit {
  const { unit, learner, base, commit, onEnded } = start;
  // Always a new one: `reset()` of the runtime keeps the bookmark and the suspend data.
  const api = new Scorm12API(settings((rendered, finished) => commit(scorm12State(rendered, finished))));
  api.loadFromJSON(scorm12Start(unit, learner));
  let destination: Destination = { to: 'menu' };
  api.on('SequenceNext', () => {
    destination = { to: 'next' };
  });
  api.on('SequencePrevious', () => {
    destination = { to: 'previous' };
  });
  api.on('LMSFinish', () => soon(() => onEnded(destination)));
  window.API = api;
  return {
    src: unitAddress(base, unit),
    close: () => {
      if (api.isInitialized()) api.storeData(false);
      window.API = undefined;
    },
  };
}

export function startScorm2004(start: UnitStart): RunningUnit {
  const { unit, learner, base, commit, onEnded } = start;
  let { shared } = start;
  const api = new Scorm2004API(
    settings((rendered, finished, data) => {
      shared = writeShared(rendered.runtimeData.cmi, unit, shared, data);
      return commit(scorm2004State(rendered, finished), shared);
    }),
  );
  const { cmi } = scorm2004Start(unit, learner);
  api.loadFromJSON({ cmi: readShared(cmi, unit, shared) });
  api.adl.configureSharedDataMaps(
    unit.sharedData.map(({ targetId, readable, writable }) => ({
      targetID: targetId,
      readSharedData: readable,
      writeSharedData: writable,
    })),
  );
  api.restoreSharedDataSnapshot(shared.data);
  let destination: Destination = { to: 'menu' };
  for (const [event, to] of Object.entries(DESTINATIONS))
    api.on(event, () => {
      destination = { to };
    });
  for (const event of ['SequenceChoice', 'SequenceJump'])
    api.on(event, (_element: unknown, target: unknown) => {
      destination = { to: 'unit', unit: String(target) };
    });
  api.on('Terminate', () => soon(() => onEnded(destination)));
  window.API_1484_11 = api;
  return {
    src: unitAddress(base, unit),
    close: () => {
      if (api.isInitialized()) api.storeData(false);
      window.API_1484_11 = undefined;
    },
  };
}

const DESTINATIONS = {
  SequenceNext: 'next',
  SequencePrevious: 'previous',
  SequenceExit: 'menu',
  SequenceAbandon: 'menu',
  SequenceExitAll: 'menu',
  SequenceAbandonAll: 'menu',
} as const;

/** Where the content goes is told behind its end. */
const soon = (tell: () => void) => setTimeout(tell, 0);

type Take = (rendered: RenderedCommit, finished: boolean, data?: Record<string, string>) => boolean;

/** Commits go to the player's own queue, which tells the content at once whether it still takes any. */
const settings = (take: Take): Settings => ({
  lmsCommitUrl: 'state',
  httpService: {
    processHttpRequest: (_url, params, immediate) => {
      const rendered = params as CommitObject;
      const taken = take(renderedOf(rendered), immediate, rendered.sharedData);
      return { result: String(taken), errorCode: taken ? 0 : REFUSED };
    },
    updateSettings: () => undefined,
  },
  renderCommonCommitFields: true,
  alwaysSendTotalTime: true,
  autocommit: true,
  autocommitSeconds: 5,
  // SCORM 1.2: a unit that says nothing of its status is completed when it ends.
  autoCompleteLessonStatus: true,
  mastery_override: false,
  logLevel: 'NONE',
});
const REFUSED = 101;

const renderedOf = ({
  completionStatus,
  successStatus,
  totalTimeSeconds,
  score,
  runtimeData,
}: CommitObject): RenderedCommit => ({
  completionStatus,
  successStatus,
  totalTimeSeconds,
  ...(score && { score }),
  runtimeData: { cmi: objectOf(runtimeData.cmi) },
});
