import { may, type Role } from '@reset/shared/contracts/permissions';
import type { SessionView } from '@reset/shared/contracts/session';
import { type ReactNode, useId } from 'react';
import { NavLink } from 'react-router';
import { NAVIGATION, type NavigationSection } from './navigation';
import { ErrorNotice } from './ui/notice';
import { useAction } from './ui/use-action';

type AppFrameProps = { session: SessionView; onSignOut: () => Promise<void>; children: ReactNode };
const ROLE_NAME: Record<Role, string> = {
  administrator: 'Administrator',
  support: 'Support',
  learner: 'Learner',
};

/** What stands around every page: who is signed in, where one can go, the way out. */
export function AppFrame({ session, onSignOut, children }: AppFrameProps) {
  const { run, running, error } = useAction(onSignOut);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="frame-header">
        <p className="organization">{session.organization}</p>
        <p className="person">
          <span>{session.name}</span> <span className="quiet">{ROLE_NAME[session.role]}</span>
        </p>
        <button type="button" className="plain" disabled={running} onClick={() => run()}>
          Sign out
        </button>
      </header>
      <Navigation role={session.role} />
      <main id="main" tabIndex={-1}>
        <ErrorNotice error={error} />
        {children}
      </main>
    </div>
  );
}

function Navigation({ role }: { role: Role }) {
  const sections = NAVIGATION.map(({ title, links }) => ({
    title,
    links: links.filter(({ needs }) => may(role, needs)),
  }));
  return (
    <nav className="frame-navigation" aria-label="Main">
      {sections.map(({ title, links }) => links.length > 0 && <Section key={title} {...{ title, links }} />)}
    </nav>
  );
}

function Section({ title, links }: NavigationSection) {
  const id = useId();
  return (
    <>
      <h2 id={id}>{title}</h2>
      <ul aria-labelledby={id}>
        {links.map(({ to, words }) => (
          <li key={to}>
            <NavLink to={to}>{words}</NavLink>
          </li>
        ))}
      </ul>
    </>
  );
}
