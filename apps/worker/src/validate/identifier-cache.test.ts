import { MatchCache } from './identifier-cache';

const match = (id: number) => [{ id }];

test('keeps what it was given first, and no more than fits', () => {
  const cache = new MatchCache<{ id: number }>(2);
  for (const id of [1, 2, 3]) cache.set(`learner ${id}`, match(id));
  expect([1, 2, 3].map((id) => cache.get(`learner ${id}`))).toEqual([match(1), match(2), undefined]);
});

test('goes round more learners than fit and still knows those that do', () => {
  const cache = new MatchCache<{ id: number }>(10);
  let hits = 0;
  for (let round = 0; round < 50; round += 1)
    for (let id = 0; id < 30; id += 1) {
      if (cache.get(`learner ${id}`)) hits += 1;
      else cache.set(`learner ${id}`, match(id));
    }
  expect(hits).toBe(49 * 10);
});

test('begins anew once it no longer serves', () => {
  const cache = new MatchCache<{ id: number }>(10);
  for (let id = 0; id < 10; id += 1) cache.set(`left ${id}`, match(id));
  const ask = (id: number) => cache.get(`new ${id}`) ?? cache.set(`new ${id}`, match(id));
  for (let id = 0; id < 40; id += 1) ask(id);
  expect(cache.get('left 1')).toBeUndefined();
  for (let id = 0; id < 10; id += 1) ask(id);
  expect(Array.from({ length: 40 }, (_, id) => cache.get(`new ${id}`)).filter(Boolean)).toHaveLength(10);
});
