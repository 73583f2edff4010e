/* Banyaknya peserta di layar fasilitator, tanpa memuat ulang halaman. */
"use strict";
setInterval(async () => {
  try {
    const text = await (await fetch("/fasilitator", { cache: "no-store" })).text();
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("hitung");
    if (fresh) document.getElementById("hitung").replaceChildren(...fresh.childNodes);
  } catch {
    document.getElementById("hitung").textContent = "Lokakarya sudah ditutup.";
  }
}, 5000);
