import { Agent } from 'node:http';
import { sha256Of } from '@reset/shared/storage/test-body.fixture';
import { givenUploadServer, KEY, type UploadServer } from './given-upload-server.fixture';
import { begin, answerTo, FORM_TYPE, form, type Part, post } from './http-client.fixture';

const CSV = 'Learner,Content,Reset required\nann,6f1c9a52-3f57-4f5e-9d0a-0e3a1f6b7c01,TRUE\nbob,A-17,FALSE\n';
const FILE: Part = { name: 'file', fileName: 'resets.csv', content: CSV };

let server: UploadServer;
beforeAll(async () => {
  server = await givenUploadServer();
});
afterAll(() => server.close());

const postCsv = (body: string | Buffer, headers = {}, query = '') =>
  post({ port: server.port, query, headers: { 'Content-Type': 'text/csv', ...headers } }, Buffer.from(body));
const postForm = (...parts: Part[]) =>
  post({ port: server.port, headers: { 'Content-Type': FORM_TYPE } }, form(...parts));

const RECEIVED = {
  key: KEY,
  bytes: CSV.length,
  sha256: sha256Of(Buffer.from(CSV)),
  inspection: { rows: 2, blankRows: 0, bytes: CSV.length },
};

test('a form with a file is stored, digested and inspected', async () => {
  const answer = await postForm(FILE);
  expect(answer).toMatchObject({ status: 200, body: { ...RECEIVED, fileName: 'resets.csv' } });
  expect((await server.stored()).toString()).toBe(CSV);
  expect(await server.contents()).toEqual(['upload.csv']);
});

test.each(['text/csv', 'text/csv; charset=utf-8', 'application/csv', 'text/plain', 'application/octet-stream'])(
  'a body of type %s is the file itself',
  async (type) => {
    const answer = await postCsv(CSV, { 'Content-Type': type });
    expect(answer).toMatchObject({ status: 200, body: { ...RECEIVED, fileName: 'upload.csv' } });
    expect((await server.stored()).toString()).toBe(CSV);
  },
);

test('slices of one byte make the same file', async () => {
  const headers = { 'Content-Type': FORM_TYPE };
  const inForm = await post({ port: server.port, headers }, form(FILE), 1);
  expect(inForm).toMatchObject({ status: 200, body: RECEIVED });
  const raw = await post({ port: server.port, headers: { 'Content-Type': 'text/csv' } }, Buffer.from(CSV), 1);
  expect(raw).toMatchObject({ status: 200, body: RECEIVED });
});

test('the name of the file keeps its letters and loses its folders', async () => {
  const answer = await postForm({ ...FILE, fileName: 'C:\\My Documents\\Zurücksetzen 学习 50%.csv' });
  expect(answer.body.fileName).toBe('Zurücksetzen 学习 50%.csv');
});

test('the encoding that was asked for reaches the inspector', async () => {
  const latin = Buffer.from(CSV.replace('ann', 'ann\u00e9'), 'latin1');
  expect(await postCsv(latin)).toMatchObject({ status: 422, body: { code: 'file-refused' } });
  const answer = await postCsv(latin, {}, '?encoding=windows-1252');
  expect(answer).toMatchObject({ status: 200, body: { inspection: { rows: 2 } } });
});

describe('what is no upload', () => {
  const BAD = 'bad-request';
  test.each([
    ['a form without a file', [], 'file-missing', {}],
    ['a form whose file was not chosen', [{ ...FILE, fileName: '' }], 'file-missing', {}],
    ['a file in another field', [{ ...FILE, name: 'csv' }], BAD, { path: 'csv', message: /field "file"/ }],
    ['two files', [FILE, FILE], BAD, { path: '', message: /one file only/ }],
    ['a field before the file', [{ name: 'encoding', content: 'x' }, FILE], BAD, { message: /query of the URL/ }],
    ['a field behind the file', [FILE, { name: 'encoding', content: 'x' }], BAD, { message: /query of the URL/ }],
    ['a field of a very long name', [{ ...FILE, name: 'f'.repeat(200) }], BAD, { message: /too long/ }],
  ])('%s is told and leaves nothing', async (_, parts, code, fault) => {
    await server.next;
    const answer = await postForm(...parts);
    expect(answer).toMatchObject({ status: 400, body: { code } });
    if (code === BAD) expect(faultOf(answer.body)).toMatchObject(matching(fault));
    expect(await server.contents()).toEqual([]);
  });
});
