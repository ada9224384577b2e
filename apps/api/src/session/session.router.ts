import { type SessionView, SignIn } from '@reset/shared/contracts/session';
import type { Account } from '@reset/shared/stores/account.store';
import { Router } from 'express';
import { type Caller, callerOf } from '../http/caller';
import { parseRequest } from '../http/parse-request';
import { refuseOtherSite } from '../http/same-origin';
import { endSession, startSession } from './session-cookie';

export type SessionActions = { signIn(credentials: SignIn): Promise<Account> };

export function sessionRouter(session: SessionActions): Router {
  const router = Router();
  router.post('/', async (request, response) => {
    refuseOtherSite(request);
    const account = await session.signIn(parseRequest(SignIn, request.body));
    startSession(request, account);
    response.status(201).json(viewOf(account));
  });
  router.get('/', (request, response) => {
    response.json(viewOf(callerOf(request)));
  });
  router.delete('/', (request, response) => {
    endSession(request);
    response.status(204).end();
  });
  return router;
}

const viewOf = ({ name, role, organization }: Caller): SessionView => ({ name, role, organization });
