import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { type ZipEntry, zipOf } from '@reset/shared/content/archive.fixture';
import { packDemoCourse } from '@reset/shared/content/demo/pack-demo-course';
import { ContentPackage } from '@reset/shared/contracts/content-package';
import { CourseContent, CoursePage } from '@reset/shared/contracts/courses';
import { givenOrganization } from '@reset/shared/generate/given-organization.fixture';
import { tokenOf } from '../content-host/given-content.fixture';
import { client, type GivenApi, givenApi } from '../given-api.fixture';
import { givenLaunch } from '../launches/given-launch.fixture';
import { givenProgram, type Sender } from './given-courses.fixture';

const MAX_PACKAGE_BYTES = 4_000_000;
let api: GivenApi;
let fireSafety: Buffer;
let ergonomics: Buffer;
beforeAll(async () => {
  api = await givenApi({ MAX_PACKAGE_BYTES });
  fireSafety = await packDemoCourse('fire-safety');
  ergonomics = await packDemoCourse('ergonomics');
});
afterAll(() => api.stop());

type Kind = 'custom-scorm-1.2' | 'video';
async function givenCourse(kind: Kind = 'custom-scorm-1.2') {
  const { id: organizationId, courses } = await givenOrganization(api.dataSource, {
    courses: { fire: { kind } },
  });
  const path = `/v1/courses/${courses.fire.uuid}/content`;
  return { organizationId, course: courses.fire, path, program: await givenProgram(api, organizationId) };
}
const contentOf = async (program: Sender, path: string): Promise<CourseContent> =>
  CourseContent.parse((await program.get(path)).body);
const formWith = (bytes: Buffer, field = 'file'): FormData => {
  const form = new FormData();
  form.append(field, new Blob([new Uint8Array(bytes)]), 'fire.zip');
  return form;
};

describe('a package is imported', () => {
  test('as the body, and answers with what was found', async () => {
    const { course, path, program } = await givenCourse();
    const { status, headers, body } = await program.send('PUT', path, fireSafety);
    expect([status, headers.get('Location')]).toEqual([201, path]);
    expect(ContentPackage.strict().parse(body)).toMatchObject({
      courseId: course.uuid,
      version: 1,
      standard: 'scorm-1.2',
      edition: '1.2',
      title: 'Fire safety at work',
      units: [{ identifier: 'fire-safety-lesson', masteryScore: 60 }],
      sha256: createHash('sha256').update(fireSafety).digest('hex'),
      uploadedBy: 'HR',
    });
    expect(await contentOf(program, path)).toMatchObject({
      course: { title: course.title, takes: ['scorm-1.2'], content: { version: 1, uploadedBy: 'HR' } },
      current: { version: 1, title: 'Fire safety at work' },
      versions: [{ version: 1, unitCount: 1 }],
    });
  });

  test('as a form; the course takes its title where that is asked for', async () => {
    const { path, program } = await givenCourse();
    expect((await program.send('PUT', `${path}?useTitle=true`, formWith(fireSafety))).status).toBe(201);
    expect((await contentOf(program, path)).course.title).toBe('Fire safety at work');
  });

  test('as a course of its own, of its kind, under an asset ID that nobody has', async () => {
    const { organizationId, program } = await givenCourse();
    const made = await program.send('POST', '/v1/courses?assetId=DESK-1&language=en-GB', ergonomics);
    expect(made).toMatchObject({ status: 201, body: { version: 1, standard: 'aicc' } });
    expect((await contentOf(program, `/v1/courses/${made.body.courseId}/content`)).course).toMatchObject({
      assetId: 'DESK-1',
      title: 'A desk that fits you',
      kind: 'custom-aicc',
      language: 'en-GB',
    });
    expect(await program.send('POST', '/v1/courses?assetId=desk-1', ergonomics)).toMatchObject({
      status: 409,
      body: { code: 'asset-id-taken' },
    });
    expect((await program.send('POST', '/v1/courses?title=Sit%20well', ergonomics)).status).toBe(201);
    const audit = await api.dataSource.query(
      `SELECT action, actor_name AS actor FROM audit_event WHERE organization_id = ?`,
      [organizationId],
    );
    expect(audit).toEqual(Array(2).fill({ action: 'course.content-imported', actor: 'HR' }));
  });

  test('into a course of another kind only where the kind may change', async () => {
    const { path, program } = await givenCourse('video');
    expect(await program.send('PUT', path, ergonomics)).toMatchObject({
      status: 422,
      body: { code: 'package-refused', details: { reason: 'wrong-kind' } },
    });
    expect((await program.send('PUT', `${path}?changeKind=true`, ergonomics)).status).toBe(201);
    expect((await contentOf(program, path)).course.kind).toBe('custom-aicc');
  });
});

test('a launch that is open goes on with its own files; the next one opens the new package', async () => {
  const there = await givenLaunch(api, { course: { kind: 'custom-scorm-1.2' } });
  const program = await givenProgram(api, there.pair.organizationId);
  const path = `/v1/courses/${there.courseId}/content`;
  const content = client(api.url.replace('127.0.0.1', 'localhost'));
  const fileOf = async (token: string) =>
    `${(await content.get(`/launches/${token}/files/index.html`)).body}`;
  await program.send('PUT', path, fireSafety);
  const before = tokenOf(await there.launch());
  const records = await there.records();
  const changed = zipOf({
    'imsmanifest.xml': `<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"><metadata><schema>ADL SCORM</schema>
      <schemaversion>1.2</schemaversion></metadata><organizations><organization><title>New</title>
      <item identifier="i" identifierref="r"/></organization></organizations>
      <resources><resource identifier="r" href="index.html"/></resources></manifest>`,
    'index.html': '<p>The second version',
  });
  expect(await program.send('PUT', path, changed)).toMatchObject({ status: 201, body: { version: 2 } });
  expect(await fileOf(before)).toContain('Ten minutes that may save a life');
  expect(await there.records()).toEqual(records);
  expect(await fileOf(tokenOf(await there.launch()))).toBe('<p>The second version');
});

test('the same request under its key is the same version; under another request’s key it is refused', async () => {
  const { path, program } = await givenCourse();
  const key = { 'Idempotency-Key': 'import 1' };
  const first = await program.send('PUT', path, fireSafety, key);
  const again = await program.send('PUT', path, fireSafety, key);
  expect(again.headers.get('Idempotent-Replayed')).toBe('true');
  expect([again.status, again.body]).toEqual([201, first.body]);
  expect(await program.send('PUT', `${path}?useTitle=true`, fireSafety, key)).toMatchObject({
    status: 422,
    body: { code: 'idempotency-key-reused' },
  });
  expect((await contentOf(program, path)).versions).toHaveLength(1);
});

test('administrators import, support reads, learners do neither', async () => {
  const { organizationId, path } = await givenCourse();
  const as = async (role: 'support' | 'learner') => {
    const program = await givenProgram(api, organizationId, role);
    const answers = [await program.get(path), await program.get('/v1/courses')];
    answers.push(
      await program.send('PUT', path, fireSafety),
      await program.send('POST', '/v1/courses', fireSafety),
    );
    return answers.map(({ status }) => status);
  };
  expect(await as('support')).toEqual([200, 200, 403, 403]);
  expect(await as('learner')).toEqual([403, 403, 403, 403]);
});

describe('the list of courses', () => {
  async function givenThree() {
    const { id, courses } = await givenOrganization(api.dataSource, {
      courses: {
        first: { title: 'Álpha', assetId: 'A_1', kind: 'custom-scorm-1.2' },
        second: { title: 'Beta', assetId: 'B-100%', kind: 'custom-scorm-1.2' },
        third: { title: 'Beta', assetId: 'C', kind: 'video' },
      },
    });
    return { courses, program: await givenProgram(api, id) };
  }
  const idsOf = async (program: Sender, query = '') =>
    CoursePage.parse((await program.get(`/v1/courses${query}`)).body)
      .courses.map(({ id }) => id)
      .sort();

  test('goes from page to page by title, also where titles are the same', async () => {
    const { courses, program } = await givenThree();
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = CoursePage.parse(
        (await program.get(`/v1/courses?limit=1${cursor && `&cursor=${cursor}`}`)).body,
      );
      seen.push(...page.courses.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([courses.second.uuid, courses.third.uuid, courses.first.uuid]);
    expect(await program.get('/v1/courses?cursor=bm8')).toMatchObject({ status: 400 });
  });

  test('is searched by title and asset ID in any letter case, and by UUID', async () => {
    const { courses, program } = await givenThree();
    expect(await idsOf(program, '?search=%C3%81LPHA')).toEqual([courses.first.uuid]);
    expect(await idsOf(program, '?search=b-100%25')).toEqual([courses.second.uuid]);
    expect(await idsOf(program, '?search=a_')).toEqual([courses.first.uuid]);
    expect(await idsOf(program, `?search=${courses.third.uuid}`)).toEqual([courses.third.uuid]);
    expect(await idsOf(program, '?search=100_')).toEqual([]);
  });

  test('tells which have content, and which could have some', async () => {
    const { courses, program } = await givenThree();
    await program.send('PUT', `/v1/courses/${courses.first.uuid}/content`, fireSafety);
    await program.send('PUT', `/v1/courses/${courses.first.uuid}/content`, fireSafety);
    expect(await idsOf(program, '?content=present')).toEqual([courses.first.uuid]);
    expect(await idsOf(program, '?content=missing')).toEqual([courses.second.uuid]);
    const { body } = await program.get('/v1/courses?search=%C3%A1lpha');
    expect(CoursePage.parse(body).courses).toMatchObject([
      { content: { version: 2, standard: 'scorm-1.2' } },
    ]);
  });
});

describe('what is refused leaves nothing', () => {
  const manifest = (head: string, title = 'x') => `<?xml version="1.0"?>${head}<manifest
    xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"><metadata><schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion></metadata><organizations><organization><title>${title}</title>
    <item identifier="i" identifierref="r"/></organization></organizations>
    <resources><resource identifier="r" href="index.html"/></resources></manifest>`;
  const plain = { 'imsmanifest.xml': manifest(''), 'index.html': '<p>' };
  const packed = (...more: readonly ZipEntry[]) =>
    zipOf([...Object.entries(plain).map(([name, content]) => ({ name, content })), ...more]);
  const bomb = `<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;
  const outside = '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>';
  const overlapping = () => {
    const bytes = packed({ name: 'other.html', content: '<p>' });
    bytes.writeUInt32LE(0, bytes.lastIndexOf(Buffer.from('504b0102', 'hex')) + 42);
    return bytes;
  };

  test.each<[string, () => Buffer, string]>([
    ['a path that leads upwards', () => packed({ name: '../../evil.html' }), 'path-leaves-package'],
    ['an absolute path', () => packed({ name: '/etc/cron.d/evil' }), 'path-leaves-package'],
    ['a backslash', () => packed({ name: '..\\evil.html' }), 'path-not-allowed'],
    ['a NUL', () => packed({ name: 'index.html\0.png' }), 'path-not-allowed'],
    ['a device of Windows', () => packed({ name: 'COM1.html' }), 'path-not-allowed'],
    [
      'a symbolic link',
      () => packed({ name: 'a', content: '/etc/passwd', mode: 0o120777 }),
      'link-or-device',
    ],
    ['names that differ by letter case', () => packed({ name: 'INDEX.html' }), 'duplicate-name'],
    ['a bomb', () => packed({ name: 'a', content: Buffer.alloc(20 * 1024 ** 2) }), 'ratio-too-high'],
    ['entries that share their bytes', overlapping, 'overlapping-entries'],
    ['a wrong checksum', () => packed({ name: 'a', content: 'abc', crc: 1 }), 'archive-damaged'],
    ['an encrypted file', () => packed({ name: 'a', flags: 0x0801 }), 'encrypted'],
    [
      'an entity bomb',
      () => zipOf({ ...plain, 'imsmanifest.xml': manifest(bomb, '&b;') }),
      'doctype-not-allowed',
    ],
    [
      'an external entity',
      () => zipOf({ ...plain, 'imsmanifest.xml': manifest(outside, '&a;') }),
      'doctype-not-allowed',
    ],
    ['a manifest cut short', () => zipOf({ ...plain, 'imsmanifest.xml': '<manifest><a>' }), 'xml-broken'],
    ['no manifest', () => zipOf({ 'index.html': '<p>' }), 'no-manifest'],
    ['no archive', () => Buffer.from('Login,Course\r\n'), 'not-a-zip'],
    [
      'more entries than a course has',
      () => zipOf(Array.from({ length: 20_001 }, (_, at) => ({ name: `${at}`, method: 0 }))),
      'too-many-entries',
    ],
  ])('%s', async (_, pack, reason) => {
    const { path, program, organizationId } = await givenCourse();
    const { status, body, headers } = await program.send('PUT', path, pack());
    const details = body.details as { reason?: string; sentence?: string };
    expect(headers.get('Content-Type')).toBe('application/problem+json');
    expect([status, body.code, details.reason]).toEqual([422, 'package-refused', reason]);
    expect(body.detail).toMatch(/\.$/);
    expect((await contentOf(program, path)).versions).toEqual([]);
    const tables = ['content_import', 'audit_event'];
    for (const table of tables)
      expect(
        await api.dataSource.query(`SELECT * FROM ${table} WHERE organization_id = ?`, [organizationId]),
      ).toEqual([]);
    expect((await readdir(tmpdir())).filter((name) => name.startsWith('package-'))).toEqual([]);
  });

  test('the refusal names the file of the archive', async () => {
    const { path, program } = await givenCourse();
    const { body } = await program.send('PUT', path, packed({ name: 'lib/a.js', content: 'abc', crc: 1 }));
    expect(body).toMatchObject({ details: { file: 'lib/a.js' } });
    expect(body.detail).toContain('“lib/a.js”');
  });

  test.each<[string, Buffer | FormData, Record<string, string>, number, string]>([
    ['a body that is too large', Buffer.alloc(MAX_PACKAGE_BYTES + 1), {}, 413, 'package-too-large'],
    [
      'a form whose file is too large',
      formWith(Buffer.alloc(MAX_PACKAGE_BYTES + 1)),
      {},
      413,
      'package-too-large',
    ],
    ['a form with the file elsewhere', formWith(Buffer.alloc(9), 'package'), {}, 400, 'bad-request'],
    ['a form without a file', new FormData(), {}, 400, 'file-missing'],
    ['another type', Buffer.from('{}'), { 'Content-Type': 'text/csv' }, 400, 'bad-request'],
    ['a body compressed once more', Buffer.from('x'), { 'Content-Encoding': 'gzip' }, 400, 'bad-request'],
    [
      'a body that is not what was sent',
      Buffer.from('x'),
      { 'Content-Digest': 'sha-256=:AAAA:' },
      400,
      'digest-mismatch',
    ],
  ])('%s', async (_, body, headers, status, code) => {
    const { path, program } = await givenCourse();
    expect(await program.send('PUT', path, body, headers)).toMatchObject({ status, body: { code } });
  });

  test('an upload that breaks off', async () => {
    const { path, program } = await givenCourse();
    await new Promise<void>((resolve) => {
      const request = httpRequest(`${api.url}${path}`, {
        method: 'PUT',
        headers: {
          Authorization: program.authorization,
          'Content-Type': 'application/zip',
          'Content-Length': fireSafety.length,
        },
      });
      request.on('error', () => resolve());
      request.write(fireSafety.subarray(0, 100), () => request.destroy(new Error('gone')));
    });
    expect(await program.send('PUT', path, fireSafety)).toMatchObject({ body: { version: 1 } });
  });
});
