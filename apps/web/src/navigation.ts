import type { Permission } from '@reset/shared/contracts/permissions';

export type NavigationLink = { to: string; words: string; needs: Permission };
export type NavigationSection = { title: string; links: readonly NavigationLink[] };

/** What stands at the left; whoever may not do what a page is for does not see its link. */
export const NAVIGATION: readonly NavigationSection[] = [
  {
    title: 'Learning',
    links: [
      { to: '/my-courses', words: 'My courses', needs: 'course:launch' },
      { to: '/bulk-resets', words: 'Reset course progress', needs: 'bulk-reset:read' },
      { to: '/content', words: 'Content', needs: 'course:read' },
      { to: '/directory', words: 'Directory', needs: 'directory:read' },
    ],
  },
  {
    title: 'Reports',
    links: [
      { to: '/reports/learner-activity', words: 'Learner Activity', needs: 'report:read' },
      { to: '/reports/content-listing', words: 'Content Listing', needs: 'report:read' },
    ],
  },
  {
    title: 'Support',
    links: [
      { to: '/learners', words: 'What happened', needs: 'report:read' },
      { to: '/operations', words: 'Operations', needs: 'operations:read' },
    ],
  },
];
