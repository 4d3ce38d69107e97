// Plain values that the console needs at run time. They stand apart from the schemas, so that the page does not carry the validator.

/** Version of the console's feed. Another version is another language: the page asks to be loaded again. */
export const PROTOCOL = 1;

/** Whom one may say to be at the demonstration sign-in: all roles that the core knows. An observer may not act. */
export const ROLES = ['duty officer', 'supervisor', 'watch officer', 'shift leader', 'observer'] as const;

export type Role = (typeof ROLES)[number];
