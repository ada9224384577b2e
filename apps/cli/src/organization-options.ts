import { OrganizationPlan } from '@reset/shared/generate/organization-plan';
import { z } from 'zod';
import type { Option } from './command';

const number = z.string().regex(/^\d+$/, 'a whole number').transform(Number);

/** How an organization is asked for. The same words make the same one, so a file for it needs no database. */
export const ORGANIZATION_OPTIONS = {
  learners: { type: 'string', value: 'N', about: 'up to 10,000,000 (1,000,000)' },
  courses: { type: 'string', value: 'N', about: 'up to 100,000 (10,000)' },
  records: { type: 'string', value: 'N', about: 'learning records (5,000,000)' },
  seed: { type: 'string', value: 'N', about: 'another number makes other people and courses (1)' },
  spread: {
    type: 'string',
    value: 'SPREAD',
    about: 'few-busy or even: how records spread over learners (few-busy)',
  },
} as const satisfies Record<string, Option>;

const { seed, learners, courses, records, spread } = OrganizationPlan.shape;
export const ORGANIZATION_SHAPE = {
  seed: number.default(1).pipe(seed),
  learners: number.default(1_000_000).pipe(learners),
  courses: number.default(10_000).pipe(courses),
  records: number.default(5_000_000).pipe(records),
  spread,
};
export const wholeNumberOption = number;
