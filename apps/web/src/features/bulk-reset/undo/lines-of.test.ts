import { linesOf } from './lines-of';

test('one on each line, without blanks around; an empty field chooses nothing', () => {
  expect(linesOf({ learners: ' ann \r\n\n bob@example.org\r', courses: ' \n' })).toEqual({
    learners: ['ann', 'bob@example.org'],
  });
});
