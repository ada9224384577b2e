import { fileFinder } from '../package-href';
import { resource, scorm12, scorm2004 } from './manifest.fixture';
import { parseManifest } from './parse-manifest';

const FILES = [
  'imsmanifest.xml',
  'a.html',
  'b.html',
  'shared/My page.html',
  'content/unit 1/index.html',
  'ü.html',
];
const parse = (xml: string | Buffer, files = FILES) =>
  parseManifest(Buffer.from(xml), fileFinder(files, 'imsmanifest.xml'));
const refused = (xml: string | Buffer) => {
  try {
    return parse(xml);
  } catch (error) {
    return error;
  }
};
const refusal = (reason: string) => ({
  code: 'package-refused',
  details: expect.objectContaining({ reason }),
});
const PLAIN = {
  kind: 'sco',
  parameters: null,
  launchData: null,
  masteryScore: null,
  maxTimeAllowed: null,
  timeLimitAction: null,
  prerequisites: null,
  completionThreshold: null,
  scaledPassingScore: null,
  objectives: [],
  globalObjectives: [],
  sharedData: [],
};

const organizationsOf = (items: string) =>
  `<organizations default="all"><organization identifier="all"><title>Course</title>${items}</organization></organizations>`;
const oneItem = (inside: string, attributes = '') =>
  scorm12(
    organizationsOf(
      `<item identifier="i" identifierref="r" ${attributes}><title>One</title>${inside}</item>`,
    ),
    resource('r', 'a.html'),
  );

test('SCORM 1.2: everything that an item says of its launch', () => {
  const xml = oneItem(
    `<adlcp:prerequisites type="aicc_script">A1&amp;A2</adlcp:prerequisites>
     <adlcp:maxtimeallowed>00:30:00</adlcp:maxtimeallowed>
     <adlcp:timelimitaction>exit,no message</adlcp:timelimitaction>
     <adlcp:datafromlms><![CDATA[a=1&b=<2>]]></adlcp:datafromlms>
     <adlcp:masteryscore>80.5</adlcp:masteryscore>`,
    'parameters="?lang=en&amp;mode=short"',
  );
  expect(parse(xml)).toEqual({
    standard: 'scorm-1.2',
    edition: '1.2',
    title: 'Course',
    units: [
      {
        ...PLAIN,
        identifier: 'i',
        title: 'One',
        href: 'a.html',
        parameters: 'lang=en&mode=short',
        prerequisites: 'A1&A2',
        maxTimeAllowed: '00:30:00',
        timeLimitAction: 'exit,no message',
        launchData: 'a=1&b=<2>',
        masteryScore: 80.5,
      },
    ],
  });
});

test('items inside items become units in the order of the table of contents; items without a resource do not', () => {
  const item = (id: string, ref: string, inside = '') =>
    `<item identifier="${id}" ${ref && `identifierref="${ref}"`}><title>${id}</title>${inside}</item>`;
  const xml = scorm12(
    organizationsOf(
      item('chapter', '', item('1', 'r1', item('1.1', 'r2')) + item('2', 'r1')) + item('last', 'asset'),
    ),
    resource('r1', 'a.html') +
      resource('r2', 'b.html') +
      resource('asset', 'b.html', 'adlcp:scormtype="asset"'),
  );
  expect(parse(xml).units.map(({ identifier, href, kind }) => [identifier, href, kind])).toEqual([
    ['1', 'a.html', 'sco'],
    ['1.1', 'b.html', 'sco'],
    ['2', 'a.html', 'sco'],
    ['last', 'b.html', 'asset'],
  ]);
});

test('the default organization is taken, and the first where none is named', () => {
  const organization = (id: string) =>
    `<organization identifier="${id}"><title>${id}</title><item identifier="i" identifierref="r"/></organization>`;
  const title = (attributes: string) =>
    parse(
      scorm12(
        `<organizations ${attributes}>${organization('one')}${organization('two')}</organizations>`,
        resource('r', 'a.html'),
      ),
    ).title;
  expect([title('default="two"'), title(''), title('default="gone"')]).toEqual(['two', 'one', 'one']);
});

describe('addresses', () => {
  const hrefOf = (href: string, { manifestBase = '', resourceBase = '' } = {}) => {
    const base = (of: string) => (of ? `xml:base="${of}"` : '');
    return parse(
      scorm12(
        organizationsOf('<item identifier="i" identifierref="r"/>'),
        resource('r', href, `adlcp:scormtype="sco" ${base(resourceBase)}`),
        base(manifestBase),
      ),
    ).units[0].href;
  };
  test.each([
    ['a.html', 'a.html'],
    ['A.HTML', 'a.html'],
    ['./a.html?x=1&amp;y=2#end', 'a.html?x=1&y=2#end'],
    ['shared/My%20page.html', 'shared/My page.html'],
    ['shared/My page.html', 'shared/My page.html'],
    ['shared\\My page.html', 'shared/My page.html'],
    ['content/../a.html', 'a.html'],
    ['%C3%BC.html', 'ü.html'],
    ['u\u0308.html', 'ü.html'],
  ])('%s is found as %s', (written, found) => {
    expect(hrefOf(written)).toBe(found);
  });
  test('are resolved against every xml:base above them', () => {
    expect(hrefOf('index.html', { manifestBase: 'content/', resourceBase: 'unit%201/' })).toBe(
      'content/unit 1/index.html',
    );
    expect(hrefOf('../../a.html', { resourceBase: 'content/unit 1/' })).toBe('a.html');
  });
  test.each([
    ['../a.html', 'href-leaves-package'],
    ['%2e%2e/a.html', 'href-leaves-package'],
    ['content/../../a.html', 'href-leaves-package'],
    ['/a.html', 'href-leaves-package'],
    ['\\\\server\\a.html', 'href-leaves-package'],
    ['//example.org/a.html', 'href-leaves-package'],
    ['https://example.org/a.html', 'href-leaves-package'],
    ['javascript:alert(1)', 'href-leaves-package'],
    ['C:/a.html', 'href-leaves-package'],
    ['gone.html', 'href-not-found'],
    ['content', 'href-not-found'],
  ])('%s is refused', (href, reason) => {
    expect(() => hrefOf(href)).toThrow(expect.objectContaining(refusal(reason)));
  });
});

describe('SCORM 2004', () => {
  test.each([
    ['CAM 1.3', '2004 2nd Edition'],
    ['2004 3rd Edition', '2004 3rd Edition'],
    ['2004 4th Edition', '2004 4th Edition'],
  ])('schema version %s is %s', (version, edition) => {
    const xml = scorm2004(version, '<item identifier="i" identifierref="r"/>', resource('r', 'a.html'));
    expect(parse(xml)).toMatchObject({ standard: 'scorm-2004', edition });
  });

  const unitOf = (inside: string, more = '') =>
    parse(
      scorm2004(
        '2004 4th Edition',
        `<item identifier="i" identifierref="r"><title>One</title>${inside}</item>`,
        resource('r', 'a.html'),
        more,
      ),
    ).units[0];

  test.each([
    ['<adlcp:completionThreshold>0.75</adlcp:completionThreshold>', 0.75],
    ['<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.6"/>', 0.6],
    ['<adlcp:completionThreshold completedByMeasure="true"/>', 1],
    ['<adlcp:completionThreshold completedByMeasure="false" minProgressMeasure="0.6"/>', null],
    ['<adlcp:completionThreshold minProgressMeasure="0.6"/>', null],
    ['', null],
  ])('the completion threshold of %s is %s', (inside, threshold) => {
    expect(unitOf(inside).completionThreshold).toBe(threshold);
  });

  const objectives = (primary: string) =>
    `<imsss:sequencing><imsss:objectives>${primary}
       <imsss:objective objectiveID="second"><imsss:mapInfo targetObjectiveID="global-2" readNormalizedMeasure="false"
         writeSatisfiedStatus="true"/></imsss:objective></imsss:objectives></imsss:sequencing>`;

  test('objectives, the passing score and what is shared with other units', () => {
    const unit = unitOf(
      `<adlcp:timeLimitAction>continue,message</adlcp:timeLimitAction><adlcp:dataFromLMS>level=2</adlcp:dataFromLMS>
       <adlcp:data><adlcp:map targetID="notes" writeSharedData="false"/></adlcp:data>
       <imsss:sequencing><imsss:limitConditions attemptAbsoluteDurationLimit="PT1H"/>
       <imsss:objectives><imsss:primaryObjective objectiveID="main" satisfiedByMeasure="true">
         <imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure></imsss:primaryObjective>
         <imsss:objective objectiveID="second"><imsss:mapInfo targetObjectiveID="global-2"
           readNormalizedMeasure="false" writeSatisfiedStatus="true"/></imsss:objective>
       </imsss:objectives></imsss:sequencing>`,
    );
    expect(unit).toEqual({
      ...PLAIN,
      identifier: 'i',
      title: 'One',
      href: 'a.html',
      timeLimitAction: 'continue,message',
      launchData: 'level=2',
      maxTimeAllowed: 'PT1H',
      scaledPassingScore: 0.7,
      objectives: ['main', 'second'],
      globalObjectives: [
        {
          objectiveId: 'second',
          targetObjectiveId: 'global-2',
          readSatisfiedStatus: true,
          readNormalizedMeasure: false,
          writeSatisfiedStatus: true,
          writeNormalizedMeasure: false,
        },
      ],
      sharedData: [{ targetId: 'notes', readable: true, writable: false }],
    });
  });

  test.each([
    ['<imsss:primaryObjective satisfiedByMeasure="true"/>', 1, ['second']],
    ['<imsss:primaryObjective objectiveID="main" satisfiedByMeasure="false"/>', null, ['main', 'second']],
    ['', null, ['second']],
  ])('the primary objective %s', (primary, scaledPassingScore, ids) => {
    expect(unitOf(objectives(primary))).toMatchObject({ scaledPassingScore, objectives: ids });
  });

  test('an item takes over what it does not say itself from the collection that it names', () => {
    const collection = `<imsss:sequencingCollection><imsss:sequencing ID="common">
      <imsss:limitConditions attemptAbsoluteDurationLimit="PT5M"/><imsss:objectives>
      <imsss:primaryObjective objectiveID="common"/></imsss:objectives></imsss:sequencing></imsss:sequencingCollection>`;
    expect(unitOf('<imsss:sequencing IDRef="common"/>', collection)).toMatchObject({
      maxTimeAllowed: 'PT5M',
      objectives: ['common'],
    });
    const own = `<imsss:sequencing IDRef="common"><imsss:objectives><imsss:primaryObjective objectiveID="own"/>
      </imsss:objectives></imsss:sequencing>`;
    expect(unitOf(own, collection)).toMatchObject({ maxTimeAllowed: 'PT5M', objectives: ['own'] });
  });
});

describe('manifests as tools really write them', () => {
  test('with a prefix for everything, single quotes, comments and a byte-order mark', () => {
    const xml = `\uFEFF<?xml version='1.0' encoding='utf-8'?><!-- made by hand --><p:manifest
      xmlns:p='http://www.imsglobal.org/xsd/imscp_v1p1' xmlns:q='http://www.adlnet.org/xsd/adlcp_v1p3'>
      <p:metadata><p:schemaversion>2004 3rd Edition</p:schemaversion></p:metadata>
      <p:organizations><p:organization><p:title>Kurs &#x201E;1&#x201C;</p:title>
      <p:item identifier='i' identifierref='r'><p:title>Eins</p:title>
      <q:dataFromLMS>x</q:dataFromLMS></p:item></p:organization></p:organizations>
      <p:resources><p:resource identifier='r' q:scormType='asset' href='a.html'/></p:resources></p:manifest>`;
    expect(parse(xml)).toMatchObject({
      title: 'Kurs „1“',
      units: [{ kind: 'asset', launchData: 'x', title: 'Eins' }],
    });
  });

  test('without any namespace, and without a schema version where the namespace tells the edition', () => {
    const body = (
      attributes: string,
      version: string,
    ) => `<manifest ${attributes}><metadata>${version}</metadata>
      <organizations><organization><item identifier="i" identifierref="r"/></organization></organizations>
      <resources><resource identifier="r" scormtype="asset" href="a.html"/></resources></manifest>`;
    expect(parse(body('', '<schemaversion>1.2</schemaversion>'))).toMatchObject({
      standard: 'scorm-1.2',
      title: 'i',
      units: [{ kind: 'asset' }],
    });
    const adlcp = (uri: string) => `xmlns:adlcp="http://www.adlnet.org/xsd/${uri}"`;
    expect(parse(body(adlcp('adlcp_rootv1p2'), ''))).toMatchObject({ standard: 'scorm-1.2', edition: null });
    expect(parse(body(adlcp('adlcp_v1p3'), ''))).toMatchObject({ standard: 'scorm-2004', edition: null });
  });

  test('in UTF-16 and in Windows’ own encoding', () => {
    const xml = oneItem('').replace('<title>One', '<title>Größe');
    const declared = (encoding: string) => xml.replace('?>', ` encoding="${encoding}"?>`);
    expect(parse(Buffer.from(declared('windows-1252'), 'latin1')).units[0].title).toBe('Größe');
    expect(parse(Buffer.from(`\uFEFF${declared('UTF-16')}`, 'utf16le')).units[0].title).toBe('Größe');
    expect(refused(Buffer.from(xml, 'latin1'))).toMatchObject(refusal('text-unreadable'));
    expect(refused(declared('x-unheard-of'))).toMatchObject(refusal('text-unreadable'));
  });

  test('titles of other vocabularies are not taken for an item’s', () => {
    const metadata =
      '<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><title>No</title></lom></metadata><lom:title xmlns:lom="http://ltsc.ieee.org/xsd/LOM">No</lom:title>';
    expect(parse(oneItem('').replace('<title>One', `${metadata}<title>One`)).units[0].title).toBe('One');
  });
});

describe('a manifest that cannot be imported is refused with the reason', () => {
  const noItems = (resources = resource('r', 'a.html')) => scorm12(organizationsOf(''), resources);
  test.each([
    ['no XML', 'hello', 'xml-broken'],
    ['nothing', '', 'xml-broken'],
    ['a tag that is not closed', '<manifest><metadata></manifest>', 'xml-broken'],
    ['two roots', '<manifest/><manifest/>', 'xml-broken'],
    ['an entity that is not XML’s own', oneItem('&nbsp;'), 'xml-broken'],
    ['a prefix without a namespace', oneItem('<other:thing/>'), 'xml-broken'],
    ['elements too deep in each other', `${'<a>'.repeat(100)}${'</a>'.repeat(100)}`, 'xml-broken'],
    [
      'a document type with entities',
      `<!DOCTYPE manifest [<!ENTITY e SYSTEM "file:///etc/passwd">]><manifest>&e;</manifest>`,
      'doctype-not-allowed',
    ],
    ['another root', '<package/>', 'manifest-invalid'],
    ['another standard', oneItem('').replace('ADL SCORM', 'IMS Common Cartridge'), 'standard-unknown'],
    [
      'an unknown version',
      '<manifest><metadata><schemaversion>7</schemaversion></metadata></manifest>',
      'standard-unknown',
    ],
    ['no item', noItems(), 'nothing-to-launch'],
    ['no organization', scorm12('<organizations/>', resource('r', 'a.html')), 'nothing-to-launch'],
    ['no organizations', scorm12('', resource('r', 'a.html')), 'nothing-to-launch'],
    [
      'an item whose resource is not there',
      oneItem('').replace('identifierref="r"', 'identifierref="s"'),
      'broken-reference',
    ],
    ['a resource without an address', oneItem('').replace('href="a.html"', ''), 'broken-reference'],
    [
      'a mastery score that is none',
      oneItem('<adlcp:masteryscore>most</adlcp:masteryscore>'),
      'manifest-invalid',
    ],
    [
      'a mastery score above 100',
      oneItem('<adlcp:masteryscore>101</adlcp:masteryscore>'),
      'manifest-invalid',
    ],
    [
      'the same identifier twice',
      scorm12(organizationsOf('<item identifier="i" identifierref="r"/>'.repeat(2)), resource('r', 'a.html')),
      'manifest-invalid',
    ],
    [
      'too many units',
      scorm12(
        organizationsOf(
          Array.from({ length: 2_001 }, (_, at) => `<item identifier="i${at}" identifierref="r"/>`).join(''),
        ),
        resource('r', 'a.html'),
      ),
      'too-many-units',
    ],
  ])('%s', (_, xml, reason) => {
    const error = refused(xml);
    expect(error).toMatchObject(refusal(reason));
    expect((error as { details: { sentence: string } }).details.sentence).toMatch(/^\S.*\.$/);
  });

  test('a million nested entities expand to nothing', () => {
    const laughs = `<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><manifest>&b;</manifest>`;
    expect(refused(laughs)).toMatchObject(refusal('doctype-not-allowed'));
  });
});
