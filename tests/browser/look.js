// What a pair of eyes would find wrong with the page as it lies at this width: one sentence for each fault.
(smallest) => {
  const faults = [];
  const say = (what, element) => faults.push(`${what}: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 140)}`);
  const width = document.documentElement.clientWidth;
  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen, .skip, .live-map, head, script, noscript");
  const styleOf = (element) => getComputedStyle(element);
  const ownText = (element) =>
    [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent).join("").trim();
  // Inside a box that is scrolled on purpose things may lie outside the window.
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll"].includes(styleOf(at).overflowX)) return at;
    }
    return null;
  };

  if (document.documentElement.scrollWidth > width) faults.push(`the page is ${document.documentElement.scrollWidth} wide`);

  for (const element of document.body.querySelectorAll("*:not(svg *)")) {
    if (!isShown(element)) continue;
    const style = styleOf(element);
    if (style.clipPath !== "none") continue; // for those who listen to the page
    const text = ownText(element);
    const box = element.getBoundingClientRect();
    if (text && parseFloat(style.fontSize) < smallest) say(`text of ${style.fontSize}`, element);
    if ((text || element.matches("input, select, button, svg, img")) && box.width > 1) {
      if ((box.right > width + 1 || box.left < -1) && !scrolls(element)) say("it sticks out of the window", element);
    }
    const isBox = element instanceof HTMLElement && style.display !== "inline" && element !== document.body;
    if (isBox && element.clientWidth && element.scrollWidth > element.clientWidth + 1 && !scrolls(element)) {
      say(`its content is ${element.scrollWidth - element.clientWidth} wider than it`, element);
    }
    if (isBox && ["hidden", "clip"].includes(style.overflowY) && element.scrollHeight > element.clientHeight + 1) {
      say("its text is cut off below", element);
    }
    if (element.matches("input[placeholder]") && !element.value) {
      const pen = document.createElement("canvas").getContext("2d");
      pen.font = style.font;
      const room = element.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      if (pen.measureText(element.placeholder).width > room + 1) say("its example is cut off", element);
    }
  }

  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter(isShown);
  if (document.querySelectorAll("h1").length !== 1) faults.push(`${document.querySelectorAll("h1").length} first headings`);
  headings.reduce((above, heading) => {
    const level = Number(heading.tagName[1]);
    if (level > above + 1) say(`a heading that skips a step after ${above}`, heading);
    return level;
  }, 1);

  for (const table of document.querySelectorAll("table")) {
    if (!isShown(table) || styleOf(table).display !== "table" || !table.tHead) continue;
    const heads = [...table.tHead.rows[0].cells];
    for (const row of table.tBodies[0]?.rows ?? []) {
      [...row.cells].forEach((cell, index) => {
        if (cell.colSpan > 1) return;
        const style = styleOf(cell);
        if (style.textAlign.replace("start", "left") !== styleOf(heads[index]).textAlign.replace("start", "left")) {
          say("a cell that stands otherwise than its column's head", cell);
        }
        // In a grid a number stands at the beginning of its own bar.
        if (!cell.closest(".grid-of") && /^[\d,.]+(–[\d,.]+|\+)?$/.test(cell.textContent.trim()) && !(style.textAlign === "right" && style.fontVariantNumeric.includes("tabular"))) {
          say("a number that is not set like one", cell);
        }
      });
    }
  }
  return [...new Set(faults)];
};
