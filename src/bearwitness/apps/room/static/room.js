// What a page does beyond its links and forms. Everything here is an ease; without it all can be read and every button works.
"use strict";

(() => {
  // Hovering or focusing a claim lights its words, and the other way round.
  const light = (ids, on) => {
    for (const id of ids) {
      for (const mark of document.querySelectorAll(`mark[data-claims~="${CSS.escape(id)}"]`)) mark.classList.toggle("lit", on);
      for (const card of document.querySelectorAll(`[data-claim="${CSS.escape(id)}"]`)) card.classList.toggle("lit", on);
    }
  };
  const claimsOf = (element) => {
    const found = element.closest && element.closest("[data-claims], [data-claim]");
    return found ? (found.dataset.claims || found.dataset.claim).split(" ") : [];
  };
  for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(kind, (event) => light(claimsOf(event.target), on));
  }
  document.addEventListener("click", (event) => {
    const mark = event.target.closest && event.target.closest("mark[data-claims]");
    if (!mark || String(getSelection())) return;
    const card = document.querySelector(`[data-claim="${CSS.escape(mark.dataset.claims.split(" ")[0])}"]`);
    if (card) {
      if (card.tagName === "DETAILS") card.open = true;
      card.scrollIntoView({ block: "nearest" });
    }
  });

  // A claim that the address names is opened; the words of the claim under review come into sight.
  const open = () => {
    const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (named && named.tagName === "DETAILS") named.open = true;
  };
  addEventListener("hashchange", open);
  open();
  const now = document.querySelector("mark.now");
  if (now && !location.hash && matchMedia("(min-width: 62.01rem)").matches) now.scrollIntoView({ block: "center" });

  // On a small screen the rows of a table become cards (room.css), in which each cell says what it is. Rows and cells stay rows and cells
  // for those who listen to the page.
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  const fold = () => {
    for (const table of document.querySelectorAll(".scroll > table:not(.brief, .folds)")) {
      if (!table.tHead) continue;
      table.classList.add("folds");
      const heads = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim());
      for (const element of [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td")]) element.setAttribute("role", ROLES[element.tagName]);
      for (const cell of table.querySelectorAll("th")) cell.setAttribute("role", cell.closest("thead") ? "columnheader" : "rowheader");
      for (const row of [...table.tBodies].flatMap((body) => [...body.rows])) {
        [...row.cells].forEach((cell, at) => {
          if (cell.colSpan === 1 && heads[at]) cell.dataset.head = heads[at];
        });
      }
    }
  };
  fold();
  document.addEventListener("htmx:afterSettle", fold);

  // What was refused is said beside its form, which may lie far down.
  const refusal = document.querySelector("main details[open] [role=alert]");
  if (refusal) refusal.scrollIntoView({ block: "center" });

  const here = document.querySelector(".top [aria-current]");
  const showHere = () => here && (here.closest("nav").scrollLeft = here.offsetLeft - 24);
  showHere();
  addEventListener("resize", showHere);

  // Keys: each is written on its button, and none works while something is being typed.
  const toggle = document.getElementById("key-switch");
  const areOn = () => localStorage.getItem("keys") !== "off";
  const showKeys = () => {
    toggle.hidden = false;
    toggle.setAttribute("aria-pressed", String(areOn()));
    toggle.textContent = areOn() ? "Keys are on: turn them off" : "Keys are off: turn them on";
  };
  if (toggle) {
    showKeys();
    toggle.addEventListener("click", () => {
      localStorage.setItem("keys", areOn() ? "off" : "on");
      showKeys();
    });
  }
  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Escape") {
      const opened = at.closest && at.closest("details.act[open]");
      if (opened) {
        opened.open = false;
        opened.querySelector("summary").focus();
      }
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.defaultPrevented || !areOn()) return;
    if (at.matches && at.matches("input, textarea, select")) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.tagName === "DETAILS") {
      target.open = true;
      const first = target.querySelector("select, input:not([type=hidden]), textarea");
      if (first) first.focus();
    } else {
      target.click();
    }
  });

  // Words selected in the report become the quote of a claim told by hand. Offsets count code points, as the register does.
  const text = document.getElementById("text");
  const form = document.getElementById("add-claim");
  if (text && form) {
    const button = document.createElement("button");
    button.id = "select-note";
    button.className = "main no-print";
    button.type = "button";
    button.hidden = true;
    button.textContent = "Add a claim on these words";
    document.body.append(button);
    let chosen = null;
    document.addEventListener("selectionchange", () => {
      const selection = getSelection();
      const range = selection.rangeCount ? selection.getRangeAt(0) : null;
      const inside = range && !range.collapsed && text.contains(range.commonAncestorContainer);
      if (inside) {
        const before = document.createRange();
        before.setStart(text, 0);
        before.setEnd(range.startContainer, range.startOffset);
        chosen = { words: range.toString(), start: [...before.toString()].length };
      }
      button.hidden = !inside;
    });
    // Pressing the button must not first end the selection.
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => {
      document.getElementById("add-words").value = chosen.words;
      document.getElementById("add-start").value = chosen.start;
      form.open = true;
      form.scrollIntoView({ block: "nearest" });
      form.querySelector("select").focus();
      button.hidden = true;
    });
    // Typed words are looked for anywhere in the report.
    document.getElementById("add-words").addEventListener("input", () => (document.getElementById("add-start").value = ""));
  }
})();
