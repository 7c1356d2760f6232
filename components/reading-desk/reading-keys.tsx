"use client";
/**
 * What a script adds to the page of a read text: keys from claim to claim, the two sides lit together, the count of what will
 * be saved, and what was typed kept through a reload. Everything works without it as a form of radio buttons and fields.
 */
import { useEffect, useRef, useState, type ReactNode } from "react";
import { keepValues, keptValues, putBack, valuesOf } from "./kept-form";
import styles from "./reading-desk.module.css";

interface Props {
  /** Under what name this tab keeps what is typed. */
  name: string;
  /** Forget what was kept: it has just been saved. */
  isSaved: boolean;
  /** Forget the start form's: its text has just been kept. */
  isBegun: boolean;
  words: { putBack: string; startAgain: string; count: string };
  children: ReactNode;
}

const PAUSE_MS = 250;
const CLAIM = "[data-claim]";

export function ReadingKeys({ name, isSaved, isBegun, words, children }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [isPutBack, setPutBack] = useState(false);

  useEffect(() => {
    const all = box.current!;
    const form = all.querySelector<HTMLFormElement>("[data-keys] form");
    if (isSaved) keepValues(name, null);
    if (isBegun) {
      keepValues("reading-new", null);
    }
    if (!form) return;
    const kept = isSaved ? null : keptValues(name);
    if (kept && putBack(form, kept)) setPutBack(true);
    tell(form, words.count);

    let timer: ReturnType<typeof setTimeout> | undefined;
    const changed = () => {
      tell(form, words.count);
      clearTimeout(timer);
      timer = setTimeout(() => keepValues(name, valuesOf(form)), PAUSE_MS);
    };
    const left = () => {
      if (timer !== undefined) keepValues(name, valuesOf(form));
    };
    const lit = (event: Event) => {
      const of = claimsAt(event.target);
      if (of !== null) light(all, of);
    };
    const keyed = (event: KeyboardEvent) => onKey(event, form);
    const clicked = (event: MouseEvent) => onClick(event, form);
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    window.addEventListener("pagehide", left);
    all.addEventListener("focusin", lit);
    all.addEventListener("pointerover", lit);
    all.addEventListener("keydown", keyed);
    all.addEventListener("click", clicked);
    // A text that was just kept is confirmed next: the keys work at once.
    if (isBegun) cardsOf(form)[0]?.focus({ preventScroll: true });
    return () => {
      clearTimeout(timer);
      form.removeEventListener("input", changed);
      form.removeEventListener("change", changed);
      window.removeEventListener("pagehide", left);
      all.removeEventListener("focusin", lit);
      all.removeEventListener("pointerover", lit);
      all.removeEventListener("keydown", keyed);
      all.removeEventListener("click", clicked);
    };
  }, [name, isSaved, isBegun, words.count]);

  return (
    <div ref={box} className={styles.desk}>
      {isPutBack && (
        <p className={styles.putBack} role="status">
          {words.putBack}{" "}
          <button
            type="button"
            className="quiet"
            onClick={() => {
              keepValues(name, null);
              window.location.reload();
            }}
          >
            {words.startAgain}
          </button>
        </p>
      )}
      {children}
    </div>
  );
}

/** "2 to save, 1 left out" under the claims, and each claim's card shown as what it is. */
function tell(form: HTMLFormElement, count: string): void {
  const cards = cardsOf(form);
  let taken = 0;
  for (const card of cards) {
    const isTaken = card.querySelector<HTMLInputElement>('input[name$=".take"][value="yes"]')?.checked ?? false;
    if (isTaken) taken++;
    card.toggleAttribute("data-left-out", !isTaken);
  }
  const told = form.querySelector("[data-count]");
  if (told) told.textContent = count.replace("{taken}", String(taken)).replace("{all}", String(cards.length));
}

const cardsOf = (within: ParentNode): HTMLElement[] => [...within.querySelectorAll<HTMLElement>(CLAIM)];

/** The claims that something on the page belongs to: a card, or words of the text. */
function claimsAt(target: EventTarget | null): string[] | null {
  if (!(target instanceof Element)) return null;
  const card = target.closest<HTMLElement>(CLAIM);
  if (card) return [card.dataset.claim!];
  const words = target.closest<HTMLElement>("[data-of]");
  return words ? words.dataset.of!.split(" ") : null;
}

/** Lights what belongs to a claim on both sides, and brings its words into view on the other. */
function light(all: HTMLElement, of: readonly string[]): void {
  const isOf = (list: string | undefined) => list?.split(" ").some((one) => of.includes(one)) ?? false;
  for (const words of all.querySelectorAll<HTMLElement>("[data-of]")) words.toggleAttribute("data-lit", isOf(words.dataset.of));
  for (const card of cardsOf(all)) card.toggleAttribute("data-lit", of.includes(card.dataset.claim!));
  // The figure's own words before the day or the name, which may stand far from it.
  const first = all.querySelector<HTMLElement>(`#words-${of[0]}`);
  const pane = first?.closest<HTMLElement>("[data-pane]");
  if (!first || !pane || pane.contains(document.activeElement) || pane.matches(":hover")) return;
  const [inner, outer] = [first.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (inner.top < outer.top + 24 || inner.bottom > outer.bottom - 24)
    pane.scrollTop += inner.top - outer.top - pane.clientHeight / 3;
}

function onKey(event: KeyboardEvent, form: HTMLFormElement): void {
  const { key, target } = event;
  if (!(target instanceof HTMLElement) || event.isComposing) return;
  if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const card = target.closest<HTMLElement>(CLAIM);
  if (key === "Escape" && card && target !== card) {
    card.focus();
    return;
  }
  const isTyped = target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  // Single keys work on a claim's card alone, never where somebody writes or chooses.
  if (isTyped || !card) return;
  const cards = cardsOf(form);
  const at = cards.indexOf(card);
  const go = (to: number) => {
    event.preventDefault();
    cards[Math.min(Math.max(to, 0), cards.length - 1)]!.focus();
  };
  const isOnCard = target === card;
  if (key === "j" || (key === "ArrowDown" && isOnCard)) go(at + 1);
  else if (key === "k" || (key === "ArrowUp" && isOnCard)) go(at - 1);
  else if (key === "a" || key === "d") {
    choose(card, key === "a" ? "yes" : "no");
    if (at + 1 < cards.length) go(at + 1);
    else {
      event.preventDefault();
      form.querySelector<HTMLElement>("button[type=submit]")?.focus();
    }
  } else if (key === "e" || (key === "Enter" && isOnCard)) {
    event.preventDefault();
    const figures = [...card.querySelectorAll<HTMLInputElement>('input[name*=".figures."]')];
    const figure = figures.find(({ value }) => value !== "") ?? figures[0];
    figure?.focus();
    figure?.select();
  }
}

function choose(card: HTMLElement, value: string): void {
  const button = card.querySelector<HTMLInputElement>(`input[name$=".take"][value="${value}"]`);
  if (!button || button.checked) return;
  button.checked = true;
  button.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Buttons that put a value into a field ("Ivanivka, Kherson Oblast"). */
function onClick(event: MouseEvent, form: HTMLFormElement): void {
  const button = event.target instanceof Element ? event.target.closest<HTMLButtonElement>("button[data-into]") : null;
  if (!button) return;
  const field = form.elements.namedItem(button.dataset.into!);
  if (!(field instanceof HTMLInputElement)) return;
  field.value = button.value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}
