import type { SessionView } from '@reset/shared/contracts/session';
import { useCallback, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { showSession, signOut } from './api-client';
import { isAbort, sessionEvents } from './api-reply';

export type Session =
  | { state: 'loading' }
  | { state: 'failed'; error: unknown }
  | { state: 'signed-out' }
  | { state: 'signed-in'; view: SessionView };

/** Who is signed in. An answer that says the session is over leads back to the sign-in page, on any page. */
export function useSession() {
  const [session, setSession] = useState<Session>({ state: 'loading' });
  const navigate = useNavigate();
  const enter = useCallback((view: SessionView) => setSession({ state: 'signed-in', view }), []);
  useEffect(() => {
    const controller = new AbortController();
    const onSignedOut = () => setSession({ state: 'signed-out' });
    sessionEvents.addEventListener('signed-out', onSignedOut);
    showSession(controller.signal).then(
      (view) => (view ? enter(view) : onSignedOut()),
      (error: unknown) => !isAbort(error) && setSession({ state: 'failed', error }),
    );
    return () => {
      controller.abort();
      sessionEvents.removeEventListener('signed-out', onSignedOut);
    };
  }, [enter]);
  const leave = useCallback(async () => {
    await signOut();
    setSession({ state: 'signed-out' });
    navigate('/', { replace: true });
  }, [navigate]);
  return { session, enter, leave };
}
