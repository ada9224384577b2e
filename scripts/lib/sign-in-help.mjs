/** @typedef {{ role: string, login: string, password: string }} DemoAccount */
/** @typedef {{ accounts: DemoAccount[], apiKey: string }} DemoCredentials as `load-demo` prints them */

/**
 * What a person needs to know once everything runs.
 * @param {{ url: string, credentials: DemoCredentials | undefined }} product
 * @param {{ directory: string, logs: string }} where
 * @returns {string}
 */
export function howToSignIn({ url, credentials }, { directory, logs }) {
  return [
    '',
    `The page is at ${url}`,
    '',
    ...(credentials
      ? accountLines(credentials)
      : ['Sign in with your own accounts: the data was there before.']),
    '',
    `Data: ${directory} (npm run clean removes it). Logs: ${logs}. Ctrl-C stops everything.`,
  ].join('\n');
}

/** @param {DemoCredentials} credentials */
function accountLines({ accounts, apiKey }) {
  const width = (/** @type {keyof DemoAccount} */ part) =>
    Math.max(...accounts.map((account) => account[part].length));
  const [roles, logins] = [width('role'), width('login')];
  return [
    'Sign in as',
    ...accounts.map(
      ({ role, login, password }) => `  ${role.padEnd(roles)}  ${login.padEnd(logins)}  password ${password}`,
    ),
    `API key for programs (Authorization: Bearer ...): ${apiKey}`,
  ];
}
