import { MatchCache } from './identifier-cache';

const match = (id: number) => [{ id }];

test('keeps what it was given first, and no more than fits', () => {
  const cache = new MatchCache<'login', { id: number }>(2);
  for (const id of [1, 2, 3]) cache.set('login', `learner ${id}`, match(id));
  expect([1, 2, 3].map((id) => cache.get('login', `learner ${id}`))).toEqual([match(1), match(2), undefined]);
});

test('goes round more learners than fit and still knows those that do', () => {
  const cache = new MatchCache<'login', { id: number }>(10);
  let hits = 0;
  for (let round = 0; round < 50; round += 1)
    for (let id = 0; id < 30; id += 1) {
      if (cache.get('login', `learner ${id}`)) hits += 1;
      else cache.set('login', `learner ${id}`, match(id));
    }
  expect(hits).toBe(49 * 10);
});

test('begins anew once it no longer serves', () => {
  const cache = new MatchCache<'login', { id: number }>(10);
  for (let id = 0; id < 10; id += 1) cache.set('login', `left ${id}`, match(id));
  const ask = (id: number) => cache.get('login', `new ${id}`) ?? cache.set('login', `new ${id}`, match(id));
  for (let id = 0; id < 40; id += 1) ask(id);
  expect(cache.get('login', 'left 1')).toBeUndefined();
  for (let id = 0; id < 10; id += 1) ask(id);
  expect(Array.from({ length: 40 }, (_, id) => cache.get('login', `new ${id}`)).filter(Boolean)).toHaveLength(
    10,
  );
});
