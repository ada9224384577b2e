import { SessionView, SignIn } from '@reset/shared/contracts/session';
import { z } from 'zod';
import type { DescribedRoute } from './described-route';

const session = { tag: 'Session', path: '/v1/session' } as const;
const health = { tag: 'Health', who: 'anybody', method: 'get' } as const;
const Readiness = z.object({ ready: z.boolean(), checks: z.record(z.string(), z.enum(['ok', 'failed'])) });

/** Of who is signed in, and of the process itself. */
export const SESSION_ROUTES: readonly DescribedRoute[] = [
  {
    ...session,
    method: 'post',
    summary: 'Signs a person in; the answer sets a cookie',
    who: 'anybody',
    body: SignIn,
    answers: { 201: SessionView },
  },
  {
    ...session,
    method: 'get',
    summary: 'Who is signed in',
    who: 'whoever is signed in',
    answers: { 200: SessionView },
  },
  { ...session, method: 'delete', summary: 'Signs out', who: 'anybody', answers: { 204: null } },
  {
    ...health,
    path: '/health/live',
    summary: 'Whether the process runs',
    answers: { 200: z.object({ live: z.literal(true) }) },
  },
  {
    ...health,
    path: '/health/ready',
    summary: 'Whether the process can do its work, and what fails',
    answers: { 200: Readiness, 503: Readiness },
  },
  {
    ...health,
    path: '/metrics',
    summary: 'What the process measured, for whoever has METRICS_TOKEN, in the text format of Prometheus',
    answers: { 200: 'text/plain' },
  },
];
