/** The rulings of an incident: those that hold, those that ended, and the form of a new one. */
import { formWords } from "@/app/_server/form-words";
import { may, type SignedIn } from "@/app/_server/session";
import { ActionForm } from "@/components/forms/action-form";
import { SelectField, TextArea, TextField } from "@/components/forms/field";
import { Fold } from "@/components/forms/fold";
import { SubmitButton } from "@/components/forms/submit-button";
import { personsText } from "@/components/reading/numbers";
import { instantText } from "@/components/reading/times";
import type { RulingForDesk } from "@/db/queries/review";
import { GROUPS, METRICS } from "@/domain/vocabulary";
import type { Words } from "@/messages";
import { revokeRuling, rule } from "../incidents/actions";
import styles from "./desk.module.css";

interface Props {
  words: Words;
  actor: SignedIn;
  code: string;
  rulings: readonly RulingForDesk[];
  permalink: string;
  timeZone: string;
}

export function Rulings({ words, actor, code, rulings, permalink, timeZone }: Props) {
  const { t } = words;
  const holding = rulings.filter(({ revokedAt }) => revokedAt === null);
  const again = holding.find(({ newer }) => newer.length > 0);
  return (
    <>
      <p className={styles.lead}>{t("admin.ruling.lead")}</p>
      {holding.length === 0 && <p className="muted">{t("admin.ruling.none")}</p>}
      {rulings.length > 0 && (
        <ul className={styles.list}>
          {rulings.map((ruling) => (
            <li key={ruling.id}>
              <RulingEntry words={words} ruling={ruling} timeZone={timeZone} />
              {ruling.revokedAt === null && may(actor, "editor") && (
                <RevokeForm words={words} hidden={{ code, ruling: String(ruling.id) }} permalink={permalink} />
              )}
            </li>
          ))}
        </ul>
      )}
      {may(actor, "editor") ? (
        <RuleForm
          key={rulings[0]?.id ?? 0}
          words={words}
          hidden={{ code }}
          permalink={permalink}
          initial={again && { metric: valueOf(again), best: String(again.best), reason: again.reason }}
        />
      ) : (
        <p className="muted">{t("admin.forEditors")}</p>
      )}
    </>
  );
}

function RulingEntry({ words, ruling, timeZone }: { words: Words; ruling: RulingForDesk; timeZone: string }) {
  const { t } = words;
  const { best, reason, ruledAt, ruledBy, revokedAt, revokedReason, newer } = ruling;
  const name = ruledBy ?? t("admin.ruling.unknownBy");
  return (
    <>
      <p className={styles.small}>{t("admin.ruling.by", { when: instantText(words, ruledAt, timeZone), name })}</p>
      <p>
        <strong>{t("admin.ruling.line", { metric: ruledText(words, ruling), best: personsText(words, best) })}</strong>
      </p>
      <p>{reason}</p>
      {revokedAt !== null && (
        <p className="muted">
          {t("admin.ruling.revoked", { when: instantText(words, revokedAt, timeZone), reason: revokedReason ?? "" })}
        </p>
      )}
      {newer.length > 0 && <p className={styles.warning}>{t("admin.ruling.again", { claims: newer.join(", ") })}</p>}
    </>
  );
}

function valueOf({ metric, group }: Pick<RulingForDesk, "metric" | "group">): string {
  return group === "all" ? metric : `${metric} ${group}`;
}

function ruledText({ t }: Words, { metric, group }: Pick<RulingForDesk, "metric" | "group">): string {
  const what = t(`forms.claim.figure.${metric}`);
  return group === "all" ? what : `${what}, ${t(`words.group.${group}`)}`;
}

interface FormProps {
  words: Words;
  hidden: Record<string, string>;
  permalink: string;
}

/** Every metric of all people, and of the killed and wounded who they were. */
const RULED = [
  ...METRICS.map((metric) => ({ metric, group: "all" as const })),
  ...(["killed", "wounded"] as const).flatMap((metric) =>
    GROUPS.filter((group) => group !== "all" && group !== "unknown").map((group) => ({ metric, group })),
  ),
];

export function RuleForm({ words, hidden, permalink, initial }: FormProps & { initial?: Record<string, string> | undefined }) {
  const { t } = words;
  return (
    <ActionForm
      id="rule"
      action={rule}
      permalink={`${permalink}#rule`}
      initial={initial ?? { metric: "killed" }}
      hidden={hidden}
      words={formWords(words)}
    >
      <SelectField
        name="metric"
        label={t("admin.ruling.metric")}
        options={RULED.map((one) => ({ value: valueOf(one), label: ruledText(words, one) }))}
      />
      <TextField name="best" label={t("admin.ruling.best")} inputMode="numeric" width="short" autoComplete="off" plain />
      <TextArea name="reason" label={t("admin.ruling.reason")} rows={2} />
      <SubmitButton label={t("admin.ruling.button")} pending={t("admin.ruling.pending")} />
    </ActionForm>
  );
}

export function RevokeForm({ words, hidden, permalink }: FormProps) {
  const { t } = words;
  const id = `revoke-${hidden.ruling}`;
  return (
    <ActionForm id={id} action={revokeRuling} permalink={`${permalink}#${id}`} hidden={hidden} words={formWords(words)}>
      <Fold summary={t("admin.ruling.revoke")} fields={["reason"]}>
        <TextArea name="reason" label={t("admin.ruling.revokeReason")} rows={2} />
        <SubmitButton label={t("admin.ruling.revoke")} pending={t("forms.pending")} quiet />
      </Fold>
    </ActionForm>
  );
}
