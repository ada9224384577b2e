import { aiccFields, unitAddress } from './unit-address';

const at = (href: string, parameters: string | null = null, more: string[] = []) =>
  unitAddress('/launches/t', { href, parameters }, more);

test('a name with blanks, umlauts, # and % stays a name', () => {
  expect(at('a b/grün#1 50%.html')).toBe('/launches/t/files/a%20b/gr%C3%BCn%231%2050%25.html');
});

test('the package’s query and parameters come along, whatever they begin with', () => {
  expect(at('index.html?a=1')).toBe('/launches/t/files/index.html?a=1');
  expect(at('index.html?a=1?2', 'b=2')).toBe('/launches/t/files/index.html?a=1?2&b=2');
  for (const parameters of ['b=2', '?b=2', '&b=2'])
    expect(at('index.html', parameters)).toBe('/launches/t/files/index.html?b=2');
});

test('AICC content is told its session and where to send its messages', () => {
  expect(at('a.html', 'x=1', aiccFields('http://localhost:3000', 'to-k_en', 2))).toBe(
    '/launches/t/files/a.html?x=1&aicc_sid=to-k_en.2&aicc_url=http%3A%2F%2Flocalhost%3A3000%2Fhacp',
  );
});
