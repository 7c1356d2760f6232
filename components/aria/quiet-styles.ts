/**
 * The component library writes a small style sheet into the page, which the content security policy forbids and reports.
 * It looks for its sheet by id first: this claims the id, and app/globals.css says what the sheet would.
 */
const PRESSABLE_SHEET = "react-aria-pressable-style";

if (typeof document !== "undefined" && !document.getElementById(PRESSABLE_SHEET)) {
  const claimed = document.createElement("meta");
  claimed.id = PRESSABLE_SHEET;
  document.head.append(claimed);
}

export {};
