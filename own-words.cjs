/**
 * A loader for the build. The component library carries its words in 34 languages and counts days in 13 calendars; the
 * site speaks two languages and counts in one. What it never uses becomes empty: a third less is loaded on use.
 */
const OURS = /[\\/](?:en-US|uk-UA)\.mjs$/;
const CALENDARS = /[\\/]createCalendar\.mjs$/;

module.exports = function ownWords(source) {
  if (CALENDARS.test(this.resourcePath))
    return source
      .replace(/^import (?!.*GregorianCalendar).*$/gm, "")
      .replace(/case '(?!gregory)[\w-]+':\s*return new [^;]+;/g, "");
  return OURS.test(this.resourcePath) ? source : "export default {};";
};
