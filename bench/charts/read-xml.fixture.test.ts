import { readXml } from './read-xml.fixture';

test('elements are read with attributes and text', () => {
  expect(readXml('<a b="1 &lt; 2"><c/>x &amp; y</a>\n')).toEqual([
    { name: 'a', attributes: { b: '1 < 2' }, text: 'x & y' },
    { name: 'c', attributes: {}, text: '' },
  ]);
});

test.each([
  '',
  '<a>',
  '<a></b>',
  '<a/><b/>',
  '<a b=1/>',
  '<a b="1" b="2"/>',
  '<a>&</a>',
  '<a>&no;</a>',
  '<a/>x',
  '<a',
  '<a b="<"/>',
])('%j is not well-formed', (document) => {
  expect(() => readXml(document)).toThrow();
});
