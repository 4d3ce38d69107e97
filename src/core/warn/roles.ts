/** Roles that people on duty have, and what each may do to a warning. A role that is not here may do nothing: who has no duty signs nothing. */
export const ROLES = {
  'duty officer': 'signs',
  supervisor: 'signs',
  'watch officer': 'signs',
  'shift leader': 'signs',
  observer: 'looks on',
} as const;

export type Role = keyof typeof ROLES;

/** Whether somebody in this role may sign, and so act on a warning at all. */
export function maySign(role: string): boolean {
  return Object.hasOwn(ROLES, role) && ROLES[role as Role] === 'signs';
}

/** The roles that may sign, for those who have to name them. */
export const SIGNING_ROLES: readonly string[] = Object.keys(ROLES).filter(maySign);
