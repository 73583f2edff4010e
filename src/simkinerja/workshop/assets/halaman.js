/* Nama untuk setiap kendali dan setiap daerah yang bergulir; widget bawaan tidak memberikannya sendiri. */
"use strict";
(() => {
  const FIELDS = ".noUi-handle, .panel input, .panel select, .panel textarea, .panel [role=slider]";

  const words = (node) => (node && node.textContent ? node.textContent.replace(/\s+/g, " ").trim() : "");
  function labelled(field) {
    if (field.getAttribute("aria-label") || field.getAttribute("aria-labelledby")) return true;
    if (field.labels && [...field.labels].some((label) => words(label))) return true;
    return false;
  }
  /* Nama terdekat: label widget itu sendiri, keterangannya, lalu label kendali tetangga dalam kartu yang sama. */
  function nameOf(field) {
    const widget = field.closest(".jupyter-widgets");
    if (!widget) return "";
    const own = words(widget.querySelector(":scope > .widget-label"));
    if (own) return own;
    const tip = [field, widget, ...widget.querySelectorAll("[title]")].map((node) => node.getAttribute("title") || "").find(Boolean);
    if (tip) return tip;
    for (let card = widget.parentElement; card && card.closest(".panel"); card = card.parentElement) {
      const near = words(card.querySelector(".widget-label"));
      if (near) return near;
      if (card.classList.contains("panel")) break;
    }
    return "Isian";
  }
  function name(root) {
    for (const field of root.querySelectorAll(FIELDS)) {
      if (labelled(field)) continue;
      const found = nameOf(field);
      if (!found) continue;
      const handles = field.closest(".noUi-target") ? field.closest(".noUi-target").querySelectorAll(".noUi-handle") : [];
      const end = handles.length === 2 ? (handles[0] === field ? " (dari)" : " (sampai)") : "";
      const twin = field.classList.contains("noUi-handle") && !end ? " (geser)" : "";
      field.setAttribute("aria-label", found + (end || twin));
    }
  }
  function scrollable(root) {
    const places = root.querySelectorAll("div[style*='overflow'], .tabel, .gulir, .panel .widget-html-content, mjx-container[display='true']");
    for (const place of places) {
      if (place.tabIndex >= 0) continue;
      const wide = place.scrollWidth > place.clientWidth;
      const style = getComputedStyle(place).overflowX;
      if (wide && (style === "auto" || style === "scroll")) {
        place.tabIndex = 0;
        if (!place.hasAttribute("role")) {
          place.setAttribute("role", "group");
          place.setAttribute("aria-label", "Dapat digeser ke samping");
        }
      }
    }
  }
  function ready(root) {
    for (const place of root.querySelectorAll(".hidup:not(.siap)")) {
      if (place.querySelector(".panel .jupyter-widgets")) place.classList.add("siap");
    }
  }
  function tend() {
    const root = document.getElementById("naskah");
    if (!root) return;
    name(root);
    ready(root);
    scrollable(root);
  }
  let waiting = false;
  let late = 0;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; tend(); });
    clearTimeout(late);
    late = setTimeout(tend, 600); /* huruf rumus datang belakangan dan mengubah lebarnya */
  }
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("resize", soon);
  window.addEventListener("load", tend);
  if (document.fonts) document.fonts.addEventListener("loadingdone", soon);
  tend();
})();
