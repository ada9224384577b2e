import { inspect, refusalOf } from './inspected.fixture';
import { templateCsv } from './template';

test('the template is the header alone, for any spreadsheet', () => {
  expect(templateCsv().toString()).toBe('\ufeffLearner,Content,Reset required\r\n');
});

test('the template with a row is accepted, and without one it says what is missing', () => {
  const filled = Buffer.concat([templateCsv(), Buffer.from('ann,c-1,TRUE\r\n')]);
  expect(inspect(filled).description).toBe('comma, UTF-8 with byte-order mark, CRLF line ends, 1 row');
  expect(refusalOf(templateCsv())).toMatchObject({ reason: 'no-rows' });
});
