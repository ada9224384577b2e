import { z } from 'zod';
import { ROLES } from './permissions';

export const SignIn = z.strictObject({
  login: z.string().trim().min(1).max(255),
  password: z.string().min(1).max(1_024),
});
export type SignIn = z.infer<typeof SignIn>;
export const SessionView = z.object({
  name: z.string(),
  role: z.enum(ROLES),
  organization: z.string(),
});
export type SessionView = z.infer<typeof SessionView>;
