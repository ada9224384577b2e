import { sha256Of } from '@reset/shared/storage/test-body.fixture';
import { givenUploadServer, KEY, type UploadServer } from './given-upload-server.fixture';
import { FORM_TYPE, form, type Part, partHead, post, postNothing } from './http-client.fixture';

const CSV = 'Learner,Content,Reset required\nann,6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01,TRUE\nbob,A-17,FALSE\n';
const FILE: Part = { name: 'file', fileName: 'resets.csv', content: CSV };
const RECEIVED = {
  key: KEY,
  bytes: CSV.length,
  sha256: sha256Of(Buffer.from(CSV)),
  inspection: { rows: 2, blankRows: 0, bytes: CSV.length },
};

let server: UploadServer;
beforeEach(async () => {
  server = await givenUploadServer();
});
afterEach(() => server.close());

const postBody = (body: string | Buffer, headers: Record<string, string>, query = '') =>
  post({ port: server.port, query, headers }, Buffer.from(body));
const postCsv = (body: string | Buffer, query = '') => postBody(body, { 'Content-Type': 'text/csv' }, query);
const postForm = (...parts: Part[]) => postBody(form(...parts), { 'Content-Type': FORM_TYPE });

test('a form with a file is stored, digested and inspected', async () => {
  const answer = await postForm(FILE);
  expect(answer).toMatchObject({ status: 200, body: { ...RECEIVED, fileName: 'resets.csv' } });
  expect((await server.stored()).toString()).toBe(CSV);
  expect(await server.contents()).toEqual(['upload.csv']);
});

test.each([
  'text/csv',
  'text/csv; charset=utf-8',
  'application/csv',
  'text/plain',
  'application/octet-stream',
])('a body of type %s is the file itself', async (type) => {
  const answer = await postBody(CSV, { 'Content-Type': type });
  expect(answer).toMatchObject({ status: 200, body: { ...RECEIVED, fileName: 'upload.csv' } });
  expect((await server.stored()).toString()).toBe(CSV);
});

test.each([
  ['form', FORM_TYPE, form(FILE)],
  ['body', 'text/csv', Buffer.from(CSV)],
])('a %s that comes byte by byte makes the same file', async (_, type, body) => {
  const answer = await post({ port: server.port, headers: { 'Content-Type': type } }, body, 1);
  expect(answer).toMatchObject({ status: 200, body: RECEIVED });
  expect((await server.stored()).toString()).toBe(CSV);
});

test('the name of the file keeps its letters and loses its folders', async () => {
  const answer = await postForm({ ...FILE, fileName: 'C:\\My Documents\\Zurücksetzen 学习 50%.csv' });
  expect(answer.body.fileName).toBe('Zurücksetzen 学习 50%.csv');
});

test('the encoding that was asked for reaches the inspector', async () => {
  const latin = Buffer.from(CSV.replace('ann', 'ann\u00e9'), 'latin1');
  expect(await postCsv(latin)).toMatchObject({ status: 422, body: { code: 'file-refused' } });
  expect(await postCsv(latin, '?encoding=windows-1252')).toMatchObject({
    status: 200,
    body: { inspection: { rows: 2 } },
  });
});

test.each([
  ['form', FORM_TYPE, form({ ...FILE, content: 'Learner,Content\nann,A-17\n' })],
  ['body', 'text/csv', Buffer.from('Learner,Content\nann,A-17\n')],
  ['body of no bytes', 'text/csv', Buffer.alloc(0)],
])('a %s that cannot be read as an upload is refused and leaves nothing', async (_, type, body) => {
  const answer = await postBody(body, { 'Content-Type': type });
  expect(answer).toMatchObject({ status: 422, body: { code: 'file-refused', detail: expect.any(String) } });
  expect(await server.contents()).toEqual([]);
});

test.each([
  ['a form without a file', form()],
  [
    'a form in which no file was chosen',
    form({ name: 'file', fileName: '', type: 'application/octet-stream', content: '' }),
  ],
])('%s is told so', async (_, body) => {
  const answer = await postBody(body, { 'Content-Type': FORM_TYPE });
  expect(answer).toMatchObject({ status: 400, body: { code: 'file-missing' } });
  expect(await server.contents()).toEqual([]);
});

test('a request without a body is told so', async () => {
  const answer = await postNothing({ port: server.port, headers: { 'Content-Type': 'text/csv' } });
  expect(answer).toMatchObject({ status: 400, body: { code: 'file-missing' } });
});

const OPTION: Part = { name: 'encoding', content: 'windows-1252' };
const FILE_ONLY = 'The form may hold the file only; options belong in the query of the URL.';
const NO_END = 'The multipart form cannot be read: Unexpected end of form.';
const unfinished = Buffer.concat([partHead(FILE), Buffer.from(CSV)]);
test.each([
  ['in another field', form({ ...FILE, name: 'csv' }), 'csv', 'The file belongs in the field "file".'],
  ['twice', form(FILE, FILE), '', 'The form may hold one file only.'],
  ['behind a field', form(OPTION, FILE), '', FILE_ONLY],
  ['before a field', form(FILE, OPTION), '', FILE_ONLY],
  ['without an end', unfinished, '', NO_END],
  ['whole and the form without an end', form(FILE).subarray(0, -4), '', NO_END],
])(
  'a form with the file %s is refused with the reason and leaves nothing',
  async (_, body, path, message) => {
    const answer = await postBody(body, { 'Content-Type': FORM_TYPE });
    expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
    expect(answer.body.details).toEqual({ faults: [{ path, message }] });
    expect(await server.contents()).toEqual([]);
  },
);
test.each([
  [
    'another type',
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    'Content-Type',
    /Send text\/csv, or/,
  ],
  ['no type', {}, 'Content-Type', /Send text\/csv, or/],
  ['a form without a boundary', { 'Content-Type': 'multipart/form-data' }, '', /Boundary not found/],
  [
    'a body that is compressed in another way',
    { 'Content-Type': 'text/csv', 'Content-Encoding': 'br' },
    'Content-Encoding',
    /as it is, or compressed with gzip/,
  ],
  [
    'a compressed form',
    { 'Content-Type': FORM_TYPE, 'Content-Encoding': 'gzip' },
    'Content-Encoding',
    /A form cannot be compressed/,
  ],
  [
    'a digest that is none',
    { 'Content-Type': 'text/csv', 'Content-Digest': 'sha-256=abc' },
    'Content-Digest',
    /sha-256=:…:/,
  ],
])('%s is refused with the reason', async (_, headers, path, message) => {
  const answer = await postBody(CSV, headers);
  expect(answer).toMatchObject({ status: 400, body: { code: 'bad-request' } });
  expect(answer.body.details).toEqual({ faults: [{ path, message: expect.stringMatching(message) }] });
  expect(await server.contents()).toEqual([]);
});
