import { Link } from 'react-router';
import { PageHeading } from './ui/heading';

/** For addresses that do not exist, and for those that the role has no part in. */
export function NotFoundPage() {
  return (
    <>
      <PageHeading>There is nothing here</PageHeading>
      <p>The address is wrong, or your role has no access to it.</p>
      <p>
        <Link to="/">Go to the start page</Link>
      </p>
    </>
  );
}
