import { Waiting, waiting } from './waiting';

test.each([
  [
    waiting('no-worker', { lastHeartbeat: null }),
    'No worker is running. The work goes on by itself as soon as one starts.',
  ],
  [
    waiting('paused', { by: 'Ada', at: '2025-03-03T08:30:00.000Z' }),
    'Ada paused it. It goes on when a person resumes it.',
  ],
  [
    waiting('service-away', { service: 'redis' }),
    'Redis takes no jobs at the moment. The work goes on by itself when it does again.',
  ],
  [
    waiting('behind-others', { bulkResets: 1, chunks: 1 }),
    'It waits its turn behind another bulk reset, with one part of work before it.',
  ],
  [
    waiting('behind-others', { bulkResets: 3, chunks: 12 }),
    'It waits its turn behind 3 other bulk resets, with 12 parts of work before it.',
  ],
])('%o is told in a sentence', (reason, sentence) => {
  expect(Waiting.parse(reason).sentence).toBe(sentence);
});
