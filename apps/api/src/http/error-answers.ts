import type { ErrorCode, ErrorDetails } from '@reset/shared/errors/app-error';

type Answer<Code extends ErrorCode> = {
  status: number;
  title: string;
  /** A sentence for the person, with the fix where there is one. */
  detail?: (details: ErrorDetails[Code]) => string;
};

const WORDS_FOR = { learner: 'login ID, email or name', course: 'asset ID or title' } as const;

/** What HTTP makes of every code. A new code does not compile until it has its answer. */
export const ANSWER: { readonly [Code in ErrorCode]: Answer<Code> } = {
  'bad-request': {
    status: 400,
    title: 'The request does not match the API description',
    detail: ({ faults }) =>
      faults.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; '),
  },
  'not-signed-in': {
    status: 401,
    title: 'Nobody is signed in',
    detail: () => 'Sign in, or send a valid API key as Authorization: Bearer.',
  },
  'sign-in-failed': {
    status: 401,
    title: 'Signing in failed',
    detail: () => 'The login or the password is wrong.',
  },
  'too-many-attempts': {
    status: 429,
    title: 'Too many attempts to sign in',
    detail: ({ retryAfterSeconds }) => `Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`,
  },
  'not-allowed': {
    status: 403,
    title: 'Your role does not allow this',
    detail: () => 'Ask an administrator of your organization.',
  },
  'cross-site': {
    status: 403,
    title: 'The request comes from another site',
    detail: () =>
      'A program that uses a session cookie has to send this server as its Origin, or an API key.',
  },
  'not-found': { status: 404, title: 'There is no such thing here' },
  'filter-too-broad': {
    status: 422,
    title: 'The filter matches too much',
    detail: ({ filter, most }) =>
      `More than ${most} ${filter}s match. Write more of the ${WORDS_FOR[filter]}.`,
  },
  'file-refused': { status: 422, title: 'The file cannot be read', detail: ({ sentence }) => sentence },
  'package-refused': {
    status: 422,
    title: 'The package cannot be imported',
    detail: ({ sentence }) => sentence,
  },
  'package-too-large': {
    status: 413,
    title: 'The package is too large',
    detail: ({ limitBytes }) => `A package may have ${limitBytes.toLocaleString('en')} bytes.`,
  },
  'asset-id-taken': {
    status: 409,
    title: 'Another course has this asset ID',
    detail: ({ assetId }) => `The asset ID ${assetId} is taken. Choose another, or import into that course.`,
  },
  'file-too-large': {
    status: 413,
    title: 'The file is too large',
    detail: ({ limitBytes }) =>
      `A file may have ${limitBytes.toLocaleString('en')} bytes. Split it, with the header in each part.`,
  },
  'file-missing': {
    status: 400,
    title: 'The request holds no file',
    detail: () => 'Send it as the multipart field "file", or as the body itself.',
  },
  'storage-full': {
    status: 507,
    title: 'There is no room left to store the file',
    detail: () => 'Nothing was kept of it. Tell the people who run this server, then upload it again.',
  },
  'storage-unavailable': {
    status: 503,
    title: 'The file store does not answer',
    detail: () => 'Nothing was kept. Try again in a minute.',
  },
  'digest-mismatch': {
    status: 400,
    title: 'The body is not what its digest says',
    detail: ({ header }) => `${header} does not match what arrived. Nothing was kept of it; send it again.`,
  },
  'upload-aborted': { status: 400, title: 'The upload broke off', detail: () => 'Upload the file again.' },
  'upload-altered': { status: 500, title: 'The stored file is no longer what was uploaded' },
  'request-in-flight': {
    status: 409,
    title: 'A request with this Idempotency-Key is still at work',
    detail: () => 'Wait for its answer, or send the same request again later to learn what it did.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'This Idempotency-Key belongs to another request',
    detail: () => 'It was sent with other options or another file. Use a new key for a new request.',
  },
  'wrong-status': {
    status: 409,
    title: 'The status of the bulk reset does not allow this',
    detail: ({ wanted }) => `It cannot become "${wanted}" from where it is now. Reload to see its status.`,
  },
  'undo-refused': {
    status: 409,
    title: 'This bulk reset cannot be undone',
    detail: ({ why, until }) =>
      ({
        'not-ended': 'It is still under way. Cancel it, or wait for its end.',
        'nothing-reset': 'It has reset nothing.',
        'too-late': `It could be undone until ${until?.slice(0, 16).replace('T', ' ')} (UTC).`,
      })[why],
  },
  'unknown-choice': {
    status: 422,
    title: 'Nothing was undone: not every learner or course that was chosen is known',
    detail: ({ learners, courses }) =>
      `Unknown or not unique: ${[...learners, ...courses].slice(0, 10).join(', ')}.`,
  },
  'summary-changed': {
    status: 409,
    title: 'The summary has changed since it was shown',
    detail: ({ confirmed, current }) =>
      `Version ${confirmed} was confirmed; the current one is ${current}. Look at that one, then confirm it.`,
  },
  expired: {
    status: 410,
    title: 'This is no longer kept',
    detail: ({ what, at }) =>
      `${what === 'files' ? 'The uploaded file and its reports' : 'What was known of single rows'} were removed on ${at.slice(0, 10)}, as the retention of this server says. The counts are kept.`,
  },
  'no-report': {
    status: 404,
    title: 'There is no validation report yet',
    detail: () => 'It is there once the validation is done.',
  },
  'launch-superseded': {
    status: 409,
    title: 'This attempt has ended',
    detail: ({ by }) =>
      by === 'reset'
        ? 'An administrator has reset the course since. Launch it again; this attempt stays as it was.'
        : 'The course was started again since. Launch it again; this attempt stays as it was.',
  },
  'launch-not-open': {
    status: 409,
    title: 'The course is not open yet',
    detail: () => 'Acknowledge the message first.',
  },
  'commit-out-of-order': {
    status: 409,
    title: 'A later state has been saved already',
    detail: ({ sequence, last }) => `Number ${sequence} came after number ${last}.`,
  },
  'no-more-attempts': {
    status: 409,
    title: 'The course cannot be started anew any more',
    detail: ({ most }) =>
      `You have begun it ${most} times, which is as often as is kept. Tell your administrator.`,
  },
  'course-not-available': {
    status: 403,
    title: 'The course cannot be opened',
    detail: () => 'It is retired; only those who have started it can open it.',
  },
  'launch-expired': {
    status: 410,
    title: 'This launch is too old',
    detail: () => 'Go back to My courses and launch the course again. What was saved is kept.',
  },
  'content-host-missing': {
    status: 503,
    title: 'This server has no host name for content',
    detail: () => 'Tell the people who run it: CONTENT_URL has to name one other than the application’s.',
  },
};
