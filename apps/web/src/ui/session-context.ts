import { may, type Permission } from '@reset/shared/contracts/permissions';
import type { SessionView } from '@reset/shared/contracts/session';
import { createContext, useContext } from 'react';

export const SessionContext = createContext<SessionView | undefined>(undefined);

/** Whether the person who is signed in may do it. The API decides; the page only leaves out what it would refuse. */
export function useMay(permission: Permission): boolean {
  const session = useContext(SessionContext);
  return session !== undefined && may(session.role, permission);
}
