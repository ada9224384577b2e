import { type CourseKind, type CourseStatus, whyNotResettable } from '../contracts/learning';
import type { OrganizationPlan } from './organization-plan';
import { type Random, randomOf, uuidOf, weighted } from './random';

export type GeneratedCourse = {
  index: number;
  uuid: Buffer;
  assetId: string;
  /** Another course has the same asset ID. */
  assetIsShared: boolean;
  title: string;
  kind: CourseKind;
  complianceConfigured: boolean;
  status: CourseStatus;
  language: string;
};

/** Makes the courses. The first sixty hold every kind, and every obstacle to a reset. */
export function coursesOf({ seed, courses }: Pick<OrganizationPlan, 'seed' | 'courses'>): GeneratedCourse[] {
  const kinds = spreadKinds(courses);
  return kinds.map(({ kind, nth }, index) => {
    const random = randomOf(seed, 'course', index);
    const shares = index % SHARED_ASSET.period === SHARED_ASSET.at;
    const isShared = (index + 1) % SHARED_ASSET.period === SHARED_ASSET.at && index + 1 < courses;
    const { language, topics } = languageOf(random);
    return {
      index,
      uuid: uuidOf(random),
      assetId: assetId(seed, shares ? index - 1 : index),
      assetIsShared: shares || isShared,
      title: `${random.pick(topics)} ${nth + 1}`,
      kind,
      complianceConfigured: kind === 'compliance' && nth % 3 !== 1,
      status: index % RETIRED.period === RETIRED.at ? 'retired' : 'active',
      language,
    };
  });
}

/** A reset applies to it without an error or a warning. */
export const isPlainlyResettable = (course: GeneratedCourse): boolean =>
  course.status === 'active' && whyNotResettable(course) === undefined;

const SHARED_ASSET = { period: 97, at: 17 } as const;
const RETIRED = { period: 37, at: 15 } as const;

const SHARES: readonly (readonly [CourseKind, number])[] = [
  ['skillsoft', 45],
  ['compliance', 12],
  ['custom-scorm-1.2', 10],
  ['custom-scorm-2004', 7],
  ['custom-aicc', 4],
  ['video', 11],
  ['book', 4],
  ['audiobook', 2],
  ['journey', 3],
  ['link', 2],
];

/** Gives each course the kind that is furthest behind its share, so that few courses are as mixed as many. */
function spreadKinds(courses: number): { kind: CourseKind; nth: number }[] {
  const total = SHARES.reduce((sum, [, share]) => sum + share, 0);
  const given = new Map<CourseKind, number>();
  return Array.from({ length: courses }, (_, index) => {
    const behind = ([kind, share]: readonly [CourseKind, number]) =>
      ((index + 1) * share) / total - (given.get(kind) ?? 0);
    const [kind] = SHARES.reduce((most, next) => (behind(next) > behind(most) ? next : most));
    const nth = given.get(kind) ?? 0;
    given.set(kind, nth + 1);
    return { kind, nth };
  });
}

function assetId(seed: number, index: number): string {
  const random = randomOf(seed, 'course', -1 - index);
  return assetStyle(random)(index, random);
}

// Each ends with the index behind something that is no digit, or is nothing but the index in a length of its own.
const assetStyle = weighted<(index: number, random: Random) => string>([
  [
    (index, random) =>
      `${random.pick(['bs', 'it', 'hr', 'ds'])}_${random.pick(['acm', 'sec', 'ldr', 'ops'])}_a0${random.below(9)}_enus_${index}`,
    50,
  ],
  [(index) => String(index).padStart(8, '0'), 15],
  [(index) => String(700_000 + index), 15],
  [(index) => `SCORM-${String(index).padStart(4, '0')}`, 12],
  [(index, random) => `Łódź/HR+${2018 + random.below(8)}-${index}`, 3],
  [(index) => `@onboarding-${index}`, 3],
  [(index) => `コース${index}`, 2],
]);

type Language = { language: string; topics: readonly [string, ...string[]] };
const languageOf = weighted<Language>([
  [
    {
      language: 'en-US',
      topics: [
        'Fire Safety',
        'Anti-Bribery & Corruption',
        'Leading Teams, Remotely',
        "The Manager's First 90 Days",
        'Excel "Power" Tools',
        'Data Protection',
      ],
    },
    60,
  ],
  [{ language: 'de-DE', topics: ['Datenschutz für Führungskräfte', 'Brandschutz', 'Grüne Übergabe'] }, 8],
  [{ language: 'fr-FR', topics: ["L'éthique au travail", 'Sécurité : gestes et postures'] }, 8],
  [{ language: 'es-ES', topics: ['¿Qué es la ciberseguridad?', 'Prevención de riesgos'] }, 6],
  [{ language: 'ja-JP', topics: ['情報セキュリティ入門', 'ハラスメント防止'] }, 4],
  [{ language: 'zh-CN', topics: ['信息安全基础', '领导力'] }, 4],
  [{ language: 'ru-RU', topics: ['Охрана труда', 'Основы ёмкости'] }, 3],
  [{ language: 'el-GR', topics: ['Ασφάλεια στην εργασία'] }, 2],
  [{ language: 'ar', topics: ['السلامة المهنية'] }, 3],
  [{ language: 'hi-IN', topics: ['सूचना सुरक्षा'] }, 2],
]);
