/**
 * What was typed into a form, kept by the browser for this tab until it is saved: a reload and a visit to the entrance lose
 * nothing. Only fields that a person fills are kept; codes and keys that the server made are not.
 */

/** The fields of a form with what they hold, radio buttons and boxes by what is chosen. */
export function valuesOf(form: HTMLFormElement): Record<string, string> {
  const values: Record<string, string> = {};
  for (const control of controlsOf(form)) {
    if (control instanceof HTMLInputElement && control.type === "radio") {
      if (control.checked) values[control.name] = control.value;
    } else if (control instanceof HTMLInputElement && control.type === "checkbox")
      values[control.name] = control.checked ? control.value : "";
    else values[control.name] = control.value;
  }
  return values;
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function controlsOf(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(
    (element): element is Control =>
      (element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement ||
        (element instanceof HTMLInputElement && !["hidden", "file", "password", "submit", "button"].includes(element.type))) &&
      element.name !== "" &&
      !element.name.startsWith("$"),
  );
}

/** Puts kept values back; gives back whether any field held something else. A field that is gone is passed over. */
export function putBack(form: HTMLFormElement, values: Readonly<Record<string, string>>): boolean {
  let isChanged = false;
  for (const control of controlsOf(form)) {
    const value = values[control.name];
    if (value === undefined) continue;
    if (control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox")) {
      const checked = control.value === value;
      isChanged ||= control.checked !== checked;
      control.checked = checked;
    } else if (control.value !== value) {
      if (control instanceof HTMLSelectElement && ![...control.options].some((option) => option.value === value)) continue;
      control.value = value;
      isChanged = true;
    }
  }
  return isChanged;
}

const PREFIX = "attest-form ";

/** What this tab kept under a name, or null. */
export function keptValues(name: string): Record<string, string> | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PREFIX + name) ?? "null") as unknown;
    if (typeof kept !== "object" || kept === null) return null;
    return Object.fromEntries(Object.entries(kept).filter((pair): pair is [string, string] => typeof pair[1] === "string"));
  } catch {
    // A browser that keeps nothing: the form works all the same.
    return null;
  }
}

export function keepValues(name: string, values: Readonly<Record<string, string>> | null): void {
  try {
    if (values === null) sessionStorage.removeItem(PREFIX + name);
    else sessionStorage.setItem(PREFIX + name, JSON.stringify(values));
  } catch {
    // Full or forbidden: what is typed still stands in the page.
  }
}
