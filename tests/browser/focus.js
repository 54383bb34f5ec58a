// Everything that keys reach, in turn: what shows no sign of having been reached.
() => {
  const faults = [];
  const all = document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
  for (const element of all) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.disabled || element.closest("svg")) continue;
    element.focus({ preventScroll: true });
    const style = getComputedStyle(element);
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) {
      faults.push(`no sign of the focus: ${element.outerHTML.slice(0, 140)}`);
    }
  }
  document.activeElement.blur();
  scrollTo(0, 0);
  return faults;
};
