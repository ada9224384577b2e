import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { withArchive } from '@reset/shared/content/archive.fixture';
import type { DemoCourseName } from '@reset/shared/content/demo/demo-courses';
import { packDemoCourse } from '@reset/shared/content/demo/pack-demo-course';

/** What an AICC lesson has said, and what it is told at its next start. */
export type HacpLog = { commands: string[]; data: string };

/** Serves the files of a demo course, in a frame of a page that is the learning system. */
export async function serveDemoCourse(name: DemoCourseName) {
  const files = await withArchive(await packDemoCourse(name), async (archive) => {
    const read = async (path: string) => [`/${path}`, await archive.readWhole(path)] as const;
    return new Map<string, Buffer>(await Promise.all(archive.paths.map(read)));
  });
  const hacp: HacpLog = {
    commands: [],
    data: '[Core]\r\nLesson_Location=\r\nLesson_Status=not attempted, a',
  };
  const events = new EventEmitter();
  const heard = async (wanted: () => boolean) => {
    while (!wanted()) await once(events, 'heard');
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    if (pathname === '/hacp') {
      await answerHacp(hacp, request, response);
      events.emit('heard');
      return;
    }
    const body = pathname === '/player' ? PLAYER : files.get(pathname);
    response.setHeader('Content-Type', TYPES[pathname.split('.').at(-1) ?? ''] ?? 'text/html; charset=utf-8');
    response.statusCode = body ? 200 : 404;
    response.end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => new Promise((done) => server.close(done));
  return { url: `http://127.0.0.1:${port}`, hacp, heard, stop };
}

const TYPES: Record<string, string> = { js: 'text/javascript', css: 'text/css' };

async function answerHacp(hacp: HacpLog, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(await text(request));
  const command = form.get('command') ?? '';
  hacp.commands.push(command);
  if (command === 'PutParam') hacp.data = form.get('aicc_data') ?? '';
  response.end(`error=0\r\nerror_text=Successful\r\nversion=4.0\r\naicc_data=${hacp.data}`);
}

/** Keeps what is set, over a reload too, and counts the elements of lists as both standards ask. */
const PLAYER = `<!doctype html><title>Player</title><style>iframe { width: 100%; height: 95vh; border: 0 }</style>
<script>
  const saved = JSON.parse(sessionStorage.getItem('cmi') ?? '{}');
  const says = () => () => 'true';
  const get = (name) => {
    const list = /^(.*)\\._count$/.exec(name)?.[1];
    if (!list) return saved[name] ?? (name === 'cmi.core.lesson_status' ? 'not attempted' : '');
    return String(new Set(Object.keys(saved).filter((key) => key.startsWith(list + '.'))
      .map((key) => key.slice(list.length + 1).split('.')[0])).size);
  };
  const set = (name, value) => {
    saved[name] = value;
    sessionStorage.setItem('cmi', JSON.stringify(saved));
    return 'true';
  };
  window.API = { LMSInitialize: says(), LMSGetValue: get, LMSSetValue: set, LMSCommit: says(), LMSFinish: says() };
  window.API_1484_11 = { Initialize: says(), GetValue: get, SetValue: set, Commit: says(), Terminate: says() };
</script>
<script>
  const frame = document.createElement('iframe');
  frame.src = location.search.slice(1);
  frame.title = 'Course';
  document.documentElement.append(frame);
</script>`;
