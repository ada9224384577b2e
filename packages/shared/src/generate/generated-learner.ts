import type { LearnerStatus } from '../contracts/learning';
import { cultureOf, type NamePart } from './people-names';
import { type Random, randomOf, uuidOf, weighted } from './random';

export type GeneratedLearner = {
  index: number;
  uuid: Buffer;
  loginId: string;
  email: string | null;
  name: string;
  status: LearnerStatus;
};

/** Learners lie in an order that repeats, so that whoever has a special trait can be found without making the others. */
const SPECIAL = {
  period: 250,
  /** Have the same email. */
  emailOwner: 12,
  emailSharer: 13,
  /** The login of the second is the email of the first. */
  ownerOfOthersLogin: 28,
  loginIsOthersEmail: 29,
} as const;
const DEACTIVATED = { period: 50, at: 7 } as const;

const isAt = (index: number, place: number) => index % SPECIAL.period === place;
export const isDeactivated = (index: number): boolean => index % DEACTIVATED.period === DEACTIVATED.at;
/** The n-th deactivated learner; the n-th who shares an email with another. Both from 0, whether or not they exist. */
export const deactivatedLearner = (n: number): number => n * DEACTIVATED.period + DEACTIVATED.at;
export const emailSharer = (n: number): number => n * SPECIAL.period + SPECIAL.emailSharer;
export const loginIsOthersEmail = (n: number): number => n * SPECIAL.period + SPECIAL.loginIsOthersEmail;

/** Learners that are not deactivated, counted from 0. */
export function activeLearner(n: number): number {
  const { period, at } = DEACTIVATED;
  const within = n % (period - 1);
  return Math.floor(n / (period - 1)) * period + within + (within < at ? 0 : 1);
}
export const countActive = (learners: number): number =>
  learners - Math.ceil(Math.max(0, learners - DEACTIVATED.at) / DEACTIVATED.period);

/** Makes one learner, whatever the organization's size. Login IDs are all different, also as keys. */
export function learnerAt(seed: number, index: number): GeneratedLearner {
  const { uuid, name, email, loginId } = draw(seed, index);
  return {
    index,
    uuid,
    name,
    loginId: isAt(index, SPECIAL.loginIsOthersEmail) ? emailOf(seed, index - 1) : loginId,
    email: isAt(index, SPECIAL.emailSharer) ? emailOf(seed, index - 1) : email,
    status: isDeactivated(index) ? 'deactivated' : 'active',
  };
}

/** What names this learner and nobody else, in a column that is read in any way. The UUID always does. */
export function unambiguousIdentifiers({ index, loginId, email }: GeneratedLearner): string[] {
  const { emailOwner, emailSharer, ownerOfOthersLogin, loginIsOthersEmail } = SPECIAL;
  const doubtful = new Set<string | null>([
    ...(isAt(index, emailOwner) || isAt(index, emailSharer) || isAt(index, ownerOfOthersLogin)
      ? [email]
      : []),
    ...(isAt(index, loginIsOthersEmail) ? [loginId] : []),
  ]);
  return [loginId, email].filter((text): text is string => text !== null && !doubtful.has(text));
}

const emailOf = (seed: number, index: number): string => draw(seed, index).email ?? '';

function draw(seed: number, index: number) {
  const random = randomOf(seed, 'learner', index);
  const uuid = uuidOf(random);
  const person = drawPerson(random, index);
  const needsEmail = isAt(index, SPECIAL.emailOwner) || isAt(index, SPECIAL.ownerOfOthersLogin);
  const address = `${mailbox(random)(person, random)}@${random.pick(DOMAINS)}`;
  const style = loginStyle(random);
  const ownLogin = isAt(index, SPECIAL.ownerOfOthersLogin) ? dotted : style;
  return {
    uuid,
    name: person.name,
    email: random.happens(WITHOUT_EMAIL) && !needsEmail ? null : address,
    loginId: ownLogin === 'email' ? address : ownLogin(person, random),
  };
}

/** Domains that RFC 2606 keeps free. */
const DOMAINS = ['example.org', 'example.com', 'example.net', 'mail.example.com', 'Example.org'] as const;
const WITHOUT_EMAIL = 0.03;
const DECOMPOSED = 0.05;

type Person = { name: string; given: NamePart; family: NamePart; index: number };

function drawPerson(random: Random, index: number): Person {
  const culture = cultureOf(random);
  const [given, family] = [random.pick(culture.given), random.pick(culture.family)];
  const parts = culture.familyFirst ? [family[0], given[0]] : [given[0], family[0]];
  const name = parts.join(culture.between ?? ' ');
  return { name: random.happens(DECOMPOSED) ? name.normalize('NFD') : name, given, family, index };
}

// Each ends with the index behind something that is no digit, so that no two learners have the same.
type Style = (person: Person, random: Random) => string;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const dotted: Style = ({ given, family, index }) => `${given[1]}.${family[1]}${index}`;
const mixedCase: Style = ({ given, family, index }) => `${capital(given[1])}${capital(family[1])}${index}`;
const inOwnScript: Style = ({ given, family, index }) =>
  `${given[0]}.${family[0]}${index}`.normalize('NFC').replaceAll(/[\s’']/g, '');

const mailbox = weighted<Style>([
  [dotted, 80],
  [({ given, family, index }) => `${given[1]}.${family[1]}+training${index}`, 5],
  [({ given, index }) => `${given[1]}_${index}`, 8],
  [({ given, family, index }) => `${capital(given[1])}.${capital(family[1])}${index}`, 5],
  [inOwnScript, 2],
]);

const loginStyle = weighted<Style | 'email'>([
  ['email', 26],
  [dotted, 34],
  // Personnel numbers, with leading zeros and without.
  [({ index }) => String(index).padStart(8, '0'), 12],
  [({ index }) => String(4_000_000 + index), 5],
  [(person, random) => `${random.pick(['ACME', 'CORP', 'EMEA'])}\\${person.given[1]}${person.index}`, 6],
  [mixedCase, 6],
  [({ given, family, index }) => `${given[1]}+${family[1]}${index}`, 3],
  // What a spreadsheet takes for a formula.
  [({ given, index }) => `@${given[1]}${index}`, 2],
  [({ given, index }) => `-${given[1]}${index}`, 1],
  [inOwnScript, 4],
  [(person, random) => inOwnScript(person, random).normalize('NFD'), 1],
]);
