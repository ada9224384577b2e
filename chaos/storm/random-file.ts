import type { Random } from '@reset/shared/generate/random';
import type { World } from '@reset/shared/testing/oracle.fixture';

export const FILE_KINDS = ['good', 'dirty', 'contradicting'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

const MOST_ROWS = 250;

/** A file about some pairs of an organization, in the form that the oracle reads. */
export function randomFile(random: Random, world: World, kind: FileKind): string {
  const rows = Array.from({ length: 20 + random.below(MOST_ROWS) }, () => goodRow(random, world));
  const only = kind === 'good' ? withoutContradictions(rows) : rows;
  if (kind === 'dirty')
    for (let bad = 1 + random.below(5); bad > 0; bad -= 1)
      only.splice(random.below(only.length), 0, badRow(random, world));
  if (kind === 'contradicting') only.push(opposite(only[random.below(only.length)] as string));
  return `${['Learner,Content,Reset required', ...only].join('\r\n')}\r\n`;
}

function goodRow(random: Random, { learners, courses }: World): string {
  const learner = learners[random.below(learners.length)];
  const course = courses[random.below(courses.length)];
  if (!learner || !course) throw new Error('the world is empty');
  const naming = random.pick([learner.loginId, learner.uuid, learner.email ?? learner.uuid]);
  return `${naming},${random.pick([course.assetId, course.uuid])},${random.happens(0.9) ? 'TRUE' : 'false'}`;
}

function badRow(random: Random, world: World): string {
  const [learner, course, required] = goodRow(random, world).split(',') as [string, string, string];
  return random.pick([
    `nobody-${random.below(99)},${course},${required}`,
    `${learner},no-course,${required}`,
    `,${course},TRUE`,
    `${learner},,TRUE`,
    `${learner},${course},`,
    `${learner},${course},perhaps`,
    `${course},${learner},TRUE`,
  ]);
}

/** By the name that a row gives a pair; other names for the same pair are left to chance and to the oracle. */
function withoutContradictions(rows: string[]): string[] {
  return rows.map((row) => row.replace(/,false$/, ',TRUE'));
}

const opposite = (row: string) =>
  /,TRUE$/.test(row) ? row.replace(/,TRUE$/, ',FALSE') : row.replace(/,false$/, ',TRUE');
