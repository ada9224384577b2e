import { quickHash } from '@reset/shared/auth/quick-hash.fixture';
import type { Browser, Page } from 'playwright-core';
import { newPerson, type Person, startBrowser } from './browser.fixture';
import { PASSWORD, signIn } from './wizard-actions.fixture';

type System = { url: string; stop(): Promise<void> };

/**
 * A running system, and people at browsers of their own, for all tests of a file. After each test the people are gone, and
 * none of them may have met a fault of the page.
 */
export function givenPeople<Running extends System>(start: () => Promise<Running>) {
  let running: { system: Running; browser: Browser } | undefined;
  let people: Person[] = [];
  beforeAll(async () => {
    const system = await start();
    running = { system, browser: await startBrowser() };
  });
  afterEach(async () => {
    const gone = people;
    people = [];
    await Promise.all(gone.map(({ context }) => context.close()));
    expect(gone.flatMap(({ faults }) => faults)).toEqual([]);
  });
  afterAll(async () => {
    await running?.browser.close();
    await running?.system.stop();
  });
  const now = () => {
    if (!running) throw new Error('before the first test nothing runs');
    return running;
  };
  return {
    system: (): Running => now().system,
    /** Somebody who has signed in. */
    async someone(login: string): Promise<Page> {
      const person = await newPerson(now().browser, now().system.url);
      people.push(person);
      await signIn(person.page, login);
      return person.page;
    },
  };
}

/** An administrator and a supporter, with logins that no other organization has. */
export function staffOf(suffix: string) {
  const passwordHash = quickHash(PASSWORD);
  return {
    [`ada-${suffix}`]: { name: 'Ada', role: 'administrator', passwordHash },
    [`sam-${suffix}`]: { name: 'Sam', role: 'support', passwordHash },
  } as const;
}
