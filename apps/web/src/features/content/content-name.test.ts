import { contentName } from './content-name';

test.each([
  ['scorm-1.2', '1.2', 'SCORM 1.2'],
  ['scorm-2004', '2004 4th Edition', 'SCORM 2004 4th Edition'],
  ['aicc', '4.0', 'AICC 4.0'],
  ['aicc', null, 'AICC'],
  ['skillsoft', null, 'Skillsoft course'],
] as const)('%s of edition %s is called %s', (standard, edition, name) => {
  expect(contentName({ standard, edition })).toBe(name);
});
