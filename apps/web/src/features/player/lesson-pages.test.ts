import { bookmarkOf, pageOf, progressAt } from './lesson-pages';

test('a bookmark leads back to its page', () => {
  expect([1, 2, 3, 4, 5].map(bookmarkOf).map(pageOf)).toEqual([1, 2, 3, 4, 5]);
});

test('an empty bookmark, a foreign one and one out of range lead to a page that is there', () => {
  expect(['', 'slide 7', 'page-0', 'page-99'].map(pageOf)).toEqual([1, 1, 1, 5]);
});

test('progress grows from nothing, and is whole only with the completion', () => {
  expect([1, 2, 3, 4, 5].map(progressAt)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
});
