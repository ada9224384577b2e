/**
 * Content that has kept something in the browser behind our back would find it again after a reset, and so would the
 * next learner at this computer: each launch begins without.
 */
export async function clearStorage(): Promise<void> {
  // Where the browser lets a page of another site keep nothing, it does not even let it look.
  const steps = [() => localStorage.clear(), () => sessionStorage.clear(), clearDatabases];
  for (const step of steps)
    await Promise.resolve()
      .then(step)
      .catch(() => undefined);
}

async function clearDatabases(): Promise<void> {
  for (const { name } of await indexedDB.databases()) if (name) indexedDB.deleteDatabase(name);
}
