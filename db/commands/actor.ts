/**
 * Who writes. An Actor comes only from the session check (app/_server), the command line or the demo loader; the
 * brand keeps a command from being called unchecked, and a lint rule keeps `makeActor` in those places.
 */
import { ROLES, type Role } from "@/domain/vocabulary";

declare const checked: unique symbol;

export interface Actor {
  readonly accountId: number | null;
  /** As the audit log names them; outlives the account. */
  readonly name: string;
  readonly role: Role;
  readonly [checked]: true;
}

/** Vouches for somebody: call it only where a session, a shell or the installation itself was checked. */
export function makeActor(who: { accountId: number | null; name: string; role: Role }): Actor {
  return who as Actor;
}

/** Whether a role may do what another role may: admin includes editor, editor includes recorder. */
export function mayAct(actor: Pick<Actor, "role">, needed: Role): boolean {
  return ROLES.indexOf(actor.role) >= ROLES.indexOf(needed);
}
