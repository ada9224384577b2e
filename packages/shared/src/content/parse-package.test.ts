import { withArchive, zipOf } from './archive.fixture';
import { MANIFEST_BYTES } from './content-limits';
import { parsePackage } from './parse-package';
import { resource, scorm12 } from './scorm/manifest.fixture';

const parse = (files: Record<string, string | Buffer>) => withArchive(zipOf(files), parsePackage);
const refusal = (reason: string) => ({
  code: 'package-refused',
  details: expect.objectContaining({ reason }),
});

const SCORM = {
  'imsmanifest.xml': scorm12(
    '<organizations><organization><item identifier="i" identifierref="r"/></organization></organizations>',
    resource('r', 'a.html'),
  ),
  'a.html': '<p>',
};
const AICC = {
  'C.CRS': '[COURSE]\r\nCOURSE_TITLE=Gr\u00f6\u00dfe\r\n',
  'c.au': 'System_ID,File_Name\r\nA1,a.html\r\n',
  'c.des': 'System_ID,Title\r\nA1,One\r\n',
  'c.cst': 'Block,Member\r\nroot,A1\r\n',
  'a.html': '<p>',
};
const pages = [{ id: 'start', title: 'Start', href: 'pages/start 100%.html' }];
const SKILLSOFT = {
  'course.json': JSON.stringify({ title: 'Calm calls', pages }),
  'pages/start 100%.html': '<p>',
};

test('each kind of package is known by what lies at its top', async () => {
  expect(await parse(SCORM)).toMatchObject({ standard: 'scorm-1.2', units: [{ href: 'a.html' }] });
  expect(await parse(AICC)).toMatchObject({ standard: 'aicc', title: 'Größe', units: [{ title: 'One' }] });
  expect(await parse(SKILLSOFT)).toMatchObject({
    standard: 'skillsoft',
    title: 'Calm calls',
    units: [{ identifier: 'course', href: 'course.json' }],
  });
});

test('an AICC course in Windows’ own encoding keeps its umlauts', async () => {
  const latin = Buffer.from(AICC['C.CRS'], 'latin1');
  expect(await parse({ ...AICC, 'C.CRS': latin })).toMatchObject({ title: 'Größe' });
});

test('a SCORM course may have a course.json and manifests deeper down of its own', async () => {
  expect(
    await parse({ ...SCORM, 'course.json': '{}', 'sub/imsmanifest.xml': '<x', 'sub/x.crs': '' }),
  ).toMatchObject({ standard: 'scorm-1.2' });
});

test.each<[string, Record<string, string | Buffer>, string]>([
  ['nothing that says what it is', { 'index.html': '<p>' }, 'no-manifest'],
  ['the folder and not what is in it', { 'course/imsmanifest.xml': '<manifest/>' }, 'no-manifest'],
  ['an empty archive', {}, 'no-manifest'],
  ['two kinds at once', { ...SCORM, ...AICC }, 'several-manifests'],
  ['two AICC courses', { ...AICC, 'd.crs': '' }, 'several-manifests'],
  [
    'a manifest that is too large',
    { 'imsmanifest.xml': Buffer.alloc(MANIFEST_BYTES + 1, ' ') },
    'manifest-too-large',
  ],
  ['a course.json that is none', { 'course.json': '{' }, 'manifest-invalid'],
  ['a course.json without pages', { 'course.json': '{"title":"x","pages":[]}' }, 'manifest-invalid'],
  ['a page that is not there', { 'course.json': SKILLSOFT['course.json'] }, 'href-not-found'],
  [
    'a page of another place',
    { 'course.json': JSON.stringify({ title: 'x', pages: [{ id: 'a', title: 'x', href: '../a.html' }] }) },
    'href-leaves-package',
  ],
  [
    'a page in another letter case',
    { 'course.json': SKILLSOFT['course.json'], 'pages/Start 100%.html': '<p>' },
    'href-not-found',
  ],
  [
    'two pages with one id',
    { ...SKILLSOFT, 'course.json': JSON.stringify({ title: 'x', pages: [...pages, ...pages] }) },
    'manifest-invalid',
  ],
])('%s is refused', async (_, files, reason) => {
  await expect(parse(files)).rejects.toMatchObject(refusal(reason));
});
