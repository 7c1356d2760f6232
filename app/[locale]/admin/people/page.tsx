/** Accounts and invitations, for admins. */
import type { Metadata } from "next";
import { readDb } from "@/app/_server/database";
import { formWords, optionsOf } from "@/app/_server/form-words";
import { queryOf, wordsOf, type LocaleParams, type SearchParams } from "@/app/_server/page";
import { requireRole, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField } from "@/components/forms/field";
import { Notice } from "@/components/forms/layout";
import { SubmitButton } from "@/components/forms/submit-button";
import { instantText } from "@/components/reading/times";
import { listInvitations, listPeople, type OpenInvitation, type Person } from "@/db/queries/people";
import { findRecord } from "@/db/queries/record";
import { ROLES } from "@/domain/vocabulary";
import { pathIn, type Words } from "@/messages";
import { Desk } from "../_parts/desk";
import styles from "../_parts/desk.module.css";
import { changeRole, disable, enable, endCodesOf, invite, makePasswordLink, withdraw } from "./actions";

const PATH = "/admin/people";
const SAVED = ["withdrawn", "role", "disabled", "enabled", "codesOff"] as const;

export async function generateMetadata({ params }: { params: LocaleParams }): Promise<Metadata> {
  const { t } = await wordsOf(params);
  return { title: t("admin.people") };
}

export default async function PeoplePage({ params, searchParams }: { params: LocaleParams; searchParams: SearchParams }) {
  const words = await wordsOf(params);
  const { t, locale } = words;
  const actor = await requireRole(locale, PATH, "admin");
  const db = readDb();
  const { timeZone } = findRecord(db);
  const what = (await queryOf(searchParams)).get("saved");
  const saved = SAVED.find((word) => word === what);
  const invitations = listInvitations(db, actor);
  return (
    <Desk words={words} actor={actor} path={PATH}>
      {saved && <Notice>{t(`admin.saved.${saved}`)}</Notice>}
      <h1>{t("admin.people")}</h1>

      <h2>{t("admin.peoplePage.accounts")}</h2>
      <ul className={styles.list}>
        {listPeople(db, actor).map((person) => (
          <li key={person.id}>
            <PersonEntry words={words} person={person} actor={actor} timeZone={timeZone} />
          </li>
        ))}
      </ul>

      <section className={styles.section}>
        <h2>{t("admin.peoplePage.invite")}</h2>
        <p className={styles.lead}>{t("admin.peoplePage.inviteLead")}</p>
        <ActionForm
          id="invite"
          action={invite}
          permalink={`${pathIn(locale, PATH)}#invite`}
          initial={{ role: "recorder" }}
          words={formWords(words)}
        >
          <RoleField words={words} />
          <SubmitButton label={t("admin.peoplePage.inviteButton")} pending={t("admin.peoplePage.pending")} />
        </ActionForm>
        <h3>{t("admin.peoplePage.open")}</h3>
        {invitations.length === 0 && <p className="muted">{t("admin.peoplePage.openNone")}</p>}
        {invitations.length > 0 && (
          <ul className={styles.list}>
            {invitations.map((invitation) => (
              <li key={invitation.key}>
                <Invitation words={words} invitation={invitation} timeZone={timeZone} />
              </li>
            ))}
          </ul>
        )}
      </section>
    </Desk>
  );
}

function RoleField({ words: { t } }: { words: Words }) {
  return (
    <SelectField name="role" label={t("admin.peoplePage.role")} options={optionsOf(ROLES, (role) => t(`words.role.${role}`))} />
  );
}

function Invitation({ words, invitation, timeZone }: { words: Words; invitation: OpenInvitation; timeZone: string }) {
  const { t, locale } = words;
  const { key, role, expiresAt } = invitation;
  const until = t("admin.peoplePage.until", { role: t(`words.role.${role}`), when: instantText(words, expiresAt, timeZone) });
  return (
    <div className={styles.entryRow}>
      <p>{until}</p>
      <ActionForm
        id={`withdraw-${key}`}
        action={withdraw}
        permalink={`${pathIn(locale, PATH)}#withdraw-${key}`}
        hidden={{ key }}
        words={formWords(words)}
      >
        <SubmitButton label={t("admin.peoplePage.withdraw")} pending={t("admin.peoplePage.withdraw")} quiet />
      </ActionForm>
    </div>
  );
}

interface EntryProps {
  words: Words;
  person: Person;
  actor: SignedIn;
  timeZone: string;
}

function PersonEntry({ words, person, actor, timeZone }: EntryProps) {
  const { t, locale } = words;
  const { id, name, email, role, disabledAt, seenAt, hasSecondStep } = person;
  const isOpen = disabledAt === null;
  const form = (of: string) => ({
    id: `${of}-${id}`,
    permalink: `${pathIn(locale, PATH)}#${of}-${id}`,
    hidden: { account: String(id) },
    words: formWords(words),
  });
  const state = isOpen
    ? t("admin.peoplePage.active")
    : t("admin.peoplePage.disabled", { when: instantText(words, disabledAt, timeZone) });
  const seen =
    seenAt === null ? t("admin.peoplePage.never") : `${t("admin.peoplePage.seen")} ${instantText(words, seenAt, timeZone)}`;
  return (
    <>
      <h3>
        {name}
        {id === actor.accountId && <span className="muted"> ({t("admin.peoplePage.you")})</span>}
      </h3>
      <p className={styles.small}>{[email, t(`words.role.${role}`), state, seen].join(" · ")}</p>
      <div className={styles.manage}>
        <ActionForm key={role} {...form("role")} action={changeRole} initial={{ role }}>
          <RoleField words={words} />
          <SubmitButton label={t("admin.peoplePage.changeRoleOf", { name })} pending={t("forms.pending")} quiet />
        </ActionForm>
        {isOpen && (
          <ActionForm {...form("password")} action={makePasswordLink}>
            <SubmitButton label={t("admin.peoplePage.resetOf", { name })} pending={t("admin.peoplePage.pending")} quiet />
          </ActionForm>
        )}
        {hasSecondStep && (
          <ActionForm {...form("code")} action={endCodesOf}>
            <SubmitButton label={t("admin.peoplePage.endCodesOf", { name })} pending={t("forms.pending")} quiet />
          </ActionForm>
        )}
        {isOpen ? (
          <ActionForm {...form("disable")} action={disable}>
            <SubmitButton label={t("admin.peoplePage.disableOf", { name })} pending={t("forms.pending")} quiet />
          </ActionForm>
        ) : (
          <ActionForm {...form("enable")} action={enable}>
            <SubmitButton label={t("admin.peoplePage.enableOf", { name })} pending={t("forms.pending")} quiet />
          </ActionForm>
        )}
      </div>
    </>
  );
}
