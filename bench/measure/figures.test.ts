import { grownBy, medians } from './figures';

test('tells by how much each has grown, if both know it', () => {
  expect(grownBy({ read: 5, written: 1, gone: 1 }, { read: 7, written: 1, came: 4 })).toEqual({
    read: 2,
    written: 0,
  });
});

test('the medians are of those that know a figure', () => {
  expect(medians([{ read: 1 }, { read: 9, written: 4 }, { read: 2 }])).toEqual({ read: 2, written: 4 });
  expect(medians([{ seconds: 0.1 + 0.2 }])).toEqual({ seconds: 0.3 });
  expect(medians([])).toEqual({});
});
