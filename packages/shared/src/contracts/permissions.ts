export const ROLES = ['administrator', 'support', 'learner'] as const;
export type Role = (typeof ROLES)[number];

/** Who may do what: the one table. A person or an API key has one role in one organization. */
const PERMISSIONS = {
  'bulk-reset:create': ['administrator'],
  'bulk-reset:read': ['administrator', 'support'],
  'bulk-reset:confirm': ['administrator'],
  'bulk-reset:control': ['administrator'],
  'bulk-reset:undo': ['administrator'],
  'directory:read': ['administrator', 'support'],
  'directory:write': ['administrator'],
  'report:read': ['administrator', 'support'],
  'operations:read': ['administrator', 'support'],
  'course:read': ['administrator', 'support'],
  'course:import': ['administrator'],
  'course:launch': ['learner'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;
export const may = (role: Role, permission: Permission): boolean =>
  (PERMISSIONS[permission] as readonly Role[]).includes(role);
