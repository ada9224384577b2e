import type { SessionView } from '@reset/shared/contracts/session';
import type { FormEvent } from 'react';
import { signIn } from '../../api-client';
import { PageHeading } from '../../ui/heading';
import { ErrorNotice } from '../../ui/notice';
import { useAction } from '../../ui/use-action';

type SignInPageProps = { onSignedIn: (session: SessionView) => void };

export function SignInPage({ onSignedIn }: SignInPageProps) {
  const { run, running, error } = useAction(async (form: FormData) => {
    onSignedIn(await signIn({ login: text(form, 'login'), password: text(form, 'password') }));
  });
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void run(new FormData(event.currentTarget));
  };
  return (
    <main className="sign-in">
      <form className="card" onSubmit={onSubmit}>
        <p className="quiet">Reset course progress</p>
        <PageHeading>Sign in</PageHeading>
        <ErrorNotice error={error} />
        <label htmlFor="login">Login</label>
        <input id="login" name="login" autoComplete="username" required maxLength={255} />
        <label htmlFor="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          maxLength={1024}
        />
        <button type="submit" className="primary" disabled={running}>
          {running ? 'Signing in…' : 'Sign in'}
        </button>
      </form>
    </main>
  );
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
