/**
 * Content that has kept something in the browser behind our back would find it again after a reset, and so would the
 * next learner at this computer: each launch begins without.
 */
export async function clearStorage(): Promise<void> {
  // Where the browser lets a page of another site keep nothing, it does not even let it look.
  const steps = [
    () => localStorage.clear(),
    () => sessionStorage.clear(),
    clearCookies,
    clearDatabases,
    clearCaches,
    removeWorkers,
  ];
  for (const step of steps)
    await Promise.resolve()
      .then(step)
      .catch(() => undefined);
}

/** Our host sets none, but content can, for a page far above its own; whoever removes one has to name its place. */
function clearCookies(): void {
  const names = document.cookie.split(';').map((cookie) => cookie.split('=', 1)[0]?.trim());
  const domains = ['', `; Domain=${window.location.hostname}`];
  const kinds = ['', '; SameSite=None; Secure'];
  for (const name of names)
    for (const path of pathsAbove(window.location.pathname))
      for (const domain of domains)
        for (const kind of kinds) writeCookie(`${name}=; Max-Age=0; Path=${path}${domain}${kind}`);
}

function writeCookie(cookie: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the other way is not in every browser, and asks for HTTPS
  document.cookie = cookie;
}

/** `/a/b/c`: `/`, `/a`, `/a/`, `/a/b`, `/a/b/` */
function pathsAbove(path: string): string[] {
  const folders = path.split('/').slice(1, -1);
  const above = folders.map((_, index) => `/${folders.slice(0, index + 1).join('/')}`);
  return ['/', ...above.flatMap((folder) => [folder, `${folder}/`])];
}

async function clearCaches(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
}

async function removeWorkers(): Promise<void> {
  for (const worker of await navigator.serviceWorker.getRegistrations()) await worker.unregister();
}

async function clearDatabases(): Promise<void> {
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
}
